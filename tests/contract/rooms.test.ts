// What rooms declare is whole, and what is not is told with the file and the mend.
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type DeclaredRoom, faultsOfRooms, readRooms } from '../../scripts/rooms.ts';

const title = { zh: '失物', en: 'Lost and found' };
const beside = {
  folders: ['lost'],
  visits: `['lost', '/lost'], ['thing', \`/lost/\${id}\`], \`/thing/\${id}\`,`,
  signs: ['/lost', '/found'],
};

/** A room called lost with these pages. */
const lost = (...pages: DeclaredRoom['pages']): DeclaredRoom[] => [{ name: 'lost', pages }];

describe('rooms', () => {
  it('are declared without a fault', async () => {
    const { rooms, beside } = await readRooms(join(import.meta.dirname, '../..'));
    expect(rooms.flatMap(({ pages }) => pages).length).toBeGreaterThan(35);
    expect(faultsOfRooms(rooms, beside)).toEqual([]);
  });

  it('may have pages with what their paths give, in the navigation and not', () => {
    const pages = [
      { path: '/lost', title, tab: { place: 1 }, staffTab: { place: 1 }, groups: ['neighbours'] },
      { path: '/lost/:id', title },
    ];
    expect(faultsOfRooms(lost(...pages), beside)).toEqual([]);
  });

  it.each<[string, DeclaredRoom[], string]>([
    [
      'a path taken twice',
      lost({ path: '/lost/:id?', title }, { path: '/lost/:token', title }),
      'client/src/lost/room.ts: the path /lost/: of /lost/:token is taken by /lost/:id? in client/src/lost/room.ts; choose another.',
    ],
    [
      'a title in one language',
      lost({ path: '/lost', title: { zh: 'Lost', en: 'Lost' } }),
      'client/src/lost/room.ts: the title of /lost is not said in both languages; write zh and en.',
    ],
    [
      'a title that some read in one language',
      lost({ path: '/lost', title, titleFor: () => ({ zh: '失物', en: '' }) }),
      'client/src/lost/room.ts: the title of /lost is not said in both languages; write zh and en.',
    ],
    [
      'a page under a heading without an icon',
      lost({ path: '/lost/:id', title }, { path: '/thing/:id', title, groups: ['neighbours'] }),
      'client/src/lost/signs.ts: navigation leads to /thing/:id, which has no icon; give it one.',
    ],
    [
      'a tab of staff without an icon',
      lost({ path: '/lost/:id', title }, { path: '/thing/:id', title, staffTab: { place: 1 } }),
      'client/src/lost/signs.ts: navigation leads to /thing/:id, which has no icon; give it one.',
    ],
    [
      'a place taken twice',
      lost({ path: '/lost', title, tab: { place: 1 } }, { path: '/lost/:id', title, tab: { place: 1 } }),
      'client/src/lost/room.ts: the place of a tab 1 of /lost/:id is taken by /lost in client/src/lost/room.ts; choose another.',
    ],
    [
      'a place taken twice among what staff see',
      lost({ path: '/lost', title, staffTab: { place: 2 } }, { path: '/lost/:id', title, staffTab: { place: 2 } }),
      'client/src/lost/room.ts: the place of a tab of staff 2 of /lost/:id is taken by /lost in client/src/lost/room.ts; choose another.',
    ],
    [
      'an old address that another page has',
      lost({ path: '/lost', title }, { path: '/lost/:id', title, was: ['/lost'] }),
      'client/src/lost/room.ts: the path /lost of /lost/:id is taken by /lost in client/src/lost/room.ts; choose another.',
    ],
    [
      'a page that nobody looks at',
      lost({ path: '/found', title }),
      'client/src/lost/room.ts: nobody looks at /found; visit it in tests/browser/pages.test.ts, or excuse it in scripts/rooms.ts.',
    ],
    ['a room that nobody lists', [], 'client/src/lost/room.ts: no page is shown; name the room in client/src/app/rooms.ts.'],
  ])('tell of %s', (_what, rooms, sentence) => {
    expect(faultsOfRooms(rooms, beside)).toEqual([sentence]);
  });
});
