// How the demo town thanks its volunteers: praise, and stars of the month.
import { insertPraise } from '@xieshou/schema/joins/honours/praise-store.ts';
import { monthAt } from '@xieshou/schema/joins/honours/stars.ts';
import { castStarVote, closeStarMonths, nominate } from '@xieshou/schema/joins/honours/stars-store.ts';
import { chance } from './chance.ts';
import { demo, type Past } from './demo.ts';

const DAY_MS = 86_400_000;

const THANKS = [
  { kind: 'PATROL', text: '我家老人迷路，是巡逻的叔叔陪着送回来的，谢谢。', isOfOne: true },
  { kind: 'PATROL', text: '每晚七点准时经过我家楼下，孩子下晚自习我放心多了。', isOfOne: false },
  { kind: 'PUBLICITY', text: '差点就转账了，幸好上周听过宣传。', isOfOne: false },
  { kind: 'MEDIATION', text: '楼上楼下吵了半年，两次就说通了。', isOfOne: true },
  { kind: 'YOUTH_LAW', text: '孩子回家还在讲那个案例，讲得生动。', isOfOne: false },
  { kind: 'ENTERPRISE_SAFETY', text: '帮我们店把消防通道理顺了，一分钱没收。', isOfOne: false },
] as const;

const REASONS = ['风雨无阻，一个月巡逻二十次。', '耐心调解，三家邻里和好。', '给社区孩子讲了四堂法治课。', '新来的队员都是他带出来的。'];

export const honoursDemo = demo('honours', {
  async history(past) {
    const { db, read, now } = past;
    const dice = chance(7_151_126);
    const named = await read<Person>(
      'SELECT v.resident_id AS id FROM volunteer v JOIN resident r ON r.id = v.resident_id WHERE v.is_named ORDER BY r.phone',
    );
    const teams = await read<{ id: string; kind: string; members: string[] }>(
      `SELECT t.id, t.kind::text AS kind, array_agg(m.volunteer_id)::text[] AS members FROM team t JOIN team_member m ON m.team_id = t.id GROUP BY t.id ORDER BY t.created_at`,
    );
    const neighbours = past.town.residents.filter(({ isVolunteer }) => !isVolunteer).slice(0, 60);
    for (const [index, { kind, text, isOfOne }] of THANKS.entries()) {
      const team = teams.find((one) => one.kind === kind);
      const praised = isOfOne ? named.find(({ id }) => team?.members.includes(id)) : null;
      const author = neighbours[index];
      if (!team || !author || praised === undefined) continue;
      const thanks = { id: dice.uuid(), teamId: team.id, volunteerId: praised?.id ?? null, text, isShown: true, mostADay: THANKS.length };
      past.at(new Date(now.getTime() - (index * 9 + 2) * DAY_MS), (at) =>
        insertPraise(db, { ...thanks, author: { kind: 'RESIDENT', id: author.id, title: '' }, now: at }),
      );
    }
    chooseStars(past, named, neighbours);
  },
});

interface Person {
  id: string;
}

/** The vote of this month, and the last two with their stars. */
function chooseStars({ db, at, now, timeZone }: Past, named: readonly Person[], neighbours: readonly Person[]): void {
  const dice = chance(7_151_127);
  const [year, month] = monthAt(now, timeZone).split('-').map(Number) as [number, number];
  const months = [2, 1, 0].map((ago) => new Date(Date.UTC(year, month - 1 - ago, 1)).toISOString().slice(0, 7));
  for (const [index, of] of months.entries()) {
    const opensAt = now.getTime() - (2 - index) * 30 * DAY_MS - 4 * 60_000;
    const nominations = [0, 1, 2].flatMap((n) => {
      const person = named[(index * 7 + n * 5) % named.length];
      const nominator = neighbours[n];
      return person && nominator
        ? { id: dice.uuid(), month: of, volunteerId: person.id, reason: REASONS[n] ?? '', nominatorId: nominator.id }
        : [];
    });
    for (const [n, nomination] of nominations.entries())
      at(new Date(opensAt + n * 60_000), (moment) => nominate(db, { ...nomination, now: moment }));
    for (const { id: residentId } of neighbours.slice(3)) {
      const nomination = nominations[dice.weighted(nominations.map((_, n) => 5 - n))];
      if (nomination)
        at(new Date(opensAt + 3 * 60_000), (moment) =>
          castStarVote(db, { month: of, residentId, nominationId: nomination.id, now: moment }),
        );
    }
    const next = months[index + 1];
    if (next) at(new Date(opensAt + 15 * DAY_MS), (moment) => closeStarMonths(db, { month: next, now: moment }));
  }
}
