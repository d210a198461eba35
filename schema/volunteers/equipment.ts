// Equipment that is lent to volunteers: a vest, a torch. What has a number is with one person at a time.
import type pg from 'pg';
import { z } from 'zod';
import { may } from '../access/may.ts';
import { builder } from '../builder.ts';
import type { Context } from '../context.ts';
import { ConflictError, type ErrorShape, errorsIn, NotFoundError, resultUnion, ValidationError } from '../errors/graph.ts';
import { decodeIdOf } from '../relay/global-id.ts';
import { nodeId } from '../relay/graph.ts';
import { personText } from '../text.ts';
import { fieldErrors } from '../validation.ts';
import { subjectOf, Volunteer } from './people.ts';
import { reread, volunteerOf } from './reviews.ts';
import type { VolunteerRow } from './store.ts';
import { volunteerWords } from './words.ts';

type Db = Pick<pg.ClientBase, 'query'>;

interface EquipmentRow {
  id: string;
  volunteerId: string;
  name: string;
  serial: string;
  issuedAt: Date;
  returnedAt: Date | null;
}

async function readEquipment(db: Db, volunteerIds: readonly string[]): Promise<EquipmentRow[]> {
  const { rows } = await db.query<EquipmentRow>(
    `/* equipment.read */ SELECT id, volunteer_id AS "volunteerId", name, serial, issued_at AS "issuedAt", returned_at AS "returnedAt" FROM equipment
     WHERE volunteer_id = ANY($1::uuid[]) ORDER BY returned_at IS NOT NULL, issued_at DESC, id`,
    [volunteerIds],
  );
  return rows;
}

/** Lends something. False: what has this number is lent. Twice with the same id is as good as once. */
async function insertEquipment(db: Db, { id, volunteerId, name, serial, issuedAt }: Omit<EquipmentRow, 'returnedAt'>): Promise<boolean> {
  const { rowCount } = await db.query(
    `/* equipment.issue */ WITH made AS (
       INSERT INTO equipment (id, volunteer_id, name, serial, issued_at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING RETURNING id
     ) SELECT FROM made UNION ALL SELECT FROM equipment WHERE id = $1`,
    [id, volunteerId, name, serial, issuedAt],
  );
  return rowCount === 1;
}

/** Takes something back. Returns whose it was; undefined: it is not lent. */
async function returnEquipment(db: Db, id: string, now: Date): Promise<string | undefined> {
  const { rows } = await db.query<{ volunteerId: string }>(
    `/* equipment.return */ UPDATE equipment SET returned_at = $2 WHERE id = $1 AND returned_at IS NULL RETURNING volunteer_id AS "volunteerId"`,
    [id, now],
  );
  return rows[0]?.volunteerId;
}

const equipmentLoader = ({ loaders, services: { pool } }: Context) =>
  loaders.loader<string, EquipmentRow[]>('equipment', async (ids) => {
    const byOwner = Map.groupBy(await readEquipment(pool, ids), ({ volunteerId }) => volunteerId);
    return ids.map((id) => byOwner.get(id) ?? []);
  });

const Equipment = builder.objectRef<EquipmentRow>('Equipment').implement({
  description: '借给志愿者的装备 / Equipment lent to a volunteer',
  fields: (t) => ({
    id: t.id(nodeId('Equipment')),
    name: t.exposeString('name', { description: '名称，如反光背心 / Name of the item' }),
    serial: t.exposeString('serial', { description: '编号，可为空字符串 / Serial number, may be empty' }),
    issuedAt: t.expose('issuedAt', { type: 'DateTime', description: '领用时间 / Lent at' }),
    returnedAt: t.expose('returnedAt', {
      type: 'DateTime',
      nullable: true,
      description: '归还时间；空为未还 / Returned at; null: on loan',
    }),
  }),
});

builder.objectField(Volunteer, 'equipment', (t) =>
  t.field({
    type: [Equipment],
    nullable: true,
    description: '领用的装备，未还在前；本人和审核人可见 / Equipment, items on loan first; for the person and for reviewers',
    resolve: (row, _args, context) => (may(context, 'volunteer.read', subjectOf(row)) ? equipmentLoader(context).load(row.id) : null),
  }),
);

const IssueInput = builder.inputType('EquipmentIssueInput', {
  description: '领用装备 / The equipment to lend',
  fields: (t) => ({
    volunteerId: t.id({ required: true, description: '志愿者编号 / ID of the volunteer' }),
    name: t.string({ required: true, description: '名称，2–30 字 / Name of the item' }),
    serial: t.string({ defaultValue: '', description: '编号，最多 30 字 / Serial number' }),
  }),
});

const ReturnInput = builder.inputType('EquipmentReturnInput', {
  description: '归还装备 / The equipment to return',
  fields: (t) => ({ equipmentId: t.id({ required: true, description: '装备编号 / ID of the equipment' }) }),
});

interface EquipmentSuccess {
  typename: string;
  volunteer: VolunteerRow;
}

const equipmentSuccess = (name: string, description: string) =>
  builder.objectRef<EquipmentSuccess>(name).implement({
    description,
    fields: (t) => ({
      volunteer: t.expose('volunteer', { type: Volunteer, description: '志愿者现在的样子 / The volunteer as they are now' }),
    }),
  });

const LIMITS: Record<string, [number, number]> = { name: [2, 30], serial: [0, 30] };
const equipmentText = z.object({ name: personText({ min: 2, max: 30 }), serial: personText({ min: 0, max: 30 }) });

builder.mutationFields((t) => ({
  equipmentIssue: t.field({
    description: '领用装备 / Lends equipment to a volunteer',
    authScopes: { may: 'volunteer.manage' },
    type: resultUnion('EquipmentIssue', equipmentSuccess('EquipmentIssueSuccess', '已领用 / Lent'), [
      ...[ValidationError, NotFoundError, ConflictError],
    ]),
    args: { input: t.arg({ type: IssueInput, required: true, description: '装备 / The equipment' }) },
    resolve: async (_root, { input }, context): Promise<EquipmentSuccess | ErrorShape> => {
      const { language, services, requestUuid } = context;
      const text = equipmentText.safeParse({ name: input.name, serial: input.serial ?? '' });
      if (!text.success) return errorsIn(language).invalid(fieldErrors(text.error, LIMITS, language));
      const volunteer = await volunteerOf(input.volunteerId, context);
      if ('typename' in volunteer) return volunteer;
      const issuedAt = services.clock.now();
      const isLent = await insertEquipment(services.pool, { id: requestUuid, volunteerId: volunteer.id, ...text.data, issuedAt });
      return isLent
        ? reread(volunteer, 'EquipmentIssueSuccess', context)
        : errorsIn(language).conflict(volunteerWords(language).equipmentOut);
    },
  }),
  equipmentReturn: t.field({
    description: '归还装备 / Marks equipment as returned',
    authScopes: { may: 'volunteer.manage' },
    type: resultUnion('EquipmentReturn', equipmentSuccess('EquipmentReturnSuccess', '已归还 / Returned'), [NotFoundError]),
    args: { input: t.arg({ type: ReturnInput, required: true, description: '哪件 / The equipment' }) },
    resolve: async (_root, { input }, context): Promise<EquipmentSuccess | ErrorShape> => {
      const { pool, clock } = context.services;
      const id = decodeIdOf('Equipment', input.equipmentId);
      const ownerId = id && (await returnEquipment(pool, id, clock.now()));
      if (!ownerId) return errorsIn(context.language).notFound(volunteerWords(context.language).equipmentNotFound);
      return reread({ id: ownerId }, 'EquipmentReturnSuccess', context);
    },
  }),
}));
