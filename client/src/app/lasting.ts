// What stays on the device so that a page opens without a network: who I am, my tickets, shifts, the hot list. Never who
// reported, never other people; all of it goes when somebody else signs in or nobody does.
import type { SerializedEntries, StorageAdapter } from '@urql/exchange-graphcache';
import { makeDefaultStorage } from '@urql/exchange-graphcache/default-storage';

/** Which questions to the server keep their answers. */
const LASTING_QUESTIONS = new Set([
  '__typename',
  'categories',
  'grids',
  'hotIssue',
  'hotList',
  'isDemo',
  'myResident',
  'node',
  'notifications',
  'station',
  'tickets',
  'viewer',
]);

/** Of what they are about; the rest is for this visit only. */
const LASTING_TYPES = new Set([
  ...['Category', 'Community', 'Grid', 'HotIssue', 'Station', 'Ticket', 'TicketAssignee', 'Attachment'],
  ...['Shift', 'Team', 'DutyPost', 'PatrolRoute', 'PatrolPoint', 'PatrolPlan', 'PatrolRun'],
]);

/** Of residents, only that it is I. */
const LASTING_OF_RESIDENT = new Set(['__typename', 'id', 'realNameStatus']);

/** Known offline as `null`: other people, and a code that is old by then. */
const NEVER = new Set(['reporter', 'signups', 'captain', 'captainCode', 'swaps', 'invitations']);

/** Of a patrol, what I need to walk on; not who else walks it, nor who has planned it. Links, as the cache writes them. */
const NEVER_OF: Record<string, Record<string, string>> = {
  PatrolPlan: { author: ':null', candidates: ':null', staff: ':[]', approvers: ':[]', runs: ':[]', walking: ':[]' },
  PatrolRun: { staff: ':null' },
};

/** Not known offline: a page that needs it is not on the phone. */
const PEOPLE = 'members';

const DAYS = 7;

const store = makeDefaultStorage({ idbName: 'xieshou.cache', maxAge: DAYS });

/** Counts who has been here: what an earlier one's visit still brings is not theirs who follow. */
let visit = 0;
let forgotten: Promise<unknown> = Promise.resolve();

/** A storage for the normalised cache of whoever is here now, and when the cache has read it. */
export function lasting(): { storage: StorageAdapter; isRead: Promise<void> } {
  const mine = visit;
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

/** @param entries by `Type:id.field`, dots within the first part written `%2e` */
function lastingEntries(entries: SerializedEntries): SerializedEntries {
  const kept: SerializedEntries = {};
  for (const [key, value] of Object.entries(entries)) {
    const [owner = '', field = ''] = key.split('.', 2);
    const path = `${owner.replaceAll('%2e', '.')}.${field}`.split('.');
    if (path.slice(1).some((part) => NEVER.has(nameOf(part)))) {
      if (NEVER.has(nameOf(field)) && !owner.includes('%2e')) kept[key] = ':null';
      continue;
    }
    const instead = NEVER_OF[typeOf(path[0])]?.[nameOf(field)];
    if (instead) kept[key] = instead;
    else if (lasts(path)) kept[key] = value;
  }
  return kept;
}

/** @param path the type and id of something, then fields */
function lasts([entity = '', field = '']: readonly string[]): boolean {
  const type = typeOf(entity);
  if (nameOf(field) === PEOPLE) return false;
  if (type === 'Query') return LASTING_QUESTIONS.has(nameOf(field));
  if (type === 'Resident') return LASTING_OF_RESIDENT.has(field);
  return LASTING_TYPES.has(type);
}

/** Of what the cache knows by its type and id. */
const typeOf = (entity = '') => entity.split(':', 1)[0] ?? '';

/** A field without its arguments. */
const nameOf = (field: string) => field.split('(', 1)[0] ?? '';
