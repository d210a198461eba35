// What an administrator does: adds and changes buildings and entrances one by one; many at once come by import.
import { v7 as uuid } from 'uuid';
import { optional, row, text } from '../../frame/inputs.ts';
import { gives, mutation } from '../../frame/mutation.ts';
import { Invalid } from '../../frame/refusals.ts';
import { point } from '../grids/inputs.ts';
import { gridLoader } from '../grids/loaders.ts';
import { gridGone } from '../grids/refusals.ts';
import { contains, type MultiPolygon, toCentimetres } from '../grids/rules.ts';
import { findGridAt, type Grid } from '../grids/store.ts';
import { saveBuilding, saveEntrance } from './changes.ts';
import { Building } from './graph.ts';
import { buildingLoader } from './loaders.ts';
import { BuildingNameTaken, BuildingOutside, buildingGone, entranceGone, refusals } from './refusals.ts';
import type { BuildingRow, EntranceRow } from './store.ts';

const name = text(1, 40, '名称 / Name');
const nameEn = optional(text(0, 60, '英文名称，不填不变，空字符串为没有 / English name; omitted: unchanged, empty: none'));
const buildingNow = gives<{ building: BuildingRow }>((t) => ({
  building: t.expose('building', { type: Building, description: '现在的样子 / The building as it is now' }),
}));

mutation('buildingSave', {
  says: '新增一栋楼，或更改它的名称、位置 / Adds a building, or changes its names and position',
  may: 'place.edit',
  input: {
    buildingId: optional(row<BuildingRow>('Building', '更改哪栋楼，不填为新增 / The building to change; omitted: a new one', buildingGone)),
    gridId: optional(row<Grid>('Grid', '网格，新增而没有位置时必填 / The grid; required for a new one without a position', gridGone)),
    name,
    nameEn,
    location: optional(point('楼中间的位置，不填不变 / Position of its middle, unchanged when left out')),
  },
  done: '已保存 / Saved',
  gives: buildingNow,
  refuses: [Invalid, BuildingNameTaken, BuildingOutside],
  async do({ buildingId: before, gridId: given, location, ...names }, context) {
    const { services } = context;
    const at = location ? toCentimetres(location) : null;
    const found = at && (await findGridAt(services.prisma, at));
    const grid = given ?? (before && (await gridLoader(context).existing(before.gridId))) ?? found;
    if (!grid) return refusals.gridMissing;
    const { id: gridId, boundary } = grid;
    if (at && boundary && !contains(boundary as unknown as MultiPolygon, at)) return refusals.outside;
    const id = before?.id ?? uuid();
    const saved = await saveBuilding(services.pool, { id, gridId, ...names, point: at });
    if (saved !== 'saved') return refusals[saved];
    return { building: (await buildingLoader(context).clear(id).load(id)) as BuildingRow };
  },
});

mutation('buildingEntranceSave', {
  says: '新增一个门口，或更改它的名称、位置 / Adds an entrance, or changes its names and position',
  may: 'place.edit',
  input: {
    buildingId: row<BuildingRow>('Building', '哪栋楼 / The building', buildingGone),
    entranceId: optional(
      row<EntranceRow>('BuildingEntrance', '更改哪个门口，不填为新增 / The entrance to change; omitted: a new one', entranceGone),
    ),
    name,
    nameEn,
    location: optional(point('位置，不填不变 / Position, unchanged when left out')),
  },
  done: '已保存 / Saved',
  gives: buildingNow,
  refuses: [Invalid, BuildingNameTaken],
  async do({ buildingId: building, entranceId: before, location, ...names }, context) {
    if (before && before.buildingId !== building.id) return refusals.elsewhere;
    const at = location ? toCentimetres(location) : null;
    const entrance = { id: before?.id ?? uuid(), buildingId: building.id, ...names, point: at };
    const saved = await saveEntrance(context.services.pool, entrance);
    if (saved !== 'saved') return refusals[saved];
    return { building: (await buildingLoader(context).clear(building.id).load(building.id)) as BuildingRow };
  },
});
