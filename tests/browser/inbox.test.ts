// What waits for staff, in Chromium: their home, one list by deadline, from which everything is a few presses away.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tendDuties } from '../../schema/joins/answers/jobs.ts';
import { hasBrowser, openBrowser, type Visitor, visit } from '../support/browser.ts';
import { gridIds } from '../support/people.ts';
import { deed, raiseIssue, signIn, startTestServer, type TestServer } from '../support/server.ts';
import { act, IN_GRID_3, report } from '../support/tickets.ts';
import { serving } from '../support/town.ts';

const PHONE = { width: 390, height: 844 };
const DESK = { width: 1440, height: 900 };
const OFFICER = { persona: 'OFFICER', index: serving('OFFICER', 3).index };

describe.skipIf(!hasBrowser)('the inbox', () => {
  let server: TestServer;
  let browser: Browser;
  let resident: string;
  let officer: string;
  let dispatcher: string;
  beforeAll(async () => {
    server = await startTestServer({
      answerDuty: { top: 1, leastVotes: 3, votes: 3, hours: 24, calendar: { timeZone: 'Asia/Shanghai', from: 0, to: 24 } },
    });
    browser = await openBrowser();
    [resident, officer, dispatcher] = [
      await signIn(server, 'RESIDENT', 0),
      await signIn(server, 'OFFICER', OFFICER.index),
      await signIn(server, 'DISPATCHER'),
    ];
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  /** Somebody at home: presses are counted from there. */
  const atHome = async (visitor: Visitor) => {
    const { page, context } = await visit(browser, server, visitor);
    await page.goto('/');
    await page.waitForURL('**/inbox');
    await page.locator('.live-on').first().waitFor();
    let presses = 0;
    const press = async (found: ReturnType<Page['locator']>) => {
      await found.click();
      presses += 1;
    };
    return { page, context, press, presses: () => presses };
  };
  const rowOf = (page: Page, path: string) => page.locator(`.inbox-row[href="${path}"]`);
  const countOf = async (page: Page) => Number((await page.locator('nav a[href="/inbox"] .tab-count').textContent())?.replace(/\D+/g, ''));

  /** A ticket that was given to the officer. */
  async function givenTicket(): Promise<{ id: string; path: string }> {
    const { ticket } = await report(server, resident, { description: '楼下半夜装货' });
    await act(server, dispatcher, 'Triage', ticket.id, { category: 'noise', priority: 'P2' });
    await act(server, dispatcher, 'Dispatch', ticket.id, { assigneeId: serving('OFFICER', 3).id });
    return { id: ticket.id, path: `/tickets/${ticket.id}` };
  }

  async function owedAnswer(title: string): Promise<string> {
    const id = await raiseIssue(server, resident, { title, location: IN_GRID_3 });
    for (let n = 0; n < 4; n++) await deed(server, await signIn(server, 'RESIDENT', n), 'hotIssueVote', { hotIssueId: id });
    await tendDuties(server.house.services);
    return id;
  }

  async function proposedPlan(title: string): Promise<string> {
    const gridId = (await gridIds(server)).get('3');
    const points = [0, 1].map((n) => ({ name: `${n} 号点`, longitude: IN_GRID_3.longitude + n / 2000, latitude: IN_GRID_3.latitude }));
    return (await deed(server, officer, 'patrolPlanCreate', { gridId, title, points }, 'plan { id }')).plan.id;
  }

  it.each([
    ['a phone, in Chinese', PHONE, 'zh', ['待我办', '任务', '现场', '网格', '更多']],
    ['a phone, in English', PHONE, 'en', ['To do', 'Tasks', 'On the spot', 'Grid', 'More']],
    ['a desk, in Chinese', DESK, 'zh', ['待我办', '任务', '调度', '网格']],
    ['a desk, in English', DESK, 'en', ['To do', 'Tasks', 'Dispatch', 'Grid']],
  ] as const)(
    'is the home of an officer on %s: a ticket is accepted from it, and the count falls live',
    {
      timeout: 60_000,
    },
    async (_where, size, language, tabs) => {
      const { path } = await givenTicket();
      const { page, context, press, presses } = await atHome({ ...OFFICER, ...size, preferences: { language } });
      const names = await page
        .locator(size === PHONE ? '.tabs a' : '.side-group:nth-of-type(1) a')
        .evaluateAll((all) => all.map((tab) => tab.textContent?.replace(/(?:待办件数：|Waiting:).*/, '').trim()));
      expect(names).toEqual(tabs);
      await page.locator('h1', { hasText: language === 'zh' ? '待我办' : 'To do' }).waitFor();
      await rowOf(page, path)
        .getByText(language === 'zh' ? '接单' : 'Accept a ticket')
        .waitFor();
      await press(rowOf(page, path));
      await press(page.getByRole('button', { name: language === 'zh' ? '接单' : 'Accept', exact: true }));
      expect(presses()).toBe(2);
      await page.locator('nav a[href="/inbox"]').click();
      await rowOf(page, path)
        .getByText(language === 'zh' ? '处置' : 'Resolve a ticket')
        .waitFor();

      // Somebody else's deed, while it is looked at.
      const before = await countOf(page);
      expect(await page.locator('.inbox-row').count()).toBe(before);
      await act(server, officer, 'Resolve', path.slice('/tickets/'.length), { result: '已劝离' });
      await rowOf(page, path).waitFor({ state: 'detached' });
      await expect.poll(() => countOf(page)).toBe(before - 1);
      await context.close();
    },
  );

  it.each([
    ['a phone', PHONE],
    ['a desk', DESK],
  ] as const)('leads to an answer that is owed and to a plan within three presses, on %s', { timeout: 60_000 }, async (_where, size) => {
    const title = `路灯全灭 ${size.width}`;
    const issueId = await owedAnswer(title);
    const { page, context, press, presses } = await atHome({ persona: 'COMMANDER', ...size });
    await press(rowOf(page, `/hot/${issueId}`));
    await press(page.getByRole('button', { name: '答复', exact: true }));
    await page.getByLabel('答复内容').fill('今晚抢修，明早复查。');
    await press(page.getByRole('button', { name: '发出答复' }));
    await page.getByText('已答复，投票的人会收到').waitFor();
    expect(presses()).toBe(3);
    await context.close();

    const planId = await proposedPlan(`夜巡 ${size.width}`);
    const again = await atHome({ persona: 'COMMANDER', ...size });
    expect(await rowOf(again.page, `/hot/${issueId}`).count()).toBe(0);
    await again.press(rowOf(again.page, `/plans/${planId}`));
    await again.press(again.page.getByRole('button', { name: '批准', exact: true }));
    await again.page.getByText('已批准，一周内有效').waitFor();
    expect(again.presses()).toBe(2);
    if (size === PHONE) await again.page.locator('nav a[href="/inbox"]').click();
    await again.page.locator('h1', { hasText: '待我办' }).waitFor();
    await rowOf(again.page, `/plans/${planId}`).waitFor({ state: 'detached' });
    await again.context.close();
  });

  it('shows one kind alone when it is pressed, and all again', async () => {
    const given = await givenTicket();
    await report(server, resident, { category: 'parking' });
    const { page, context } = await atHome({ ...OFFICER, ...PHONE });
    await rowOf(page, given.path).waitFor();
    const all = await page.locator('.inbox-row').count();
    await page.locator('.inbox-kind', { hasText: '接单' }).click();
    await rowOf(page, given.path).waitFor();
    const some = await page.locator('.inbox-row').count();
    expect(some).toBeLessThan(all);
    await page.reload();
    await rowOf(page, given.path).waitFor();
    expect(await page.locator('.inbox-row').count()).toBe(some);
    await page.locator('.inbox-kind', { hasText: '接单' }).click();
    await expect.poll(() => page.locator('.inbox-row').count()).toBe(all);
    await context.close();
  });

  it('is walked with J and K and opened with Enter; when the one in hand is done, the next has the focus', {
    timeout: 60_000,
  }, async () => {
    const first = await givenTicket();
    await givenTicket();
    const { page, context } = await atHome({ ...OFFICER, ...DESK });
    await rowOf(page, first.path).waitFor();
    const paths = await page.locator('.inbox-row').evaluateAll((rows) => rows.map((row) => row.getAttribute('href')));
    const focused = () => page.evaluate(() => document.activeElement?.getAttribute('href'));
    await page.keyboard.press('j');
    expect(await focused()).toBe(paths[0]);
    await page.keyboard.press('j');
    expect(await focused()).toBe(paths[1]);
    await page.keyboard.press('k');
    await page.keyboard.press('k');
    expect(await focused()).toBe(paths[0]);
    const at = paths.indexOf(first.path);
    for (let step = 0; step < at; step++) await page.keyboard.press('j');
    expect(await focused()).toBe(first.path);
    await act(server, officer, 'Decline', first.id, { reason: '正在别处' });
    await rowOf(page, first.path).getByText('接单').waitFor({ state: 'detached' });
    const now = await focused();
    expect(now).toMatch(/^\//);
    await page.keyboard.press('Enter');
    await page.waitForURL((url) => (url.searchParams.get('at') ?? url.pathname) === now);
    await context.close();
  });

  it('is nobody’s home but staff’s, and says so when nothing waits', { timeout: 60_000 }, async () => {
    const neighbour = await visit(browser, server, { persona: 'RESIDENT' });
    await neighbour.page.goto('/');
    await neighbour.page.locator('.tabs a', { hasText: '首页' }).waitFor();
    expect(await neighbour.page.locator('.tabs a', { hasText: '待我办' }).count()).toBe(0);
    await neighbour.page.goto('/inbox');
    await neighbour.page.getByText('这个页面').or(neighbour.page.getByText('请先登录')).first().waitFor();
    await neighbour.context.close();

    const { page, context } = await atHome({ persona: 'LEGAL_ADVISER' });
    await page.getByText('没有等您办的事').waitFor();
    expect(await page.locator('nav a[href="/inbox"] .tab-count').count()).toBe(0);
    await context.close();
    const desk = await visit(browser, server, { persona: 'DISPATCHER' });
    await desk.page.goto('/more');
    await desk.page.getByRole('link', { name: /^调度/ }).click();
    await desk.page.waitForURL('**/dispatch');
    await desk.context.close();
  });
});
