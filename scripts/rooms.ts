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
  icon?: unknown;
  tab?: { place: number; forStaff?: number };
  row?: number;
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
  /** Paths for which a room's icons.ts has an icon. */
  icons: readonly string[];
}

const VISITS = 'tests/browser/pages.test.ts';

/** Pages that the list of visits cannot name, and why. */
const EXCUSED: ReadonlyMap<string, string> = new Map([['/t/:token', 'the address is what sharing a ticket answers']]);

const fileOf = ({ name }: DeclaredRoom) => `client/src/${name}/room.ts`;

/** The rooms as the pages know them, and what stands beside them. */
export async function readRooms(root: string): Promise<{ rooms: readonly DeclaredRoom[]; beside: Surroundings }> {
  const { ROOMS } = (await import(join(root, 'client/src/app/rooms.ts'))) as { ROOMS: readonly DeclaredRoom[] };
  const icons = globSync('*/icons.ts', { cwd: join(root, 'client/src') }).filter((path) => !path.startsWith('app'));
  const declared = await Promise.all(icons.map((path) => import(join(root, 'client/src', path)) as Promise<{ icons: object }>));
  const folders = globSync('*/room.ts', { cwd: join(root, 'client/src') }).map((path) => path.split(/[\\/]/)[0] as string);
  return {
    rooms: ROOMS,
    beside: {
      folders: folders.filter((folder) => folder !== 'app'),
      visits: readFileSync(join(root, VISITS), 'utf8'),
      icons: declared.flatMap((file) => Object.keys(file.icons)),
    },
  };
}

/** Everything that is wrong, in the order of the rooms. Empty: nothing. */
export function faultsOfRooms(rooms: readonly DeclaredRoom[], { folders, visits, icons }: Surroundings): string[] {
  return [
    ...rooms.flatMap((room) =>
      room.pages.flatMap((page) => [
        ...[page.title, page.titleFor?.({ can: undefined, isResident: false })]
          .filter((title) => title && !isInBoth(title))
          .map(() => `${fileOf(room)}: the title of ${page.path} is not said in both languages; write zh and en.`),
        ...(page.tab && !page.icon ? [`${fileOf(room)}: navigation leads to ${page.path}, which has no icon; give it one.`] : []),
        ...(page.row !== undefined && !page.icon && !icons.includes(page.path.split('/:')[0] as string)
          ? [`client/src/${room.name}/icons.ts: navigation leads to ${page.path}, which has no icon; give it one.`]
          : []),
        ...(EXCUSED.has(page.path) || visitOf(page).test(visits)
          ? []
          : [`${fileOf(room)}: nobody looks at ${page.path}; visit it in ${VISITS}, or excuse it in scripts/rooms.ts.`]),
      ]),
    ),
    ...twice('path', rooms, ({ path }) => addressesOf(path)),
    ...twice('place of a tab', rooms, ({ tab }) => (tab ? [`${tab.place}`] : [])),
    ...twice('place of a tab for staff', rooms, ({ tab }) => (tab ? [`${tab.forStaff ?? tab.place}`] : [])),
    ...twice('place of a row', rooms, ({ row }) => (row === undefined ? [] : [`${row}`])),
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
