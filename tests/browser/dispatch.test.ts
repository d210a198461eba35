// The dispatch board in Chromium: by keyboard, by dragging, live, with others; and the scenes that need four people.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasBrowser, openBrowser, visit } from '../support/browser.ts';
import { signIn, startTestServer, type TestServer } from '../support/server.ts';
import { act, alarm, report } from '../support/tickets.ts';

const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: true });
const DESK = { persona: 'DISPATCHER', width: 1440, height: 900 };

describe.skipIf(!hasBrowser)('the dispatch board', () => {
  let server: TestServer;
  let browser: Browser;
  let zhang: string;
  beforeAll(async () => {
    server = await startTestServer();
    browser = await openBrowser();
    zhang = await signIn(server, 'RESIDENT', 0);
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
    await expect.poll(() => columnOf(page, '已派单').locator('li').count()).toBe(2);
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

  it.each([
    [1440, 900],
    [1280, 720],
  ])('the map is still there, whole, beside an open ticket and after it, at %i × %i', { timeout: 60_000 }, async (width, height) => {
    await report(server, zhang, { description: '地图要看得见', category: 'lighting' });
    const { page, context } = await visit(browser, server, { ...DESK, width, height });
    const mistakes: string[] = [];
    page.on('pageerror', ({ message }) => mistakes.push(message));
    await page.goto('/dispatch');
    const map = page.locator('.board-map');
    await map.locator('.map-grid').first().waitFor();
    /** How much of the map the grids take up. */
    const filled = () =>
      map.evaluate((box) => {
        const grids = [...box.querySelectorAll('.map-grid')].map((grid) => grid.getBoundingClientRect());
        const span = (of: (grid: DOMRect) => [number, number]) =>
          Math.max(...grids.map((grid) => of(grid)[1])) - Math.min(...grids.map((grid) => of(grid)[0]));
        const { width: boxWidth, height: boxHeight } = box.getBoundingClientRect();
        return Math.max(span(({ left, right }) => [left, right]) / boxWidth, span(({ top, bottom }) => [top, bottom]) / boxHeight);
      });
    await expect.poll(filled).toBeGreaterThan(0.7);
    await page.locator('.queue-row', { hasText: '地图要看得见' }).first().locator('.queue-open').click();
    await page.getByRole('complementary').getByText('地图要看得见').first().waitFor();
    expect((await map.boundingBox())?.height).toBeGreaterThan(200);
    await expect.poll(filled).toBeGreaterThan(0.7);
    await page.keyboard.press('Escape');
    await page.getByRole('complementary').waitFor({ state: 'detached' });
    await expect.poll(filled).toBeGreaterThan(0.7);
    expect(mistakes).toEqual([]);
    await context.close();
  });

  it('what it says in short can be read by night and by day: notices with their action, and that there is no network', {
    timeout: 60_000,
  }, async () => {
    const { page, context } = await visit(browser, server, DESK);
    await page.goto('/dispatch');
    await page.locator('.live-on').waitFor();
    /** By WCAG, from the colours that the browser has computed: the text's, and of what lies behind it. */
    const contrastOf = (selector: string) =>
      page.locator(selector).evaluate((element) => {
        const numbers = (colour: string) => (colour.match(/[\d.]+/g) ?? []).map(Number);
        let behind: Element | null = element;
        while (behind && numbers(getComputedStyle(behind).backgroundColor)[3] === 0) behind = behind.parentElement;
        if (!behind) throw new Error('nothing behind it');
        const light = (colour: string) => {
          const [red = 0, green = 0, blue = 0] = numbers(colour)
            .map((part) => part / 255)
            .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
          return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
        };
        const pair = [light(getComputedStyle(element).color), light(getComputedStyle(behind).backgroundColor)];
        return (Math.max(...pair) + 0.05) / (Math.min(...pair) + 0.05);
      });
    for (const theme of ['night', 'day']) {
      expect(await page.evaluate(() => document.documentElement.dataset.theme)).toBe(theme);
      await report(server, zhang, { description: `读得清 ${theme}`, category: 'lighting' });
      await page
        .locator('.queue-row', { hasText: `读得清 ${theme}` })
        .getByRole('checkbox')
        .check();
      await page.keyboard.press('a');
      await page.getByRole('dialog').getByRole('radio').first().focus();
      await page.keyboard.press('Enter');
      await page.locator('.notice-action').waitFor();
      for (const part of ['.notice-text', '.notice-action', '.notice-close']) expect(await contrastOf(part)).toBeGreaterThanOrEqual(4.5);
      await page.locator('.notice-close').click();
      await context.setOffline(true);
      await page.locator('.offline').waitFor();
      expect(await contrastOf('.offline')).toBeGreaterThanOrEqual(4.5);
      await context.setOffline(false);
      await page.locator('.live-on').waitFor();
      await page.keyboard.press('n');
    }
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
