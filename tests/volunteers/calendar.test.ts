// The calendar feed, read by a parser that is not ours.
import ICAL from 'ical.js';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ask, deed, signIn, startTestServer, type TestServer } from '../support/server.ts';
import { becomeVolunteer, makeShift, posts, teamIds } from '../support/volunteers.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server?.stop());

const feedOf = async (token: string): Promise<string> =>
  (await ask(server, 'mutation { calendarFeedCreate { ... on CalendarFeedSuccess { path } } }', {}, { token })).data.calendarFeedCreate
    .path;
const read = (path: string, method = 'GET') => fetch(new URL(path, server.address), { method });

it('holds what somebody has joined, waits for or has left, with reminders, until its address is changed', async () => {
  const officer = await signIn(server, 'OFFICER');
  const [token, other] = await Promise.all([signIn(server, 'RESIDENT', 70), signIn(server, 'RESIDENT', 71)]);
  await Promise.all([becomeVolunteer(server, token, officer), becomeVolunteer(server, other, officer)]);
  const teamId = (await teamIds(server)).PATROL as string;
  const post = (await posts(server)).社区警务室 as { id: string; longitude: number; latitude: number };
  const begin = Math.ceil(Date.now() / 3_600_000) * 3_600_000 + 86_400_000;
  const plan = (hours: number, more: object = {}) =>
    makeShift(server, officer, { teamId, postId: post.id, startsAt: new Date(begin + hours * 3_600_000), ...more });
  const [joined, full, left] = await Promise.all([
    plan(0, { title: '逗号, 分号; 反斜杠\\', description: '第一行\n第二行' }),
    plan(2, { capacity: 1 }),
    plan(4),
  ]);
  await deed(server, other, 'shiftJoin', { shiftId: full });
  for (const shiftId of [joined, left]) await deed(server, token, 'shiftJoin', { shiftId });
  await deed(server, token, 'shiftJoin', { shiftId: full, mayWait: true });
  await deed(server, token, 'shiftLeave', { shiftId: left });

  const path = await feedOf(token);
  const answer = await read(path);
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/calendar; charset=utf-8']);
  const text = await answer.text();
  // RFC 5545 §3.1: lines end in CRLF and have 75 octets at most.
  expect(text.split('\r\n').filter((line) => Buffer.byteLength(line) > 75 || line.includes('\n'))).toEqual([]);
  const calendar = new ICAL.Component(ICAL.parse(text));
  expect(calendar.getFirstPropertyValue('version')).toBe('2.0');
  const events = calendar.getAllSubcomponents('vevent').map((one) => ({
    summary: one.getFirstPropertyValue('summary'),
    status: one.getFirstPropertyValue('status'),
    begins: (one.getFirstPropertyValue('dtstart') as ICAL.Time).toJSDate().getTime(),
    lasts:
      (one.getFirstPropertyValue('dtend') as ICAL.Time).toJSDate().getTime() -
      (one.getFirstPropertyValue('dtstart') as ICAL.Time).toJSDate().getTime(),
    alarms: one.getAllSubcomponents('valarm').map((alarm) => (alarm.getFirstPropertyValue('trigger') as ICAL.Duration).toSeconds()),
    description: one.getFirstPropertyValue('description'),
  }));
  expect(events).toMatchObject([
    {
      summary: '逗号, 分号; 反斜杠\\',
      status: 'CONFIRMED',
      begins: begin,
      lasts: 3_600_000,
      alarms: [-86_400, -7200],
      description: '银发巡逻队\n第一行\n第二行',
    },
    { summary: '（候补）加班巡逻', status: 'TENTATIVE', alarms: [] },
    { status: 'CANCELLED', alarms: [] },
  ]);
  expect(new Set(calendar.getAllSubcomponents('vevent').map((one) => one.getFirstPropertyValue('uid'))).size).toBe(3);

  const next = await feedOf(token);
  expect([(await read(path)).status, (await read(next)).status]).toEqual([404, 200]);
  expect((await read(next, 'POST')).status).toBe(404);
  for (const strange of ['/calendar/', '/calendar/x.ics', `/calendar/${'A'.repeat(32)}.ics`, `/calendar/../${next}%00`])
    expect((await read(strange)).status, strange).toBe(404);
  await ask(server, 'mutation { calendarFeedRemove { path } }', {}, { token });
  expect((await read(next)).status).toBe(404);
  const { rows } = await server.database.pool.query('SELECT calendar_hash FROM volunteer WHERE calendar_hash IS NOT NULL');
  expect(rows).toEqual([]);
});
