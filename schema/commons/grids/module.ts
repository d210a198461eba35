// The station, its communities and grids, and the kinds of things that happen there.
import { module } from '../../frame/manifest.ts';
import type { Gazetteer } from './gazetteer.ts';

declare module '../../frame/context.ts' {
  interface Context {
    gazetteer: Gazetteer;
  }
}

export const grids = module({
  name: 'grids',
  graph: () => import('./graph.ts'),
  rights: {},
  tables: ['station', 'community', 'grid', 'grid_neighbour', 'household', 'category'],
  publishes: ['category', 'grid', 'grid_neighbour', 'household'],
});
