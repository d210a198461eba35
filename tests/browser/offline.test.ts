// Without a network in Chromium: what was seen is still there, what is written waits, and nothing of it is for others.
import { randomUUID } from 'node:crypto';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasBrowser, openBrowser, visit } from '../support/browser.ts';
import { makePhoto } from '../support/photos.ts';
import { ask, deed, signIn, startTestServer, type TestServer } from '../support/server.ts';
import { act, IN_GRID_3, report } from '../support/tickets.ts';

const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: true });

const SIGN_IN = 'mutation ($input: DemoSignInInput!) { demoSignIn(input: $input) { __typename } }';

/** The page holds all it needs to open by itself. */
async function workerIsReady(page: Page): Promise<void> {
  await page.evaluate(() => navigator.serviceWorker.ready);
  await page.waitForFunction(
    async () => (await caches.keys()).length > 0 && (await navigator.serviceWorker.getRegistration())?.active?.state === 'activated',
  );
}

/** All that the normalised cache has written to the device, as one text. */
const storedOn = (page: Page): Promise<string> =>
  page.evaluate(
    () =>
      new Promise<string>((resolve) => {
        const opening = indexedDB.open('xieshou.cache');
        opening.onsuccess = () => {
          const all = opening.result.transaction('entries').objectStore('entries').getAll();
          all.onsuccess = () => resolve(JSON.stringify(all.result));
        };
      }),
  );

describe.skipIf(!hasBrowser)('without a network', () => {
  let server: TestServer;
  let browser: Browser;
  let photo: { name: string; mimeType: string; buffer: Buffer };
  beforeAll(async () => {
    server = await startTestServer();
    browser = await openBrowser();
    photo = await makePhoto();
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  const signOutOf = async (page: Page, context: BrowserContext) => {
    await context.setOffline(false);
    await page.goto('/me');
    await button(page, '退出登录').click();
    await page.getByText('您还没有登录').waitFor();
  };

  it('my tickets open after the browser was closed, each with its steps; signed out, nothing of them is left', {
    timeout: 90_000,
  }, async () => {
    const token = await signIn(server, 'RESIDENT', 61);
    const { ticket } = await report(server, token, { location: IN_GRID_3, description: '楼下的灯坏了', category: 'lighting' });
    const { page, context } = await visit(browser, server, { persona: 'RESIDENT', index: 61, hasWorker: true });
    await page.goto('/tickets');
    await page.locator('.ticket-card', { hasText: ticket.number }).click();
    await page.getByText('楼下的灯坏了').first().waitFor();
    await workerIsReady(page);
    await expect.poll(() => storedOn(page)).toContain('楼下的灯坏了');
    await context.setOffline(true);
    await page.close();

    const later = await context.newPage();
    await later.goto('/tickets');
    await later.locator('.ticket-card', { hasText: ticket.number }).click();
    await later.getByText('楼下的灯坏了').first().waitFor();
    await later.locator('.step', { hasText: '上报' }).waitFor();
    await later.locator('.offline').waitFor();
    // Back in the network it is live again: what happened meanwhile is there.
    await act(server, await signIn(server, 'DISPATCHER', 0), 'Reject', ticket.id, { reason: '已由市政修复' });
    await context.setOffline(false);
    await later.getByText('已由市政修复').first().waitFor();

    await signOutOf(later, context);
    expect(await storedOn(later)).not.toContain('楼下的灯坏了');
    await expect.poll(() => storedOn(later)).toContain('viewer'); // that nobody is here is on the phone, too
    await context.setOffline(true);
    await later.goto('/tickets');
    await later.getByText('登录').first().waitFor();
    expect(await later.getByText(ticket.number).count()).toBe(0);
    await context.close();
  });

  it('the terms and other texts open once they were read, signed out, too', { timeout: 60_000 }, async () => {
    const { page, context } = await visit(browser, server, { hasWorker: true });
    await page.goto('/accessibility');
    await page.getByRole('heading', { name: '已经做到的' }).waitFor();
    await workerIsReady(page);
    await expect.poll(() => storedOn(page)).toContain('已经做到的');
    await context.setOffline(true);
    await page.close();
    const later = await context.newPage();
    await later.goto('/accessibility');
    await later.getByRole('heading', { name: '已经做到的' }).waitFor();
    await context.close();
  });

  it('an officer keeps the tickets, never who reported them', { timeout: 60_000 }, async () => {
    const token = await signIn(server, 'RESIDENT', 62);
    const { ticket } = await report(server, token, { location: IN_GRID_3, description: '楼上漏水', category: 'noise' });
    const { page, context } = await visit(browser, server, { persona: 'OFFICER', index: 2, hasWorker: true });
    await page.goto(`/tickets/${ticket.id}`);
    const { data } = await ask(server, '{ viewer { name } }', {}, { token });
    await page.getByText('楼上漏水').first().waitFor();
    await page.getByText(data.viewer.name).first().waitFor();
    await workerIsReady(page);
    await expect.poll(() => storedOn(page)).toContain('楼上漏水');
    expect(await storedOn(page)).not.toContain(data.viewer.name);
    await context.setOffline(true);
    await page.reload();
    await page.getByText('楼上漏水').first().waitFor();
    expect(await page.getByText(data.viewer.name).count()).toBe(0);
    await context.close();
  });

  it('a patrol goes on after the phone has closed its page; who else walks the plan is not kept', { timeout: 60_000 }, async () => {
    const officer = await signIn(server, 'OFFICER', 2); // of grid 3
    const { dutyGrids } = (await ask(server, '{ viewer { dutyGrids { id } } }', {}, { token: officer })).data.viewer;
    const points = [0, 1].map((n) => ({ name: `${n} 号岗`, longitude: IN_GRID_3.longitude + n / 1000, latitude: IN_GRID_3.latitude }));
    const fields = 'plan { id version }';
    const { plan } = await deed(server, officer, 'patrolPlanCreate', { gridId: dutyGrids[0].id, title: '断网走的', points }, fields);
    const commander = await signIn(server, 'COMMANDER');
    const { title } = (await ask(server, '{ viewer { title } }', {}, { token: commander })).data.viewer;
    await deed(server, commander, 'patrolPlanApprove', { planId: plan.id, expectedVersion: plan.version });
    const { page, context } = await visit(browser, server, { persona: 'OFFICER', index: 2, hasWorker: true, position: IN_GRID_3 });
    await page.goto(`/plans/${plan.id}`);
    await button(page, '开始巡逻').click();
    await button(page, '到了 0 号岗').click();
    await page.getByText('到过 1/2 个点', { exact: true }).waitFor();
    await page.getByText(title, { exact: false }).first().waitFor();
    await workerIsReady(page);
    await expect.poll(() => storedOn(page)).toContain('断网走的');
    await expect.poll(() => storedOn(page)).toMatch(/PatrolRun[^"]*\.visits/);
    expect(await storedOn(page)).not.toContain(title);
    await context.setOffline(true);
    await page.close();
    const later = await context.newPage();
    await later.goto(`/plans/${plan.id}`);
    await later.getByText('到过 1/2 个点', { exact: true }).waitFor();
    await button(later, '到了 1 号岗').click();
    await later.getByText('到过 2/2 个点', { exact: true }).waitFor();
    await context.setOffline(false);
    const visits = `SELECT FROM patrol_visit v JOIN patrol_run r ON r.id = v.run_id JOIN patrol_plan p ON p.route_id = r.route_id WHERE p.title = '断网走的'`;
    await expect.poll(async () => (await server.database.pool.query(visits)).rowCount).toBe(2);
    await context.close();
  });

  it('a report half written keeps its words and its photo over a reload, until it is sent', { timeout: 60_000 }, async () => {
    const { page, context } = await visit(browser, server, { persona: 'RESIDENT', index: 63 });
    await page.goto('/report');
    await page.getByLabel('拍照', { exact: true }).setInputFiles(photo);
    await page.getByAltText('照片 1').waitFor();
    await page.getByLabel('公共设施损坏').check({ force: true });
    await page.getByLabel('什么情况').fill('健身器材松了');
    await page.reload();
    await page.getByAltText('照片 1').waitFor();
    expect(await page.getByLabel('什么情况').inputValue()).toBe('健身器材松了');
    await button(page, '上报').click();
    await page.getByAltText('上报时').waitFor();
    await page.goto('/report');
    await page.getByLabel('公共设施损坏').waitFor({ state: 'attached' });
    expect(await page.getByAltText('照片 1').count()).toBe(0);
    // Signed out, it is nobody else's to read.
    await page.getByLabel('什么情况').fill('隔壁老是吵架');
    await signOutOf(page, context);
    await page.goto('/report');
    await page.getByLabel('公共设施损坏').waitFor({ state: 'attached' });
    expect(await page.getByLabel('什么情况').inputValue()).toBe('');
    await context.close();
  });

  it('what one person left unsent is not sent by the next who signs in on the phone', { timeout: 60_000 }, async () => {
    const { page, context } = await visit(browser, server, { persona: 'RESIDENT', index: 64 });
    await page.goto('/report');
    await page.getByLabel('公共设施损坏').check({ force: true });
    await page.getByLabel('什么情况').fill('只有我能发');
    await page.waitForLoadState('networkidle');
    await context.setOffline(true);
    await button(page, '上报').click();
    await page.getByText('没有网络，已保存').waitFor();
    const become = async (index: number) => {
      await context.clearCookies();
      const data = { query: SIGN_IN, variables: { input: { persona: 'RESIDENT', index } } };
      await context.request.post('/graphql', { data });
    };
    const countOf = async () => {
      const { rowCount } = await server.database.pool.query(`SELECT FROM ticket WHERE description = '只有我能发'`);
      return rowCount;
    };
    // A page that closes is in the network for a moment, and would send it in the right name.
    await page.route('**/graphql', (route) => route.abort());
    await page.close();
    await context.setOffline(false);
    await become(65);
    const next = await context.newPage();
    await next.goto('/tickets');
    await next.getByText('您还没有上报').waitFor();
    await next.waitForLoadState('networkidle');
    expect(await next.getByText('等待发送').count()).toBe(0);
    expect(await countOf()).toBe(0);
    await become(64);
    await next.reload();
    await next.getByText('已发送：上报').waitFor();
    expect(await countOf()).toBe(1);
    await context.close();
  });

  it('a page that is not on the phone says so, leaves the rest of the screen, and opens by itself with the network', async () => {
    const { page, context } = await visit(browser, server);
    await page.goto('/');
    await page.waitForLoadState('networkidle');
    await context.setOffline(true);
    await page.getByRole('link', { name: '我的', exact: true }).click();
    await page.getByText('这一页还没有存到手机上').waitFor();
    await page.getByRole('link', { name: '首页', exact: true }).click();
    await page.getByRole('heading', { level: 2 }).first().waitFor();
    expect(await page.getByText('这一页还没有存到手机上').count()).toBe(0);
    await page.getByRole('link', { name: '我的', exact: true }).click();
    await page.getByText('这一页还没有存到手机上').waitFor();
    await context.setOffline(false);
    await page.getByText('您还没有登录').waitFor();
    await context.close();
  });

  it('a report can be begun without a network by somebody who has only seen home before', { timeout: 60_000 }, async () => {
    const { page, context } = await visit(browser, server, { persona: 'RESIDENT', index: 68, hasWorker: true });
    await page.goto('/');
    await page.waitForLoadState('networkidle');
    await workerIsReady(page);
    await expect.poll(() => storedOn(page)).toContain('Category:');
    await context.setOffline(true);
    await page.close();
    const later = await context.newPage();
    await later.goto('/report');
    // What is missing is said until it is there.
    await button(later, '上报').click();
    await later.getByRole('alert').filter({ hasText: '请选一类' }).waitFor();
    await later.getByLabel('公共设施损坏').check({ force: true });
    await later.getByRole('alert').filter({ hasText: '请选一类' }).waitFor({ state: 'detached' });
    await later.getByLabel('什么情况').fill('没去过上报页');
    await button(later, '上报').click();
    await later.getByText('没有网络，已保存').waitFor();
    await context.setOffline(false);
    await later.getByText('已发送：上报').waitFor();
    await context.close();
  });

  it('a report made without a network is kept with its photo, survives a reload, and arrives once', { timeout: 60_000 }, async () => {
    const { page, context } = await visit(browser, server, { persona: 'RESIDENT', index: 60, hasWorker: true });
    const countOf = async () => {
      const { rows } = await server.database.pool.query<{ n: number }>(
        `SELECT count(*)::int AS n FROM ticket t JOIN attachment a ON a.ticket_id = t.id WHERE t.description = '断网时看到的'`,
      );
      return rows[0]?.n;
    };
    await page.goto('/report');
    await page.getByLabel('公共设施损坏').waitFor({ state: 'attached' });
    await page.waitForLoadState('networkidle');
    await workerIsReady(page);
    await context.setOffline(true);
    await page.getByLabel('拍照', { exact: true }).setInputFiles(photo);
    await page.getByAltText('照片 1').waitFor();
    // A part is covered before it leaves the phone: its pixels are one colour then.
    await page.getByLabel('遮挡 照片 1').click();
    const area = await page.locator('.cover-area').boundingBox();
    if (!area) throw new Error('nothing to draw on');
    await page.mouse.move(area.x + 20, area.y + 20);
    await page.mouse.down();
    await page.mouse.move(area.x + 120, area.y + 90, { steps: 4 });
    await page.mouse.up();
    await expect.poll(() => page.locator('.cover').count()).toBe(1);
    await button(page, '完成').click();
    await page.getByLabel('公共设施损坏').check({ force: true });
    await page.getByLabel('什么情况').fill('断网时看到的');
    await button(page, '上报').click();
    await page.getByText('没有网络，已保存').waitFor();
    await page.reload();
    await page.getByText('等待发送').first().waitFor();
    expect(await countOf()).toBe(0);
    await context.setOffline(false);
    await page.getByText('已发送：上报').waitFor();
    expect(await countOf()).toBe(1);
    await page.goto('/tickets');
    await page.locator('.ticket-card', { hasText: '公共设施损坏' }).waitFor();
    expect(await page.getByText('等待发送').count()).toBe(0);
    expect(await countOf()).toBe(1);
    await context.close();
  });

  describe('what waits on the device', () => {
    const aReport = (description: string, more: object) => ({
      key: randomUUID(),
      input: { category: 'facility_damage', description, location: null, gridId: null, isAnonymous: false },
      attachmentIds: [],
      files: [],
      label: '上报',
      at: Date.now(),
      by: null,
      operation: 'CreateTicket',
      ...more,
    });
    /** Puts it onto the device as a page of some time has kept it. */
    const keep = (page: Page, ...items: object[]) =>
      page.evaluate(
        (kept) =>
          new Promise<void>((resolve) => {
            const opening = indexedDB.open('keyval-store');
            opening.onsuccess = () => {
              const change = opening.result.transaction('keyval', 'readwrite');
              change.objectStore('keyval').put(kept, 'xieshou.outbox');
              change.oncomplete = () => resolve();
            };
          }),
        items,
      );
    const keepReport = (page: Page, description: string, more: object) => keep(page, aReport(description, more));
    const countOf = async (description: string) =>
      (await server.database.pool.query('SELECT FROM ticket WHERE description = $1', [description])).rowCount;

    it('a report kept by an earlier version, under a hash that nobody knows any more, is sent', { timeout: 60_000 }, async () => {
      const { page, context } = await visit(browser, server, { persona: 'RESIDENT', index: 66 });
      await page.goto('/tickets');
      await page.waitForLoadState('networkidle');
      await keepReport(page, '旧版本存下的', { operation: undefined, hash: 'f'.repeat(64) });
      await page.reload();
      await page.getByText('已发送：上报').waitFor();
      expect(await countOf('旧版本存下的')).toBe(1);
      await context.close();
    });

    it('a report that the server does not know the text of, or cannot take now, is kept until it can', { timeout: 60_000 }, async () => {
      const { page, context } = await visit(browser, server, { persona: 'RESIDENT', index: 67 });
      await page.goto('/tickets');
      await page.waitForLoadState('networkidle');
      const codes = ['PERSISTED_QUERY_NOT_FOUND', 'RATE_LIMITED', 'GRAPHQL_VALIDATION_FAILED'];
      let refused = 0;
      await page.route('**/graphql', async (route) => {
        if (!route.request().postData()?.includes('等服务器更新')) return route.continue();
        const code = codes[refused++];
        if (!code) return route.continue();
        await route.fulfill({ json: { errors: [{ message: code, extensions: { code } }] } });
      });
      await keepReport(page, '等服务器更新', {});
      await page.reload();
      for (let tries = 1; tries <= codes.length; tries++) {
        await expect.poll(() => refused).toBe(tries);
        await page.waitForLoadState('networkidle'); // the first makes the page load anew
        await page.getByText('等待发送').first().waitFor();
        await page.evaluate(() => dispatchEvent(new Event('online')));
      }
      await page.getByText('已发送：上报').waitFor();
      expect(await countOf('等服务器更新')).toBe(1);
      await context.close();
    });

    it('goes under a new key when its own was used for something else', { timeout: 60_000 }, async () => {
      const { page, context } = await visit(browser, server, { persona: 'RESIDENT', index: 69 });
      await page.goto('/tickets');
      await page.waitForLoadState('networkidle');
      const key = randomUUID();
      const first = await signIn(server, 'RESIDENT', 69);
      await report(server, first, { location: IN_GRID_3, description: '先用了这把钥匙' }, key);
      await keepReport(page, '钥匙被用过了', { key });
      await page.reload();
      await page.getByText('已发送：上报').waitFor();
      expect([await countOf('先用了这把钥匙'), await countOf('钥匙被用过了')]).toEqual([1, 1]);
      await context.close();
    });

    it('stays when the server says: not now; what follows is sent all the same', { timeout: 60_000 }, async () => {
      const { page, context } = await visit(browser, server, { persona: 'RESIDENT', index: 70 });
      await page.goto('/tickets');
      await page.waitForLoadState('networkidle');
      let isFull = true;
      await page.route('**/graphql', (route) =>
        isFull && route.request().postData()?.includes('今天满了')
          ? route.fulfill({
              json: { data: { ticketCreate: { __typename: 'RateLimitedError', message: '今天满了', code: 'RATE_LIMITED' } } },
            })
          : route.continue(),
      );
      await keep(page, aReport('今天满了', {}), aReport('后面的照发', {}));
      await page.reload();
      await page.getByText('已发送：上报').waitFor();
      expect([await countOf('今天满了'), await countOf('后面的照发')]).toEqual([0, 1]);
      await page.getByText('等待发送').first().waitFor();
      isFull = false;
      await page.evaluate(() => dispatchEvent(new Event('online')));
      await expect.poll(() => countOf('今天满了')).toBe(1);
      await context.close();
    });

    it('an alarm of nobody is raised for whoever signs in soon, and forgotten after a quarter of an hour', {
      timeout: 60_000,
    }, async () => {
      const anAlarm = (minutesAgo: number) => {
        const at = Date.now() - minutesAgo * 60_000;
        return aReport('', {
          operation: 'Alarm',
          label: '报警',
          at,
          isUrgent: true,
          input: { location: null, pressedAt: new Date(at).toISOString() },
        });
      };
      const { page, context } = await visit(browser, server, { persona: 'RESIDENT', index: 71 });
      await page.goto('/tickets');
      await page.waitForLoadState('networkidle');
      const alarms = async () => (await server.database.pool.query(`SELECT FROM ticket WHERE source = 'ALARM'`)).rowCount ?? 0;
      const before = await alarms();
      await keep(page, anAlarm(16), aReport('一起存下的', {}));
      await page.reload();
      await page.getByText('已发送：上报').waitFor();
      expect(await page.getByText('等待发送').count()).toBe(0);
      expect(await alarms()).toBe(before);
      await keep(page, anAlarm(14));
      await page.reload();
      await expect.poll(alarms).toBe(before + 1);
      await context.close();
    });
  });
});
