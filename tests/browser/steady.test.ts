// The board does not jump while it fills and lives.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasBrowser, openBrowser, visit } from '../support/browser.ts';
import { signIn, startTestServer, type TestServer } from '../support/server.ts';
import { report } from '../support/tickets.ts';

/** UX.md: how much of the page may move by itself. */
const MOST_SHIFT = 0.05;

/** From now on: what jumps. */
async function observe(page: Page): Promise<void> {
  await page.addInitScript(() => {
    Object.assign(window, { shift: 0 });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as (PerformanceEntry & { value: number; hadRecentInput: boolean })[])
        if (!entry.hadRecentInput) (window as unknown as { shift: number }).shift += entry.value;
    }).observe({ type: 'layout-shift', buffered: true });
  });
}

const shiftOf = (page: Page) => page.evaluate(() => (window as unknown as { shift: number }).shift);

describe.runIf(hasBrowser)('a page', () => {
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

  it.each([
    [1440, 900],
    [1920, 1080],
  ])('of the board stays where it is at %i × %i, also when tickets come', async (width, height) => {
    const { page, context } = await visit(browser, server, { persona: 'DISPATCHER', width, height });
    // Who has been here before is known when the page opens.
    await page.goto('/dispatch');
    await page.locator('.live-on').first().waitFor();
    await observe(page);
    await page.reload();
    await page.locator('.live-on').first().waitFor();
    await page.waitForLoadState('networkidle');
    await report(server, await signIn(server, 'RESIDENT', width % 50), { description: '三楼有人吵架' });
    await page.getByText('三楼有人吵架').first().waitFor();
    expect(await shiftOf(page)).toBeLessThanOrEqual(MOST_SHIFT);
    await context.close();
  });
});
