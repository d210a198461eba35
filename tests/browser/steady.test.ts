// The board does not jump while it fills and lives, and the hot list answers a new order at once on a slow phone.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasBrowser, openBrowser, visit } from '../support/browser.ts';
import { raiseIssue, signIn, startTestServer, type TestServer } from '../support/server.ts';
import { report } from '../support/tickets.ts';

/** UX.md: how much of the page may move by itself, and how long an answer to a press may take. */
const MOST_SHIFT = 0.05;
const MOST_MS = 200;
/** As a phone of the Moto G class beside this machine. */
const SLOWDOWN = 4;

interface Seen {
  shift: number;
  slowest: number;
}

/** From now on: what jumps, and how long each press takes until the next picture. */
async function observe(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const seen = { shift: 0, slowest: 0 };
    Object.assign(window, { seen });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as (PerformanceEntry & { value: number; hadRecentInput: boolean })[])
        if (!entry.hadRecentInput) seen.shift += entry.value;
    }).observe({ type: 'layout-shift', buffered: true });
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) seen.slowest = Math.max(seen.slowest, duration);
    }).observe({ type: 'event', buffered: true, durationThreshold: 16 } as PerformanceObserverInit);
  });
}

const seenBy = (page: Page) => page.evaluate(() => ({ ...(window as unknown as { seen: Seen }).seen }));

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
    expect((await seenBy(page)).shift).toBeLessThanOrEqual(MOST_SHIFT);
    await context.close();
  });

  it('with a long hot list shows another order within 200 ms of the press, at a quarter of the speed', { timeout: 90_000 }, async () => {
    for (let index = 0; index < 40; index++) await raiseIssue(server, await signIn(server, 'RESIDENT', index));
    const { page, context } = await visit(browser, server, { persona: 'RESIDENT', index: 3 });
    await observe(page);
    await page.goto('/hot');
    await page.locator('.vote').nth(40).waitFor();
    await page.waitForLoadState('networkidle');
    const devtools = await context.newCDPSession(page);
    await devtools.send('Emulation.setCPUThrottlingRate', { rate: SLOWDOWN });
    for (const order of ['最新', '票数', '热度']) {
      await page.locator('.segment', { hasText: order }).locator('input').click();
      await page.waitForLoadState('networkidle');
    }
    await expect.poll(async () => (await seenBy(page)).slowest).toBeGreaterThan(0);
    expect((await seenBy(page)).slowest).toBeLessThanOrEqual(MOST_MS);
    await context.close();
  });
});
