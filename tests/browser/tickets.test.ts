// Tickets in Chromium: two people, two windows, one truth.
import type { Browser, Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasBrowser, openBrowser, visit } from '../support/browser.ts';
import { makePhoto } from '../support/photos.ts';
import { ask, signIn, startTestServer, type TestServer } from '../support/server.ts';
import { act, alarm, IN_GRID_3, report } from '../support/tickets.ts';
import { serving } from '../support/town.ts';

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

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

  it('a report in two steps; a neighbour nearby joins it instead of a second one; by keyboard', { timeout: 60_000 }, async () => {
    const first = await visit(browser, server, { persona: 'RESIDENT', index: 0, position: IN_GRID_3 });
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

    const second = await visit(browser, server, { persona: 'RESIDENT', index: 40, position: IN_GRID_3 });
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

  it('the last report is one press away from home, with its stages, what comes next, and live', { timeout: 60_000 }, async () => {
    const { ticket } = await report(server, await signIn(server, 'RESIDENT', 44));
    const { page, context } = await visit(browser, server, { persona: 'RESIDENT', index: 44 });
    await page.goto('/');
    const row = page.locator('.my-progress-one');
    await row.getByText('第 1 步，共 5 步').waitFor({ state: 'attached' });
    await row.getByText('接下来').waitFor();
    const desk = await signIn(server, 'DISPATCHER', 0);
    await act(server, desk, 'Dispatch', ticket.id, { assigneeId: serving('OFFICER', 3).id });
    await row.getByText('第 2 步，共 5 步').waitFor({ state: 'attached' });
    await row.click();
    await page.getByText(ticket.number).waitFor();
    await page.getByText('办理中', { exact: true }).waitFor();
    expect(await page.getByText(/P[1-4]/).count()).toBe(0); // letters of the desk
    await context.close();
  });

  it('what is new falls once it has been on the screen, and an alarm is called one', { timeout: 60_000 }, async () => {
    const token = await signIn(server, 'RESIDENT', 45);
    const { ticket } = await alarm(server, token);
    await act(server, await signIn(server, 'OFFICER', serving('OFFICER', 3).index), 'Accept', ticket.id);
    const { page, context } = await visit(browser, server, { persona: 'RESIDENT', index: 45 });
    await page.goto('/tickets');
    const news = page.locator('.news');
    await news.getByText('一键报警').first().waitFor();
    await expect
      .poll(async () => (await ask(server, '{ notifications { unreadCount } }', {}, { token })).data.notifications.unreadCount)
      .toBe(0);
    await page.locator('.tab-count').waitFor({ state: 'detached' });
    expect(await news.getByText('一键报警').count()).toBeGreaterThan(0); // it stays until the person goes on
    await context.close();
  });

  it('a photo tells where it was taken only to whoever asks it to; what is sent bears nothing of it', { timeout: 60_000 }, async () => {
    const photo = await makePhoto({ hasGps: true });
    const { page, context } = await visit(browser, server, { persona: 'RESIDENT', index: 41 });
    await page.goto('/report');
    await page.getByLabel('公共设施损坏').waitFor({ state: 'attached' });
    await page.getByLabel('拍照', { exact: true }).setInputFiles(photo);
    await page.getByAltText('照片 1').waitFor();
    expect(await page.getByText('照片拍摄于').count()).toBe(0);
    await page.getByLabel(/^删除 照片/).click();
    await page.getByLabel(/用照片里的位置/).check();
    await page.getByLabel('拍照', { exact: true }).setInputFiles(photo);
    await page.getByText('照片拍摄于 朝阳里 3 号网格').waitFor();
    await page.getByLabel('公共设施损坏').check({ force: true });
    await button(page, '上报').click();
    await page.getByAltText('上报时').waitFor();
    const shown = await context.request.get((await page.getByAltText('上报时').getAttribute('src')) ?? '');
    const { exif, format } = await sharp(await shown.body()).metadata();
    expect([format, exif]).toEqual(['webp', undefined]);
    await context.close();
  });

  it('sent in a hurry goes with its photo, and two taps are one report', { timeout: 60_000 }, async () => {
    const large = sharp({
      create: { width: 2400, height: 1800, channels: 3, background: '#58a', noise: { type: 'gaussian', mean: 120, sigma: 60 } },
    });
    const photo = { name: 'large.jpg', mimeType: 'image/jpeg', buffer: await large.jpeg().toBuffer() };
    const { page, context } = await visit(browser, server, { persona: 'RESIDENT', index: 42 });
    await page.goto('/report');
    await page.getByLabel('公共设施损坏').check({ force: true });
    await page.getByLabel('什么情况').fill('急着发出去的');
    await page.getByLabel('拍照', { exact: true }).setInputFiles(photo);
    await button(page, '上报').dblclick({ force: true });
    await page.getByAltText('上报时').waitFor();
    const { rows } = await server.database.pool.query<{ files: number }>(
      `SELECT (SELECT count(*)::int FROM attachment a WHERE a.ticket_id = t.id) AS files FROM ticket t WHERE description = '急着发出去的'`,
    );
    expect(rows).toEqual([{ files: 1 }]);
    await context.close();
  });
});
