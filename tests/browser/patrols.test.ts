// A patrol in Chromium: its captain lays out a route, a volunteer walks it, without a network too, and what they find becomes a ticket.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasBrowser, openBrowser, visit } from '../support/browser.ts';
import { makePhoto } from '../support/photos.ts';
import { ask, deed, signIn, startTestServer, type TestServer } from '../support/server.ts';
import { makeShift, posts, teamIds } from '../support/volunteers.ts';

const SOUTH = { longitude: 116.0215, latitude: 38.4582 };

describe.runIf(hasBrowser)('a patrol', () => {
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

  it('has a route that its captain lays out from posts and from where they stand', { timeout: 60_000 }, async () => {
    const { page, context } = await visit(browser, server, { persona: 'VOLUNTEER', index: 8, position: SOUTH });
    await page.goto('/shifts/new');
    await page.getByRole('button', { name: '新路线' }).click();
    const sheet = page.locator('dialog');
    await sheet.getByLabel('路线名称').fill('学校周边');
    await sheet.getByLabel('添加执勤点').selectOption({ label: '社区警务室' });
    await sheet.getByRole('button', { name: '保存路线' }).click();
    await sheet.getByText('一条路线要有 2 到 30 个点').waitFor();
    await sheet.getByRole('button', { name: '添加我现在的位置' }).click();
    await sheet.getByText('先给这个点起个名').waitFor();
    await sheet.getByLabel('新点的名称').fill('学校后门');
    await sheet.getByRole('button', { name: '添加我现在的位置' }).click();
    await sheet.getByRole('button', { name: '往前移 学校后门' }).click();
    await sheet.getByRole('button', { name: '保存路线' }).click();
    await page.getByText('路线已保存').waitFor();
    await expect.poll(() => page.getByLabel('巡逻路线').locator('option:checked').textContent()).toBe('学校周边（2 个点）');
    await page.getByLabel('做什么').fill('放学护送');
    await page.getByRole('button', { name: '发布' }).click();
    await page.getByRole('heading', { name: '放学护送' }).waitFor();
    await page.getByRole('heading', { name: '学校周边' }).waitFor();
    expect(await page.locator('.patrol-points li').allTextContents()).toEqual(['学校后门', '社区警务室']);
    await page.getByRole('button', { name: '打印点位码' }).click();
    await expect.poll(() => page.locator('.point-codes img').count()).toBe(2);
    await context.close();
  });

  it('is walked point by point, without a network too; what is found becomes a ticket with its photo', { timeout: 90_000 }, async () => {
    const [officer, captain] = await Promise.all([signIn(server, 'OFFICER'), signIn(server, 'VOLUNTEER', 8)]);
    const member = await signIn(server, 'VOLUNTEER', 9);
    const teamId = (await teamIds(server)).PUBLICITY ?? '';
    const postId = (await posts(server)).社区警务室?.id ?? '';
    const points = [
      { name: '南门停车场', ...SOUTH },
      { name: '三号楼下', longitude: 116.0315, latitude: 38.4582 },
      { name: '东巷', ...SOUTH },
    ];
    const { team } = await deed(server, captain, 'patrolRouteCreate', { teamId, name: '傍晚一圈', points }, 'team { routes { id name } }');
    const routeId = team.routes.find(({ name }: { name: string }) => name === '傍晚一圈').id;
    await server.database.pool.query(
      `UPDATE shift_signup SET status = 'LEFT', left_at = now() WHERE starts_at BETWEEN now() - interval '4 hours' AND now() + interval '4 hours'`,
    );
    const shiftId = await makeShift(server, officer, { teamId, postId, routeId, startsAt: new Date(Date.now() + 60_000) });
    await deed(server, member, 'shiftJoin', { shiftId });
    const { page, context } = await visit(browser, server, { persona: 'VOLUNTEER', index: 9, position: SOUTH });
    await page.goto(`/shifts/${shiftId}`);
    await page.getByText('到过 0/3 个点').waitFor();
    expect(await page.getByRole('button', { name: /^到了/ }).count()).toBe(0); // not before the check-in
    const CODE = 'query ($id: ID!) { node(id: $id) { ... on Shift { captainCode { code } } } }';
    const { code } = (await ask(server, CODE, { id: shiftId }, { token: officer })).data.node.captainCode;
    await page.getByLabel('签到码').fill(code);
    await page.getByRole('button', { name: '签到', exact: true }).click();

    await page.getByRole('button', { name: '到了 南门停车场' }).click();
    await page.getByText('到过 1/3 个点', { exact: true }).waitFor();
    await page.getByRole('button', { name: '到了 三号楼下' }).click();
    await page.getByText('离点较远').waitFor();

    await page.getByRole('button', { name: '发现问题' }).click();
    const sheet = page.locator('dialog');
    await sheet.getByLabel('从相册选').setInputFiles(await makePhoto());
    await sheet.getByAltText('照片 1').waitFor();
    await sheet.getByRole('radio', { name: '夜间照明不足' }).check({ force: true });
    expect(await sheet.getByLabel('在哪个点附近').locator('option:checked').textContent()).toBe('三号楼下');
    await sheet.getByRole('button', { name: '上报' }).click();
    await page.getByText(/已上报 GD-/).waitFor();
    await page.getByText('发现 1 件事').first().waitFor();

    await context.setOffline(true);
    await page.getByRole('button', { name: '到了 东巷' }).click();
    await page.getByText('没有网络：已存在手机上').waitFor();
    await page.getByText('到过 3/3 个点', { exact: true }).waitFor();
    await context.setOffline(false);
    const visits = () =>
      server.database.pool.query(
        `SELECT FROM patrol_visit v JOIN patrol_run r ON r.id = v.run_id JOIN patrol_route o ON o.id = r.route_id WHERE o.name = '傍晚一圈'`,
      );
    await expect.poll(async () => (await visits()).rowCount).toBe(3);
    const { rows } = await server.database.pool.query(
      `SELECT t.source, (SELECT code FROM category c WHERE c.id = t.category_id) AS category, (SELECT count(*)::int FROM attachment a WHERE a.ticket_id = t.id) AS photos FROM patrol_finding f JOIN ticket t ON t.id = f.ticket_id`,
    );
    expect(rows).toEqual([{ source: 'PATROL', category: 'lighting', photos: 1 }]);
    await context.close();
  });
});
