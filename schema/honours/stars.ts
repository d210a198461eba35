// The vote for the star of the month 每月之星.
import { z } from 'zod';
import { residentOf } from '../access/callers.ts';
import { may } from '../access/may.ts';
import { builder } from '../builder.ts';
import { monthOf, wallClock } from '../calendar.ts';
import type { Context } from '../context.ts';
import { ConflictError, type ErrorShape, errorsIn, NotFoundError, resultUnion, ValidationError } from '../errors/graph.ts';
import { problem } from '../errors/problems.ts';
import { decodeIdOf } from '../relay/global-id.ts';
import { nodeId } from '../relay/graph.ts';
import { personText } from '../text.ts';
import { fieldErrors } from '../validation.ts';
import { volunteerLoader } from '../volunteers/loaders.ts';
import { subjectOf, Volunteer } from '../volunteers/people.ts';
import { castStarVote, listNominations, type NominationRow, nominate } from './stars-store.ts';
import { honourWords } from './words.ts';

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
      if (month && !monthOf(month, context.services.settings.timeZone))
        throw problem('BAD_USER_INPUT', honourWords(context.language).monthForm);
      return readMonth(month ?? thisMonth(context), context);
    },
  }),
);

interface StarSuccess {
  typename: string;
  starMonth: StarMonthRow;
}

const starSuccess = (name: string, description: string) =>
  builder.objectRef<StarSuccess>(name).implement({
    description,
    fields: (t) => ({ starMonth: t.expose('starMonth', { type: StarMonth, description: '评选现在的样子 / The vote as it is now' }) }),
  });

const NominateInput = builder.inputType('StarNominateInput', {
  description: '提名谁、为什么 / The volunteer to nominate, and the reason',
  fields: (t) => ({
    volunteerId: t.id({ required: true, description: '志愿者编号 / ID of the volunteer' }),
    reason: t.string({ required: true, description: '理由，2–100 字，大家看得到 / Reason, 2–100 characters, public' }),
  }),
});

const VoteInput = builder.inputType('StarVoteInput', {
  description: '投给谁 / The nominee to vote for',
  fields: (t) => ({ nominationId: t.id({ required: true, description: '候选编号 / ID of the nomination' }) }),
});

const LIMITS: Record<string, [number, number]> = { reason: [2, 100] };
const reasonText = z.object({ reason: personText({ min: 2, max: 100 }) });

builder.mutationFields((t) => ({
  starNominate: t.field({
    description: '提名本月的志愿之星；只能提名愿意署名的人 / Nominates a volunteer who agreed to be named as star of this month',
    authScopes: { may: 'star.vote' },
    type: resultUnion('StarNominate', starSuccess('StarNominateSuccess', '已提名 / Nominated'), [
      ...[ValidationError, NotFoundError, ConflictError],
    ]),
    args: { input: t.arg({ type: NominateInput, required: true, description: '提名 / The nomination' }) },
    resolve: async (_root, { input }, context): Promise<StarSuccess | ErrorShape> => {
      const { language, services, requestUuid } = context;
      const words = honourWords(language);
      const text = reasonText.safeParse({ reason: input.reason });
      if (!text.success) return errorsIn(language).invalid(fieldErrors(text.error, LIMITS, language));
      const { residentId: nominatorId } = residentOf(context);
      const volunteerId = decodeIdOf('Volunteer', input.volunteerId);
      if (volunteerId === nominatorId) return errorsIn(language).invalidField('volunteerId', 'OUT_OF_RANGE', words.notOneself);
      const month = thisMonth(context);
      const { outcome } = volunteerId
        ? await nominate(services.pool, { id: requestUuid, month, volunteerId, ...text.data, nominatorId, now: services.clock.now() })
        : { outcome: 'not-named' as const };
      if (outcome === 'not-named') return errorsIn(language).notFound(words.nomineeNotFound);
      if (outcome === 'already') return errorsIn(language).conflict(words.alreadyNominated);
      return { typename: 'StarNominateSuccess', starMonth: await readMonth(month, context) };
    },
  }),
  starVote: t.field({
    description: '投票选本月的志愿之星；每人一票，可以改投 / Votes for the star of this month: one vote per person, which can be changed',
    authScopes: { may: 'star.vote' },
    type: resultUnion('StarVote', starSuccess('StarVoteSuccess', '已投票 / Voted'), [NotFoundError, ValidationError]),
    args: { input: t.arg({ type: VoteInput, required: true, description: '投给谁 / The nominee' }) },
    resolve: async (_root, { input }, context): Promise<StarSuccess | ErrorShape> => {
      const { language, services } = context;
      const words = honourWords(language);
      const { residentId } = residentOf(context);
      const nominationId = decodeIdOf('StarNomination', input.nominationId);
      const month = thisMonth(context);
      const nominations = await listNominations(services.pool, month, null);
      const nomination = nominations.find(({ id }) => id === nominationId);
      if (!nomination) return errorsIn(language).notFound(words.nomineeNotFound);
      if (nomination.volunteerId === residentId) return errorsIn(language).invalidField('nominationId', 'OUT_OF_RANGE', words.notOneself);
      const isCast = await castStarVote(services.pool, { month, residentId, nominationId: nomination.id, now: services.clock.now() });
      if (!isCast) return errorsIn(language).notFound(words.nomineeNotFound);
      return { typename: 'StarVoteSuccess', starMonth: await readMonth(month, context) };
    },
  }),
}));
