// Places as people say them: buildings of a grid and their entrances, and which of them a position is at.
import { module } from '../../frame/manifest.ts';
import { residents, right, staff } from '../../frame/roles.ts';

export const places = module({
  name: 'places',
  async graph() {
    await import('./graph.ts');
    await import('./acts.ts');
  },
  scopes: { 'places:read': '读取楼栋和门口 / Read buildings and entrances' },
  rights: {
    'place.read': right('看楼栋和门口，查一个位置是哪栋楼 / See buildings and entrances, and which building a position is at', {
      ...residents('always'),
      ...staff('always'),
      PARTNER: { scope: 'places:read' },
    }),
    'place.edit': right('新增、更改楼栋和门口 / Add and change buildings and entrances', { ADMIN: 'always' }),
  },
  can: { managePlaces: ['place.edit', '管理楼栋 / Manage buildings'] },
  tables: ['building', 'building_entrance'],
  publishes: ['building', 'building_entrance'],
});
