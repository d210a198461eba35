// Invitations: the captain or officers ask volunteers to fill a gap. No place is reserved: first come, first served.
import type pg from 'pg';
import { noticeTopics } from '../../../commons/notices/topics.ts';
import { residentOf } from '../../../frame/access/callers.ts';
import { may } from '../../../frame/access/may.ts';
import { builder } from '../../../frame/builder.ts';
import type { Context } from '../../../frame/context.ts';
import { ids } from '../../../frame/lists.ts';
import { gives, mutation } from '../../../frame/mutation.ts';
import { say } from '../../../frame/speech.ts';
import { inTransaction } from '../../../frame/transaction.ts';
import { InvitationAnswerEnum } from '../enums.ts';
import { ownShift, shiftId } from '../inputs.ts';
import { shiftLoader, signupsLoader, volunteerLoader } from '../loaders.ts';
import { Volunteer } from '../people/graph.ts';
import { refusals, ShiftFull, ShiftNotOpen } from '../refusals.ts';
import { readFree } from '../swaps/store.ts';
import { shiftTopic } from '../topics.ts';
import { Shift } from './graph.ts';
import { tellOfShift } from './news.ts';
import type { ShiftRow } from './store.ts';

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

const shift = gives<{ shift: ShiftRow }>((t) => ({
  shift: t.expose('shift', { type: Shift, description: '班次现在的样子 / The shift as it is now' }),
}));
const inviteSome = say(`请选 1 到 ${MOST} 位志愿者。`, `Choose 1 to ${MOST} volunteers.`);

mutation('shiftInvite', {
  says: '请志愿者补缺；先报名者得 / Invites volunteers to fill a gap; first come, first served',
  may: 'shift.manage',
  input: {
    shiftId: ownShift,
    volunteerIds: ids(
      'Volunteer',
      `请哪些志愿者，1–${MOST} 位；请过的略过 / IDs of 1–${MOST} volunteers; anyone already invited is skipped`,
      { least: 1, most: MOST, otherwise: inviteSome },
    ),
  },
  done: '已请 / Invited',
  gives: shift,
  refuses: [ShiftNotOpen, ShiftFull],
  async do({ shiftId: shift, volunteerIds }, { services: { pool, live, clock } }) {
    const now = clock.now();
    if (shift.cancelledAt) return refusals.cancelled;
    if (shift.startsAt <= now) return refusals.begun;
    if (shift.joined >= shift.capacity) return refusals.noGap;
    const told = await inTransaction(pool, async (client) => {
      const invited = await invite(client, shift.id, volunteerIds, now);
      await tellOfShift(client, invited, { kind: 'SHIFT_INVITED', shift }, now);
      return invited;
    });
    live.touch([shiftTopic(shift.id), ...noticeTopics(told)]);
    return { shift };
  },
});

mutation('shiftInvitationDecline', {
  says: '谢绝补缺的邀请 / Declines an invitation',
  may: 'shift.serve',
  input: { shiftId },
  done: '已谢绝 / Declined',
  gives: shift,
  refuses: [],
  async do({ shiftId }, context) {
    const { pool, live, clock } = context.services;
    if (!(await decline(pool, shiftId, residentOf(context).residentId, clock.now()))) return refusals.notInvited;
    live.touch([shiftTopic(shiftId)]);
    return { shift: (await shiftLoader(context).load(shiftId)) as ShiftRow };
  },
});
