// Who serves which grid, from when to when.
import { RIGHTS_TOPIC } from '../../frame/access/viewer.ts';
import { dateTime, flag, id, optional, row } from '../../frame/inputs.ts';
import { gives, mutation } from '../../frame/mutation.ts';
import { Conflict, Invalid, invalid } from '../../frame/refusals.ts';
import { inTransaction } from '../../frame/transaction.ts';
import { recordDeed } from '../audit/store.ts';
import { gridGone } from '../grids/refusals.ts';
import { reread, Staff } from './graph.ts';
import { dutyGone, dutyOrder, dutyPast, onlyOfficers, refusals, staffGone } from './refusals.ts';
import * as store from './store.ts';

/** "From now" may have been chosen so long before it is sent. */
const FORM_OPEN_MS = 5 * 60_000;

const changed = gives<{ staff: store.StaffRow | null }>((t) => ({
  staff: t.expose('staff', { type: Staff, nullable: true, description: '工作人员 / The staff member' }),
}));

mutation('dutyAssign', {
  says: '安排值守；权限从开始的那一刻起随之变动 / Assigns a duty; permissions follow it immediately',
  may: 'duty.manage',
  input: {
    staffId: row<store.StaffRow>('Staff', '谁 / The staff member', staffGone),
    gridId: row<{ id: string }>('Grid', '哪个网格 / The grid', gridGone),
    isResponsible: flag(false, '作为责任民警，接替原来的 / As the responsible officer, replacing the current one'),
    startsAt: optional(dateTime('开始，不填为现在 / Start time; omitted: now')),
    endsAt: optional(dateTime('结束，不填为长期 / End time; omitted: no end date')),
    endsOtherDuties: flag(false, '调动：同时结束其他值守 / Transfer: ends all other duties at that time'),
  },
  done: '已安排 / Assigned',
  gives: changed,
  refuses: [Invalid, Conflict],
  async do({ staffId: staff, gridId: grid, isResponsible, endsOtherDuties, ...span }, context) {
    const { pool, clock, live } = context.services;
    if (staff.leftAt) return refusals.staffNotFound;
    if (isResponsible && staff.role !== 'OFFICER') return invalid({ path: ['isResponsible'], code: 'ROLE', says: onlyOfficers });
    const now = clock.now();
    if (span.startsAt && now.getTime() - span.startsAt.getTime() > FORM_OPEN_MS)
      return invalid({ path: ['startsAt'], code: 'PAST', says: dutyPast });
    const startsAt = span.startsAt && span.startsAt > now ? span.startsAt : now;
    const endsAt = span.endsAt ?? null;
    if (endsAt && endsAt <= startsAt) return invalid({ path: ['endsAt'], code: 'ORDER', says: dutyOrder });
    const duty = { id: context.requestUuid, staffId: staff.id, gridId: grid.id, isResponsible, startsAt, endsAt };
    const outcome = await inTransaction<'stored' | 'conflict'>(pool, async (client, undo) => {
      if (context.hasRequestKey && (await store.hasDuty(client, duty.id))) return 'stored'; // the same request again
      if (endsOtherDuties) await store.endDutiesOf(client, staff.id, startsAt);
      if (isResponsible) await store.endResponsible(client, grid.id, startsAt);
      if ((await store.insertDuty(client, duty)) === 'conflict') return undo('conflict');
      const { id: _id, ...assigned } = duty;
      await recordDeed(client, context, { action: 'duty.assign', detail: assigned });
      return 'stored';
    });
    if (outcome === 'conflict') return refusals.dutyTaken;
    live.touch([RIGHTS_TOPIC]);
    return { staff: await reread(staff.id, context) };
  },
});

mutation('dutyEnd', {
  says: '结束一段值守，权限立即随之结束 / Ends a duty; its permissions end immediately',
  may: 'duty.manage',
  input: { dutyId: id('StaffDuty', '值守编号 / ID of the duty', dutyGone) },
  done: '已结束 / Ended',
  gives: changed,
  refuses: [],
  async do({ dutyId }, context) {
    const { pool, clock, live } = context.services;
    const duty = await store.readDuty(pool, dutyId);
    if (!duty) return refusals.dutyNotFound;
    const { staffId, gridId } = duty;
    const isEnded = await inTransaction(pool, async (client) => {
      const hasEnded = await store.endDuty(client, dutyId, clock.now());
      if (hasEnded) await recordDeed(client, context, { action: 'duty.end', detail: { staffId, gridId } });
      return hasEnded;
    });
    if (!isEnded) return refusals.dutyNotFound;
    live.touch([RIGHTS_TOPIC]);
    return { staff: await reread(staffId, context) };
  },
});
