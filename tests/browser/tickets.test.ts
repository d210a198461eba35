// Tickets in Chromium: two people, two windows, one truth.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasBrowser, openBrowser, visit } from '../support/browser.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { IN_GRID_3 } from '../support/tickets.ts';

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
});
