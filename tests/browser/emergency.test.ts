// Help in an emergency, in Chromium: what is in sight at once, on every phone and in every size of text.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasBrowser, openBrowser, visit } from '../support/browser.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

const PHONES = [
  [390, 844],
  [360, 740],
  [320, 640],
] as const;
const SIZES = ['normal', 'large', 'xlarge'] as const;
const LANGUAGES = ['zh', 'en'] as const;

/** Where an element is tried, as parts of its width and height: within a circle and within round ends, too. */
const POINTS = [-1, 0, 1].flatMap((x) => [-1, 0, 1].map((y) => (x && y ? [0.34 * x, 0.34 * y] : [0.46 * x, 0.46 * y]) as [number, number]));

/** Of nine points of an element, those at which something else would be pressed. */
const coveredPoints = (page: Page, selector: string) =>
  page.evaluate(
    ([of, points]) => {
      const element = document.querySelector(of);
      if (!element) return [`no ${of}`];
      const { left, top, width, height } = element.getBoundingClientRect();
      return points.flatMap(([x, y]) => {
        const at = [left + width * (0.5 + x), top + height * (0.5 + y)] as const;
        const hit = document.elementFromPoint(...at);
        return hit && element.contains(hit) ? [] : [`${of} at ${at.map(Math.round)}: ${hit?.className ?? 'outside'}`];
      });
    },
    [selector, POINTS] as const,
  );

describe.skipIf(!hasBrowser)('in an emergency', () => {
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

  it.each(PHONES.flatMap(([width, height]) => [true, false].map((isSignedIn) => [width, height, isSignedIn] as const)))(
    'the alarm and 110 can be pressed without scrolling at %i × %i in every size and language (signed in: %s)',
    {
      timeout: 90_000,
    },
    async (width, height, isSignedIn) => {
      for (const size of SIZES) {
        for (const language of LANGUAGES) {
          const preferences = { size, language };
          const { page, context } = await visit(browser, server, {
            width,
            height,
            preferences,
            ...(isSignedIn ? { persona: 'RESIDENT' } : {}),
          });
          await page.goto('/');
          await page.waitForFunction(() => document.querySelector('[aria-busy=true]') === null);
          await page.waitForLoadState('networkidle');
          const covered = [
            ...(await coveredPoints(page, '.emergency .alarm-button')),
            ...(await coveredPoints(page, '.emergency a[href="tel:110"]')),
          ];
          expect({ size, language, covered }).toEqual({ size, language, covered: [] });
          await context.close();
        }
      }
    },
  );

  it.each([
    [320, 640, 'xlarge'],
    [1440, 900, 'normal'],
  ] as const)('110 is one press away on every page, also further down, at %i × %i', { timeout: 60_000 }, async (width, height, size) => {
    const { page, context } = await visit(browser, server, { persona: 'RESIDENT', width, height, preferences: { size } });
    for (const path of ['/hot', '/report', '/tickets', '/me', '/shifts', '/nowhere']) {
      await page.goto(path);
      await page.locator('main :is(h1, h2)').first().waitFor();
      await page.waitForLoadState('networkidle');
      await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
      expect({ path, covered: await coveredPoints(page, '.shell-110[href="tel:110"]') }).toEqual({ path, covered: [] });
    }
    await context.close();
  });
});
