// Every page in both languages and all sizes: nothing overflows, nothing jumps, nothing foreign is asked for.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasBrowser, openBrowser, visit } from '../support/browser.ts';
import { applyRealName } from '../support/people.ts';
import { earnAndSpend } from '../support/points.ts';
import { ask, deed, signIn, startTestServer, type TestServer } from '../support/server.ts';
import { act, report } from '../support/tickets.ts';
import { teamIds } from '../support/volunteers.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface Axe {
  run(options: object): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }>;
}

const EVERYTHING = ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'];
const COLOURS = ['color-contrast'];

/** How somebody looks at a page that is open: what they have chosen, and how their device is set. */
interface Look {
  size?: 'large' | 'xlarge';
  isHighContrast?: boolean;
  isDark?: boolean;
  /** Pixels; as the device is, unless said otherwise. */
  width?: number;
  /** Rules of axe, or their tags: WCAG 2.2 AA by machine. */
  obeys?: readonly string[];
}

const PHONE: readonly Look[] = [
  { obeys: EVERYTHING },
  { isDark: true, obeys: COLOURS },
  { isHighContrast: true, obeys: COLOURS },
  { isDark: true, isHighContrast: true, obeys: COLOURS },
  { size: 'large' },
  { size: 'xlarge', obeys: EVERYTHING },
  { width: 320 },
  { width: 320, size: 'xlarge' },
];
const DESK: readonly Look[] = [
  { obeys: EVERYTHING },
  { isDark: true, obeys: COLOURS },
  { isHighContrast: true, obeys: COLOURS },
  { width: 1024, size: 'large' },
  { width: 1920 },
];
/** Other words are of another length; all else is as it was. */
const PHONE_IN_WORDS: readonly Look[] = [{}, { size: 'xlarge' }, { width: 320, size: 'xlarge' }];
const DESK_IN_WORDS: readonly Look[] = [{ size: 'large' }, { width: 1024, size: 'large' }];

/** What is wrong with a page so looked at, as far as a machine sees. */
async function faults(page: Page, { size, isHighContrast, isDark, width, obeys }: Look): Promise<string[]> {
  const viewport = page.viewportSize() as { width: number; height: number };
  if (width) await page.setViewportSize({ ...viewport, width });
  await page.emulateMedia({ colorScheme: isDark ? 'dark' : 'light' });
  await page.evaluate(
    ([chosenSize, contrast]) => {
      Object.assign(document.documentElement.dataset, { size: chosenSize, contrast });
      // Colours on their way are nobody's. Not waited for: in a disclosure that is closed they stand still for ever.
      for (const one of document.getAnimations()) if (one instanceof CSSTransition) one.finish();
    },
    [size ?? 'normal', isHighContrast ? 'high' : 'normal'] as const,
  );
  await page.waitForFunction(() => document.querySelector('[aria-busy=true]') === null);
  const found = await page.evaluate(async (rules) => {
    const { scrollWidth, clientWidth } = document.documentElement;
    const overflow = scrollWidth > clientWidth ? [`wider than the screen by ${scrollWidth - clientWidth} px`] : [];
    if (!rules) return overflow;
    const { axe } = window as unknown as { axe: Axe };
    const { violations } = await axe.run({ runOnly: rules });
    return [...overflow, ...violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 160)}`)];
  }, obeys);
  if (width) await page.setViewportSize(viewport);
  return found;
}

/** Most of a visit is waiting until the network rests: several at a time. */
const AT_ONCE = 3;

/** Opens each path: it has a title in the reader's language, and is without fault however it is looked at. `prepare` is told of each page first. */
async function look(
  visits: { context: BrowserContext; path: string }[],
  looks: readonly Look[],
  prepare: (page: Page) => void = () => {},
): Promise<void> {
  const queue = [...visits];
  const lane = async () => {
    const open = new Map<BrowserContext, Page>();
    for (let next = queue.shift(); next; next = queue.shift()) {
      const page = open.get(next.context) ?? (await next.context.newPage());
      if (!open.has(next.context)) prepare(page);
      open.set(next.context, page);
      await page.goto(next.path);
      await page.locator('main :is(h1, h2)').first().waitFor();
      await page.waitForFunction(() => document.querySelector('[aria-busy=true]') === null);
      await page.waitForLoadState('networkidle');
      const { title, lang, heading } = await page.evaluate(() => ({
        title: document.title.split(' · '),
        lang: document.documentElement.lang,
        heading: document.querySelector('main h1')?.textContent,
      }));
      expect(title.at(-1), next.path).toBe(lang === 'en' ? 'Xieshou' : '携手');
      // What people have written is called as they have called it.
      if (title[0] !== heading) expect(title[0], next.path).toMatch(lang === 'en' ? /[A-Za-z]/ : /\p{Script=Han}/u);
      if (looks.some(({ obeys }) => obeys)) await page.evaluate(AXE); // past the page's own CSP
      for (const one of looks) {
        const { obeys, ...how } = one;
        expect(await faults(page, one), `${next.path} ${JSON.stringify(how)}`).toEqual([]);
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
}

describe.runIf(hasBrowser)('every page', () => {
  let server: TestServer;
  let browser: Browser;
  let pages: [name: string, path: string][];
  let staffPages: [persona: string, path: string][];
  beforeAll(async () => {
    server = await startTestServer();
    browser = await openBrowser();
    const { data } = await ask(server, '{ hotList(first: 1) { edges { node { id } } } }');
    const mine = await report(server, await signIn(server, 'RESIDENT', 0), {
      description: '楼下半夜装货，卡车一直不熄火，老人小孩都睡不着。',
    });
    pages = [
      ['home', '/'],
      ['hot list', '/hot'],
      ['issue', `/hot/${data.hotList.edges[0].node.id}`],
      ['new issue', '/hot/new'],
      ['report', '/report'],
      ['my tickets', '/tickets'],
      ['ticket', `/tickets/${mine.ticket.id}`],
      ['public tickets', '/around'],
      ['shared ticket', await shareOf(mine.ticket.id)],
      ['points', '/points'],
      ['rewards', '/points?view=shop'],
      ['vouchers', '/points?view=vouchers'],
      ['help', '/help'],
      ['about', '/about'],
      ['terms', '/terms'],
      ['privacy notice', '/privacy'],
      ['accessibility', '/accessibility'],
      ['lost and found', '/lost-found'],
      ['new post', '/lost-found/new/found'],
      ['lost and found item', `/lost-found/${await someItem()}`],
      ['shifts', '/shifts'],
      ['shift', `/shifts/${await someShift()}`],
      ['volunteer', '/volunteer'],
      ['honours', '/honours'],
      ['notices', '/notices'],
      ['team', `/teams/${(await teamIds(server)).PATROL}`],
      ['certificate', `/certificates/${await someCertificate()}`],
      ['me', '/me'],
      ['real name', '/me/real-name'],
      ['who looked', '/me/who-looked'],
      ['my data', '/me/data'],
      ['staff sign-in', '/staff'],
      ['parts', '/ui'],
      ['services', '/services'],
      ['family', '/me/family'],
      ['reading', '/me/reading'],
      ['devices', '/me/devices'],
      ['consent', '/me/privacy'],
      ['not found', '/nowhere'],
    ];
    const { data: street } = await ask(server, '{ grids(first: 1) { edges { node { id } } } }');
    const someGrid = street.grids.edges[0].node.id;
    await act(server, await signIn(server, 'DISPATCHER'), 'Dispatch', mine.ticket.id);
    await earnAndSpend(server, await signIn(server, 'RESIDENT', 0));
    staffPages = [
      ['OFFICER', '/inbox'],
      ['DISPATCHER', `/inbox?at=/tickets/${mine.ticket.id}`],
      ['COMMANDER', '/inbox'],
      ['ADMIN', '/inbox'],
      ['DISPATCHER', '/dispatch'],
      ['DISPATCHER', '/dispatch?lanes=1&wall=1'],
      ['DISPATCHER', '/tickets'],
      ['DISPATCHER', `/tickets/${mine.ticket.id}`],
      ['GRID_WORKER', '/verify'],
      ['OFFICER', '/counter'],
      ['OFFICER', '/hot-desk'],
      ['OFFICER', '/plans'],
      ['OFFICER', '/plans?view=PAST'],
      ['OFFICER', `/plans/${await somePlan()}`],
      ['OFFICER', `/hot/${data.hotList.edges[0].node.id}`],
      ['OFFICER', '/point'],
      ['OFFICER', '/post'],
      ['OFFICER', '/volunteers'],
      ['OFFICER', '/volunteers?view=people'],
      ['OFFICER', '/training'],
      ['OFFICER', '/shifts/new'],
      ['OFFICER', '/honours'],
      ['OFFICER', '/kpi'],
      ['COMMANDER', '/rewards'],
      ['VOLUNTEER', '/record'],
      ['OFFICER', `/shifts/${await someShift()}`],
      ['VOLUNTEER', '/shifts?view=mine'],
      ['VOLUNTEER', '/check-in'],
      ['VOLUNTEER', '/volunteer'],
      ['GRID_WORKER', '/me'],
      ['OFFICER', '/me/devices'],
      ['OFFICER', '/grid'],
      ['COMMANDER', `/grid/${someGrid}`],
      ['OFFICER', '/more'],
      ['OFFICER', '/field'],
      ['VOLUNTEER', '/services'],
      ['ADMIN', '/admin/staff'],
      ['ADMIN', '/admin/keys'],
      ['ADMIN', '/admin/rights'],
      ['ADMIN', '/admin/places'],
      ['ADMIN', '/admin/texts'],
      ['ADMIN', '/admin/audit'],
    ];
    async function someShift(): Promise<string> {
      const { data: found } = await ask(server, '{ shifts { edges { node { id joinedCount } } } }');
      return found.shifts.edges.find(({ node }: { node: { joinedCount: number } }) => node.joinedCount > 0).node.id;
    }
    async function someItem(): Promise<string> {
      const [question, answer, place] = ['伞柄上贴着什么？', '小熊', '幸福路公交站'];
      const found = {
        kind: 'FOUND',
        category: 'OTHER',
        title: '黑色折叠伞',
        place,
        question,
        answer,
        happenedAt: new Date(0).toISOString(),
      };
      return (await deed(server, await signIn(server, 'RESIDENT', 1), 'lostFoundPost', found, 'item { id }')).item.id;
    }
    async function somePlan(): Promise<string> {
      const token = await signIn(server, 'OFFICER', 0);
      const { data: plans } = await ask(server, '{ patrolPlans(view: PAST) { id } }', {}, { token });
      return plans.patrolPlans[0].id;
    }
    async function someCertificate(): Promise<string> {
      const { rows } = await server.database.pool.query<{ code: string }>('SELECT check_code AS code FROM service_certificate LIMIT 1');
      return rows[0]?.code as string;
    }
    async function shareOf(id: string): Promise<string> {
      const document = 'mutation ($id: ID!) { ticketShare(input: { ticketId: $id }) { ... on TicketShareSuccess { path } } }';
      const { data: shared } = await ask(server, document, { id }, { token: await signIn(server, 'RESIDENT', 0) });
      return shared.ticketShare.path;
    }
    // Something to verify in the first grid worker's grid.
    const { data: worker } = await ask(server, '{ viewer { dutyGrids { id } } }', {}, { token: await signIn(server, 'GRID_WORKER') });
    await server.database.pool.query(`UPDATE resident SET real_name_status = 'UNVERIFIED' WHERE phone = '+8610000000031'`);
    const applied = await applyRealName(server, await signIn(server, 'RESIDENT', 30), { gridId: worker.viewer.dutyGrids[0].id });
    expect(applied.data.realNameApply.__typename).toBe('RealNameApplySuccess');
  });
  afterAll(async () => {
    await browser.close();
    await server.stop();
  });

  it.each([
    ['phone, Chinese', { width: 390, height: 844 }, PHONE],
    ['phone, English', { width: 390, height: 844, preferences: { language: 'en' } }, PHONE_IN_WORDS],
    ['desk, Chinese', { width: 1440, height: 900 }, DESK],
    ['desk, English', { width: 1440, height: 900, preferences: { language: 'en' } }, DESK_IN_WORDS],
  ] as const)(
    'on a %s fits, is readable by WCAG AA, and says nothing on the console',
    { timeout: 240_000 },
    async (_name, visitor, looks) => {
      const { context } = await visit(browser, server, { persona: 'RESIDENT', ...visitor });
      const complaints: string[] = [];
      await look(
        pages.map(([, path]) => ({ context, path })),
        looks,
        (page) => {
          page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
          page.on('pageerror', (error) => complaints.push(error.message));
          page.on('request', (request) => request.url().startsWith(server.address) || complaints.push(`foreign request ${request.url()}`));
        },
      );
      expect(complaints).toEqual([]);
      await context.close();
    },
  );

  it.each([
    ['phone, Chinese', { width: 390, height: 844 }, PHONE],
    ['phone, English', { width: 390, height: 844, preferences: { language: 'en' } }, PHONE_IN_WORDS],
    ['desk, Chinese', { width: 1440, height: 900 }, DESK],
    ['desk, English', { width: 1440, height: 900, preferences: { language: 'en' } }, DESK_IN_WORDS],
  ] as const)('of staff on a %s fits and is readable by WCAG AA', { timeout: 240_000 }, async (_name, visitor, looks) => {
    const contexts = new Map<string, BrowserContext>();
    for (const persona of new Set(staffPages.map(([who]) => who)))
      contexts.set(persona, (await visit(browser, server, { persona, ...visitor })).context);
    await look(
      staffPages.map(([who, path]) => ({ context: contexts.get(who) as BrowserContext, path })),
      looks,
    );
    for (const context of contexts.values()) await context.close();
  });

  it.each([390, 1440])('at %i px does not jump when its data arrives', { timeout: 180_000 }, async (width) => {
    const { page, context } = await visit(browser, server, { persona: 'RESIDENT', width, height: width === 390 ? 844 : 900 });
    for (const [name, path] of pages) {
      await page.addInitScript(() => {
        Object.assign(window, { shift: 0 });
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries() as (PerformanceEntry & { value: number })[])
            (window as unknown as { shift: number }).shift += entry.value;
        }).observe({ type: 'layout-shift', buffered: true });
      });
      await page.goto(path);
      await page.waitForFunction(() => document.querySelector('[aria-busy=true]') === null);
      await page.waitForLoadState('networkidle');
      const shift = await page.evaluate(() => (window as unknown as { shift: number }).shift);
      expect({ name, isSteady: shift <= 0.02, shift }).toMatchObject({ name, isSteady: true });
    }
    await context.close();
  });

  it('in the 长辈版 has main targets of at least 60 px and text of at least 18 px', async () => {
    const { page, context } = await visit(browser, server, { persona: 'RESIDENT', preferences: { size: 'large' } });
    await page.goto('/hot');
    await page.locator('.vote').first().waitFor();
    const { vote, text } = await page.evaluate(() => ({
      vote: (document.querySelector('.vote') as HTMLElement).getBoundingClientRect().toJSON() as DOMRect,
      text: Number.parseFloat(getComputedStyle(document.querySelector('.hot-title') as HTMLElement).fontSize),
    }));
    expect(Math.min(vote.width, vote.height)).toBeGreaterThanOrEqual(60);
    expect(text).toBeGreaterThanOrEqual(18);
    await context.close();
  });

  it('switches to large text and to English with one tap each, and remembers both', async () => {
    const { page, context } = await visit(browser, server);
    await page.goto('/');
    await page.getByLabel('大字').check({ force: true });
    await page.locator('button', { hasText: 'EN' }).tap();
    await page.reload();
    await page.locator('h2', { hasText: 'Hot list' }).waitFor();
    expect(await page.evaluate(() => [document.documentElement.dataset.size, document.documentElement.lang])).toEqual(['large', 'en']);
    await context.close();
  });

  it.each([
    ['en-GB', 'Hot list', 'en'],
    ['zh-TW', '社区热榜', 'zh-CN'],
    ['de-DE', 'Hot list', 'en'],
  ])('speaks the language of a browser set to %s at the first visit', async (locale, heading, lang) => {
    const { page, context } = await visit(browser, server, { locale });
    await page.goto('/');
    await page.locator('h2', { hasText: heading }).waitFor();
    expect(await page.evaluate(() => document.documentElement.lang)).toBe(lang);
    await context.close();
  });

  it('of the shell opens without a network after the first visit, with the last list seen', { timeout: 60_000 }, async () => {
    const { page, context } = await visit(browser, server, { persona: 'RESIDENT', hasWorker: true });
    await page.goto('/hot');
    await page.locator('.vote').first().waitFor();
    await page.evaluate(() => navigator.serviceWorker.ready);
    await page.waitForFunction(
      async () => (await caches.keys()).length > 0 && (await navigator.serviceWorker.getRegistration())?.active?.state === 'activated',
    );
    await context.setOffline(true);
    await page.goto('/hot');
    await page.locator('h1', { hasText: '社区热榜' }).waitFor();
    await page.locator('.hot-list .hot-title').first().waitFor();
    await page.locator('.offline').waitFor();
    await context.close();
  });
});
