// Real-name registration 实名: a resident states who they are, a grid worker or officer of the grid decides.
import { v7 as uuid } from 'uuid';
import { residentOf } from '../../frame/access/callers.ts';
import { may } from '../../frame/access/may.ts';
import { reachOf, type Subject } from '../../frame/access/rules.ts';
import { RIGHTS_SEEN_TOPIC, RIGHTS_TOPIC } from '../../frame/access/viewer.ts';
import { inOrder } from '../../frame/batches.ts';
import { builder } from '../../frame/builder.ts';
import { readOnChange } from '../../frame/changes.ts';
import type { Context } from '../../frame/context.ts';
import { optional, plain, scalar, type ValuesOf } from '../../frame/inputs.ts';
import { gives, mutation } from '../../frame/mutation.ts';
import { Conflict, Invalid, invalid, isRefusal, type Mistake, RateLimited, rateLimited } from '../../frame/refusals.ts';
import { decodeIdOf } from '../../frame/relay/global-id.ts';
import { connectionOf, Node, nodeId, pageByTime, pageSize, registerNode, timePosition } from '../../frame/relay/graph.ts';
import type { Say } from '../../frame/speech.ts';
import { personText } from '../../frame/text.ts';
import { inTransaction } from '../../frame/transaction.ts';
import { wallClock } from '../../ground/calendar.ts';
import { maskIdNumber } from '../../ground/masks.ts';
import { look } from '../audit/look.ts';
import { recordDeed } from '../audit/store.ts';
import { GeoPointInput, Grid } from '../grids/graph.ts';
import type { Point } from '../grids/inputs.ts';
import { gridLoader } from '../grids/loaders.ts';
import { isOnEarth } from '../grids/rules.ts';
import { findGridAt } from '../grids/store.ts';
import { adultSince, isMinor, parseIdNumber } from './id-number.ts';
import { parsePhone } from './phone.ts';
import {
  type ApplicationRow,
  apply,
  countWaiting,
  findGridOfAddress,
  findGuardian,
  listApplications,
  readApplications,
  readLatestApplications,
} from './real-name-store.ts';
import { guardianAsked, mistakes, numberMistakes, refusals } from './refusals.ts';
import { Resident, residentLoader } from './residents.ts';
import { QUEUE_TOPIC } from './topics.ts';

const applicationLoader = ({ loaders, services: { pool } }: Context) =>
  loaders.loader<string, ApplicationRow | null>('realName', async (ids) => inOrder(ids, await readApplications(pool, ids)));

export function subjectOf({ residentId, guardianId, gridId, communityId }: ApplicationRow): Subject {
  return { residentId, guardianId, gridId, communityId };
}

/** What an application says of a person leaves the house with a record of who looked. */
async function seen<Value>(row: ApplicationRow, context: Context, value: Value): Promise<Value> {
  await look(context, 'resident.readFull', row.residentId);
  return value;
}

const RealNameDecisionEnum = builder.enumType('RealNameDecision', {
  description: '实名登记的结果 / Decision on a registration',
  values: {
    PENDING: { description: '等待审核 / Under review' },
    VERIFIED: { description: '已通过 / Approved' },
    REFUSED: { description: '未通过，附原因 / Not approved, with a reason' },
    WITHDRAWN: { description: '已被新的登记取代 / Replaced by a later one' },
  } as const,
});

export const RealNameApplication = builder.objectRef<ApplicationRow>('RealNameApplication').implement({
  description:
    '一份实名登记，本人、监护人和该网格值守人员可见 / A real-name registration; visible to the person, the guardian and staff on duty in its grid',
  interfaces: [Node],
  authScopes: (row) => ({ may: { action: 'realName.read', subject: subjectOf(row) } }),
  fields: (t) => ({
    id: t.id(nodeId('RealNameApplication')),
    name: t.string({ description: '真实姓名 / Real name', resolve: (row, _args, context) => seen(row, context, row.name) }),
    address: t.string({ description: '住址 / Address', resolve: (row, _args, context) => seen(row, context, row.address) }),
    birthDate: t.string({ description: '出生日期 / Birth date', resolve: (row, _args, context) => seen(row, context, row.birthDate) }),
    idNumberMasked: t.string({
      nullable: true,
      description:
        '身份证号首末位，核对证件用；办结后为空 / First and last characters of the number, to compare with the ID card; null once decided',
      resolve: (row, _args, context) =>
        row.idNumberCipher && seen(row, context, maskIdNumber(context.services.idNumbers.open(row.idNumberCipher, row.residentId))),
    }),
    grid: t.field({
      type: Grid,
      nullable: true,
      description: '所住网格 / Home grid',
      resolve: (row, _args, context) => gridLoader(context).load(row.gridId),
    }),
    guardianName: t.string({
      nullable: true,
      description: '未成年人的监护人 / Guardian of a minor',
      resolve: async (row, _args, context) => {
        const guardian = row.guardianId ? await residentLoader(context).load(row.guardianId) : null;
        return guardian && seen(row, context, guardian.name);
      },
    }),
    waitsForGuardian: t.boolean({
      description: '是否还在等监护人同意 / Whether the guardian’s consent is pending',
      resolve: (row) => row.guardianId !== null && row.guardianAgreedAt === null,
    }),
    decision: t.expose('decision', { type: RealNameDecisionEnum, description: '结果 / Decision' }),
    reason: t.exposeString('reason', { nullable: true, description: '未通过的原因 / Reason for not approving it' }),
    decidedAt: t.expose('decidedAt', { type: 'DateTime', nullable: true, description: '审核时间 / Decided at' }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: '提交时间 / Submitted at' }),
    version: t.exposeInt('version', { description: '版本，审核时一并提交 / Version, required for a decision' }),
    viewerCanDecide: t.boolean({
      description: '当前的人能否审核 / Whether the viewer may decide',
      resolve: (row, _args, context) => row.decision === 'PENDING' && may(context, 'realName.decide', subjectOf(row)),
    }),
  }),
});

registerNode('RealNameApplication', (id, context) => applicationLoader(context).load(id), { action: 'realName.read', subjectOf });

builder.objectField(Resident, 'realNameApplication', (t) =>
  t.field({
    type: RealNameApplication,
    nullable: true,
    description: '最近一份实名登记；无权查看时为空 / The latest registration; null: none, or not visible',
    resolve: async (resident, _args, context) => {
      const loader = context.loaders.loader<string, ApplicationRow | null>('latestRealName', async (ids) => {
        const found = new Map((await readLatestApplications(context.services.pool, ids)).map((row) => [row.residentId, row]));
        return ids.map((id) => found.get(id) ?? null);
      });
      const row = await loader.load(resident.id);
      return row && may(context, 'realName.read', subjectOf(row)) ? row : null;
    },
  }),
);

const Connection = connectionOf(RealNameApplication, 'RealNameApplication', { zh: '实名登记', en: 'registrations' });

const RealNameQueue = builder.objectRef<{ waitingCount: number }>('RealNameQueue').implement({
  description: '实名登记的等待情况 / Number of pending registrations',
  authScopes: { may: 'realName.queue' }, // asked at every event: a subscription's own scope is asked once
  fields: (t) => ({ waitingCount: t.exposeInt('waitingCount', { description: '等待审核的份数 / Number pending review' }) }),
});

builder.queryField('realNameApplications', (t) =>
  t.field({
    type: Connection,
    description: '值守网格里的实名登记，等得最久的在前 / Registrations in the viewer’s grids, waiting longest first',
    authScopes: { may: 'realName.queue' },
    args: {
      decision: t.arg({ type: RealNameDecisionEnum, defaultValue: 'PENDING', description: '哪一种 / Filter' }),
      first: t.arg.int({ defaultValue: 20, description: '条数，1–100 / Number of registrations, 1–100' }),
      after: t.arg.string({ description: '从这个游标之后开始 / Start after this cursor' }),
    },
    resolve: async (_root, args, context) => {
      const first = pageSize(args.first ?? 20, context);
      const after = timePosition(args.after, context);
      const rows = await listApplications(context.services.pool, reachOf(context.viewer, 'realName.queue'), {
        decision: args.decision ?? 'PENDING',
        limit: first + 1,
        after,
      });
      return pageByTime(rows, { first, after: args.after, timeOf: (row) => row.createdAt });
    },
  }),
);

builder.subscriptionField('realNameQueueUpdated', (t) =>
  t.field({
    type: RealNameQueue,
    description:
      '值守网格里等待审核的份数：先发一次，之后有变就发；值守变动即时生效 / Number pending review in the viewer’s grids: current number first, then every change; changes of duty take effect immediately',
    authScopes: { may: 'realName.queue' },
    subscribe: (_root, _args, context) => {
      let last = '';
      return readOnChange(context.services, [QUEUE_TOPIC, RIGHTS_SEEN_TOPIC], async () => {
        const waitingCount = await countWaiting(context.services.pool, reachOf(context.viewer, 'realName.queue'));
        // A right that has ended is an event too: the type's scope refuses it.
        const state = `${waitingCount} ${may(context, 'realName.queue')}`;
        if (state === last) return undefined;
        last = state;
        return { waitingCount };
      });
    },
    resolve: (queue) => queue as { waitingCount: number },
  }),
);

const INPUT = {
  name: scalar('String', '真实姓名，2–30 字 / Real name, 2–30 characters'),
  idNumber: scalar('String', '身份证号，18 位 / Identity number, 18 characters'),
  address: scalar('String', '住址，4–120 字 / Address, 4–120 characters'),
  location: plain<Point | null | undefined>((t) => t.field({ type: GeoPointInput, description: '住处的位置 / Position of the home' })),
  gridId: optional(scalar('ID', '所住网格 / Home grid')),
  guardianPhone: optional(scalar('String', '未成年人填监护人手机号 / For minors: the guardian’s mobile number')),
};
type Input = ValuesOf<typeof INPUT>;

/** What the input means, or every mistake in it at once: where the home is and who needs a guardian follows from several fields. */
async function read(input: Input, context: Context) {
  const { clock, settings, pool } = context.services;
  const today = wallClock(clock.now(), settings.timeZone);
  const found: Mistake[] = [];
  const mistake = (field: keyof Input, code: string, says: Say) => found.push({ path: [field], code, says });
  const name = personText({ min: 2, max: 30 }).safeParse(input.name);
  if (!name.success || /\d/.test(name.data)) mistake('name', 'NAME', mistakes.name);
  const address = personText({ min: 4, max: 120 }).safeParse(input.address);
  if (!address.success) mistake('address', 'ADDRESS', mistakes.address);
  const idNumber = parseIdNumber(input.idNumber, { today, isDemo: settings.isDemo });
  if ('mistake' in idNumber) mistake('idNumber', idNumber.mistake, numberMistakes[idNumber.mistake]);
  const gridId = await homeOf(input, context);
  if (!gridId) mistake('gridId', 'GRID', mistakes.homeGrid);
  let guardianId: string | null = null;
  if ('birthDate' in idNumber && isMinor(idNumber.birthDate, today)) {
    const phone = input.guardianPhone ? parsePhone(input.guardianPhone, settings) : null;
    guardianId = phone ? await findGuardian(pool, phone, adultSince(today)) : null;
    const own = residentOf(context).residentId;
    if (!input.guardianPhone) mistake('guardianPhone', 'GUARDIAN_NEEDED', mistakes.guardianNeeded);
    else if (!guardianId || guardianId === own) mistake('guardianPhone', 'GUARDIAN_UNFIT', mistakes.guardianUnfit);
  }
  if (found.length > 0 || !name.success || !address.success || 'mistake' in idNumber || !gridId) return invalid(...found);
  return { name: name.data, address: address.data, ...idNumber, gridId, guardianId };
}

async function homeOf({ location, gridId, address }: Input, context: Context): Promise<string | null> {
  if (location) return isOnEarth(location) ? ((await findGridAt(context.services.prisma, location))?.id ?? null) : null;
  if (!gridId) return findGridOfAddress(context.services.pool, address);
  const id = decodeIdOf('Grid', gridId);
  return id && (await gridLoader(context).load(id)) ? id : null;
}

mutation('realNameApply', {
  says: '实名登记，再次提交会取代等待中的一份。住处先看地图位置，再看网格，都没有则按住址查找 / Submits a real-name registration; a new one replaces one under review. The home grid comes from the position, otherwise gridId, otherwise the address',
  may: 'realName.apply',
  input: INPUT,
  done: '已提交，等待审核 / Submitted',
  gives: gives<{ application: ApplicationRow }>((t) => ({
    application: t.expose('application', { type: RealNameApplication, description: '登记 / The registration' }),
  })),
  refuses: [Invalid, Conflict, RateLimited],
  async do(input, context) {
    const { services } = context;
    const { residentId, userId } = residentOf(context);
    const tooOften = await services.identity.tryRealName(userId);
    if (tooOften) return rateLimited(tooOften.retryAfterSeconds);
    const meant = await read(input, context);
    if (isRefusal(meant)) return meant;
    const { number, ...rest } = meant;
    const application = {
      ...rest,
      id: uuid(),
      residentId,
      idNumberCipher: services.idNumbers.seal(number, residentId),
      idNumberIndex: services.idNumbers.index(number),
    };
    const outcome = await inTransaction(services.pool, async (client) => {
      const stored = await apply(client, application);
      if (stored === 'stored') await recordDeed(client, context, { action: 'realName.apply', subjectId: residentId });
      return stored;
    });
    if (outcome === 'verified') return refusals.alreadyVerified;
    if (outcome === 'taken') return invalid({ path: ['idNumber'], code: 'TAKEN', says: mistakes.numberTaken });
    services.live.touch([QUEUE_TOPIC, RIGHTS_TOPIC]);
    if (application.guardianId) await askGuardian(application.guardianId, context);
    return { application: (await applicationLoader(context).load(application.id)) as ApplicationRow };
  },
});

/** Tells the guardian that somebody waits for them. The registration stands without the message: they see it when they sign in. */
async function askGuardian(guardianId: string, context: Context): Promise<void> {
  const { services, requestId } = context;
  const guardian = await residentLoader(context).load(guardianId);
  if (!guardian?.phone) return;
  await services.notifier
    .sms(guardian.phone, guardianAsked)
    .catch((error: Error) => services.log.warn({ err: error, requestId }, 'a guardian could not be told'));
}

export async function reread(id: string, context: Context): Promise<ApplicationRow> {
  return (await applicationLoader(context).clear(id).load(id)) as ApplicationRow;
}
