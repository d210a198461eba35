// Invitations: the captain or officers ask volunteers to fill a gap. No place is reserved: first come, first served.
import type pg from 'pg';
import { residentOf } from '../access/callers.ts';
import { may } from '../access/may.ts';
import { builder } from '../builder.ts';
import type { Context } from '../context.ts';
import { type ErrorShape, errorsIn, ForbiddenError, NotFoundError, resultUnion, ValidationError } from '../errors/graph.ts';
import { noticeTopics } from '../notices/topics.ts';
import { decodeIdOf } from '../relay/global-id.ts';
import { inTransaction } from '../transaction.ts';
import { InvitationAnswerEnum } from './enums.ts';
import { shiftLoader, signupsLoader, volunteerLoader } from './loaders.ts';
import { Volunteer } from './people.ts';
import { ownShift } from './planning.ts';
import { refusalOf, ShiftFullError, ShiftNotOpenError } from './serving.ts';
import { tellOfShift } from './shift-news.ts';
import { Shift } from './shifts.ts';
import type { ShiftRow } from './shifts-store.ts';
import { readFree } from './swaps-store.ts';
import { shiftTopic } from './topics.ts';
import { volunteerWords } from './words.ts';

type Db = Pick<pg.ClientBase, 'query'>;

interface InvitationRow {
  shiftId: string;
  volunteerId: string;
  invitedAt: Date;
  declinedAt: Date | null;
}

const INVITATION = 'shift_id AS "shiftId", volunteer_id AS "volunteerId", invited_at AS "invitedAt", declined_at AS "declinedAt"';

async function readInvitations(db: Db, shiftIds: readonly string[]): Promise<InvitationRow[]> {
  const { rows } = await db.query<InvitationRow>(
    `/* invitations.read */ SELECT ${INVITATION} FROM shift_invitation WHERE shift_id = ANY($1::uuid[]) ORDER BY invited_at, volunteer_id`,
    [shiftIds],
  );
  return rows;
}

/** Invites volunteers who serve; answers those who had not been invited to it before: nobody is asked twice. */
async function invite(db: Db, shiftId: string, volunteerIds: readonly string[], now: Date): Promise<string[]> {
  const { rows } = await db.query<{ id: string }>(
    `/* invitations.invite */ INSERT INTO shift_invitation (shift_id, volunteer_id, invited_at)
     SELECT $1, v.resident_id, $3 FROM volunteer v WHERE v.resident_id = ANY($2::uuid[]) AND v.status = 'ACTIVE'
     ON CONFLICT DO NOTHING RETURNING volunteer_id AS id`,
    [shiftId, volunteerIds, now],
  );
  return rows.map(({ id }) => id);
}

/** Says no to an invitation. False: there is none. */
async function decline(db: Db, shiftId: string, volunteerId: string, now: Date): Promise<boolean> {
  const { rowCount } = await db.query(
    '/* invitations.decline */ UPDATE shift_invitation SET declined_at = coalesce(declined_at, $3) WHERE shift_id = $1 AND volunteer_id = $2',
    [shiftId, volunteerId, now],
  );
  return rowCount === 1;
}

const invitationsLoader = ({ loaders, services: { pool } }: Context) =>
  loaders.loader<string, InvitationRow[]>('shiftInvitations', async (ids) => {
    const byShift = Map.groupBy(await readInvitations(pool, ids), ({ shiftId }) => shiftId);
    return ids.map((id) => byShift.get(id) ?? []);
  });

const ShiftInvitation = builder.objectRef<InvitationRow>('ShiftInvitation').implement({
  description: '请一个人补缺 / An invitation to fill a gap',
  fields: (t) => ({
    volunteer: t.field({
      type: Volunteer,
      nullable: true,
      description: '请的谁 / The volunteer',
      resolve: ({ volunteerId }, _args, context) => volunteerLoader(context).load(volunteerId),
    }),
    invitedAt: t.expose('invitedAt', { type: 'DateTime', description: '何时请的 / Invited at' }),
    answer: t.field({
      type: InvitationAnswerEnum,
      description: '答复 / Status of the invitation',
      resolve: async ({ shiftId, volunteerId, declinedAt }, _args, context) => {
        const signups = await signupsLoader(context).load(shiftId);
        if (signups.some((signup) => signup.volunteerId === volunteerId)) return 'JOINED';
        return declinedAt ? 'DECLINED' : 'OPEN';
      },
    }),
  }),
});

/** Who could be asked, at most. */
const MOST = 50;

builder.objectFields(Shift, (t) => ({
  invitations: t.field({
    type: [ShiftInvitation],
    nullable: true,
    description: '请过哪些人补缺；只给安排班次的人 / Volunteers invited to fill a gap; only for people who plan the shift',
    resolve: ({ id, teamId }, _args, context) => (may(context, 'shift.manage', { teamId }) ? invitationsLoader(context).load(id) : null),
  }),
  candidates: t.field({
    type: [Volunteer],
    nullable: true,
    description:
      '此时有空、技能培训保险都够的人，本队在前，最多 50 人；只给安排班次的人 / Volunteers who are free and have the skills, training and insurance, team members first, at most 50; only for people who plan the shift',
    resolve: async ({ id, teamId }, _args, context) => {
      if (!may(context, 'shift.manage', { teamId })) return null;
      const [ids, invited] = await Promise.all([readFree(context.services.pool, id, MOST), invitationsLoader(context).load(id)]);
      const known = new Set(invited.map(({ volunteerId }) => volunteerId));
      const rows = await Promise.all(ids.filter((one) => !known.has(one)).map((one) => volunteerLoader(context).load(one)));
      return rows.filter((row) => row !== null);
    },
  }),
  isInvited: t.boolean({
    description: '本人是否受邀、还没答复 / Whether the viewer has an unanswered invitation',
    resolve: async ({ id }, _args, context) => {
      const { viewer } = context;
      if (viewer?.kind !== 'resident') return false;
      const mine = (await invitationsLoader(context).load(id)).find(({ volunteerId }) => volunteerId === viewer.residentId);
      if (!mine || mine.declinedAt) return false;
      return !(await signupsLoader(context).load(id)).some(({ volunteerId }) => volunteerId === viewer.residentId);
    },
  }),
}));

interface InviteSuccess {
  typename: string;
  shift: ShiftRow;
}

const inviteSuccess = (name: string, description: string) =>
  builder.objectRef<InviteSuccess>(name).implement({
    description,
    fields: (t) => ({ shift: t.expose('shift', { type: Shift, description: '班次现在的样子 / The shift as it is now' }) }),
  });

const InviteInput = builder.inputType('ShiftInviteInput', {
  description: '请谁补缺 / The shift and the volunteers to invite',
  fields: (t) => ({
    shiftId: t.id({ required: true, description: '哪个班次 / ID of the shift' }),
    volunteerIds: t.idList({
      required: true,
      description: '请哪些志愿者，1–50 位；请过的略过 / IDs of 1–50 volunteers; anyone already invited is skipped',
    }),
  }),
});

const DeclineInput = builder.inputType('ShiftInvitationDeclineInput', {
  description: '谢绝哪个邀请 / The invitation to decline',
  fields: (t) => ({ shiftId: t.id({ required: true, description: '哪个班次 / ID of the shift' }) }),
});

builder.mutationFields((t) => ({
  shiftInvite: t.field({
    description: '请志愿者补缺；先报名者得 / Invites volunteers to fill a gap; first come, first served',
    authScopes: { may: 'shift.manage' },
    type: resultUnion('ShiftInvite', inviteSuccess('ShiftInviteSuccess', '已请 / Invited'), [
      ...[ValidationError, NotFoundError, ForbiddenError, ShiftNotOpenError, ShiftFullError],
    ]),
    args: { input: t.arg({ type: InviteInput, required: true, description: '谁 / The shift and the volunteers' }) },
    resolve: async (_root, { input }, context): Promise<InviteSuccess | ErrorShape> => {
      const { services, language } = context;
      const words = volunteerWords(language);
      const shift = await ownShift(input.shiftId, context);
      if ('typename' in shift) return shift;
      const volunteerIds = input.volunteerIds.flatMap((id) => decodeIdOf('Volunteer', id) ?? []);
      if (volunteerIds.length < 1 || input.volunteerIds.length > MOST)
        return errorsIn(language).invalidField('volunteerIds', 'OUT_OF_RANGE', words.inviteSome(MOST));
      const now = services.clock.now();
      if (shift.cancelledAt) return refusalOf({ outcome: 'cancelled' }, context);
      if (shift.startsAt <= now) return refusalOf({ outcome: 'begun' }, context);
      if (shift.joined >= shift.capacity) return { typename: 'ShiftFullError', code: 'SHIFT_FULL', message: words.noGap };
      const told = await inTransaction(services.pool, async (client) => {
        const invited = await invite(client, shift.id, volunteerIds, now);
        await tellOfShift(client, invited, { kind: 'SHIFT_INVITED', shift }, now);
        return invited;
      });
      services.live.touch([shiftTopic(shift.id), ...noticeTopics(told)]);
      return { typename: 'ShiftInviteSuccess', shift };
    },
  }),
  shiftInvitationDecline: t.field({
    description: '谢绝补缺的邀请 / Declines an invitation',
    authScopes: { may: 'shift.serve' },
    type: resultUnion('ShiftInvitationDecline', inviteSuccess('ShiftInvitationDeclineSuccess', '已谢绝 / Declined'), [NotFoundError]),
    args: { input: t.arg({ type: DeclineInput, required: true, description: '哪个 / The shift' }) },
    resolve: async (_root, { input }, context): Promise<InviteSuccess | ErrorShape> => {
      const { services, language } = context;
      const words = volunteerWords(language);
      const shiftId = decodeIdOf('Shift', input.shiftId);
      const { pool, live, clock } = services;
      if (!shiftId || !(await decline(pool, shiftId, residentOf(context).residentId, clock.now())))
        return errorsIn(language).notFound(words.notInvited);
      live.touch([shiftTopic(shiftId)]);
      return { typename: 'ShiftInvitationDeclineSuccess', shift: (await shiftLoader(context).load(shiftId)) as ShiftRow };
    },
  }),
}));
