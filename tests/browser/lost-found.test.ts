// A bag on its way back, in two phones and at the station's desk.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasBrowser, openBrowser, visit } from '../support/browser.ts';
import { makePhoto } from '../support/photos.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

describe.runIf(hasBrowser)('something that was found', () => {
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

  it('is posted with a photo, matched, claimed by its answer, kept and handed out against the code', async () => {
    const { page: owner } = await visit(browser, server, { persona: 'RESIDENT', index: 1 });
    await owner.goto('/lost-found/new/lost');
    await owner.getByLabel('是什么东西').selectOption({ label: '包' });
    await owner.getByLabel('名称').fill('蓝色双肩包');
    await owner.getByLabel('在哪里').fill('幸福路公交站');
    await owner.getByRole('button', { name: '登记' }).click();
    await owner.getByRole('heading', { name: '蓝色双肩包' }).waitFor();

    const { page: finder } = await visit(browser, server, { persona: 'RESIDENT', index: 2 });
    await finder.goto('/lost-found');
    await finder.getByRole('link', { name: '我捡到东西' }).click();
    await finder.getByLabel('是什么东西').selectOption({ label: '包' });
    await finder.getByLabel('名称').fill('捡到蓝色双肩包');
    await finder.getByLabel('在哪里').fill('幸福路公交站');
    await finder.getByLabel('从相册选').setInputFiles(await makePhoto());
    await finder.getByRole('button', { name: '登记' }).click();
    await finder.getByText('请出一个只有失主答得上的问题').waitFor();
    await finder.getByLabel('问失主一个问题').fill('包里挂着什么？');
    await finder.getByLabel('答案').fill('小熊');
    await finder.getByRole('button', { name: '登记' }).click();
    await finder.getByRole('heading', { name: '可能是同一件' }).waitFor();
    const path = new URL(finder.url()).pathname;

    await owner.reload(); // the match that came meanwhile
    await owner.getByRole('link', { name: /捡到蓝色双肩包/ }).click();
    await owner.getByLabel('您的回答').fill('小兔');
    await owner.getByRole('button', { name: '认领' }).click();
    await owner.getByText('答案不对，还可以再答 2 次。').waitFor();
    await owner.getByLabel('您的回答').fill('小熊。');
    await owner.getByRole('button', { name: '认领' }).click();
    const code = (await owner.locator('.code').textContent()) ?? '';
    expect(code).toMatch(/^[2-9A-Z]{8}$/);

    const { page: officer } = await visit(browser, server, { persona: 'OFFICER', width: 1440, height: 900 });
    await officer.goto(path);
    await officer.getByLabel('放在哪里').fill('警务室 3 号柜');
    await officer.getByRole('button', { name: '收下' }).click();
    await officer.getByText('现在放在：警务室 3 号柜').waitFor();
    await officer.getByLabel('取件码').fill(code);
    await officer.getByRole('button', { name: '交还' }).click();
    await officer.getByText('已交还').waitFor();
  });
});
