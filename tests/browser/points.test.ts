// Points become something: a volunteer redeems, the counter hands out once, and everybody sees it at once.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasBrowser, openBrowser, visit } from '../support/browser.ts';
import { award } from '../support/points.ts';
import { signIn, startTestServer, type TestServer } from '../support/server.ts';

describe.runIf(hasBrowser)('points', () => {
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

  it('arrive while one looks, buy a voucher, and the counter takes it once', async () => {
    const { page } = await visit(browser, server, { persona: 'RESIDENT', index: 50, preferences: { size: 'xlarge' } });
    await page.goto('/points');
    await page.getByText('还没有积分变动').waitFor();
    const holds = (points: number) => page.locator('.points-sum', { hasText: new RegExp(`^${points}$`) }).waitFor();
    await holds(0);
    await award(server, await signIn(server, 'RESIDENT', 50), 100, '重阳节敬老活动值守');
    await page.getByText('奖励 · 重阳节敬老活动值守').waitFor();
    await holds(100);

    await page.getByRole('radio', { name: '兑换', exact: true }).check();
    const haircut = page.locator('.points-reward', { hasText: '理发一次' });
    await haircut.getByText('还有 24 份').waitFor();
    expect(await page.locator('.points-reward', { hasText: '大米' }).getByRole('button').textContent()).toBe('还差 50 分');
    // Somebody else takes one meanwhile: the shelf says so by itself.
    await award(server, await signIn(server, 'RESIDENT', 53), 60);
    const { page: neighbour } = await visit(browser, server, { persona: 'RESIDENT', index: 53 });
    await neighbour.goto('/points?view=shop');
    await neighbour.locator('.points-reward', { hasText: '理发一次' }).getByRole('button', { name: '兑换' }).click();
    await neighbour.getByRole('button', { name: '确认兑换' }).click();
    await haircut.getByText('还有 23 份').waitFor();

    await haircut.getByRole('button', { name: '兑换' }).click();
    await page.getByText('用 60 分，兑换后还剩 40 分').waitFor();
    await page.getByRole('button', { name: '确认兑换' }).dblclick(); // in haste
    await page.getByRole('button', { name: '出示兑换码' }).click();
    expect(await page.getByAltText('兑换码二维码').boundingBox()).toMatchObject({ width: expect.any(Number) });
    const code = (await page.locator('.code').textContent()) as string;
    await holds(40);

    const { page: counter } = await visit(browser, server, { persona: 'OFFICER' });
    await counter.goto('/more');
    await counter.getByRole('link', { name: '兑换柜台' }).click();
    const handOut = async (typed: string) => {
      await counter.getByLabel('兑换码').fill(typed);
      await counter.getByRole('button', { name: '核销' }).click();
    };
    await handOut(code.toLowerCase());
    await counter.getByText('请交付 理发一次').waitFor();
    await handOut(code);
    await counter.getByText('不能交付').waitFor();
    await counter.getByText('用过，不能再用').waitFor();
    await handOut('AAAA BBBB CCCC');
    await counter.getByText('没有找到这张兑换券').waitFor();

    await page.getByRole('button', { name: '关闭' }).click();
    await page.getByText('已领取').waitFor();
    await expect.poll(() => page.locator('.points-reward').count()).toBe(1);
  });

  it('come back when a voucher is taken back; what cannot be had says why', async () => {
    const { page } = await visit(browser, server, {
      persona: 'RESIDENT',
      index: 51,
      width: 1440,
      height: 900,
      preferences: { language: 'en' },
    });
    await award(server, await signIn(server, 'RESIDENT', 51), 60);
    await page.goto('/points?view=shop');
    const haircut = page.locator('.points-reward', { hasText: '理发一次' });
    await haircut.getByRole('button', { name: 'Redeem' }).click();
    // The last ones go while the question is open.
    await server.database.pool.query(`UPDATE reward SET stock = 0 WHERE name = '理发一次'`);
    await page.getByRole('button', { name: 'Confirm redemption' }).click();
    await page.getByText('This reward is sold out.').waitFor();
    await server.database.pool.query(`UPDATE reward SET stock = 2 WHERE name = '理发一次'`);
    await page.getByRole('button', { name: 'Confirm redemption' }).click();
    await page.getByRole('button', { name: 'Show the code' }).click();
    await page.getByRole('button', { name: 'Cancel and refund my points' }).click();
    await page.locator('.points-reward', { hasText: 'Cancelled' }).waitFor();
    await page.getByRole('radio', { name: 'Statement' }).check();
    await page.getByText('Reversal').waitFor();
    await page.locator('.points-sum', { hasText: /^60$/ }).waitFor(); // pushed
  });
});
