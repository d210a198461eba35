// Cars all night and no lamps, in Chromium: neighbours vote it up, the officer answers and plans, a volunteer patrol walks and reports,
// property puts up lamps, it is solved, and every voter sees that it was their vote. With XIESHOU_PICTURES=docs/images/night-parking it
// leaves the series of pictures of docs/night-parking.md.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeIdOf } from '../../schema/frame/relay/global-id.ts';
import { hasBrowser, openBrowser, visit } from '../support/browser.ts';
import { makePhoto } from '../support/photos.ts';
import { ask, deed, raiseIssue, signIn } from '../support/server.ts';
import { IN_GRID_3, report } from '../support/tickets.ts';
import { aTown, serving, type Town } from '../support/town.ts';
import { makeShift, posts, teamIds } from '../support/volunteers.ts';

const _DAY = 86_400_000;
const TITLE = '夜里停车乱，没有灯';
const PICTURES = process.env.XIESHOU_PICTURES;

const { index: officerIndex } = serving('OFFICER', 3);

describe.runIf(hasBrowser)('night parking, no lamps', () => {
  let server: Town;
  let browser: Browser;
  let reporter = '';
  beforeAll(async () => {
    if (PICTURES) await mkdir(PICTURES, { recursive: true });
    server = await aTown({
      answerDuty: { top: 1, leastVotes: 500, votes: 3, hours: 24, calendar: { timeZone: 'Asia/Shanghai', from: 8, to: 20 } },
    });
    browser = await openBrowser();
    reporter = await signIn(server, 'RESIDENT', 30);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  let taken = 0;
  /** A picture of the series. */
  async function picture(page: Page, name: string, of = page.locator('main')): Promise<void> {
    taken += 1;
    if (!PICTURES) return;
    await page.waitForTimeout(400); // notices and sheets slide in
    await of.first().scrollIntoViewIfNeeded();
    const file = join(PICTURES, `${String(taken).padStart(2, '0')}-${name}.png`);
    await sharp(await page.screenshot())
      .png({ palette: true, quality: 80 })
      .toFile(file);
  }

  /** Lamps were reported here for two months: so many reports, spread over the days from–until ago. */
  async function reported(count: number, from: number, until: number): Promise<void> {
    for (let n = 0; n < count; n += 1) {
      const { ticket } = await report(server, reporter, { category: 'lighting', description: `路灯不亮，第 ${n + 1} 次` });
      const share = (n + ((n * 37) % 11) / 11) / count; // not every week the same
      const at = server.after(-(from + (until - from) * share), 'days');
      await server.database.pool.query('UPDATE ticket SET created_at = $2 WHERE id = $1', [decodeIdOf('Ticket', ticket.id), at]);
    }
  }

  /** A volunteer of the demo who may join this shift, not the captain: theirs is the code. */
  async function ofPatrol(shiftId: string): Promise<number> {
    // Shifts of the demo that begin at this hour of the day are nobody's.
    await server.database.pool.query(
      `UPDATE shift_signup SET status = 'LEFT', left_at = now() WHERE starts_at BETWEEN now() - interval '4 hours' AND now() + interval '4 hours'`,
    );
    for (let index = 1; index < 20; index += 1) {
      const token = await signIn(server, 'VOLUNTEER', index);
      const { __typename } = await deed(server, token, 'shiftJoin', { shiftId });
      if (__typename !== 'ShiftJoinSuccess') continue;
      await deed(server, token, 'shiftLeave', { shiftId });
      return index;
    }
    throw new Error('no volunteer of the patrol');
  }

  const staff = (persona: string, index = 0, more = {}) => visit(browser, server, { persona, index, position: IN_GRID_3, ...more });

  it('is voted up, answered, planned, walked, fixed and solved, and each voter sees it', { timeout: 240_000 }, async () => {
    await reported(24, 1, 55);
    const voters = await Promise.all([10, 11, 12].map((index) => visit(browser, server, { persona: 'RESIDENT', index })));
    const id = await raiseIssue(server, await signIn(server, 'RESIDENT', 10), { title: TITLE, location: IN_GRID_3, category: 'lighting' });
    for (const { page } of voters) {
      await page.goto(`/hot/${id}`);
      await page.locator('.issue-vote .vote').click();
    }
    const [first] = voters as [(typeof voters)[number]];
    await first.page.getByText('3 位居民投票').waitFor();
    await first.page.getByText(/民警最迟 .* 前答复/).waitFor(); // live, once the clock has looked
    await picture(first.page, 'voted');

    // The officer answers, and plans a patrol.
    const officer = await staff('OFFICER', officerIndex);
    await officer.page.goto('/hot-desk');
    await officer.page.getByRole('link', { name: new RegExp(TITLE) }).waitFor();
    await picture(officer.page, 'owed');
    await officer.page.getByRole('link', { name: new RegExp(TITLE) }).click();
    const sheet = officer.page.locator('dialog');
    const answer = async (text: string, status: string) => {
      await officer.page.getByRole('button', { name: '答复', exact: true }).click();
      await sheet.getByLabel('答复内容').fill(text);
      await sheet.getByLabel('答复后的状态').selectOption({ label: status });
      await picture(officer.page, status === '已解决' ? 'solving' : 'answering', sheet);
      await sheet.getByRole('button', { name: '发出答复' }).click();
      await sheet.waitFor({ state: 'detached' });
    };
    await answer('今晚起每晚巡逻，看哪里最暗；已请物业报装路灯。', '已列入巡逻');
    await officer.page.getByRole('button', { name: '承办与关联' }).click();
    const { title } = (await ask(server, '{ viewer { title } }', {}, { token: await signIn(server, 'PROPERTY') })).data.viewer;
    await sheet.getByLabel('请谁共同承办').selectOption({ label: title });
    await sheet.getByRole('button', { name: '添加' }).click();
    await sheet.locator('.way-list li').first().waitFor();
    await sheet.getByRole('button', { name: '关闭' }).click();
    await officer.page.getByRole('link', { name: '排巡逻' }).click();
    const plannedPoint = async (name: string, x: number, y: number) => {
      await sheet.getByLabel('新点的名称').fill(name);
      await sheet.getByRole('img', { name: /路线图/ }).click({ position: { x, y } });
      await sheet.getByText(name, { exact: true }).waitFor();
    };
    await plannedPoint('南门停车场', 170, 100);
    await plannedPoint('三号楼下', 250, 80);
    await plannedPoint('东巷口', 240, 150);
    await picture(officer.page, 'planning', sheet);
    await sheet.getByRole('button', { name: '提出计划' }).click();
    await officer.page.getByRole('button', { name: '批准', exact: true }).click();
    await officer.page.getByText('已批准，一周内有效').waitFor();

    // The patrol team has a shift tonight: it walks this route.
    const token = await signIn(server, 'OFFICER', officerIndex);
    const teamId = (await teamIds(server)).PATROL ?? '';
    const postId = Object.values(await posts(server))[0]?.id ?? '';
    const shiftId = await makeShift(server, token, { teamId, postId, title: '银发巡逻', startsAt: new Date(Date.now() + 60_000) });
    await officer.page.getByRole('button', { name: '派人' }).click();
    await sheet.getByRole('checkbox').first().check();
    await sheet.getByRole('button', { name: '派人' }).click();
    await officer.page.getByText('已派', { exact: true }).waitFor();
    await picture(officer.page, 'planned');

    const desk = await staff('DISPATCHER', 0, { width: 1440, height: 900 });
    await desk.page.goto('/dispatch');
    await desk.page.locator('.live-on').waitFor();
    const { rows } = await server.database.pool.query<{ longitude: number; latitude: number }>(
      'SELECT o.longitude, o.latitude FROM patrol_point o JOIN patrol_plan p ON p.route_id = o.route_id WHERE p.title = $1 ORDER BY o.ordinal',
      [TITLE],
    );
    const walker = await visit(browser, server, { persona: 'VOLUNTEER', index: await ofPatrol(shiftId), position: rows[0] });
    await walker.page.goto(`/shifts/${shiftId}`);
    await walker.page.getByRole('button', { name: '报名' }).click();
    const CODE = 'query ($id: ID!) { node(id: $id) { ... on Shift { captainCode { code } } } }';
    const { code } = (await ask(server, CODE, { id: shiftId }, { token })).data.node.captainCode;
    await walker.page.getByLabel('签到码').fill(code);
    await walker.page.getByRole('button', { name: '签到', exact: true }).click();
    const arrive = async (n: number) => {
      if (rows[n]) await walker.context.setGeolocation(rows[n]);
      await walker.page.getByRole('button', { name: /^到了/ }).first().click();
      await walker.page.getByText(`到过 ${n + 1}/3 个点`, { exact: true }).waitFor();
    };
    await arrive(0);
    await arrive(1);
    await picture(walker.page, 'walking', walker.page.locator('.patrol-walk'));
    await walker.page.getByRole('button', { name: '发现问题' }).click();
    const found = walker.page.locator('dialog');
    await found.getByLabel('从相册选').setInputFiles(await makePhoto());
    await picture(walker.page, 'finding', found);
    await found.getByRole('button', { name: '上报 · 夜间照明不足' }).click();
    await walker.page.getByText(/已上报 GD-/).waitFor();
    await desk.page.locator('.units', { hasText: '正在巡逻' }).getByText('发现 1 件').waitFor();
    await picture(desk.page, 'desk');
    await arrive(2);

    // Property says what it does, the officer that it is done.
    const estate = await staff('PROPERTY');
    await estate.page.goto(`/hot/${id}`);
    await estate.page.getByRole('button', { name: '答复', exact: true }).click();
    const said = estate.page.locator('dialog');
    await said.getByLabel('答复内容').fill('今天加装了五盏路灯，明天画好停车线。');
    await said.getByLabel('答复后的状态').selectOption({ label: '整改中' });
    await said.getByRole('button', { name: '发出答复' }).click();
    await estate.page.locator('.way-text', { hasText: '今天加装了五盏路灯' }).waitFor();
    await picture(estate.page, 'fixing', estate.page.locator('.way'));
    await officer.page.goto(`/hot/${id}`);
    await answer('灯亮了，线画好了，连着巡了七晚没有乱停。谢谢大家投票。', '已解决');

    const chain = ['3 位居民投票', '已列入巡逻', '排好巡逻路线', '已巡逻', '巡逻中有发现', '整改中', '已解决'];
    for (const { page } of voters) {
      await page.getByText('灯亮了，线画好了', { exact: false }).first().waitFor();
      await expect.poll(() => page.locator('.way-step strong').allTextContents()).toEqual(chain);
    }
    await picture(first.page, 'chain', first.page.locator('.way'));
    await first.page.goto('/notices');
    await first.page.getByText(TITLE, { exact: false }).first().waitFor();
    await picture(first.page, 'told');
    const { rows: told } = await server.database.pool.query<{ n: number }>(
      `SELECT count(*)::int AS n FROM notice WHERE kind = 'HOT_ISSUE_NEWS' GROUP BY user_id, (at AT TIME ZONE 'Asia/Shanghai')::date`,
    );
    expect(told.length).toBeGreaterThanOrEqual(3);
    expect(Math.max(...told.map(({ n }) => n))).toBeLessThanOrEqual(2); // a day; the rest comes another day

    // Five weeks later.
    await server.later(36, 'days');
    await reported(2, 3, 30);
    await first.page.goto(`/hot/${id}`);
    await first.page.getByText('确实少了：不像是偶然。').waitFor();
    await picture(first.page, 'before-and-after', first.page.locator('.effect'));
    await Promise.all([...voters, officer, desk, walker, estate].map(({ context }) => context.close()));
  });
});
