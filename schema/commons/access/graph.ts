// Why somebody may or may not: effective rights, for administrators; and what is left of the caller's points.

import { BECAUSE, type Because, decide, roleOf, type Subject } from '../../frame/access/rules.ts';
import type { Viewer } from '../../frame/access/viewer.ts';
import { builder } from '../../frame/builder.ts';
import type { Context, Rate } from '../../frame/context.ts';
import { problem } from '../../frame/errors/problems.ts';
import { wordsIn } from '../../frame/errors/words.ts';
import { decodeId, decodeIdOf } from '../../frame/relay/global-id.ts';
import { type Action, RIGHTS } from '../../modules.ts';
import { record } from '../audit/store.ts';
import { gridLoader } from '../grids/loaders.ts';
import { partnerViewer, readKey } from '../partners/store.ts';
import { residentLoader, subjectOf } from '../people/residents.ts';
import { readViewerOf } from '../people/store.ts';

const BecauseEnum = builder.enumType('RightReason', {
  description: '为什么可以或不可以 / Why something is or is not allowed',
  values: Object.fromEntries(Object.entries(BECAUSE).map(([name, description]) => [name, { description }])) as {
    [Name in Because]: { description: string };
  },
});

interface EffectiveRight {
  action: Action;
  isAllowed: boolean;
  because: Because;
}

const EffectiveRightType = builder.objectRef<EffectiveRight>('EffectiveRight').implement({
  description: '一项权限的判断 / The decision on one permission',
  fields: (t) => ({
    action: t.exposeString('action', { description: '动作，如 hotIssue.close / The action, such as hotIssue.close' }),
    isAllowed: t.exposeBoolean('isAllowed', { description: '是否可以 / Whether it is allowed' }),
    because: t.expose('because', { type: BecauseEnum, description: '理由 / The reason' }),
    sentence: t.string({
      description: '给人看的理由 / The reason, as a sentence for people',
      resolve: ({ because }, _args, { language }) => BECAUSE[because].split(' / ')[language === 'zh' ? 0 : 1] as string,
    }),
  }),
});

const EffectiveRights = builder.objectRef<{ viewer: Viewer; rights: EffectiveRight[] }>('EffectiveRights').implement({
  description: '某人此刻的全部权限 / Everything someone may do at this moment',
  fields: (t) => ({
    role: t.string({ description: '以什么身份 / In which role', resolve: ({ viewer }) => roleOf(viewer) }),
    name: t.string({ description: '是谁 / The person or key', resolve: ({ viewer }) => ('title' in viewer ? viewer.title : viewer.name) }),
    rights: t.field({ type: [EffectiveRightType], description: '逐项判断 / One entry per permission', resolve: ({ rights }) => rights }),
  }),
});

/** The viewer that a global id stands for: a resident, a member of staff, a partner key. */
async function viewerBehind(globalId: string, { services: { pool, clock } }: Context): Promise<Viewer | null> {
  const decoded = decodeId(globalId);
  if (decoded?.typename === 'PartnerKey') {
    const key = await readKey(pool, decoded.id);
    return key && partnerViewer(key);
  }
  if (decoded?.typename !== 'Resident' && decoded?.typename !== 'Staff') return null;
  return readViewerOf(pool, decoded.typename === 'Resident' ? { residentId: decoded.id } : { staffId: decoded.id }, clock.now());
}

/** What the question is about; null: in general. */
async function subjectBehind(
  { gridId, residentId }: { gridId?: string | null; residentId?: string | null },
  context: Context,
): Promise<Subject | null> {
  if (residentId) {
    const id = decodeIdOf('Resident', residentId);
    const resident = id ? await residentLoader(context).load(id) : null;
    return resident ? subjectOf(resident) : {};
  }
  if (!gridId) return null;
  const id = decodeIdOf('Grid', gridId);
  const grid = id ? await gridLoader(context).load(id) : null;
  return { gridId: grid?.id ?? null, communityId: grid?.communityId ?? null };
}

builder.queryField('effectiveRights', (t) =>
  t.field({
    type: EffectiveRights,
    description: '某人此刻能做什么、为什么；查看会留下记录 / What someone may do at this moment, and why; each query is recorded',
    authScopes: { may: 'rights.explain' },
    args: {
      personId: t.arg.id({ required: true, description: '居民、工作人员或密钥的编号 / ID of a resident, staff member or key' }),
      gridId: t.arg.id({ description: '对哪个网格 / The grid the action is about' }),
      residentId: t.arg.id({ description: '对哪位居民的资料 / The resident whose data the action is about' }),
    },
    resolve: async (_root, { personId, ...about }, context) => {
      const { services, viewer, requestId, language } = context;
      const person = await viewerBehind(String(personId), context);
      if (!person) throw problem('NOT_FOUND', wordsIn(language).personNotFound);
      const subjectId = person.kind === 'resident' ? person.residentId : null;
      const subject = await subjectBehind(about, context);
      // What is no id could be anything, also what the record cannot hold.
      const asked = { personId, ...(about.gridId || about.residentId ? { ...subject } : {}) };
      await record(services.pool, viewer, [{ action: 'rights.explain', subjectId, detail: asked, requestId }]);
      const rights = (Object.keys(RIGHTS) as Action[]).map((action) => ({ action, ...decide(person, action, subject) }));
      return { viewer: person, rights };
    },
  }),
);

const RateLimit = builder.objectRef<Rate>('RateLimit').implement({
  description: '本次请求扣分后的额度 / Rate-limit budget after this request was charged',
  fields: (t) => ({
    limit: t.exposeInt('limit', { description: '额度上限 / Maximum budget, in points' }),
    cost: t.exposeInt('cost', { description: '本次请求的分数 / Cost of this request, in points' }),
    remaining: t.exposeInt('remaining', { description: '剩余 / Points remaining' }),
    resetAt: t.expose('resetAt', { type: 'DateTime', description: '何时恢复满额 / When the full budget is available again' }),
  }),
});

builder.queryField('rateLimit', (t) =>
  t.field({ type: RateLimit, description: '调用者的额度 / The caller’s rate-limit budget', resolve: (_root, _args, { rate }) => rate }),
);
