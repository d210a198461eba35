// The dispatch board in Chromium: by keyboard, by dragging, live, with others; and the scenes that need four people.
import type { Browser, Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasBrowser, openBrowser, visit } from '../support/browser.ts';
import { signIn, startTestServer, type TestServer } from '../support/server.ts';
import { act, alarm, IN_GRID_3, report } from '../support/tickets.ts';

const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: true });
const DESK = { persona: 'DISPATCHER', width: 1440, height: 900 };

describe.skipIf(!hasBrowser)('the dispatch board', () => {
  let server: TestServer;
  let browser: Browser;
  let zhang: string;
  let photo: { name: string; mimeType: string; buffer: Buffer };
  beforeAll(async () => {
    server = await startTestServer();
    browser = await openBrowser();
    zhang = await signIn(server, 'RESIDENT', 0);
    const buffer = await sharp({ create: { width: 900, height: 600, channels: 3, background: '#8a5' } })
      .jpeg()
      .toBuffer();
    photo = { name: 'lane.jpg', mimeType: 'image/jpeg', buffer };
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  const columnOf = (page: Page, name: string) => page.getByRole('list', { name: new RegExp(`^${name}`) });

  it('by keyboard: chosen, sent with the reason seen, taken back within ten seconds, sent again, escalated', {
    timeout: 60_000,
  }, async () => {
    await report(server, zhang, { description: '三楼有人吵架', category: 'family_dispute' });
    const { page, context } = await visit(browser, server, DESK);
    await page.goto('/dispatch');
    await columnOf(page, '待派单').getByText('三楼有人吵架').waitFor();
    await page.locator('.live-on').waitFor();
    await page.keyboard.press('j');
    await page.keyboard.press('a');
    await page.getByRole('dialog').getByText('本网格值守').first().waitFor();
    await page.getByRole('dialog').getByRole('radio').first().focus();
    await page.keyboard.press('Enter');
    await columnOf(page, '已派单').getByText('三楼有人吵架').waitFor();
    await page.keyboard.press('z');
    await columnOf(page, '待派单').getByText('三楼有人吵架').waitFor();
    await page.keyboard.press('e');
    await page.getByLabel('原因').fill('两家都在现场，需要支援');
    await button(page, '确定').focus();
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.locator('.feed').getByText('需要支援').first().waitFor();
    await page.keyboard.press('?');
    await page.getByRole('dialog').getByText('派单；选了多件就一起派').waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+k');
    await page.keyboard.type('吵架');
    await page.keyboard.press('Enter');
    await page.getByRole('complementary').getByText('三楼有人吵架').first().waitFor();
    expect(new URL(page.url()).searchParams.get('t')).toBeTruthy();
    await context.close();
  });

  it('several at once, by the mouse, and by dragging; filters and views live in the address', { timeout: 60_000 }, async () => {
    for (const description of ['路灯坏了一盏', '路灯坏了两盏', '路灯坏了三盏'])
      await report(server, zhang, { description, category: 'lighting' });
    const { page, context } = await visit(browser, server, DESK);
    await page.goto('/dispatch?p=P4');
    await columnOf(page, '待派单').getByText('路灯坏了三盏').waitFor();
    expect(await page.locator('.dispatch-parts').getByText('三楼有人吵架').count()).toBe(0);
    for (const text of ['路灯坏了一盏', '路灯坏了两盏']) {
      await page.locator('.queue-row', { hasText: text }).getByRole('checkbox').check();
    }
    await page.getByText('已选 2 件').waitFor();
    await page.keyboard.press('a');
    await page.getByRole('dialog').getByRole('radio').first().check();
    await page.getByRole('dialog').getByRole('button', { name: '派单', exact: true }).click();
    await columnOf(page, '已派单').getByText('路灯坏了两盏').waitFor();
    expect(await columnOf(page, '已派单').locator('li').count()).toBe(2);
    // Dragged back, and dragged where only the handler may bring it.
    await page.locator('.board-card', { hasText: '路灯坏了一盏' }).dragTo(columnOf(page, '待派单'));
    await columnOf(page, '待派单').getByText('路灯坏了一盏').waitFor();
    await page.locator('.board-card', { hasText: '路灯坏了两盏' }).dragTo(columnOf(page, '处置中'));
    await page.getByText('这一步由经办人完成').waitFor();
    // The same by the card's menu.
    await page.getByRole('button', { name: /0003 的操作/ }).click();
    await page.getByRole('dialog').getByRole('button', { name: '派单', exact: true }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByLabel('按编号、内容、地点、经办人查找').fill('三盏');
    await page.getByText('显示 1 / ', { exact: false }).waitFor();
    await button(page, '保存当前视图').click();
    await page.getByLabel('名称').fill('路灯');
    await page.keyboard.press('Enter');
    await page.goto('/dispatch');
    await page.getByLabel('视图').selectOption('路灯');
    await page.getByText('显示 1 / ', { exact: false }).waitFor();
    await context.close();
  });

  it('an alarm is there at once, red and first, the title calls; two who look at it know of each other; who is late is told', {
    timeout: 60_000,
  }, async () => {
    const first = await visit(browser, server, DESK);
    const second = await visit(browser, server, { ...DESK, index: 1 });
    for (const { page } of [first, second]) {
      await page.goto('/dispatch');
      await page.locator('.queue-row').first().waitFor();
      await page.locator('.live-on').waitFor();
    }
    const raised = await alarm(server, zhang);
    await first.page.locator('.queue-row').first().and(first.page.locator('.queue-p1')).waitFor();
    await first.page.waitForFunction(() => document.title.startsWith('P1'));
    for (const { page } of [first, second]) await page.locator('.queue-p1 .queue-open').click();
    await first.page.getByText('许调度 正在查看').waitFor();
    await second.page.getByText('周调度 正在查看').waitFor();
    await second.page.keyboard.press('Escape');
    await first.page.getByText('许调度 正在查看').waitFor({ state: 'detached' });
    // Somebody escalates it while the first is still writing.
    await first.page.keyboard.press('e');
    await first.page.getByLabel('原因').fill('需要支援');
    await act(server, await signIn(server, 'DISPATCHER', 1), 'Escalate', raised.ticket.id, { reason: '已请求支援' });
    await button(first.page, '确定').click();
    await first.page.getByText('这个事件刚被别人处理过').waitFor();
    for (const { context } of [first, second]) await context.close();
  });

  it('the blocked fire lane: found on patrol in two taps, dispatched, handed to the estate, cleared, before and after', {
    timeout: 90_000,
  }, async () => {
    const open = async (persona: string, index = 0, wide = false) => {
      const visitor = await visit(browser, server, wide ? DESK : { persona, index });
      await visitor.context.grantPermissions(['geolocation']);
      await visitor.context.setGeolocation(IN_GRID_3);
      return visitor;
    };
    const [worker, dispatcher, officer, estate, resident] = await Promise.all([
      open('GRID_WORKER', 5), // 王师傅 of grid 3
      open('DISPATCHER', 0, true),
      open('OFFICER', 2), // of grid 3
      open('PROPERTY', 0),
      open('RESIDENT', 0),
    ]);
    await dispatcher.page.goto('/dispatch');
    await dispatcher.page.locator('.live-on').waitFor();
    // Master Wang photographs it: the camera, then the kind of trouble.
    await worker.page.goto('/report');
    await button(worker.page, '用我现在的位置').click();
    await worker.page.getByText('您在 朝阳里 3 号网格').waitFor();
    await worker.page.getByLabel('拍照', { exact: true }).setInputFiles(photo);
    await worker.page.getByAltText('照片 1').waitFor();
    await worker.page.getByLabel('消防通道占用').check({ force: true });
    await button(worker.page, '上报').click();
    await worker.page.getByAltText('上报时').waitFor();
    const number = /GD-\d{8}-\d{4}/.exec((await worker.page.textContent('main')) ?? '')?.[0] ?? '';

    // The resident of the same block says "me too" and is told how it goes on.
    await resident.page.goto('/report');
    await button(resident.page, '用我现在的位置').click();
    await resident.page.getByText('您在 朝阳里 3 号网格').waitFor();
    await resident.page.getByLabel('消防通道占用').check({ force: true });
    await button(resident.page, '我也遇到').click();
    await resident.page.getByText(number).waitFor();
    expect(await resident.page.getByAltText('上报时').count()).toBe(0); // people may be in it

    // The dispatcher sees it come; the officer of the grid hands it to the estate.
    await columnOf(dispatcher.page, '待派单').getByText('消防通道占用').waitFor();
    await officer.page.goto('/tickets');
    await officer.page.locator('.ticket-card', { hasText: number }).click();
    await button(officer.page, '派单').click();
    await officer.page.getByRole('dialog').getByText('朝阳里物业').click();
    await button(officer.page, '确定').click();
    await columnOf(dispatcher.page, '已派单').getByText('消防通道占用').waitFor();

    await estate.page.goto('/tickets');
    await estate.page.locator('.ticket-card', { hasText: '消防通道占用' }).click();
    await button(estate.page, '接单').click();
    await button(estate.page, '到场').click();
    await button(estate.page, '处置完成').click();
    await estate.page.getByLabel('做了什么、结果怎样').fill('车已挪走，加装禁停标志。');
    await button(estate.page, '确定').click();
    await estate.page.getByText('请拍一张处置后的照片').waitFor();
    await estate.page.getByLabel('拍照', { exact: true }).setInputFiles({ ...photo, name: 'clear.jpg' });
    await estate.page.getByAltText('照片 1').waitFor();
    await button(estate.page, '确定').click();
    await estate.page.getByAltText('处置后').waitFor();
    await resident.page.getByText('车已挪走，加装禁停标志。').first().waitFor();
    await resident.page.getByAltText('处置后').waitFor();
    await columnOf(dispatcher.page, '待核验').getByText('消防通道占用').waitFor();
    await officer.page.getByAltText('处置后').waitFor();
    expect(await estate.page.getByText('上报人').count()).toBe(0); // the estate learns of nobody
    for (const { context } of [worker, dispatcher, officer, estate, resident]) await context.close();
  });

  it('a report made without a network is kept with its photo, survives a reload, and arrives once', { timeout: 60_000 }, async () => {
    const { page, context } = await visit(browser, server, { persona: 'RESIDENT', index: 60 });
    const countOf = async () => {
      const { rows } = await server.database.pool.query<{ n: number }>(
        `SELECT count(*)::int AS n FROM ticket t JOIN attachment a ON a.ticket_id = t.id WHERE t.description = '断网时看到的'`,
      );
      return rows[0]?.n;
    };
    await page.goto('/report');
    await page.getByLabel('公共设施损坏').waitFor({ state: 'attached' });
    await page.waitForLoadState('networkidle');
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
    expect(await page.locator('.cover').count()).toBe(1);
    await button(page, '完成').click();
    await page.getByLabel('公共设施损坏').check({ force: true });
    await page.getByLabel('什么情况').fill('断网时看到的');
    await button(page, '上报').click();
    await page.getByText('没有网络，已保存').waitFor();
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

  it('the wall needs no hand: nothing scrolls at 1080p and at 4K, and what counts is big enough for four metres', {
    timeout: 60_000,
  }, async () => {
    for (const [width, height] of [
      [1920, 1080],
      [3840, 2160],
    ] as const) {
      const { page, context } = await visit(browser, server, { ...DESK, width, height });
      await page.goto('/dispatch?wall=1');
      await page.locator('.queue-row').first().waitFor();
      const sizes = await page.evaluate(() => ({
        scrolls: document.documentElement.scrollHeight > innerHeight || document.documentElement.scrollWidth > innerWidth,
        numbers: ['.ring > span', '.board-clock', '.board-figures strong'].map(
          (selector) => Number.parseFloat(getComputedStyle(document.querySelector(selector) as Element).fontSize) / (innerHeight / 1080),
        ),
      }));
      expect(sizes.scrolls).toBe(false);
      for (const size of sizes.numbers) expect(size).toBeGreaterThanOrEqual(28);
      await context.close();
    }
  });
});
