// Scene S6: the silver patrol. A volunteer joins, checks in by the code on the post's screen, checks out, sees the points come,
// spends them, and the counter hands out once.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeIdOf } from '../../schema/frame/relay/global-id.ts';
import { hasBrowser, openBrowser, visit } from '../support/browser.ts';
import { tomorrowAt } from '../support/moments.ts';
import { award } from '../support/points.ts';
import { signIn, startTestServer, type TestServer } from '../support/server.ts';
import { becomeVolunteer, makeShift, posts, teamIds } from '../support/volunteers.ts';

describe.runIf(hasBrowser)('volunteers', () => {
  let server: TestServer;
  let browser: Browser;
  let post: { id: string; longitude: number; latitude: number };
  /** Places of the two among the volunteers. */
  let first: number;
  let second: number;
  beforeAll(async () => {
    server = await startTestServer();
    browser = await openBrowser();
    post = (await posts(server)).社区警务室 as typeof post;
    // Two who have served nowhere yet: of the demo's people it depends on the hour what a moved shift would overlap.
    const [token = '', another = ''] = await Promise.all([80, 81].map((index) => signIn(server, 'RESIDENT', index)));
    const officer = await signIn(server, 'OFFICER');
    const ids = [await becomeVolunteer(server, token, officer), await becomeVolunteer(server, another, officer)];
    const { rows } = await server.database.pool.query<{ id: string }>('SELECT id FROM resident WHERE is_volunteer ORDER BY phone');
    [first = 0, second = 0] = ids.map((id) => rows.findIndex((row) => row.id === decodeIdOf('Volunteer', id)));
    await award(server, token, 60);
    // Whenever this runs, the night earns no more.
    await server.database.pool.query(
      `INSERT INTO points_rule (id, kind, valid_from, points_per_hour, night_per_hour) VALUES (gen_random_uuid(), 'PATROL', now() - interval '3 hours', 5, 0)`,
    );
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  /** Moves a shift and everything in it into the past, instead of waiting for it. */
  async function pass(shiftId: string, minutes: number): Promise<void> {
    const { pool } = server.database;
    const [id, by] = [decodeIdOf('Shift', shiftId), `${minutes} minutes`];
    await pool.query('UPDATE shift SET starts_at = starts_at - $2::interval, ends_at = ends_at - $2::interval WHERE id = $1', [id, by]);
    await pool.query('UPDATE shift_signup SET starts_at = starts_at - $2::interval, ends_at = ends_at - $2::interval WHERE shift_id = $1', [
      id,
      by,
    ]);
    await pool.query(
      'UPDATE attendance SET in_at = in_at - $2::interval, in_received_at = in_received_at - $2::interval WHERE signup_id IN (SELECT id FROM shift_signup WHERE shift_id = $1)',
      [id, by],
    );
  }

  /** A shift of the patrol tomorrow, at an hour when nobody of the demo serves; and how to let it begin within a minute. */
  async function shiftAt(hour: number): Promise<{ shiftId: string; begin: () => Promise<void> }> {
    const teamId = (await teamIds(server)).PATROL as string;
    const startsAt = tomorrowAt(hour);
    const officer = await signIn(server, 'OFFICER');
    const shift = { teamId, postId: post.id, startsAt, minutes: 60, capacity: 2, title: '菜场巡逻' };
    const shiftId = await makeShift(server, officer, shift);
    return { shiftId, begin: () => pass(shiftId, Math.floor((startsAt.getTime() - Date.now()) / 60_000)) };
  }

  it('act out S6: join, check in, check out, points, a reward, and no second one', { timeout: 90_000 }, async () => {
    const { shiftId, begin } = await shiftAt(12);
    const { page, context } = await visit(browser, server, {
      persona: 'VOLUNTEER',
      index: first,
      preferences: { size: 'large' },
      position: post,
    });
    await page.goto('/services');
    await page.getByRole('link', { name: '志愿班次' }).click();
    await page.getByRole('link', { name: /菜场巡逻/ }).click();
    await page.getByText('60 分钟，每小时 5 分：5 分').waitFor();
    await page.getByRole('button', { name: '报名' }).dblclick(); // in haste
    await page.getByText('已报名', { exact: true }).waitFor();
    await page.goto('/shifts?view=mine');
    await page.getByRole('link', { name: /菜场巡逻.*已报名/s }).waitFor();

    await begin();
    const { page: screen } = await visit(browser, server, { persona: 'OFFICER', width: 1440, height: 900 });
    await screen.goto(`/post?id=${post.id}`);
    expect((await screen.getByAltText('签到二维码').boundingBox())?.width).toBeGreaterThan(250);
    const code = (await screen.locator('.code').textContent()) as string;

    await page.goto('/check-in?code=AAAAAA'); // an old picture of it
    await page.getByRole('button', { name: '签到', exact: true }).click();
    await page.getByText('签到码不对').waitFor();
    await page.goto(`/check-in?code=${code}`); // what the phone's camera opens
    await page.getByRole('button', { name: '签到', exact: true }).click();
    await page.getByText('正在执勤').waitFor();

    const points = await context.newPage();
    await points.goto('/points');
    const before = Number(await points.locator('.points-sum').textContent());
    await pass(shiftId, 36);
    await page.getByRole('button', { name: '用我的位置签退' }).click();
    await page.getByText('已完成，得 3 分').waitFor();
    await points.locator('.points-sum', { hasText: new RegExp(`^${before + 3}$`) }).waitFor();
    await points.getByText('志愿服务 · 菜场巡逻').waitFor();

    await points.goto('/points?view=shop');
    await points.locator('.points-reward', { hasText: '理发一次' }).getByRole('button', { name: '兑换' }).click();
    await points.getByRole('button', { name: '确认兑换' }).click();
    await points.getByRole('button', { name: '出示兑换码' }).first().click();
    const voucher = (await points.locator('.code').textContent()) as string;
    await screen.goto('/counter');
    for (const answer of ['请交付 理发一次', '不能交付']) {
      await screen.getByLabel('兑换码').fill(voucher);
      await screen.getByRole('button', { name: '核销' }).click();
      await screen.getByText(answer).waitFor();
    }
    await Promise.all([context.close(), screen.context().close()]);
  });

  it('check in and out without a network; both arrive, in order, at the times at which they were', { timeout: 60_000 }, async () => {
    const { shiftId, begin } = await shiftAt(17);
    const { page, context } = await visit(browser, server, { persona: 'VOLUNTEER', index: second, position: post });
    await page.goto(`/shifts/${shiftId}`);
    await page.getByRole('button', { name: '报名' }).click();
    await page.getByText('已报名', { exact: true }).waitFor();
    await begin();
    await page.reload();
    await page.getByRole('button', { name: '用我的位置签到' }).waitFor();
    await context.setOffline(true);
    await page.getByRole('button', { name: '用我的位置签到' }).click();
    await page.getByText('时间已保存').first().waitFor();
    await page.getByRole('button', { name: '用我的位置签退' }).click();
    await page.locator('p.card', { hasText: '时间已保存' }).waitFor();
    await context.setOffline(false);
    await page.getByText(/已完成，得/).waitFor();
    const { rows } = await server.database.pool.query(
      'SELECT a.out_at >= a.in_at AS "isInOrder", a.in_method AS method, a.out_received_at >= a.out_at AS "isLater" FROM attendance a JOIN shift_signup u ON u.id = a.signup_id WHERE u.shift_id = $1',
      [decodeIdOf('Shift', shiftId)],
    );
    expect(rows).toEqual([{ isInOrder: true, method: 'POSITION', isLater: true }]);
    await context.close();
  });

  it('wait when it is full and move up by themselves; the captain reads the code out', { timeout: 60_000 }, async () => {
    const { shiftId } = await shiftAt(14);
    await server.database.pool.query('UPDATE shift SET capacity = 1 WHERE id = $1', [decodeIdOf('Shift', shiftId)]);
    const open = async (index: number, preferences: object = {}) => {
      const { page } = await visit(browser, server, { persona: 'VOLUNTEER', index, preferences });
      await page.goto(`/shifts/${shiftId}`);
      return page;
    };
    const first = await open(6);
    await first.getByRole('button', { name: '报名' }).click();
    const second = await open(7, { language: 'en', size: 'xlarge' });
    await second.getByRole('button', { name: 'Full: join the wait-list' }).click();
    await second.getByText('First on the wait-list').waitFor();
    await first.getByRole('button', { name: '退出' }).click();
    await first.getByRole('button', { name: '确认退出' }).click();
    await second.getByText('Joined', { exact: true }).waitFor();
    const captain = await open(0);
    await captain.getByText('报给队员的签到码').waitFor();
    expect(await captain.locator('.code').textContent()).toMatch(/^[2-9A-HJKMNP-Z]{6}$/);
    expect(await first.locator('.code').count()).toBe(0);
    await captain.getByRole('button', { name: '取消班次' }).click();
    await captain.getByLabel('取消原因').fill('大风黄色预警');
    await captain.locator('dialog').getByRole('button', { name: '取消班次' }).click();
    await second.getByText('Cancelled').waitFor();
    await second.getByText('大风黄色预警').waitFor();
  });

  it('begin with an application, which an officer accepts', { timeout: 60_000 }, async () => {
    const { page } = await visit(browser, server, { persona: 'RESIDENT', index: 60 });
    await page.goto('/shifts');
    await page.getByRole('link', { name: '成为志愿者才能报名' }).click();
    await page.getByLabel('急救').check();
    await page.getByLabel('周末上午').check();
    await page.getByRole('button', { name: '提交申请' }).click();
    await page.getByRole('alert').first().waitFor(); // nobody to call
    await page.getByLabel('紧急联系人', { exact: true }).fill('女儿');
    await page.getByLabel('紧急联系人电话').fill('10000000012');
    await page.getByRole('button', { name: '提交申请' }).click();
    await page.getByText('申请待审核').waitFor();
    const { page: officer } = await visit(browser, server, { persona: 'OFFICER' });
    await officer.goto('/volunteers');
    const card = officer.locator('section.card', { hasText: '女儿' });
    await card.getByLabel('志愿队').selectOption({ label: '反诈宣传队' });
    await card.getByRole('button', { name: '通过', exact: true }).click();
    await card.waitFor({ state: 'detached' });
    await page.reload();
    await page.getByText('您是平安志愿者').waitFor();
    await page.getByRole('button', { name: '生成日历地址' }).click();
    const address = await page.getByLabel('日历地址').inputValue();
    expect(await (await fetch(address)).text()).toMatch(/^BEGIN:VCALENDAR\r\n/);
    await page.getByRole('link', { name: '看班次' }).click();
    await page
      .getByRole('link', { name: /反诈宣传/ })
      .last()
      .click();
    await page.getByRole('button', { name: /报名|排候补/ }).click();
    await page
      .getByText(/^(已报名|候补)/)
      .first()
      .waitFor();
  });
});
