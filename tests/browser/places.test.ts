// A place is an address: chosen by building and entrance, read by whoever goes there, who is led there; nobody is shown a coordinate.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasBrowser, openBrowser, visit } from '../support/browser.ts';
import { signIn, startTestServer, type TestServer } from '../support/server.ts';
import { alarm, IN_GRID_3, report } from '../support/tickets.ts';
import { serving } from '../support/town.ts';

const COORDINATE = /\d{2,3}\.\d{4,}/;

describe.runIf(hasBrowser)('a place', () => {
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

  const officerOf3 = serving('OFFICER', 3).index;
  const wordsOf = (page: Page) => page.locator('main').textContent();

  it('is chosen as grid, building and entrance, with words for what neither says, and read as an address', async () => {
    const { page } = await visit(browser, server, { persona: 'RESIDENT', index: 1 });
    await page.goto('/report');
    await page.getByLabel('网格', { exact: true }).selectOption({ label: '朝阳里 3 号网格' });
    await page.getByLabel('哪栋楼').selectOption({ label: '18 号楼' });
    await page.getByLabel('哪个门口').selectOption({ label: '2 单元门口' });
    await page.getByLabel('具体位置').fill('车棚旁');
    await page.getByLabel('噪音扰民').check({ force: true });
    await page.getByRole('button', { name: '上报', exact: true }).click();
    await page.getByText('朝阳里 18 号楼 2 单元门口，车棚旁').waitFor();
    expect(await wordsOf(page)).not.toMatch(COORDINATE);
    const path = new URL(page.url()).pathname;

    const { page: officer } = await visit(browser, server, { persona: 'OFFICER', index: officerOf3 });
    await officer.goto(path);
    await officer.getByText('朝阳里 18 号楼 2 单元门口，车棚旁').waitFor();
    await officer.goto('/tickets');
    await officer.locator('.ticket-card', { hasText: '朝阳里 18 号楼 2 单元门口' }).waitFor();
  });

  it('leads there by the map of choice, which hears of it when it is pressed', async () => {
    const zhang = await signIn(server, 'RESIDENT', 0);
    const { ticket } = await alarm(server, zhang, { location: IN_GRID_3 });
    const { page } = await visit(browser, server, { persona: 'OFFICER', index: officerOf3 });
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    await page.goto(`/tickets/${ticket.id}`);
    // In the page: the bar of an emergency may say where it is, too.
    await page
      .locator('main')
      .getByText(/离朝阳里 \d+ 号楼约 \d0 米/)
      .waitFor();
    await page.getByRole('button', { name: '导航' }).click();
    const hrefs = await page.locator('.place a').evaluateAll((links) => links.map((link) => (link as HTMLAnchorElement).href));
    expect(hrefs.map((href) => /^geo:|uri\.amap\.com|api\.map\.baidu\.com|maps\.apple\.com/.exec(href)?.[0])).toEqual([
      'geo:',
      'uri.amap.com',
      'api.map.baidu.com',
      'maps.apple.com',
    ]);
    expect(asked.filter((url) => !url.startsWith(server.address) && !/^(?:data|blob):/.test(url))).toEqual([]);
    expect(await wordsOf(page)).not.toMatch(COORDINATE);
  });

  it('is so far from whoever has let the phone be located before', async () => {
    const zhang = await signIn(server, 'RESIDENT', 3);
    const { ticket } = await report(server, zhang);
    const position = { ...IN_GRID_3, latitude: IN_GRID_3.latitude + 0.002 };
    const { page } = await visit(browser, server, { persona: 'OFFICER', index: officerOf3, position });
    await page.goto(`/tickets/${ticket.id}`);
    await page.getByText('距我约 220 米').waitFor();
  });

  it('is added by an administrator, entrance and all, and can be chosen at once', async () => {
    const { page } = await visit(browser, server, { persona: 'ADMIN', width: 1440, height: 900 });
    await page.goto('/admin/places');
    await page.getByLabel('网格', { exact: true }).selectOption({ label: '朝阳里 2 号网格' });
    await page.getByRole('button', { name: '新增楼栋' }).click();
    const sheet = page.locator('dialog');
    await sheet.getByLabel('名称，如 3 号楼').fill('9 号楼');
    await sheet.getByRole('button', { name: '新建' }).click();
    await sheet.getByText('这个名称已经有了').waitFor();
    await sheet.getByLabel('名称，如 3 号楼').fill('老年活动中心');
    await sheet.getByRole('button', { name: '新建' }).click();
    await page.getByRole('button', { name: '管理 老年活动中心' }).click();
    await sheet.getByText('新增门口').first().click();
    await sheet.getByLabel('名称，如 2 单元门口').fill('南门');
    await sheet.getByRole('button', { name: '新增门口' }).click();
    await sheet.locator('li', { hasText: '南门' }).waitFor();

    const { page: resident } = await visit(browser, server, { persona: 'RESIDENT', index: 1 });
    await resident.goto('/report');
    await resident.getByLabel('网格', { exact: true }).selectOption({ label: '朝阳里 2 号网格' });
    await resident.getByLabel('哪栋楼').selectOption({ label: '老年活动中心' });
    await resident.getByLabel('哪个门口').selectOption({ label: '南门' });
  });

  it('tells what else is open at the building, in the language of the reader', async () => {
    const [one, other] = [await signIn(server, 'RESIDENT', 5), await signIn(server, 'RESIDENT', 6)];
    const first = await report(server, one, { category: 'lighting' });
    await report(server, other, { category: 'parking' });
    const { page } = await visit(browser, server, { persona: 'OFFICER', index: officerOf3, preferences: { language: 'en' } });
    await page.goto(`/tickets/${first.ticket.id}`);
    await page
      .locator('main')
      .getByText(/about \d+ m from Building \d+, 朝阳里/)
      .waitFor();
    await page.locator('.also-here a').first().waitFor();
  });
});
