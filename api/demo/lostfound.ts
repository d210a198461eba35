// The demo's lost and found: a year of things that went back to their owners, and what is lost, found and fetched while it runs.
import { createHash } from 'node:crypto';
import { isRefusal } from '@xieshou/schema/frame/refusals.ts';
import { inTransaction } from '@xieshou/schema/frame/transaction.ts';
import { answerStamp, claim, handOut, keep, post } from '@xieshou/schema/work/lostfound/deeds.ts';
import { acceptedAnswers } from '@xieshou/schema/work/lostfound/rules.ts';
import { type NewItem, readClaims } from '@xieshou/schema/work/lostfound/store.ts';
import { LOST_FOUND_TOPIC } from '@xieshou/schema/work/lostfound/topics.ts';
import type { House } from '../doors/operations.ts';
import { type Chance, chance } from './chance.ts';
import { demo } from './demo.ts';

const DAY_MS = 86_400_000;
const RETURNED = 14;
/** Found things that wait at once. */
const MOST_OPEN = 8;

const THINGS = [
  ['OTHER', '黑色折叠伞', '幸福路公交站', '伞柄上贴着什么？', '小熊'],
  ['KEYS', '一串钥匙', '小区东门', '钥匙扣是什么形状？', '葫芦'],
  ['BAG', '蓝色书包', '小学门口', '侧袋里有什么？', '水壶/保温杯'],
  ['PHONE', '银色手机', '菜市场门口', '锁屏是什么照片？', '猫/小猫'],
  ['GLASSES', '老花镜', '社区活动室', '镜盒什么颜色？', '红色/红'],
  ['DOCUMENT', '老年卡', '社区卫生站', '姓什么？', '王'],
] as const;

type Posting = Pick<NewItem, 'id' | 'kind' | 'gridId' | 'residentId' | 'postedAt'> & {
  thing: (typeof THINGS)[number];
  stamp(text: string): Buffer;
};

function itemOf({ thing: [category, title, place, question, answer], stamp, kind, postedAt, ...who }: Posting): NewItem {
  const asked =
    kind === 'FOUND'
      ? { question, answers: acceptedAnswers(answer).map((said) => answerStamp({ stamp }, who.id, said)) }
      : { question: null, answers: [] };
  const where = {
    place,
    longitude: null,
    latitude: null,
    buildingId: null,
    entranceId: null,
    happenedAt: new Date(postedAt.getTime() - 3_600_000),
  };
  return { ...who, ...asked, ...where, kind, category, title, description: '', postedAt, staffId: null, photoFileName: null };
}

/** Somebody finds something; later somebody else knows the answer and fetches it. */
class FindsOfStreet {
  readonly #house: House;
  readonly #random: Chance;

  constructor(house: House, random: Chance) {
    this.#house = house;
    this.#random = random;
  }

  async act(): Promise<void> {
    const { services } = this.#house;
    const { rows: open } = await services.pool.query<{ id: string; title: string; residentId: string }>(
      `/* simulator.readFound */ SELECT id, title, resident_id AS "residentId" FROM lost_found_item WHERE kind = 'FOUND' AND status = 'OPEN' AND staff_id IS NULL`,
    );
    const { rows: people } = await services.pool.query<{ id: string; gridId: string }>(
      `/* simulator.readNeighbour */ SELECT id, home_grid_id AS "gridId" FROM resident WHERE phone LIKE '+86100%' AND home_grid_id IS NOT NULL ORDER BY random() LIMIT 1`,
    );
    const [person] = people;
    if (!person) return;
    const item = open.length < MOST_OPEN ? null : this.#random.pick(open);
    const topics = item ? await this.#fetch(item, person.id) : await this.#find(person);
    services.live.touch([LOST_FOUND_TOPIC, ...topics]);
  }

  #find({ id: residentId, gridId }: { id: string; gridId: string }): Promise<string[]> {
    const { pool, clock, stamp } = this.#house.services;
    const posting = {
      id: this.#random.uuid(),
      thing: this.#random.pick(THINGS),
      stamp,
      kind: 'FOUND',
      gridId,
      residentId,
      postedAt: clock.now(),
    } as const;
    return inTransaction(pool, (client) => post(client, itemOf(posting)));
  }

  async #fetch({ id: itemId, title }: { id: string; title: string }, residentId: string): Promise<string[]> {
    const answer = THINGS.find(([, name]) => name === title)?.[4] ?? '';
    const claimed = await claim(this.#house.services, { itemId, residentId, answer: acceptedAnswers(answer)[0] ?? '' });
    return isRefusal(claimed) ? [] : claimed.topics;
  }
}

export const lostfoundDemo = demo('lostfound', {
  async history({ db, at, now, town: { residents, staff } }) {
    const dice = chance(7_151_128);
    const stamp = (text: string) => createHash('sha256').update(text).digest(); // nobody is asked again: each was fetched
    const keeper = staff.find(({ role }) => role === 'GRID_WORKER')?.id ?? '';
    for (let n = 0; n < RETURNED; n += 1) {
      const [finder, owner] = [dice.pick(residents), dice.pick(residents)];
      const thing = dice.pick(THINGS);
      const id = dice.uuid();
      if (finder.id === owner.id) continue;
      at(new Date(now.getTime() - (2 + n * 25) * DAY_MS), async (postedAt) => {
        const services = { pool: db, clock: { now: () => postedAt }, stamp };
        await inTransaction(db, (client) =>
          post(client, itemOf({ id, thing, stamp, kind: 'FOUND', gridId: finder.gridId, residentId: finder.id, postedAt })),
        );
        await claim(services, { itemId: id, residentId: owner.id, answer: acceptedAnswers(thing[4])[0] ?? '' });
        await keep(services, { itemId: id, place: '警务室失物柜' });
        const [accepted] = await readClaims(db, [id], null);
        await handOut(services, { itemId: id, code: accepted?.code ?? null, staffId: keeper });
      });
    }
    for (const thing of THINGS.slice(0, 3)) {
      const { id: residentId, gridId } = dice.pick(residents);
      const id = dice.uuid();
      at(new Date(now.getTime() - dice.below(3 * DAY_MS)), (postedAt) =>
        inTransaction(db, (client) => post(client, itemOf({ id, thing, stamp, kind: 'LOST', gridId, residentId, postedAt }))),
      );
    }
  },
  live: { everyMs: 30_000, street: FindsOfStreet },
});
