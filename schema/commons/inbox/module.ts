// The inbox: what waits for whoever works here, whichever module it is of. Each declares its own kinds (`waits`).
import { module } from '../../frame/manifest.ts';
import { right, staff } from '../../frame/roles.ts';

export const inbox = module({
  name: 'inbox',
  graph: () => import('./graph.ts'),
  rights: {
    'inbox.read': right('看自己待办的事 / See what waits for oneself', staff('always')),
  },
  can: { readInbox: ['inbox.read', '看待我办 / See what is waiting for the viewer'] },
  tables: [],
});
