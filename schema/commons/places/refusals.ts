// What is said of buildings that are none.
import { invalid, refusalKind, refuse } from '../../frame/refusals.ts';
import { say } from '../../frame/speech.ts';

export const buildingGone = say('没有找到这栋楼，请重新选择。', 'Building not found. Please choose again.');
export const entranceGone = say('没有找到这个门口，请重新选择。', 'Entrance not found. Please choose again.');
const entranceElsewhere = say('这个门口不在所选的楼，请重新选择。', 'This entrance belongs to another building. Please choose again.');

export const BuildingNameTaken = refusalKind(
  'BuildingNameTaken',
  '这个网格已有同名的楼，或这栋楼已有同名的门口 / The grid has a building, or the building an entrance, of that name',
);
export const BuildingOutside = refusalKind('BuildingOutside', '位置不在这个网格内 / The position is outside the grid');

export const refusals = {
  elsewhere: invalid({ path: ['entranceId'], code: 'UNKNOWN', says: entranceElsewhere }),
  gridMissing: invalid({
    path: ['gridId'],
    code: 'REQUIRED',
    says: say('请选网格，或给出网格内的位置。', 'Choose a grid, or a position in one.'),
  }),
  outlined: invalid({
    path: ['location'],
    code: 'OUTLINED',
    says: say(
      '这栋楼的轮廓来自地图文件，要移动请重新导入。',
      'The outline of this building came from a map file. Import the file again to move it.',
    ),
  }),
  nameTaken: refuse(BuildingNameTaken, say('这个名称已经有了，请换一个。', 'This name is taken. Please choose another.')),
  outside: refuse(
    BuildingOutside,
    say('这个位置不在所选的网格内，请重新选位置或网格。', 'This position is outside the grid. Choose another position or grid.'),
  ),
};
