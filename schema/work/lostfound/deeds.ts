// What happens to a post, each in one transaction: posted, claimed by one, kept, handed out, ended.
import type pg from 'pg';
import { v7 as uuid } from 'uuid';
import { releasePhoto } from '../../commons/files/store.ts';
import { type News, tell } from '../../commons/notices/store.ts';
import { noticeTopics } from '../../commons/notices/topics.ts';
import type { Hears } from '../../frame/announcements.ts';
import type { Job } from '../../frame/job.ts';
import type { Refusal } from '../../frame/refusals.ts';
import type { Services } from '../../frame/services.ts';
import { inTransaction } from '../../frame/transaction.ts';
import { newCode } from '../../ground/codes.ts';
import { refusals } from './refusals.ts';
import { LIKELY, likeness, plainAnswer } from './rules.ts';
import * as store from './store.ts';
import { LOST_FOUND_TOPIC } from './topics.ts';

/** 39 bits: read out at a counter, and good for one thing. */
export const CODE_LETTERS = 8;
export const MOST_TRIES = 3;
const MOST_MATCHES = 5;

type Acting = Pick<Services, 'pool' | 'clock' | 'stamp'>;
type Ended = { status: 'RETURNED' | 'WITHDRAWN' | 'EXPIRED'; at: Date; handedOutById?: string };

async function end(client: pg.PoolClient, item: store.ItemRow, { status, at, handedOutById }: Ended): Promise<void> {
  await store.setEnded(client, { id: item.id, status, at, handedOutById: handedOutById ?? null });
  if (item.photoFileName) await releasePhoto(client, item.photoFileName);
}

/** Tells a resident of an item; returns the topics to touch. Who is not a resident, or nobody any more, is not told. */
async function tellOf(
  client: pg.PoolClient,
  residentId: string | null,
  news: Pick<News, 'kind' | 'occasion'>,
  item: store.ItemRow,
  at: Date,
  reason = '',
) {
  if (!residentId) return [];
  await tell(client, [residentId], { ...news, subjectId: item.id, detail: { title: item.title, reason } }, at);
  return noticeTopics([residentId]);
}

/** What only this deployment can tell of an answer to the question of a post. */
export const answerStamp = ({ stamp }: Pick<Services, 'stamp'>, itemId: string, answer: string): string =>
  stamp(`lostfound ${itemId} ${plainAnswer(answer)}`).toString('hex');

const described = ({ title, description, ...item }: store.ItemRow) => ({ ...item, words: `${title} ${description}` });

/** What may be the other half of a post, the likeliest first. */
export async function matchesOf(db: Pick<pg.ClientBase, 'query'>, item: store.ItemRow): Promise<store.ItemRow[]> {
  const likenessOf = (other: store.ItemRow) =>
    item.kind === 'LOST' ? likeness(described(item), described(other)) : likeness(described(other), described(item));
  const scored = (await store.readCandidates(db, item)).map((other) => ({ other, score: likenessOf(other) }));
  return scored
    .filter(({ score }) => score >= LIKELY)
    .sort((a, b) => b.score - a.score)
    .slice(0, MOST_MATCHES)
    .map(({ other }) => other);
}

/** Stores a post, and tells whoever has posted what it may belong to. In the caller's transaction. Returns the topics to touch. */
export async function post(client: pg.PoolClient, item: store.NewItem): Promise<string[]> {
  const made = await store.insertItem(client, item);
  const topics = [LOST_FOUND_TOPIC];
  for (const other of await matchesOf(client, made)) {
    if (other.residentId === made.residentId) continue;
    topics.push(...(await tellOf(client, other.residentId, { kind: 'LOST_FOUND_MATCH', occasion: made.id }, other, item.postedAt)));
  }
  return topics;
}

type NotClaimed = Refusal<
  'NotFoundError' | 'LostFoundOwnError' | 'LostFoundTakenError' | 'LostFoundAnswerWrongError' | 'LostFoundLockedError'
>;

/** Answers the question of a found thing. Right: it is theirs, under a code; wrong: one of three tries is gone. */
export function claim(services: Acting, { itemId, residentId, answer }: { itemId: string; residentId: string; answer: string }) {
  return inTransaction<{ topics: string[] } | NotClaimed>(services.pool, async (client) => {
    const now = services.clock.now();
    const item = await store.lockItem(client, itemId);
    if (item?.kind !== 'FOUND') return refusals.itemGone;
    if (item.residentId === residentId) return refusals.own;
    const [before] = await store.readClaims(client, [itemId], residentId);
    if (before?.acceptedAt && item.status === 'CLAIMED') return { topics: [] };
    if (item.status !== 'OPEN') return refusals.taken;
    const wrongTries = before?.wrongTries ?? 0;
    if (wrongTries >= MOST_TRIES) return refusals.locked;
    const isRight = item.answers.includes(answerStamp(services, itemId, answer));
    const tried = { id: before?.id ?? uuid(), itemId, residentId };
    if (!isRight) {
      await store.writeClaim(client, { ...tried, wrongTries: wrongTries + 1, acceptedAt: null, code: null });
      return wrongTries + 1 < MOST_TRIES ? refusals.wrong(MOST_TRIES - wrongTries - 1) : refusals.locked;
    }
    await store.writeClaim(client, { ...tried, wrongTries, acceptedAt: now, code: newCode(CODE_LETTERS) });
    await store.setStatus(client, itemId, 'CLAIMED');
    return { topics: [LOST_FOUND_TOPIC, ...(await tellOf(client, item.residentId, { kind: 'LOST_FOUND_CLAIMED' }, item, now))] };
  });
}

/** The station has the thing now; whoever has claimed it is told where. */
export function keep(services: Acting, { itemId, place }: { itemId: string; place: string }) {
  return inTransaction<{ topics: string[] } | Refusal<'NotFoundError' | 'LostFoundTakenError'>>(services.pool, async (client) => {
    const now = services.clock.now();
    const item = await store.lockItem(client, itemId);
    if (item?.kind !== 'FOUND') return refusals.itemGone;
    if (item.endedAt) return refusals.taken;
    await store.setKept(client, { id: itemId, place, at: now });
    const [accepted] = await store.readClaims(client, [itemId], null);
    const told = await tellOf(client, accepted?.residentId ?? null, { kind: 'LOST_FOUND_READY', occasion: place }, item, now, place);
    return { topics: [LOST_FOUND_TOPIC, ...told] };
  });
}

type NotHandedOut = Refusal<'NotFoundError' | 'LostFoundTakenError' | 'LostFoundCodeWrongError'>;

/** Hands a claimed thing out against the code of whoever answered its question: once. */
export function handOut(services: Acting, { itemId, code, staffId }: { itemId: string; code: string | null; staffId: string }) {
  return inTransaction<{ topics: string[] } | NotHandedOut>(services.pool, async (client) => {
    const now = services.clock.now();
    const item = await store.lockItem(client, itemId);
    if (!item) return refusals.itemGone;
    if (item.status !== 'CLAIMED') return refusals.taken;
    const [accepted] = await store.readClaims(client, [itemId], null);
    if (!code || accepted?.code !== code) return refusals.codeWrong;
    await end(client, item, { status: 'RETURNED', at: now, handedOutById: staffId });
    return { topics: [LOST_FOUND_TOPIC, ...(await tellOf(client, item.residentId, { kind: 'LOST_FOUND_RETURNED' }, item, now))] };
  });
}

/** Takes a post back, unless somebody has claimed it; one that has ended stays as it is. */
export function withdraw(services: Acting, itemId: string) {
  return inTransaction<{ topics: string[] } | Refusal<'LostFoundTakenError'>>(services.pool, async (client) => {
    const item = await store.lockItem(client, itemId);
    if (item?.status === 'CLAIMED') return refusals.taken;
    if (item?.status !== 'OPEN') return { topics: [] };
    await end(client, item, { status: 'WITHDRAWN', at: services.clock.now() });
    return { topics: [LOST_FOUND_TOPIC] };
  });
}

/** What somebody who leaves has posted goes with them, but for what lies at the station already. */
export const withdrawAll: Hears<'resident.leaves'> = async (client, { residentId }, { clock }) => {
  for (const item of await store.readOpenOf(client, residentId)) {
    if (!item.keptAt) await end(client, item, { status: 'WITHDRAWN', at: clock.now() });
  }
  return [LOST_FOUND_TOPIC];
};

const HOUR_MS = 3_600_000;
const AT_ONCE = 100;

export const jobs = (services: Services): readonly Job[] => [
  { name: 'lost and found', everyMs: HOUR_MS, work: () => endOverdue(services) },
];

/** Ends what nobody has claimed in six months; what was claimed and not collected in two weeks is open again. */
export async function endOverdue({ pool, clock, live }: Pick<Services, 'pool' | 'clock' | 'live'>): Promise<void> {
  const now = clock.now();
  let n: number;
  do {
    n = await inTransaction(pool, async (client) => {
      const overdue = await store.readOverdue(client, now, AT_ONCE);
      for (const item of overdue) {
        if (item.status === 'OPEN') await end(client, item, { status: 'EXPIRED', at: now });
        else {
          await store.dropAccepted(client, item.id);
          await store.setStatus(client, item.id, 'OPEN');
        }
      }
      return overdue.length;
    });
    if (n > 0) live.touch([LOST_FOUND_TOPIC]);
  } while (n === AT_ONCE);
}
