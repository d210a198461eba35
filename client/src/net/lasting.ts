// What stays on the device so that a page opens without a network: who I am, my tickets, shifts, the hot list. Never who
// reported, never other people; all of it goes when somebody else signs in or nobody does. Each room says what it keeps.
import type { SerializedEntries, StorageAdapter } from '@urql/exchange-graphcache';
import { makeDefaultStorage } from '@urql/exchange-graphcache/default-storage';

/** What of a room's answers stays; the rest is for this visit only. */
export interface Keeps {
  /** Questions to the server that keep their answers. */
  questions?: readonly string[];
  /** Types of what they are about. */
  types?: readonly string[];
  /** Types of which only these fields stay. */
  only?: Readonly<Record<string, readonly string[]>>;
  /** Fields of any type that are known offline as `null`: other people, and what is old by then. */
  never?: readonly string[];
  /** Fields of one type that are known offline as nobody or none. Links, as the cache writes them. */
  neverOf?: Readonly<Record<string, Readonly<Record<string, ':null' | ':[]'>>>>;
  /** Fields that are not known offline: a page that needs them is not on the phone. */
  unknown?: readonly string[];
}

const DAYS = 7;

const store = makeDefaultStorage({ idbName: 'xieshou.cache', maxAge: DAYS });

/** Counts who has been here: what an earlier one's visit still brings is not theirs who follow. */
let visit = 0;
let forgotten: Promise<unknown> = Promise.resolve();

/** A storage for the normalised cache of whoever is here now, and when the cache has read it. */
export function lasting(keeps: readonly Keeps[]): { storage: StorageAdapter; isRead: Promise<void> } {
  const mine = visit;
  const lastingEntries = filterOf(keeps);
  const storage: StorageAdapter = {
    async readData() {
      await forgotten;
      return store.readData();
    },
    writeData: async (entries) => {
      if (mine === visit) await store.writeData(lastingEntries(entries));
    },
  };
  const isRead = new Promise<void>((resolve) => {
    storage.onCacheHydrated = resolve;
  });
  return { storage, isRead };
}

/** Forgets all of it: whoever reads from now on finds nothing. */
export function forgetLasting(): void {
  visit += 1;
  forgotten = store.clear().catch(() => {}); // a browser without a store has nothing to forget
}

/** What stays of the cache's entries: `Type:id.field`, dots within the first part written `%2e`. */
function filterOf(keeps: readonly Keeps[]): (entries: SerializedEntries) => SerializedEntries {
  const all = (part: 'questions' | 'types' | 'never' | 'unknown') => new Set(keeps.flatMap(({ [part]: named = [] }) => named));
  const [questions, types, never, unknown] = [all('questions'), all('types'), all('never'), all('unknown')];
  const only: Keeps['only'] = Object.assign({}, ...keeps.map((kept) => kept.only));
  const neverOf: Keeps['neverOf'] = Object.assign({}, ...keeps.map((kept) => kept.neverOf));

  /** @param path the type and id of something, then fields */
  function lasts([entity = '', field = '']: readonly string[]): boolean {
    const type = typeOf(entity);
    const name = nameOf(field);
    if (unknown.has(name)) return false;
    if (type === 'Query') return OF_ALL.has(name) || questions.has(name);
    if (only?.[type]) return field === '__typename' || only[type].includes(field);
    return types.has(type);
  }

  return (entries) => {
    const kept: SerializedEntries = {};
    for (const [key, value] of Object.entries(entries)) {
      const [owner = '', field = ''] = key.split('.', 2);
      const path = `${owner.replaceAll('%2e', '.')}.${field}`.split('.');
      if (path.slice(1).some((part) => never.has(nameOf(part)))) {
        if (never.has(nameOf(field)) && !owner.includes('%2e')) kept[key] = ':null';
        continue;
      }
      const instead = neverOf?.[typeOf(path[0])]?.[nameOf(field)];
      if (instead) kept[key] = instead;
      else if (lasts(path)) kept[key] = value;
    }
    return kept;
  };
}

/** Questions that belong to no room. */
const OF_ALL = new Set(['__typename', 'node']);

/** Of what the cache knows by its type and id. */
const typeOf = (entity = '') => entity.split(':', 1)[0] ?? '';

/** A field without its arguments. */
const nameOf = (field: string) => field.split('(', 1)[0] ?? '';
