// Home in the largest text: six big things, three letters for the size, and a voice.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasBrowser, openBrowser, visit } from '../support/browser.ts';
import { signIn, startTestServer, type TestServer } from '../support/server.ts';
import { report } from '../support/tickets.ts';

describe.runIf(hasBrowser)('home in the largest text', () => {
  let server: TestServer;
  let browser: Browser;
  beforeAll(async () => {
    server = await startTestServer({ contact: { phone: '010-6500 0000', address: null } });
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  it('is chosen by the third letter, has six things to press and no list, and comes back whole', async () => {
    const { page } = await visit(browser, server, { persona: 'RESIDENT', index: 7, preferences: { language: 'zh' } });
    await report(server, await signIn(server, 'RESIDENT', 7), { category: 'lighting' });
    await page.goto('/');
    await page.getByRole('heading', { name: '社区热榜' }).waitFor();
    await page.getByLabel('特大').check({ force: true });
    await page.getByRole('link', { name: '打电话给派出所' }).waitFor();
    const main = page.locator('main');
    for (const link of ['tel:110', '/report', 'tel:01065000000', '/hot']) await main.locator(`a[href="${link}"]`).first().waitFor();
    await main.getByRole('button', { name: '一键报警' }).waitFor();
    await main.locator('.my-progress a[href^="/tickets/"]').waitFor();
    expect(await page.getByRole('heading', { name: '社区热榜' }).count()).toBe(0);
    const smallest = await main
      .locator('.simple-thing')
      .evaluateAll((things) => Math.min(...things.map((thing) => thing.getBoundingClientRect().height)));
    expect(smallest).toBeGreaterThanOrEqual(60);
    await page.getByLabel('标准').check({ force: true });
    await page.getByRole('heading', { name: '社区热榜' }).waitFor();
  });

  it('reads out what stands there, and stops', async () => {
    const { page } = await visit(browser, server, { persona: 'RESIDENT', index: 8, preferences: { language: 'en', size: 'xlarge' } });
    await page.addInitScript(() => {
      const said: string[] = [];
      const voice = { speak: ({ text }: SpeechSynthesisUtterance) => said.push(text), cancel: () => said.push('') };
      Object.defineProperty(window, 'speechSynthesis', { value: voice });
      Object.assign(window, { said });
    });
    await page.goto('/');
    await page.getByRole('button', { name: 'Read aloud' }).click();
    const said = () => page.evaluate(() => (window as unknown as { said: string[] }).said);
    await expect.poll(async () => (await said())[0]).toMatch(/call 110.*Report a problem.*Call the police station.*Vote/);
    await page.getByRole('button', { name: 'Stop reading' }).click();
    await expect.poll(async () => (await said()).at(-1)).toBe('');
  });

  it('shows whoever has not signed in how to', async () => {
    const { page } = await visit(browser, server, { preferences: { size: 'xlarge' } });
    await page.goto('/');
    await page.locator('.simple-home').waitFor();
    await page.locator('.home-sign-in').getByRole('button', { name: '登录' }).click();
    await page.getByRole('dialog').waitFor();
  });
});
