// The demo town, module by module. A new module's part is added here, behind those that it stands on.
import { answersDemo } from './answers/demo.ts';
import type { Demo } from './demo.ts';
import { gridsDemo } from './grids.ts';
import { honoursDemo } from './honours.ts';
import { hotlistDemo } from './hotlist/demo.ts';
import { lostfoundDemo } from './lostfound.ts';
import { patrolsDemo } from './patrols/demo.ts';
import { peopleDemo } from './people.ts';
import { placesDemo } from './places.ts';
import { pointsDemo } from './points.ts';
import { staffDemo } from './staff.ts';
import { ticketsDemo } from './tickets/demo.ts';
import { volunteersDemo } from './volunteers/demo.ts';

export const DEMOS: readonly Demo[] = [
  gridsDemo,
  placesDemo,
  peopleDemo,
  staffDemo,
  pointsDemo,
  hotlistDemo,
  ticketsDemo,
  volunteersDemo,
  lostfoundDemo,
  answersDemo,
  patrolsDemo,
  honoursDemo,
];
