// Finding one's way: who has which tabs, every page within three presses, the way back, the palette, and where old addresses lead.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type GroupName, groupsOf, type Hub, hubOf } from '../../client/src/app/groups.ts';
import { type DeclaredRoom, readRooms } from '../../scripts/rooms.ts';
import { hasBrowser, openBrowser, type Visitor, visit } from '../support/browser.ts';
import { ask, signIn, startTestServer, type TestServer } from '../support/server.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const PHONE = { width: 390, height: 844 };
const SMALL = { width: 320, height: 640, preferences: { size: 'xlarge' } } as const;
const DESK = { width: 1440, height: 900 };
const PRESSES = 3;

type LedPage = DeclaredRoom['pages'][number] & { who?(visitor: { can: object | undefined; isResident: boolean }): boolean | undefined };

const addressOf = ({ path }: { path: string }) => path.split('/:', 1)[0] || '/';

describe.skipIf(!hasBrowser)('navigation', () => {
  let server: TestServer;
  let browser: Browser;
  let pages: readonly LedPage[];
  beforeAll(async () => {
    server = await startTestServer();
    browser = await openBrowser();
    pages = (await readRooms(join(import.meta.dirname, '../..'))).rooms.flatMap((room) => room.pages);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  /** At home, with everything there that leads elsewhere. */
  const atHome = async (visitor: Visitor) => {
    const { page, context } = await visit(browser, server, visitor);
    await settle(page, '/');
    return { page, context };
  };
  const settle = async (page: Page, path: string) => {
    await page.goto(path);
    await page.locator('main :is(h1, h2)').first().waitFor();
    await page.locator('.tabs a, .side a').first().waitFor();
    await page.waitForFunction(() => document.querySelector('[aria-busy=true]') === null);
  };
  const namesOf = (page: Page, links: string) =>
    page
      .locator(links)
      .evaluateAll((all) => all.map((tab) => tab.textContent?.replace(/(?:待办件数：|未读|Waiting:|Unread:).*/, '').trim()));
  const overflow = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  const violations = async (page: Page) => {
    await page.evaluate(AXE); // past the page's own CSP
    return page.evaluate(async () => {
      const { axe } = window as unknown as {
        axe: { run(how: object): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
      };
      const found = await axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'] });
      return found.violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 160)}`);
    });
  };

  it.each([
    [undefined, ['首页', '热榜', '上报', '办事', '我的']],
    ['RESIDENT', ['首页', '热榜', '上报', '办事', '我的']],
    ['VOLUNTEER', ['首页', '热榜', '上报', '办事', '我的']],
    ['OFFICER', ['待我办', '任务', '现场', '网格', '更多']],
    ['GRID_WORKER', ['待我办', '任务', '现场', '网格', '更多']],
    ['COMMANDER', ['待我办', '任务', '现场', '网格', '更多']],
    ['DISPATCHER', ['待我办', '任务', '现场', '网格', '更多']],
  ])('of %s on a phone is five tabs', async (persona, tabs) => {
    const { page, context } = await atHome({ ...PHONE, ...(persona ? { persona } : {}) });
    expect(await namesOf(page, '.tabs a')).toEqual(tabs);
    await context.close();
  });

  /** What somebody may do, as the pages ask it. */
  async function visitorOf(persona: string | undefined): Promise<{ can: object | undefined; isResident: boolean }> {
    if (!persona) return { can: undefined, isResident: false };
    const text = readFileSync(join(import.meta.dirname, '../../client/src/account/first.graphql'), 'utf8');
    const [question = ''] = text.split('mutation', 1);
    const { data } = await ask(server, question, {}, { token: await signIn(server, persona) });
    return { can: data.viewer.can, isResident: data.myResident !== null };
  }

  /** The addresses to which navigation has to lead them. */
  async function placesOf(persona: string | undefined, isPhone: boolean): Promise<string[]> {
    const visitor = await visitorOf(persona);
    const isStaff = visitor.can !== undefined && !visitor.isResident;
    const hubs = isStaff ? ['/more', '/field', '/me'] : ['/services', '/me'];
    const led = pages.filter(({ who }) => !who || who(visitor));
    // A hub that leads them nowhere has no tab.
    const isEmptyHub = ({ path }: LedPage) => {
      const own = groupsOf(path as Hub);
      return own.length > 0 && !led.some(({ groups = [] }) => groups.some((group) => own.includes(group as GroupName)));
    };
    return led
      .filter((page) => !isEmptyHub(page))
      .filter(
        ({ tab, staffTab, groups = [] }) =>
          (isStaff ? isPhone && staffTab : tab) || groups.some((group) => hubs.includes(hubOf(group as GroupName))),
      )
      .map(addressOf);
  }

  it.each(
    [undefined, 'RESIDENT', 'VOLUNTEER', 'GRID_WORKER', 'OFFICER', 'DISPATCHER', 'PROPERTY', 'LEGAL_ADVISER', 'COMMANDER', 'ADMIN'].flatMap(
      (persona) => [[persona, 'a phone', PHONE] as const, [persona, 'a desk', DESK] as const],
    ),
  )('leads %s on %s from home to every page of theirs within three presses', { timeout: 90_000 }, async (persona, _where, size) => {
    const places = await placesOf(persona, size === PHONE);
    expect(places.length).toBeGreaterThan(8);
    const { page, context } = await atHome({ ...size, ...(persona ? { persona } : {}) });
    const linksHere = () =>
      page.locator('a[href^="/"]').evaluateAll((all) => all.map((link) => (link.getAttribute('href') ?? '').replace(/[?#].*/, '')));
    const presses = new Map([[new URL(page.url()).pathname, 0]]);
    const note = async (at: number) => {
      for (const path of await linksHere()) if (!presses.has(path)) presses.set(path, at);
    };
    await note(1);
    const isMissing = () => places.some((path) => path !== '/' && !presses.has(path));
    for (let depth = 1; depth < PRESSES && isMissing(); depth++) {
      // Hubs and tabs first: mostly nothing else has to be opened.
      for (const [path] of [...presses].filter(([one, at]) => at === depth && places.includes(one))) {
        if (!isMissing()) break;
        await settle(page, path);
        await note(depth + 1);
      }
    }
    expect(places.filter((path) => path !== '/' && !presses.has(path))).toEqual([]);
    await context.close();
  });

  it('says to whoever looks for something where it is, in words of their own, and else where to report it', async () => {
    const { page, context } = await visit(browser, server, { ...PHONE });
    await settle(page, '/services');
    await page.getByLabel('您要办什么？').fill('我捡到一串钥匙');
    await page.getByRole('status').filter({ hasText: '找到 1 项' }).waitFor();
    expect(await page.locator('main .way-row').count()).toBe(1);
    await page.getByLabel('您要办什么？').fill('火星');
    await page.getByText('没有找到“火星”').waitFor();
    expect(await page.locator('main').getByRole('link', { name: '上报给民警' }).getAttribute('href')).toBe('/report');
    await page.getByLabel('您要办什么？').fill('lost');
    await page.locator('main').getByRole('link', { name: '失物招领' }).click();
    await page.waitForURL('**/lost-found');
    await context.close();
  });

  it('opens the hub of residents with a volunteer’s next shift', async () => {
    const { page, context } = await visit(browser, server, { ...PHONE, persona: 'VOLUNTEER' });
    await settle(page, '/services');
    await page.locator('main .next-shift').waitFor();
    await context.close();
    const neighbour = await visit(browser, server, { ...PHONE, persona: 'RESIDENT' });
    await settle(neighbour.page, '/services');
    expect(await neighbour.page.locator('main .next-shift').count()).toBe(0);
    await neighbour.context.close();
  });

  const back = (page: Page) => page.getByRole('link', { name: '返回', exact: true });

  it.each([
    ['RESIDENT', '/shifts', '/services'],
    ['RESIDENT', '/me/data', '/me'],
    ['RESIDENT', '/hot/new', '/hot'],
    ['OFFICER', '/plans', '/more'],
    ['OFFICER', '/report', '/field'],
    ['ADMIN', '/admin/keys', '/more'],
    ['RESIDENT', '/nowhere', '/'],
  ])('leads %s who has opened %s up to %s', async (persona, path, up) => {
    const { page, context } = await visit(browser, server, { ...PHONE, persona });
    await settle(page, path);
    expect(await back(page).getAttribute('href')).toBe(up);
    await back(page).click();
    await page.waitForURL((url) => url.pathname === up);
    await context.close();
  });

  it('leads back to where somebody came from, with what they had chosen there, after a reload as well', async () => {
    const { page, context } = await visit(browser, server, { ...PHONE, persona: 'VOLUNTEER' });
    await settle(page, '/services');
    await page.locator('main').getByRole('link', { name: '志愿班次' }).click();
    await page.getByRole('radio', { name: '我报名的' }).check();
    await page.waitForURL('**/shifts?view=mine');
    await page.locator('.shift-row').first().click();
    await page.waitForURL('**/shifts/*');
    await page.reload();
    await back(page).click();
    await page.waitForURL('**/shifts?view=mine');
    await back(page).click();
    await page.waitForURL('**/services');
    expect(await back(page).count()).toBe(0); // a tab is where one begins
    await context.close();
  });

  it('has what the street works on beside the hot list, under one tab', async () => {
    const { page, context } = await atHome({ ...PHONE, persona: 'RESIDENT' });
    await page.getByRole('link', { name: '热榜', exact: true }).first().click();
    await page.getByRole('link', { name: '在办', exact: true }).click();
    await page.waitForURL('**/around');
    expect(await page.locator('.tab[aria-current=page]').textContent()).toBe('热榜');
    expect(await page.locator('.shell-segments [aria-current=page]').textContent()).toBe('在办');
    await context.close();
  });

  it.each([
    ['/service', '/record'],
    ['/service?month=2026-10', '/record?month=2026-10'],
    ['/index.html', '/'],
  ])('leads from the old address %s to %s', async (old, now) => {
    const { page, context } = await visit(browser, server, { ...PHONE, persona: 'VOLUNTEER' });
    await page.goto(old);
    await page.waitForURL((url) => url.pathname + url.search === now);
    await context.close();
  });

  it.each([
    ['a phone', PHONE],
    ['a desk', DESK],
  ] as const)('is a few letters after Ctrl-K, for staff on %s, in either language', async (_where, size) => {
    const { page, context } = await atHome({ ...size, persona: 'OFFICER' });
    for (const [typed, path] of [
      ['巡逻计划', '/plans'],
      ['lost wallet', '/lost-found'],
      ['核销', '/counter'],
    ] as const) {
      await page.keyboard.press('Control+k');
      await page.getByRole('combobox').waitFor();
      await page.keyboard.type(typed);
      await page.keyboard.press('Enter');
      await page.waitForURL(`**${path}`);
    }
    await page.keyboard.press('Meta+k');
    await page.getByRole('combobox').waitFor();
    // Not what somebody has no right to.
    await page.keyboard.type('audit');
    await page.getByText('没有找到').waitFor();
    expect(await violations(page)).toEqual([]);
    await context.close();
    const neighbour = await atHome({ ...size, persona: 'RESIDENT' });
    await neighbour.page.keyboard.press('Control+k');
    expect(await neighbour.page.getByRole('combobox').count()).toBe(0);
    await neighbour.context.close();
  });

  it('has for staff on a phone a sheet of what is done on the spot, over the page they are on', async () => {
    const { page, context } = await atHome({ ...SMALL, persona: 'OFFICER' });
    await page.locator('.tabs').getByRole('link', { name: '现场' }).click();
    const sheet = page.getByRole('dialog');
    await sheet.getByRole('link', { name: '开始巡逻' }).waitFor();
    expect(await namesOf(page, 'dialog a')).toEqual(['发现问题', '志愿者签到', '开始巡逻', '核销兑换']);
    expect(new URL(page.url()).pathname).toBe('/inbox');
    expect(await violations(page)).toEqual([]);
    expect(await overflow(page)).toBeLessThanOrEqual(0);
    await sheet.getByRole('link', { name: '发现问题' }).click();
    await page.waitForURL('**/report');
    await sheet.waitFor({ state: 'detached' });
    await context.close();
  });

  it('counts beside a page what the inbox has of it, and folds to icons, as it was left', { timeout: 60_000 }, async () => {
    const { page, context } = await atHome({ ...DESK, persona: 'COMMANDER' });
    const { data } = await ask(server, '{ inbox { count kinds { kind count } } }', {}, { token: await signIn(server, 'COMMANDER') });
    const waiting = (...kinds: string[]) =>
      data.inbox.kinds
        .filter(({ kind }: { kind: string }) => kinds.includes(kind))
        .reduce((sum: number, { count }: { count: number }) => sum + count, 0);
    const beside = async (path: string) =>
      Number((await page.locator(`.side a[href="${path}"] .tab-count`).allTextContents()).join('').replace(/\D/g, ''));
    await expect.poll(() => beside('/inbox')).toBe(data.inbox.count);
    expect(await beside('/hot-desk')).toBe(waiting('ANSWER_OWED', 'SURGE_TO_JUDGE'));
    expect(await beside('/volunteers')).toBe(waiting('VOLUNTEER_TO_REVIEW'));
    expect(data.inbox.count).toBeGreaterThan(0);
    const width = async () => (await page.locator('.side').boundingBox())?.width;
    expect(await width()).toBe(220);
    expect(await violations(page)).toEqual([]);
    await page.getByRole('button', { name: '收起侧栏' }).click();
    await expect.poll(width).toBe(64);
    expect(await violations(page)).toEqual([]);
    await settle(page, '/kpi');
    expect(await width()).toBe(64);
    await page.getByRole('button', { name: '展开侧栏' }).click();
    await expect.poll(width).toBe(220);
    await settle(page, '/dispatch'); // needs the width
    expect(await width()).toBe(64);
    await context.close();
  });

  it('leaves the wall the whole screen', async () => {
    const { page, context } = await visit(browser, server, { width: 1920, height: 1080, persona: 'DISPATCHER' });
    await page.goto('/dispatch?wall=1');
    await page.locator('.dispatch-wall').waitFor();
    await page.locator('.side').waitFor({ state: 'hidden' });
    expect(await page.locator('.dispatch-wall').boundingBox()).toMatchObject({
      x: 0,
      y: 0,
      width: await page.evaluate(() => document.body.getBoundingClientRect().width),
    });
    await context.close();
  });

  it.each([
    ['RESIDENT', ['/', '/hot', '/around', '/services', '/me']],
    ['COMMANDER', ['/inbox', '/tickets', '/field', '/grid', '/more', '/me']],
  ])('of %s fits 320 px in the largest text', { timeout: 60_000 }, async (persona, paths) => {
    const { page, context } = await visit(browser, server, { ...SMALL, persona });
    for (const path of paths) {
      await settle(page, path);
      expect({ path, overflow: await overflow(page) }).toEqual({ path, overflow: 0 });
    }
    await context.close();
  });
});
