// Help in an emergency, in Chromium: what is in sight at once, on every phone and in every size of text.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasBrowser, openBrowser, visit } from '../support/browser.ts';
import { makePhoto } from '../support/photos.ts';
import { ask, signIn, startTestServer, type TestServer } from '../support/server.ts';
import { act, alarm, IN_GRID_3, look } from '../support/tickets.ts';
import { serving } from '../support/town.ts';

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

  const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
  const hold = async (page: Page) => {
    const box = await button(page, '一键报警').boundingBox();
    if (!box) throw new Error('no alarm button');
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await page.mouse.down();
  };
  const alarms = async (persona: string, index: number) => {
    const token = await signIn(server, persona, index);
    const { data } = await ask(
      server,
      '{ tickets(filter: { isMine: true }) { edges { node { source priority status grid { code } assignee { role } } } } }',
      {},
      { token },
    );
    return data.tickets.edges.map(({ node }: { node: object }) => node);
  };
  const DISPATCHED = { source: 'ALARM', priority: 'P1', status: 'DISPATCHED', grid: { code: '3' }, assignee: { role: 'OFFICER' } };
  const helpIn = async (page: Page) => {
    const dialog = page.getByRole('dialog').first();
    const links = await dialog.getByRole('link').evaluateAll((all) => all.map((link) => link.getAttribute('href') ?? ''));
    return links.map((link) => decodeURIComponent(link));
  };

  it('a short tap is told to hold', async () => {
    const { page, context } = await visit(browser, server, { persona: 'RESIDENT', index: 70 });
    await page.goto('/');
    await button(page, '一键报警').click();
    await page.getByText('请按住不放').waitFor();
    await context.close();
  });

  it('an alarm without a network shows 110 and 12110 with the place at once, and arrives once, dispatched, when there is one', {
    timeout: 60_000,
  }, async () => {
    const { page, context } = await visit(browser, server, { persona: 'RESIDENT', index: 71, position: IN_GRID_3 });
    await page.goto('/');
    await page.locator('.street path').first().waitFor({ state: 'attached' });
    await page.waitForLoadState('networkidle');
    await context.setOffline(true);
    await hold(page);
    const sheet = page.getByRole('dialog');
    await sheet.getByText('没有网络：请打 110 或发短信 12110').waitFor();
    await page.mouse.up();
    await sheet.getByText('一有网络会自动发出').waitFor();
    await expect.poll(() => helpIn(page)).toEqual(['tel:110', expect.stringMatching(/^sms:12110\?.*朝阳里 3 号网格.*116\.02950/)]);
    expect(await alarms('RESIDENT', 71)).toEqual([]);
    await context.setOffline(false);
    await sheet.getByText('警情已送达 GD-').waitFor();
    expect(await sheet.getByText('没有网络').count()).toBe(0);
    expect(await alarms('RESIDENT', 71)).toEqual([DISPATCHED]);
    // Nothing of it is left to be sent again.
    await sheet.getByRole('link', { name: '查看进展' }).click();
    await page.getByRole('heading', { name: /一键报警/ }).waitFor();
    await page.reload();
    await page.getByRole('heading', { name: /一键报警/ }).waitFor();
    await page.waitForLoadState('networkidle');
    expect(await alarms('RESIDENT', 71)).toEqual([DISPATCHED]);
    await context.close();
  });

  it('an alarm whose answer is lost on the way is one alarm', { timeout: 60_000 }, async () => {
    const { page, context } = await visit(browser, server, { persona: 'RESIDENT', index: 72, position: IN_GRID_3 });
    await page.goto('/');
    await page.waitForLoadState('networkidle');
    let lost = 0;
    let giveUp = () => {};
    const isShown = new Promise<void>((resolve) => {
      giveUp = resolve;
    });
    await page.route('**/graphql', async (route) => {
      if (lost > 0 || !route.request().postData()?.includes('116.0295')) return route.continue();
      lost += 1;
      await route.fetch();
      await isShown;
      await route.abort();
    });
    await hold(page);
    // Nobody is left waiting for an answer.
    await page.getByRole('dialog').getByText('请打 110 或发短信 12110').waitFor();
    await page.mouse.up();
    giveUp();
    await page.getByRole('dialog').getByText('警情已送达').waitFor();
    expect(lost).toBe(1);
    expect(await alarms('RESIDENT', 72)).toEqual([DISPATCHED]);
    await context.close();
  });

  it('an alarm of somebody signed out shows 110 and 12110 at once, and is sent after they have signed in', {
    timeout: 60_000,
  }, async () => {
    const { page, context } = await visit(browser, server, { position: IN_GRID_3 });
    await page.goto('/');
    await page.getByText('登录后可以投票').waitFor();
    await hold(page);
    const sheet = page.getByRole('dialog').first();
    await sheet.getByText('您没有登录，我们收不到这条报警').waitFor();
    await page.mouse.up();
    expect(await page.locator('dialog input').count()).toBe(0);
    await expect.poll(() => helpIn(page)).toEqual(['tel:110', expect.stringMatching(/^sms:12110/)]);
    await button(page, '登录并发出报警').click();
    await page.getByRole('dialog').getByRole('button', { name: '居民', exact: true }).click();
    await sheet.getByText('警情已送达 GD-').waitFor();
    expect(await alarms('RESIDENT', 0)).toEqual([DISPATCHED]);
    await context.close();
  });

  it('an alarm of somebody signed out who closes the sheet is not sent by whoever signs in later', { timeout: 60_000 }, async () => {
    const { page, context } = await visit(browser, server);
    await page.goto('/');
    await page.getByText('登录后可以投票').waitFor();
    await hold(page);
    await page.getByRole('dialog').getByText('我们收不到这条报警').waitFor();
    await page.mouse.up();
    await button(page, '一键报警').and(page.locator(':enabled')).waitFor();
    await button(page, '关闭').click();
    await button(page, '登录').click();
    await page.getByRole('dialog').getByRole('button', { name: '平安志愿者', exact: true }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.locator('.home-people strong').first().waitFor();
    await page.waitForLoadState('networkidle');
    expect(await alarms('VOLUNTEER', 0)).toEqual([]);
    await context.close();
  });

  it('whoever has raised an alarm sees who comes and when, calls, adds a photo and words, and says that it was a mistake', {
    timeout: 90_000,
  }, async () => {
    const { index, title } = serving('OFFICER', 3);
    const officer = await signIn(server, 'OFFICER', index);
    // What came before: each took its minutes.
    for (let n = 0; n < 8; n++) {
      const { ticket } = await alarm(server, await signIn(server, 'RESIDENT', 80 + n));
      await act(server, officer, 'Accept', ticket.id);
      await act(server, officer, 'Arrive', ticket.id);
    }
    await server.database.pool.query(`UPDATE ticket SET arrived_at = accepted_at + interval '6 minutes' WHERE arrived_at IS NOT NULL`);
    const { page, context } = await visit(browser, server, {
      persona: 'RESIDENT',
      index: 73,
      position: IN_GRID_3,
      preferences: { size: 'xlarge' },
    });
    await page.goto('/');
    await page.waitForLoadState('networkidle');
    await hold(page);
    // Where the answer takes its time, 110 is shown meanwhile, and the way from there.
    const way = page.getByRole('dialog').getByRole('link', { name: '查看进展' });
    await Promise.race([page.waitForURL(/\/tickets\//), way.waitFor()]);
    if (await way.isVisible()) await way.click();
    await page.mouse.up();
    await page.waitForURL(/\/tickets\//);
    const lead = page.locator('main').getByRole('status').first();
    await lead.getByText(`已通知${title}，正在等待接单`).waitFor();
    const id = new URL(page.url()).pathname.split('/').at(-1) as string;
    const seen = await page.evaluate(() => document.querySelector('main a[href="tel:110"]')?.getBoundingClientRect().bottom);
    expect(seen).toBeLessThan(844); // in sight without scrolling, in the largest text
    const accepted = await act(server, officer, 'Accept', id);
    await lead.getByText(`${title}已接单，正在赶来`).waitFor();
    await lead.getByText('大约还要 5 到 6 分钟').waitFor();
    await page.getByText('按本网格 8 次出警估计').waitFor();
    expect(await page.getByRole('link', { name: `打给${title}` }).getAttribute('href')).toMatch(/^tel:\+86\d{11}$/);
    // One thumb each.
    await page.locator('input[type=file]').setInputFiles(await makePhoto());
    await page.getByText('已发给民警').waitFor();
    await button(page, '写一句').click();
    await page.getByRole('dialog').getByRole('textbox').fill('他还在门口');
    await button(page, '确定').click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await act(server, officer, 'Depart', id);
    await lead.getByText(`${title}已出发，正在赶来`).waitFor();
    await button(page, '误触了').click();
    await button(page, '是误触，告诉民警').click();
    await lead.getByText('已告诉民警是误触').waitFor();
    await act(server, officer, 'Arrive', id);
    await lead.getByText(`${title}已到场`).waitFor();
    expect(await page.getByRole('list', { name: '进展' }).getByText('已完成').count()).toBe(5);
    const { lastEvents } = await look(server, officer, id);
    expect(lastEvents.flatMap(({ kind, text }: { kind: string; text: string }) => (kind === 'NOTED' ? text : [])).sort()).toEqual(
      ['他还在门口', '现场照片', '误触了，我没有危险。'].sort(),
    );
    expect(accepted.ticket.status).toBe('ACCEPTED');
    // Once it is over, it is a ticket like others.
    await act(server, officer, 'Resolve', id, { result: '误触，人没事', isFalseAlarm: true });
    await button(page, '确认并评价').waitFor();
    await context.close();
  });
});
