// The vote for the star of the month 每月之星.
import { residentOf } from '../../frame/access/callers.ts';
import { may } from '../../frame/access/may.ts';
import { builder } from '../../frame/builder.ts';
import type { Context } from '../../frame/context.ts';
import { problem } from '../../frame/errors/problems.ts';
import { id, text } from '../../frame/inputs.ts';
import { monthForm } from '../../frame/month.ts';
import { gives, mutation } from '../../frame/mutation.ts';
import { Conflict, Invalid, invalid } from '../../frame/refusals.ts';
import { nodeId } from '../../frame/relay/graph.ts';
import { speechOf } from '../../frame/speech.ts';
import { monthOf, wallClock } from '../../ground/calendar.ts';
import { volunteerLoader } from '../../work/volunteers/loaders.ts';
import { subjectOf, Volunteer } from '../../work/volunteers/people/graph.ts';
import { nomineeGone, notOneself, refusals } from './refusals.ts';
import { castStarVote, listNominations, type NominationRow, nominate } from './stars-store.ts';

/** The month of a moment, like 2026-11, by a zone's wall clock. */
export const monthAt = (at: Date, timeZone: string) => wallClock(at, timeZone).toISOString().slice(0, 7);

const thisMonth = ({ services: { clock, settings } }: Context) => monthAt(clock.now(), settings.timeZone);

interface StarMonthRow {
  month: string;
  isOpen: boolean;
  nominations: NominationRow[];
}

const StarNomination = builder.objectRef<NominationRow>('StarNomination').implement({
  description: '每月之星的候选人 / A nominee for star of the month',
  fields: (t) => ({
    id: t.id(nodeId('StarNomination')),
    volunteer: t.field({
      type: Volunteer,
      nullable: true,
      description: '谁；登录后可见 / The volunteer; only for people who are signed in',
      resolve: async ({ volunteerId }, _args, context) => {
        const volunteer = await volunteerLoader(context).load(volunteerId);
        return volunteer && may(context, 'volunteer.readName', subjectOf(volunteer)) ? volunteer : null;
      },
    }),
    reason: t.exposeString('reason', { description: '提名理由 / Reason for the nomination' }),
    voteCount: t.exposeInt('votes', { description: '票数，只计实名居民 / Votes, from verified residents only' }),
    viewerHasVoted: t.exposeBoolean('isMine', { description: '本人是否投了这位 / Whether the viewer voted for them' }),
    hasWon: t.boolean({ description: '是否当选 / Whether they won', resolve: ({ wonAt }) => wonAt !== null }),
  }),
});

const StarMonth = builder.objectRef<StarMonthRow>('StarMonth').implement({
  description: '一个月的志愿之星评选 / The star-of-the-month vote',
  fields: (t) => ({
    month: t.exposeString('month', { description: '如 2026-11 / Month, such as 2026-11' }),
    isOpen: t.exposeBoolean('isOpen', { description: '是否还能提名和投票 / Whether nominating and voting are still open' }),
    nominations: t.expose('nominations', { type: [StarNomination], description: '候选人，票多在前 / Nominees, most votes first' }),
  }),
});

async function readMonth(month: string, context: Context): Promise<StarMonthRow> {
  const { viewer, services } = context;
  const nominations = await listNominations(services.pool, month, viewer?.kind === 'resident' ? viewer.residentId : null);
  return { month, isOpen: month === thisMonth(context), nominations };
}

builder.queryField('starMonth', (t) =>
  t.field({
    type: StarMonth,
    description: '志愿之星评选；不填为本月 / The star-of-the-month vote; omitted: this month',
    authScopes: { may: 'shift.read' },
    args: { month: t.arg.string({ description: '如 2026-11 / Month, such as 2026-11' }) },
    resolve: (_root, { month }, context) => {
      if (month && !monthOf(month, context.services.settings.timeZone)) throw problem('BAD_USER_INPUT', monthForm(speechOf(context)));
      return readMonth(month ?? thisMonth(context), context);
    },
  }),
);

const vote = gives<{ starMonth: StarMonthRow }>((t) => ({
  starMonth: t.expose('starMonth', { type: StarMonth, description: '评选现在的样子 / The vote as it is now' }),
}));

mutation('starNominate', {
  says: '提名本月的志愿之星；只能提名愿意署名的人 / Nominates a volunteer who agreed to be named as star of this month',
  may: 'star.vote',
  input: {
    volunteerId: id('Volunteer', '志愿者编号 / ID of the volunteer', nomineeGone),
    reason: text(2, 100, '理由，大家看得到 / Reason, public'),
  },
  done: '已提名 / Nominated',
  gives: vote,
  refuses: [Conflict],
  async do({ volunteerId, reason }, context) {
    const { pool, clock } = context.services;
    const { residentId: nominatorId } = residentOf(context);
    if (volunteerId === nominatorId) return invalid({ path: ['volunteerId'], code: 'OUT_OF_RANGE', says: notOneself });
    const month = thisMonth(context);
    const nomination = { id: context.requestUuid, month, volunteerId, reason, nominatorId, now: clock.now() };
    const { outcome } = await nominate(pool, nomination);
    if (outcome === 'not-named') return refusals.nomineeNotFound;
    if (outcome === 'already') return refusals.alreadyNominated;
    return { starMonth: await readMonth(month, context) };
  },
});

mutation('starVote', {
  says: '投票选本月的志愿之星；每人一票，可以改投 / Votes for the star of this month: one vote per person, which can be changed',
  may: 'star.vote',
  input: { nominationId: id('StarNomination', '候选编号 / ID of the nomination', nomineeGone) },
  done: '已投票 / Voted',
  gives: vote,
  refuses: [Invalid],
  async do({ nominationId }, context) {
    const { pool, clock } = context.services;
    const { residentId } = residentOf(context);
    const month = thisMonth(context);
    const nomination = (await listNominations(pool, month, null)).find(({ id }) => id === nominationId);
    if (!nomination) return refusals.nomineeNotFound;
    if (nomination.volunteerId === residentId) return invalid({ path: ['nominationId'], code: 'OUT_OF_RANGE', says: notOneself });
    const isCast = await castStarVote(pool, { month, residentId, nominationId: nomination.id, now: clock.now() });
    return isCast ? { starMonth: await readMonth(month, context) } : refusals.nomineeNotFound;
  },
});
