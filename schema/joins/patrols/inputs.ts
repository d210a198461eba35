// What mutations about patrols take: points on the map, and plans with which the caller may do something.

import { isOnEarth } from '../../commons/grids/rules.ts';
import { checked, dateTime, group, optional, scalar, text, whole, wrong } from '../../frame/inputs.ts';
import { list } from '../../frame/lists.ts';
import { rowFor } from '../../frame/rows.ts';
import { type Say, say } from '../../frame/speech.ts';
import type { Action } from '../../modules.ts';
import { COORDINATES, positionOf } from '../../work/volunteers/inputs.ts';
import { planSubject } from './plans.ts';
import type { PlanRow } from './plans-store.ts';
import { planGone } from './refusals.ts';

const LEAST_POINTS = 2;
const MOST_POINTS = 30;

const point = group(
  'PatrolPointInput',
  { type: '一个巡逻点 / A point on the new route', says: '一个巡逻点 / A point' },
  {
    name: text(2, 30, '名称 / Name'),
    ...COORDINATES,
    radiusMetres: whole(20, 1000, '多少米以内算到了 / Distance in metres within which a visit counts', { otherwise: 60 }),
  },
);

const pointsSome = say(
  `一条路线要有 ${LEAST_POINTS} 到 ${MOST_POINTS} 个点，名称 2–30 字。`,
  `Add ${LEAST_POINTS} to ${MOST_POINTS} points, each with a name of 2–30 characters.`,
);
const pointPlace = say('每个点都要有位置。', 'Give every point a location.');

/** The points of a route, in walking order. @param mayBeNone it may have none yet */
export const pointsOf = (says: string, { mayBeNone = false } = {}) =>
  checked(list(point, says), (points) => {
    if (points.length > MOST_POINTS || (points.length < LEAST_POINTS && !(mayBeNone && points.length === 0)))
      return wrong('OUT_OF_RANGE', pointsSome);
    return points.every(isOnEarth) ? points : wrong('OUT_OF_RANGE', pointPlace);
  });

/** A plan, if the caller may do that with it. */
export const planFor = (action: Action, otherwise: Say) =>
  rowFor<PlanRow>(action, {
    typename: 'PatrolPlan',
    says: '计划编号 / ID of the plan',
    gone: planGone,
    subjectOf: (plan, { viewer }) => planSubject(plan, viewer),
    otherwise,
  });

export const happenedAt = optional(
  dateTime('没有网络时记的，补传其时间；不填为现在 / When it happened, if it was recorded offline; omitted: now'),
);

/** How somebody shows that they are at a point. */
export const AT_POINT = {
  position: positionOf('手机的位置；太远也记，只是注明 / The phone’s location; a visit from too far away is kept, and marked'),
  code: optional(
    scalar('String', '贴在点上的六位码，扫到的；代替位置 / The six-character code posted at the point, instead of a location'),
  ),
  at: happenedAt,
};
