// Who sees what waits for staff.
import { makeTown } from '../../api/demo/town.ts';
import { encodeId } from '../../schema/frame/relay/global-id.ts';
import type { Seen } from '../access/parts.ts';
import { gridIds } from '../support/people.ts';
import { act, report } from '../support/tickets.ts';

/** The grid worker elsewhere whom the matrix asks, of the demo's. */
const ELSEWHERE = makeTown().staff.filter(({ role }) => role === 'GRID_WORKER')[10] as { id: string };

export const seen: Seen = {
  /** Whatever the hour, something waits for the grid worker of the grid, and for the one elsewhere. */
  async town({ server, neighbour, officer }) {
    const gridId = (await gridIds(server)).get('1');
    const lamp = { location: null, gridId, category: 'lighting' };
    await report(server, neighbour, lamp);
    const { ticket } = await report(server, neighbour, { ...lamp, description: '又一盏' });
    const { ticket: given } = await act(server, officer, 'Dispatch', ticket.id, { assigneeId: encodeId('Staff', ELSEWHERE.id) });
    if (!given) throw new Error('the grid worker elsewhere was given nothing');
    return {};
  },
  types: {
    Inbox: { path: 'inbox { ? }', reference: 'O', relative: ['count', 'kinds', 'items'] },
    InboxCount: { path: 'inbox { kinds { ? } }', reference: 'O', relative: ['kind', 'label', 'count'] },
    InboxItem: {
      path: 'inbox { items { ? } }',
      reference: 'O',
      relative: ['id', 'kind', 'label', 'title', 'grid', 'dueAt', 'since', 'path'],
    },
  },
  own: ['Query.inbox'],
  subscriptions: { inboxUpdated: 'x: inboxUpdated { count }' },
};
