// Equipment that is lent to volunteers: a vest, a torch. What has a number is with one person at a time.
import type pg from 'pg';
import { may } from '../../../frame/access/may.ts';
import { builder } from '../../../frame/builder.ts';
import type { Context } from '../../../frame/context.ts';
import { id, text } from '../../../frame/inputs.ts';
import { mutation } from '../../../frame/mutation.ts';
import { Conflict, conflict } from '../../../frame/refusals.ts';
import { nodeId } from '../../../frame/relay/graph.ts';
import { say } from '../../../frame/speech.ts';
import { volunteer } from '../inputs.ts';
import { equipmentGone, refusals } from '../refusals.ts';
import { person, reread } from './acts.ts';
import { subjectOf, Volunteer } from './graph.ts';

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
export async function insertEquipment(
  db: Db,
  { id, volunteerId, name, serial, issuedAt }: Omit<EquipmentRow, 'returnedAt'>,
): Promise<boolean> {
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

const onLoan = say('这个编号的装备已借出，请先办归还。', 'The equipment with this serial number is on loan. Mark it as returned first.');

mutation('equipmentIssue', {
  says: '领用装备 / Lends equipment to a volunteer',
  may: 'volunteer.manage',
  input: { volunteerId: volunteer, name: text(2, 30, '名称 / Name of the item'), serial: text(0, 30, '编号 / Serial number') },
  done: '已领用 / Lent',
  gives: person,
  refuses: [Conflict],
  async do({ volunteerId: { id: volunteerId }, ...item }, context) {
    const { services, requestUuid: id } = context;
    const isLent = await insertEquipment(services.pool, { id, volunteerId, ...item, issuedAt: services.clock.now() });
    return isLent ? reread(volunteerId, context) : conflict(onLoan);
  },
});

mutation('equipmentReturn', {
  says: '归还装备 / Marks equipment as returned',
  may: 'volunteer.manage',
  input: { equipmentId: id('Equipment', '装备编号 / ID of the equipment', equipmentGone) },
  done: '已归还 / Returned',
  gives: person,
  refuses: [],
  async do({ equipmentId }, context) {
    const { pool, clock } = context.services;
    const ownerId = await returnEquipment(pool, equipmentId, clock.now());
    return ownerId ? reread(ownerId, context) : refusals.equipmentNotFound;
  },
});
