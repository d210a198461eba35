// Tickets in Chromium: two people, two windows, one truth.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasBrowser, openBrowser, visit } from '../support/browser.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { IN_GRID_3 } from '../support/tickets.ts';

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

/** Presses Tab until what is focused bears the name. */
async function tabTo(page: Page, name: string | RegExp): Promise<void> {
  const named = (text: string) => (typeof name === 'string' ? text.trim() === name : name.test(text));
  for (let presses = 0; presses < 80; presses++) {
    const focused = await page.evaluate(() => {
      const element = document.activeElement as HTMLInputElement | null;
      if (element === document.body) return ''; // nothing is focused yet
      return element?.labels?.[0]?.textContent ?? element?.getAttribute('aria-label') ?? element?.textContent ?? '';
    });
    if (named(focused)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`${name} is not reached by Tab`);
}

describe.skipIf(!hasBrowser)('tickets in Chromium', () => {
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

  /** Somebody in grid 3, whose phone knows where it is. */
  async function inGrid3(persona: string, index: number) {
    const visitor = await visit(browser, server, { persona, index });
    await visitor.context.grantPermissions(['geolocation']);
    await visitor.context.setGeolocation(IN_GRID_3);
    return visitor;
  }

  it('the stranger at the door: an alarm held down, the officer there, every step seen, rated by its reporter', {
    timeout: 90_000,
  }, async () => {
    const auntie = await inGrid3('RESIDENT', 0);
    const officer = await inGrid3('OFFICER', 2);
    await officer.page.goto('/tickets');
    await officer.page.getByText('没有待处理的事件').waitFor();
    await officer.page.locator('.live-on').waitFor();

    await auntie.page.goto('/');
    const alarm = button(auntie.page, '一键报警');
    await alarm.waitFor();
    // A tap is no alarm.
    await alarm.click();
    expect(await server.database.pool.query('SELECT FROM ticket')).toMatchObject({ rowCount: 0 });
    const box = await alarm.boundingBox();
    if (!box) throw new Error('no alarm button');
    await auntie.page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await auntie.page.mouse.down();
    await auntie.page.getByRole('heading', { name: /一键报警/ }).waitFor();
    await auntie.page.mouse.up();
    await auntie.page.getByRole('status').filter({ hasText: '已派单' }).waitFor();

    // The officer's page fills by itself.
    await officer.page.locator('.ticket-p1').click();
    await button(officer.page, '接单').click();
    await auntie.page.getByRole('status').filter({ hasText: '已接单' }).waitFor();
    await button(auntie.page, '补充').click();
    await auntie.page.getByLabel('说明').fill('五楼，穿灰衣服的男人');
    await button(auntie.page, '确定').click();
    await officer.page.getByText('五楼，穿灰衣服的男人').waitFor();
    await button(officer.page, '到场').click();
    await button(officer.page, '处置完成').click();
    await officer.page.getByLabel('做了什么、结果怎样').fill('已核实身份，带离现场。');
    await button(officer.page, '确定').click();

    await auntie.page.getByText('已核实身份，带离现场。').first().waitFor();
    await button(auntie.page, '确认并评价').click();
    await auntie.page.getByLabel('非常满意', { exact: true }).check();
    await button(auntie.page, '确定').click();
    await officer.page.getByRole('status').filter({ hasText: '已办结' }).waitFor();
    for (const { context } of [auntie, officer]) await context.close();
  });

  it('the stranger at the door by keyboard alone: no hand touches a mouse from the alarm to the rating', { timeout: 120_000 }, async () => {
    const auntie = await inGrid3('RESIDENT', 80);
    const officer = await inGrid3('OFFICER', 2);
    await officer.page.goto('/tickets');
    await officer.page.locator('.live-on').waitFor();
    await auntie.page.goto('/');
    await tabTo(auntie.page, '一键报警');
    await auntie.page.keyboard.down('Space');
    await auntie.page.getByRole('heading', { name: /一键报警/ }).waitFor();
    await auntie.page.keyboard.up('Space');

    await officer.page.locator('.ticket-p1').first().waitFor();
    await tabTo(officer.page, /一键报警/);
    await officer.page.keyboard.press('Enter');
    for (const act of ['接单', '到场']) {
      await button(officer.page, act).waitFor();
      await tabTo(officer.page, act);
      await officer.page.keyboard.press('Enter');
    }
    await button(officer.page, '处置完成').waitFor();
    await tabTo(officer.page, '处置完成');
    await officer.page.keyboard.press('Enter');
    await tabTo(officer.page, '做了什么、结果怎样');
    await officer.page.keyboard.type('已核实，是来访亲友。');
    await tabTo(officer.page, '确定');
    await officer.page.keyboard.press('Enter');

    await button(auntie.page, '确认并评价').waitFor();
    await tabTo(auntie.page, '确认并评价');
    await auntie.page.keyboard.press('Enter');
    await tabTo(auntie.page, '非常满意');
    await auntie.page.keyboard.press('Space');
    await tabTo(auntie.page, '确定');
    await auntie.page.keyboard.press('Enter');
    await officer.page.getByRole('status').filter({ hasText: '已办结' }).waitFor();
    for (const { context } of [auntie, officer]) await context.close();
  });

  it('a report in two steps; a neighbour nearby joins it instead of a second one; by keyboard', { timeout: 60_000 }, async () => {
    const first = await inGrid3('RESIDENT', 0);
    await first.page.goto('/report');
    await button(first.page, '用我现在的位置').click();
    await first.page.getByText('您在 朝阳里 3 号网格').waitFor();
    await first.page.getByLabel('夜间照明不足').focus();
    await first.page.keyboard.press('Space');
    await button(first.page, '上报').focus();
    await first.page.keyboard.press('Enter');
    await first.page.getByText('等待派单').waitFor();
    expect(
      await first.page
        .getByText(/GD-\d{8}-\d{4}/)
        .first()
        .textContent(),
    ).toMatch(/GD-/);

    const second = await inGrid3('RESIDENT', 40);
    await second.page.goto('/report');
    await button(second.page, '用我现在的位置').click();
    await second.page.getByText('您在 朝阳里 3 号网格').waitFor();
    await second.page.getByLabel('夜间照明不足').check({ force: true });
    await button(second.page, '我也遇到').click();
    await second.page.getByText('2 人遇到').waitFor();
    const { rows } = await server.database.pool.query(`SELECT FROM ticket WHERE source = 'RESIDENT'`);
    expect(rows).toHaveLength(1);
    for (const { context } of [first, second]) await context.close();
  });
});
