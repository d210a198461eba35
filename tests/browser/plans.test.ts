// A patrol plan in Chromium: proposed for a hot issue, put on the map, approved, given out; walked on a phone, without a network too; seen on the desk.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasBrowser, openBrowser, visit } from '../support/browser.ts';
import { makePhoto } from '../support/photos.ts';
import { deed, raiseIssue, signIn, startTestServer, type TestServer } from '../support/server.ts';
import { IN_GRID_3 } from '../support/tickets.ts';
import { serving } from '../support/town.ts';

const { index: officer } = serving('OFFICER', 3);
const { index: worker } = serving('GRID_WORKER', 3);

describe.runIf(hasBrowser)('a patrol plan', () => {
  let server: TestServer;
  let browser: Browser;
  beforeAll(async () => {
    server = await startTestServer();
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  const at = (n: number) => ({ name: `${n} 号点`, longitude: IN_GRID_3.longitude + n / 1000, latitude: IN_GRID_3.latitude });

  /** A plan of grid 3 in force with three points, for an issue about lamps. */
  async function inForce(title: string): Promise<{ id: string; points: { id: string; code: string }[] }> {
    const token = await signIn(server, 'OFFICER', officer);
    const hotIssueId = await raiseIssue(server, await signIn(server, 'RESIDENT', 4), { title, location: IN_GRID_3, category: 'lighting' });
    const { plan } = await deed(server, token, 'patrolPlanCreate', { hotIssueId, title, points: [0, 1, 2].map(at) }, 'plan { id version }');
    const fields = 'plan { id route { points { id code } } }';
    const approved = await deed(server, token, 'patrolPlanApprove', { planId: plan.id, expectedVersion: plan.version }, fields);
    return { id: plan.id, points: approved.plan.route.points };
  }

  it('begins at a hot issue, gets its points from posts and from the map, is edited, approved and given out', {
    timeout: 90_000,
  }, async () => {
    const title = '停车场没有灯';
    const id = await raiseIssue(server, await signIn(server, 'RESIDENT', 5), { title, location: IN_GRID_3 });
    const { page, context } = await visit(browser, server, { persona: 'OFFICER', index: officer, position: IN_GRID_3 });
    await page.goto(`/hot/${id}`);
    await page.getByRole('link', { name: '排巡逻' }).click();
    const sheet = page.locator('dialog');
    await expect.poll(() => sheet.getByLabel('名称', { exact: true }).inputValue()).toBe(title);
    await sheet.getByRole('button', { name: '提出计划' }).click();
    await page.getByText('计划已提出，等批准').waitFor();
    await page.getByRole('heading', { name: title }).waitFor();

    // Without a route it cannot be approved.
    await page.getByRole('button', { name: '批准', exact: true }).click();
    await page.getByText('这个计划还没有路线').waitFor();

    await page.getByRole('button', { name: '修改' }).click();
    await sheet.getByLabel('添加执勤点').selectOption({ label: '社区警务室' });
    const map = sheet.getByRole('img', { name: /路线图/ });
    await sheet.getByLabel('新点的名称').fill('停车场东口');
    await map.click({ position: { x: 40, y: 40 } });
    await sheet.getByText('停车场东口').waitFor();
    await sheet.getByLabel('新点的名称').fill('我站的地方');
    await sheet.getByRole('button', { name: '添加我现在的位置' }).click();
    await sheet.getByText('我站的地方').waitFor();
    await sheet.getByRole('button', { name: '再加一段' }).click();
    await sheet.getByLabel('从').last().selectOption({ label: '23:00' });
    await sheet.getByLabel('到', { exact: true }).last().selectOption({ label: '01:00' });
    await sheet.getByRole('button', { name: '保存' }).click();
    await page.getByText('每天 20:00–22:00 · 23:00–01:00').waitFor();
    expect(await page.locator('.patrol-points li').allTextContents()).toEqual(['社区警务室', '停车场东口', '我站的地方']);
    const { rows } = await server.database.pool.query(
      `SELECT o.longitude, o.latitude, d.longitude AS "postLongitude", d.latitude AS "postLatitude",
         111000 * sqrt(((o.longitude - d.longitude) * 0.783) ^ 2 + (o.latitude - d.latitude) ^ 2) AS metres
       FROM patrol_plan p JOIN patrol_point o ON o.route_id = p.route_id AND o.name = '停车场东口'
         JOIN patrol_point d ON d.route_id = p.route_id AND d.name = '社区警务室' WHERE p.title = $1`,
      [title],
    );
    // Where the map was pressed: up and to the left of the post that it showed in its middle.
    expect(rows[0].longitude).toBeLessThan(rows[0].postLongitude);
    expect(rows[0].latitude).toBeGreaterThan(rows[0].postLatitude);
    expect(rows[0].metres).toBeGreaterThan(30);
    expect(rows[0].metres).toBeLessThan(600);

    await page.getByRole('button', { name: '批准', exact: true }).click();
    await page.getByText('已批准，一周内有效').waitFor();
    await page.getByRole('button', { name: '派人' }).click();
    await sheet.getByRole('checkbox').first().check();
    await sheet.getByRole('button', { name: '派人' }).click();
    await page.getByText('已派', { exact: true }).waitFor();
    await page.getByRole('button', { name: '打印点位码' }).click();
    await expect.poll(() => sheet.locator('.point-codes img').count()).toBe(3);
    await sheet.getByRole('button', { name: '关闭' }).click();

    // Voters see that it was planned; the officer calls it off.
    await page.getByRole('link', { name: title }).click();
    await page.getByText('排好巡逻路线').waitFor();
    await page.goBack();
    await page.getByRole('button', { name: '取消计划' }).click();
    await sheet.getByRole('button', { name: '取消计划' }).click();
    await sheet.getByRole('alert').waitFor();
    await sheet.getByLabel('理由').fill('路口封了');
    await sheet.getByRole('button', { name: '取消计划' }).click();
    await page.getByText('已取消：路口封了').waitFor();
    await page.goto('/plans?view=PAST');
    await page.getByRole('link', { name: new RegExp(title) }).waitFor();
    await context.close();
  });

  it('of any grid is written by the desk: the first grid is chosen, and counts', { timeout: 60_000 }, async () => {
    const { page, context } = await visit(browser, server, { persona: 'COMMANDER' });
    await page.goto('/plans');
    await page.getByRole('button', { name: '新计划' }).click();
    const sheet = page.locator('dialog');
    await sheet.getByLabel('名称', { exact: true }).fill('全所的计划');
    await expect.poll(() => sheet.getByLabel('网格').locator('option').count()).toBe(20);
    const grid = await sheet.getByLabel('网格').locator('option:checked').textContent();
    await sheet.getByRole('button', { name: '提出计划' }).click();
    await page.getByRole('heading', { name: '全所的计划' }).waitFor();
    await page.getByText(`${grid} · 每天 20:00–22:00`).waitFor();
    await context.close();
  });

  it('is walked by a grid worker point by point, without a network too; two taps report what is found; the desk sees it at once', {
    timeout: 90_000,
  }, async () => {
    await inForce('巷子里灯坏了');
    const desk = await visit(browser, server, { persona: 'DISPATCHER', width: 1440, height: 900 });
    await desk.page.goto('/dispatch');
    await desk.page.locator('.live-on').waitFor();

    const { page, context } = await visit(browser, server, { persona: 'GRID_WORKER', index: worker, position: IN_GRID_3 });
    await page.goto('/more');
    await page.getByRole('link', { name: '巡逻计划' }).click();
    await page.getByRole('link', { name: /巷子里灯坏了/ }).click();
    await page.getByText('到过 0/3 个点').waitFor();
    expect(await page.getByRole('button', { name: /^到了/ }).count()).toBe(0); // not before it has begun
    await page.getByRole('button', { name: '开始巡逻' }).click();
    await page.getByRole('button', { name: '到了 0 号点' }).click();
    await page.getByText('到过 1/3 个点', { exact: true }).waitFor();
    await page.getByRole('button', { name: '到了 1 号点' }).click();
    await page.getByText('离点较远').waitFor();
    const walking = desk.page.locator('.units', { hasText: '正在巡逻' });
    await walking.getByText(/^1\/3 个点 · 1 号点/).waitFor(); // the second was too far away to count

    await page.getByRole('button', { name: '发现问题' }).click();
    await page.locator('dialog').getByRole('button', { name: '上报' }).click(); // its kind is that of the issue
    await page.getByText(/已上报 GD-/).waitFor();
    await walking.getByText('发现 1 件').waitFor();

    await context.setOffline(true);
    await page.getByRole('button', { name: '到了 2 号点' }).click();
    await page.getByText('没有网络：已存在手机上').first().waitFor();
    await page.getByText('到过 3/3 个点', { exact: true }).waitFor();
    await page.getByRole('button', { name: '发现问题' }).click();
    await page
      .locator('dialog')
      .getByLabel('从相册选')
      .setInputFiles(await makePhoto());
    await page.locator('dialog').getByRole('button', { name: '上报' }).click();
    await page.locator('dialog').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: '结束巡逻' }).click();
    await page.getByRole('button', { name: '开始巡逻' }).waitFor();
    await context.setOffline(false);
    await walking.waitFor({ state: 'detached', timeout: 30_000 });
    const { rows } = await server.database.pool.query(
      `SELECT (SELECT count(*)::int FROM patrol_visit v WHERE v.run_id = r.id) AS visits,
         (SELECT count(*)::int FROM patrol_finding f WHERE f.run_id = r.id) AS findings,
         (SELECT count(*)::int FROM patrol_finding f JOIN attachment a ON a.ticket_id = f.ticket_id WHERE f.run_id = r.id) AS photos,
         (SELECT count(DISTINCT c.code)::int FROM patrol_finding f JOIN ticket t ON t.id = f.ticket_id JOIN category c ON c.id = t.category_id AND c.code = 'lighting' WHERE f.run_id = r.id) AS lamps,
         r.ended_at IS NOT NULL AS over
       FROM patrol_run r JOIN patrol_plan p ON p.route_id = r.route_id WHERE p.title = '巷子里灯坏了'`,
    );
    expect(rows).toEqual([{ visits: 3, findings: 2, photos: 1, lamps: 1, over: true }]);
    await page.getByText('巡逻记录').waitFor();
    await page.goto('/plans');
    await page.getByText('各网格覆盖').waitFor();
    await Promise.all([context.close(), desk.context.close()]);
  });

  it('has codes at its points: whoever opens one on their patrol has been there, others are told', { timeout: 60_000 }, async () => {
    const { points } = await inForce('东门没有灯');
    const [first] = points;
    const address = `/point?id=${first?.id}&code=${first?.code}`;
    const { page, context } = await visit(browser, server, { persona: 'GRID_WORKER', index: worker });
    await page.goto(`/point?id=${first?.id}&code=222222`);
    await page.getByRole('button', { name: '到了 0 号点' }).click();
    await page.getByText('这不是这个巡逻点的码').waitFor();
    await page.goto(address);
    await page.getByRole('button', { name: '到了 0 号点' }).click();
    await page.getByRole('link', { name: '继续巡逻' }).click();
    await page.getByText('到过 1/3 个点', { exact: true }).waitFor();
    await page.getByText('扫码', { exact: false }).first().waitFor();
    await page.getByRole('button', { name: '结束巡逻' }).click();
    await page.getByText('已结束，辛苦了').waitFor();
    const stranger = await visit(browser, server, { persona: 'VOLUNTEER', index: 3 });
    await stranger.page.goto(address);
    await stranger.page.getByText('这个点不在您现在要走的路线上').waitFor();
    await Promise.all([context.close(), stranger.context.close()]);
  });
});
