// Reads what waits for somebody, of all modules, the nearest deadline first.
import { may } from '../../frame/access/may.ts';
import { reachOf } from '../../frame/access/rules.ts';
import type { StaffViewer } from '../../frame/access/viewer.ts';
import type { Context } from '../../frame/context.ts';
import { encodeId } from '../../frame/relay/global-id.ts';
import type { Services } from '../../frame/services.ts';
import { speechOf } from '../../frame/speech.ts';
import type { Waiting, WaitingItem, WaitOfKind } from '../../frame/waits.ts';
import { type Action, WAITS, type WaitKind } from '../../modules.ts';

/** So many are listed; all are counted. */
const SHOWN = 100;

export interface Item extends Omit<WaitingItem, 'title'> {
  id: string;
  kind: WaitKind;
  /** In the language of whoever asks. */
  title: string;
}

export interface Inbox {
  items: Item[];
  count: number;
  /** Of each kind that waits, in the order of the modules. */
  kinds: { kind: WaitKind; count: number }[];
}

const KINDS = Object.keys(WAITS) as WaitKind[];

/** Whatever wakes an inbox. */
export const INBOX_TOPICS: readonly string[] = [...new Set(KINDS.flatMap((kind) => WAITS[kind].topics))];

/** By deadline, what has none last; of the same, what waits longest. */
function before(a: Item, b: Item): number {
  const due = (a.dueAt?.getTime() ?? Number.MAX_SAFE_INTEGER) - (b.dueAt?.getTime() ?? Number.MAX_SAFE_INTEGER);
  return due || a.since.getTime() - b.since.getTime() || (a.id < b.id ? -1 : 1);
}

/**
 * Reads an inbox; again, only those kinds of it in which something has changed since.
 * @param shares with others who are woken by the same change, and are told alike
 */
export function inboxReader(context: Context, { shares }: { shares: boolean }): () => Promise<Inbox> {
  const known = new Map<WaitKind, { mark: string; waiting: Waiting }>();
  return async () => {
    const { viewer } = context;
    const all = new Map<WaitKind, Waiting>();
    if (viewer?.kind === 'staff') {
      for (const kind of KINDS)
        if (may(context, WAITS[kind].may as Action)) all.set(kind, await read(kind, viewer, known, shares, context));
    }
    return merged(all, context);
  };
}

type Known = Map<WaitKind, { mark: string; waiting: Waiting }>;

async function read(kind: WaitKind, viewer: StaffViewer, known: Known, shares: boolean, { services }: Context): Promise<Waiting> {
  const { may: right, topics, reads, isAlike }: WaitOfKind = WAITS[kind];
  const reach = reachOf(viewer, right as Action);
  const mark = JSON.stringify([reach, topics.map((topic) => services.live.generation(topic))]);
  const before = known.get(kind);
  if (before?.mark === mark) return before.waiting;
  const readNow = async () => (await reads())({ db: services.pool, viewer, reach, limit: SHOWN, services });
  const waiting = await (shares && isAlike && reach.isAll ? once(services, `${kind} ${viewer.role}`, mark, readNow) : readNow());
  known.set(kind, { mark, waiting });
  return waiting;
}

/** By server: what is told to several alike. */
const shared = new WeakMap<Services, Map<string, { mark: string; reading: Promise<Waiting> }>>();

/** What was read, or is being read, under the same mark for somebody alike; else reads. */
function once(services: Services, key: string, mark: string, read: () => Promise<Waiting>): Promise<Waiting> {
  const all = shared.get(services) ?? new Map();
  shared.set(services, all);
  const before = all.get(key);
  if (before?.mark === mark) return before.reading;
  const reading = read();
  all.set(key, { mark, reading });
  reading.catch(() => all.get(key)?.reading === reading && all.delete(key)); // whoever asks next tries again
  return reading;
}

function merged(all: ReadonlyMap<WaitKind, Waiting>, context: Context): Inbox {
  const speech = speechOf(context);
  const items = [...all].flatMap(([kind, { items: some }]) =>
    some.map((item) => ({ ...item, kind, id: encodeId('InboxItem', `${kind}:${item.subjectId}`), title: item.title(speech) })),
  );
  const kinds = [...all].map(([kind, { count }]) => ({ kind, count })).filter(({ count }) => count > 0);
  return { items: items.sort(before).slice(0, SHOWN), count: kinds.reduce((sum, { count }) => sum + count, 0), kinds };
}
