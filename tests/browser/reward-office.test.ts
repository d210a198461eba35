// The office in Chromium: a reward with its picture, more of it, and a new post where the officer stands.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasBrowser, openBrowser, visit } from '../support/browser.ts';
import { makePhoto } from '../support/photos.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

describe.runIf(hasBrowser)('the office', () => {
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

  it('offers a reward with its picture, adds to its stock and withdraws it', { timeout: 60_000 }, async () => {
    const { page, context } = await visit(browser, server, { persona: 'COMMANDER' });
    await page.goto('/more');
    await page.getByRole('link', { name: '奖品管理' }).click();
    await page.getByRole('button', { name: '上架奖品' }).click();
    const sheet = page.locator('dialog');
    await sheet.getByRole('button', { name: '保存' }).click();
    await sheet.getByRole('alert').first().waitFor(); // beside each field that is wrong
    await expect.poll(() => sheet.getByRole('alert').count()).toBeGreaterThanOrEqual(3);
    await sheet.getByLabel('名称').fill('太极扇');
    await sheet.getByLabel('选照片').setInputFiles(await makePhoto());
    await sheet.getByRole('img', { name: '照片' }).waitFor();
    await sheet.getByLabel('需要多少积分').fill('1');
    await sheet.getByLabel('库存').fill('3');
    await sheet.getByLabel('赞助单位').fill('体育用品店');
    await sheet.getByRole('button', { name: '保存' }).click();
    await page.getByText('已保存').waitFor();
    const card = page.locator('.points-reward').filter({ hasText: '太极扇' });
    await card.getByText('还有 3 份').waitFor();

    const { page: shop, context: shopContext } = await visit(browser, server, { persona: 'VOLUNTEER', index: 3 });
    await shop.goto('/points?view=shop');
    const offered = shop.locator('.points-reward').filter({ hasText: '太极扇' });
    await offered.locator('img').scrollIntoViewIfNeeded();
    await expect.poll(() => offered.locator('img').evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(0);

    await card.getByRole('button', { name: '修改 太极扇' }).click();
    await sheet.getByLabel('库存增减').fill('2');
    await sheet.getByRole('button', { name: '保存' }).click();
    await card.getByText('还有 5 份').waitFor();
    await offered.getByText('还有 5 份').waitFor(); // live
    await expect.poll(() => card.locator('img').count()).toBe(1); // it was kept

    await card.getByRole('button', { name: '修改 太极扇' }).click();
    await sheet.getByRole('checkbox', { name: '上架，可以兑换' }).uncheck();
    await sheet.getByRole('button', { name: '保存' }).click();
    await card.getByText('已下架').waitFor();
    await offered.waitFor({ state: 'detached' });
    await Promise.all([context.close(), shopContext.close()]);
  });

  it('makes a post where the officer stands, and its code is there', { timeout: 60_000 }, async () => {
    const { page, context } = await visit(browser, server, { persona: 'OFFICER', position: { longitude: 116.02191, latitude: 38.45861 } });
    await page.goto('/post');
    await page.getByRole('button', { name: '新执勤点' }).click();
    const sheet = page.locator('dialog');
    await sheet.getByLabel('名称').fill('西门岗亭');
    await sheet.getByRole('button', { name: '保存' }).click();
    await sheet.getByText('请按一下用手机的位置，或选一栋楼。').waitFor();
    await sheet.getByRole('button', { name: '我就在这里' }).click();
    await sheet.getByText(/朝阳里 \d+ 号楼/).waitFor();
    await sheet.getByRole('button', { name: '保存' }).click();
    await page.getByText('执勤点已保存').waitFor();
    await page.getByRole('heading', { name: '西门岗亭' }).waitFor();
    expect(await page.locator('.code').textContent()).toMatch(/^[A-Z0-9]{6}$/);
    await context.close();
  });
});
