// What is wrong with the rooms' declarations, beyond what the compiler sees: one sentence each, with the file and the mend.
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Of client/src/app/room.ts, what is looked at here. */
export interface DeclaredRoom {
  name: string;
  pages: readonly DeclaredPage[];
}

interface DeclaredPage {
  path: string;
  title: Pair;
  titleFor?(visitor: { can: undefined; isResident: boolean }): Pair;
  tab?: { place: number };
  staffTab?: { place: number };
  groups?: readonly string[];
  was?: readonly string[];
}

interface Pair {
  zh: string;
  en: string;
}

/** What stands beside the declarations. */
export interface Surroundings {
  /** Folders of client/src that hold a room.ts. */
  folders: readonly string[];
  /** The text of tests/browser/pages.test.ts. */
  visits: string;
  /** Paths for which a room's signs.ts has an icon. */
  signs: readonly string[];
}

const VISITS = 'tests/browser/pages.test.ts';

/** Pages that the list of visits cannot name, and why. */
const EXCUSED: ReadonlyMap<string, string> = new Map([['/t/:token', 'the address is what sharing a ticket answers']]);

const fileOf = ({ name }: DeclaredRoom) => `client/src/${name}/room.ts`;

/** The rooms as the pages know them, and what stands beside them. */
export async function readRooms(root: string): Promise<{ rooms: readonly DeclaredRoom[]; beside: Surroundings }> {
  const { ROOMS } = (await import(join(root, 'client/src/app/rooms.ts'))) as { ROOMS: readonly DeclaredRoom[] };
  const files = globSync('*/signs.ts', { cwd: join(root, 'client/src') }).filter((path) => !path.startsWith('app'));
  const folders = globSync('*/room.ts', { cwd: join(root, 'client/src') }).map((path) => path.split(/[\\/]/)[0] as string);
  return {
    rooms: ROOMS,
    beside: {
      folders: folders.filter((folder) => folder !== 'app'),
      visits: readFileSync(join(root, VISITS), 'utf8'),
      signs: files.flatMap((path) => addressesIn(readFileSync(join(root, 'client/src', path), 'utf8'))),
    },
  };
}

/** What a room's signs.ts is about. Read, not loaded: what stands open in a group is drawn by the pages alone. */
const addressesIn = (text: string) => [...text.matchAll(/^ {2}'(\/[^']*)': \{/gm)].map(([, address]) => address as string);

/** Everything that is wrong, in the order of the rooms. Empty: nothing. */
export function faultsOfRooms(rooms: readonly DeclaredRoom[], { folders, visits, signs }: Surroundings): string[] {
  return [
    ...rooms.flatMap((room) =>
      room.pages.flatMap((page) => [
        ...[page.title, page.titleFor?.({ can: undefined, isResident: false })]
          .filter((title) => title && !isInBoth(title))
          .map(() => `${fileOf(room)}: the title of ${page.path} is not said in both languages; write zh and en.`),
        ...((page.staffTab || page.groups) && !signs.includes(page.path.split('/:')[0] as string)
          ? [`client/src/${room.name}/signs.ts: navigation leads to ${page.path}, which has no icon; give it one.`]
          : []),
        ...(EXCUSED.has(page.path) || visitOf(page).test(visits)
          ? []
          : [`${fileOf(room)}: nobody looks at ${page.path}; visit it in ${VISITS}, or excuse it in scripts/rooms.ts.`]),
      ]),
    ),
    ...twice('path', rooms, ({ path, was = [] }) => [...addressesOf(path), ...was]),
    ...twice('place of a tab', rooms, ({ tab }) => (tab ? [`${tab.place}`] : [])),
    ...twice('place of a tab of staff', rooms, ({ staffTab }) => (staffTab ? [`${staffTab.place}`] : [])),
    ...folders
      .filter((folder) => !rooms.some(({ name }) => name === folder))
      .map((folder) => `client/src/${folder}/room.ts: no page is shown; name the room in client/src/app/rooms.ts.`),
    ...rooms
      .filter(({ name }) => !folders.includes(name))
      .map((room) => `${fileOf(room)}: the room is not called like its folder; give it the folder’s name.`),
  ];
}

function isInBoth({ zh, en }: Pair): boolean {
  return /\p{Script=Han}/u.test(zh) && /[A-Za-z]/.test(en);
}

/** What a path matches: what may be anything is a colon, with and without what may be absent. */
function addressesOf(path: string): string[] {
  const plain = path.replaceAll(/:\w+/g, ':');
  return plain.endsWith('/:?') ? [plain.slice(0, -3), plain.slice(0, -1)] : [plain];
}

/** How a visit to a page is written. */
function visitOf({ path }: DeclaredPage): RegExp {
  const steps = path
    .split('/')
    .slice(1)
    .map((step) => (step.startsWith(':') ? `(?:/[^'\`?/]+)${step.endsWith('?') ? '?' : ''}` : `/${step}`));
  return new RegExp(`['\`]${steps.join('')}['\`?]`);
}

/** What two pages claim. */
function twice(kind: string, rooms: readonly DeclaredRoom[], claimsOf: (page: DeclaredPage) => string[]): string[] {
  const owners = new Map<string, string>();
  return rooms.flatMap((room) =>
    room.pages.flatMap((page) =>
      claimsOf(page).flatMap((claim) => {
        const owner = owners.get(claim);
        owners.set(claim, `${page.path} in ${fileOf(room)}`);
        return owner ? [`${fileOf(room)}: the ${kind} ${claim} of ${page.path} is taken by ${owner}; choose another.`] : [];
      }),
    ),
  );
}
