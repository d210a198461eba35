import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasBrowser, openBrowser, visit } from '../support/browser.ts';
import { ask, signIn, startTestServer, type TestServer } from '../support/server.ts';

const titles = (page: Page) => page.locator('.hot-list .hot-title').allTextContents();
const row = (page: Page, title: string) => page.locator('.hot-list li', { hasText: title });
const voteIn = (page: Page, title: string) => row(page, title).locator('.vote');

describe.runIf(hasBrowser)('the hot list in Chromium', () => {
  let server: TestServer;
  let browser: Browser;
  /** Two issues of nobody's votes but these tests': the second is one vote behind. */
  const [ahead, behind] = ['甲：对比用的第一个议题', '乙：对比用的第二个议题'];
  let ids: string[];

  beforeAll(async () => {
    server = await startTestServer();
    browser = await openBrowser();
    ids = [];
    for (const [title, votes] of [
      [ahead, 3],
      [behind, 2],
    ] as const) {
      const input = { title, category: 'other', location: { longitude: 0, latitude: 0 } };
      const token = await signIn(server, 'RESIDENT', 1);
      const { data } = await ask(
        server,
        'mutation ($input: HotIssueCreateInput!) { hotIssueCreate(input: $input) { ... on HotIssueCreateSuccess { hotIssue { id } } } }',
        { input },
        { token },
      );
      ids.push(data.hotIssueCreate.hotIssue.id);
      for (let index = 0; index < votes; index++) await vote(ids.at(-1) as string, 10 + index);
    }
  });
  afterAll(async () => {
    await browser.close();
    await server.stop();
  });

  const vote = async (id: string, resident: number) =>
    ask(
      server,
      'mutation ($id: ID!) { hotIssueVote(input: { hotIssueId: $id }) { __typename } }',
      { id },
      { token: await signIn(server, 'RESIDENT', resident) },
    );
  const votesOf = async (id: string) =>
    (await ask(server, 'query ($id: ID!) { hotIssue(id: $id) { voteCount } }', { id })).data.hotIssue.voteCount;
  const order = async (page: Page) => (await titles(page)).filter((title) => title === ahead || title === behind);

  it('one votes, the other’s list re-orders and says so within a second', async () => {
    const [one, other] = await Promise.all([
      visit(browser, server, { persona: 'RESIDENT', index: 20 }),
      visit(browser, server, { persona: 'RESIDENT', index: 21 }),
    ]);
    await Promise.all([one.page.goto('/hot'), other.page.goto('/hot')]);
    await Promise.all([voteIn(one.page, behind).waitFor(), voteIn(other.page, behind).waitFor()]);
    await other.page.locator('.live-on').waitFor();
    expect(await order(other.page)).toEqual([ahead, behind]);
    // The second catches up and, with the next vote, passes.
    await vote(ids[1] as string, 30);
    await other.page.waitForFunction(
      ([title, count]) =>
        [...document.querySelectorAll('.hot-list li')].some(
          (li) => li.textContent?.includes(title as string) && li.textContent.includes(count as string),
        ),
      [behind, '3'],
    );

    const seen = other.page.evaluate(
      ([first, second]) =>
        new Promise<{ at: number; said: string }>((resolve) => {
          const look = () => {
            const shown = [...document.querySelectorAll('.hot-list .hot-title')].map(({ textContent }) => textContent);
            const said = document.querySelector('.hot-said')?.textContent ?? '';
            if (shown.indexOf(second as string) < shown.indexOf(first as string) && said.includes(second as string))
              resolve({ at: Date.now(), said });
            else requestAnimationFrame(look);
          };
          look();
        }),
      [ahead, behind],
    );
    await voteIn(one.page, behind).tap();
    const voted = Date.now();
    const { at, said } = await seen;
    expect(at - voted).toBeLessThan(1000);
    expect(said).toMatch(/^“乙：对比用的第二个议题”升到第 \d+ 名$/);
    await expect.poll(() => order(one.page)).toEqual([behind, ahead]);
    await Promise.all([one.context.close(), other.context.close()]);
  });

  it('shows the vote at once, and takes it back with undo', async () => {
    const { page, context } = await visit(browser, server, { persona: 'RESIDENT', index: 40 });
    await page.goto('/hot');
    const button = voteIn(page, ahead);
    await button.waitFor();
    const before = Number((await button.locator('.vote-count').textContent())?.trim());
    // The server's answer is held back: what is shown is not waiting for it.
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    await page.route('**/graphql', async (route) => {
      await held;
      await route.continue();
    });
    await button.tap();
    expect(await button.getAttribute('aria-pressed')).toBe('true');
    expect(Number((await button.locator('.vote-count').textContent())?.trim())).toBe(before + 1);
    release();
    await expect.poll(() => votesOf(ids[0] as string)).toBe(before + 1);
    await page.locator('.notice-action').tap();
    await expect.poll(() => votesOf(ids[0] as string)).toBe(before);
    expect(await button.getAttribute('aria-pressed')).toBe('false');
    await context.close();
  });

  it('offline → vote → online: the vote arrives once', async () => {
    const { page, context } = await visit(browser, server, { persona: 'RESIDENT', index: 41 });
    await page.goto('/hot');
    await voteIn(page, ahead).waitFor();
    const before = await votesOf(ids[0] as string);
    await context.setOffline(true);
    await voteIn(page, ahead).tap();
    await page.locator('.offline', { hasText: '1 项已保存，联网后自动发送' }).waitFor();
    await page.locator('.live', { hasText: '已断开，重连中' }).waitFor();
    expect(await voteIn(page, ahead).getAttribute('aria-pressed')).toBe('true');
    expect(await votesOf(ids[0] as string)).toBe(before);
    await context.setOffline(false);
    await expect.poll(() => votesOf(ids[0] as string)).toBe(before + 1);
    await page.locator('.offline').waitFor({ state: 'detached' });
    await page.locator('.live-on').waitFor({ timeout: 15_000 });
    expect(await votesOf(ids[0] as string)).toBe(before + 1);
    expect(Number((await voteIn(page, ahead).locator('.vote-count').textContent())?.trim())).toBe(before + 1);
    await context.close();
  });

  it('a vote made offline survives a reload of the page', async () => {
    const { page, context } = await visit(browser, server, { persona: 'RESIDENT', index: 42 });
    await page.goto('/hot');
    await voteIn(page, ahead).waitFor();
    const before = await votesOf(ids[0] as string);
    await page.route('**/graphql', (route) => (route.request().postData()?.includes('hotIssueVote') ? route.abort() : route.continue()));
    await voteIn(page, ahead).tap();
    await page.unroute('**/graphql');
    await page.reload();
    await expect.poll(() => votesOf(ids[0] as string)).toBe(before + 1);
    await context.close();
  });

  it('does not move under a finger, and a pill says that there is news', async () => {
    const { page, context } = await visit(browser, server, { persona: 'RESIDENT', index: 43, width: 1440, height: 900 });
    await page.goto('/hot');
    await voteIn(page, ahead).waitFor();
    await page.locator('.live-on').waitFor();
    const before = await order(page);
    await row(page, before[0] as string).scrollIntoViewIfNeeded();
    const box = await row(page, before[0] as string)
      .locator('.hot-rank')
      .boundingBox();
    await page.mouse.move((box?.x ?? 0) + 5, (box?.y ?? 0) + 5);
    await page.mouse.down();
    const loser = before[1] === ahead ? 0 : 1;
    for (let resident = 50; resident < 56; resident++) await vote(ids[loser] as string, resident);
    await page.locator('.hot-news').waitFor();
    expect(await order(page)).toEqual(before);
    await page.mouse.up();
    await expect.poll(() => order(page)).toEqual([...before].reverse());
    await page.locator('.hot-news').waitFor({ state: 'detached' });
    await context.close();
  });

  it('tells somebody who signs in to vote, and is not verified yet, that the vote waits for their real name', async () => {
    await server.database.pool.query(`UPDATE resident SET real_name_status = 'UNVERIFIED' WHERE phone = '+8610000000001'`);
    const { page, context } = await visit(browser, server);
    await page.goto('/hot');
    await page.locator('.vote').first().tap();
    await page.getByRole('dialog').getByRole('button', { name: '居民', exact: true }).click();
    await page.locator('.notice', { hasText: '票已保存，实名登记后计入热榜' }).waitFor();
    await page.locator('.vote[aria-pressed=true]').first().waitFor();
    await page.locator('.notice button', { hasText: '去实名' }).waitFor();
    await server.database.pool.query(`UPDATE resident SET real_name_status = 'VERIFIED' WHERE phone = '+8610000000001'`);
    await context.close();
  });

  it('asks somebody signed out to sign in, and then the vote counts', async () => {
    const { page, context } = await visit(browser, server);
    await page.goto('/hot');
    const before = await votesOf(ids[1] as string);
    await voteIn(page, behind).tap();
    await page.locator('.sheet', { hasText: '演示身份' }).waitFor();
    await page.locator('.personas button', { hasText: '平安志愿者' }).tap();
    await expect.poll(() => votesOf(ids[1] as string)).toBe(before + 1);
    await expect.poll(() => voteIn(page, behind).getAttribute('aria-pressed')).toBe('true');
    await context.close();
  });

  it('raises an issue: duplicates are offered, mistakes named, the new issue opens with one’s vote', async () => {
    const { page, context } = await visit(browser, server, { persona: 'RESIDENT', index: 0 });
    await page.goto('/hot/new');
    await page.locator('.tile').first().waitFor();
    await page.fill('input[type=text]', '夜间停车太乱，消防车进不来');
    await page.locator('.likes', { hasText: '夜间停车乱，消防车进不来' }).waitFor();
    await page.fill('input[type=text]', '井盖');
    await page.locator('.tile', { hasText: '公共设施损坏' }).locator('input').check();
    await page.locator('button[type=submit]').tap();
    await page.locator('.field-problem', { hasText: '至少写 4 个字' }).waitFor();
    await page.fill('input[type=text]', '窨井盖<b>翘起来');
    await page.locator('button[type=submit]').tap();
    await page.locator('.field-problem', { hasText: '不能有网页标签' }).waitFor();
    await page.reload(); // the draft is kept
    await page.fill('input[type=text]', '三号楼前窨井盖翘起来了');
    await page.locator('button[type=submit]').tap();
    await page.locator('.issue-main h1', { hasText: '三号楼前窨井盖翘起来了' }).waitFor();
    await expect.poll(() => page.locator('.issue .vote-count').textContent()).toContain('1');
    await context.close();
  });

  it('lets a grid worker of the grid close an issue with a reason that voters read', async () => {
    const { page, context } = await visit(browser, server, { persona: 'GRID_WORKER', index: 8, width: 1440, height: 900 });
    await page.goto('/hot');
    await page.locator('.hot-title a', { hasText: '7 号楼消防栓没有水带' }).click();
    await page.locator('.issue button', { hasText: '办结这件事' }).click();
    await page.fill('.sheet textarea', '水带已经配齐，物业每月检查。');
    await page.locator('.sheet button[type=submit]').click();
    await page.locator('.issue-answer', { hasText: '水带已经配齐' }).waitFor();
    await page.locator('.issue .chip-solved').waitFor();
    await context.close();
  });

  it('says what it does when the server is gone and nothing is known yet', async () => {
    const { page, context } = await visit(browser, server);
    await page.route('**/graphql', (route) => route.abort());
    await page.routeWebSocket('**/graphql', (socket) => socket.close()); // what is heard live would mend the page by itself
    await page.goto('/hot');
    await page.locator('.empty', { hasText: '暂时打不开，请重试' }).waitFor();
    await page.unroute('**/graphql');
    await page.locator('.empty button', { hasText: '重试' }).tap();
    await voteIn(page, ahead).waitFor();
    await context.close();
  });

  /** What is pushed to a page from now on, each message's text. */
  const pushesTo = async (page: Page) => {
    const pushes: string[] = [];
    page.on('websocket', (socket) => socket.on('framereceived', ({ payload }) => pushes.push(String(payload))));
    return pushes;
  };

  it('carries what moves alone: a vote is a kilobyte on everybody’s home', async () => {
    const { page, context } = await visit(browser, server, { persona: 'RESIDENT', index: 22 });
    const pushes = await pushesTo(page);
    await page.goto('/');
    await page.locator('.home-hot .hot-title').first().waitFor();
    await page.locator('.live-on').first().waitFor();
    await page.waitForLoadState('networkidle');
    const [top] = (await ask(server, '{ hotList(first: 1) { edges { node { id voteCount } } } }')).data.hotList.edges;
    pushes.length = 0;
    await vote(top.node.id, 50);
    await page
      .locator(`.hot-list li:has(a[href="/hot/${top.node.id}"]) .vote`)
      .getByText(String(top.node.voteCount + 1))
      .waitFor();
    const weights = pushes.filter((text) => text.includes('"next"')).map(({ length }) => length);
    expect(weights.length).toBeGreaterThan(0);
    expect(Math.max(...weights)).toBeLessThan(1_500);
    await context.close();
  });

  it('shows an issue that is new on it whole, once it has been asked for', async () => {
    const { page, context } = await visit(browser, server, { persona: 'RESIDENT', index: 23 });
    await page.goto('/hot');
    await page.locator('.live-on').waitFor();
    const input = { title: '丙：刚刚提出的议题', category: 'other', location: { longitude: 0, latitude: 0 } };
    await ask(
      server,
      'mutation ($input: HotIssueCreateInput!) { hotIssueCreate(input: $input) { __typename } }',
      { input },
      { token: await signIn(server, 'RESIDENT', 2) },
    );
    await row(page, input.title).waitFor();
    expect(await row(page, input.title).locator('.vote').isEnabled()).toBe(true);
    await context.close();
  });

  it('is not pushed to a page that nobody looks at, and catches up when somebody looks again', async () => {
    const { page, context } = await visit(browser, server, { persona: 'RESIDENT', index: 24 });
    await page.clock.install();
    const pushes = await pushesTo(page);
    await page.goto('/hot');
    await page.locator('.live-on').waitFor();
    const look = (isHidden: boolean) =>
      page.evaluate((hidden) => {
        Object.defineProperty(document, 'hidden', { value: hidden, configurable: true });
        document.dispatchEvent(new Event('visibilitychange'));
      }, isHidden);
    const closed = page.waitForEvent('websocket').then((socket) => socket); // the one after the rest
    const before = await votesOf(ids[0] as string);
    await look(true);
    await page.clock.fastForward(31_000);
    await page.waitForFunction(() => document.querySelector('.live-on') === null);
    pushes.length = 0;
    await vote(ids[0] as string, 51);
    await voteIn(page, ahead).getByText(String(before)).waitFor();
    expect(pushes).toEqual([]);
    await look(false);
    await closed;
    await voteIn(page, ahead)
      .getByText(String(before + 1))
      .waitFor();
    await context.close();
  });
});
