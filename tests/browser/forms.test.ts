// Forms that are refused say at their button what is missing, and pages that lead nowhere say where to go.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasBrowser, openBrowser, visit } from '../support/browser.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const summary = (page: Page) => page.locator('.form-summary');
const linesOf = (page: Page) => summary(page).getByRole('button').allInnerTexts();
const waysOut = async (page: Page) => {
  await page.getByRole('link', { name: '回首页' }).waitFor();
  expect(await page.getByRole('link', { name: '遇到危险？打 110' }).getAttribute('href')).toBe('tel:110');
};

describe.skipIf(!hasBrowser)('what is refused', () => {
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

  it('is named at the button, and leads to its field, out of sight as it is', async () => {
    const { page, context } = await visit(browser, server, { persona: 'RESIDENT', index: 3, height: 640 });
    await page.goto('/report');
    await page.getByLabel('公共设施损坏').waitFor();
    await button(page, '上报').click();
    await summary(page).waitFor();
    const [line, ...others] = await linesOf(page);
    expect(line).toMatch(/请选一类/);
    expect(others).toEqual([]);
    await summary(page).getByRole('button').click();
    const focused = await page.evaluate(() => {
      const { top, bottom } = (document.activeElement as HTMLElement).getBoundingClientRect();
      return { name: document.activeElement?.getAttribute('name'), isInSight: top >= 0 && bottom <= innerHeight };
    });
    expect(focused).toEqual({ name: 'category', isInSight: true });
    await page.getByLabel('公共设施损坏').check({ force: true });
    await summary(page).waitFor({ state: 'detached' });
    expect(await page.getByText('请选一类').count()).toBe(0);
    await context.close();
  });

  it('is one line for each field of several; a line goes when its field is changed', async () => {
    const { page, context } = await visit(browser, server, { persona: 'ADMIN', width: 1440, height: 900 });
    await page.goto('/admin/texts');
    await button(page, '发布第 2 版').click();
    await summary(page).waitFor();
    expect(await linesOf(page)).toEqual(['改了什么（中文，给所有人看）：请填写内容。', '改了什么（英文）：请填写内容。']);
    await page.getByLabel('改了什么（英文）').fill('x');
    await expect.poll(() => linesOf(page)).toHaveLength(1);
    await summary(page).getByRole('button').press('Enter');
    await expect
      .poll(() => page.evaluate(() => (document.activeElement as HTMLInputElement).labels?.[0]?.textContent))
      .toBe('改了什么（中文，给所有人看）');
    await page.keyboard.type('改了');
    await summary(page).waitFor({ state: 'detached' });
    await context.close();
  });

  it('is not said twice where the one field stands before somebody’s eyes', async () => {
    const { page, context } = await visit(browser, server);
    await page.goto('/me');
    await button(page, '登录').click();
    await page.getByLabel('手机号').fill('123');
    await button(page, '获取验证码').click();
    await page.getByRole('alert').filter({ hasText: '手机号不正确' }).waitFor();
    expect(await summary(page).count()).toBe(0);
    await context.close();
  });

  it.each([
    ['/tickets/bm9uZQ', 'RESIDENT'],
    ['/t/nobody', undefined],
    ['/lost-found/bm9uZQ', 'RESIDENT'],
    ['/hot-desk', 'RESIDENT'],
    ['/plans', 'RESIDENT'],
    ['/nowhere', undefined],
  ] as const)('%s leads home and to 110', async (path, persona) => {
    const { page, context } = await visit(browser, server, persona ? { persona } : {});
    await page.goto(path);
    await waysOut(page);
    await context.close();
  });

  it('a page that did not come can be tried again, left, and 110 called', async () => {
    const { page, context } = await visit(browser, server);
    let isBroken = true;
    await page.route('**/graphql', (route) =>
      isBroken && route.request().postData()?.includes('StationText')
        ? route.fulfill({ status: 500, json: { errors: [] } })
        : route.continue(),
    );
    await page.goto('/terms');
    await page.getByText('暂时打不开，请重试').waitFor();
    await waysOut(page);
    isBroken = false;
    await button(page, '重试').click();
    await page.getByRole('heading', { name: '它不能代替报警' }).waitFor();
    await context.close();
  });
});
