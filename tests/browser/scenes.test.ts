// The founding scenes in Chromium, each by those who were in it, in windows of their own; and by keyboard alone.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chooseByKey, hasBrowser, openBrowser, pressByKey, tabTo, visit } from '../support/browser.ts';
import { makePhoto } from '../support/photos.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { IN_GRID_3 } from '../support/tickets.ts';

const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: true });
const columnOf = (page: Page, name: string) => page.getByRole('list', { name: new RegExp(`^${name}`) });

describe.skipIf(!hasBrowser)('the scenes', () => {
  let server: TestServer;
  let browser: Browser;
  let photo: { name: string; mimeType: string; buffer: Buffer };
  beforeAll(async () => {
    server = await startTestServer();
    browser = await openBrowser();
    photo = await makePhoto();
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  /** Somebody in grid 3 with a phone that knows where it is; the dispatcher at a desk. */
  const open = (persona: string, index = 0) => {
    const desk = persona === 'DISPATCHER' ? { width: 1440, height: 900 } : {};
    return visit(browser, server, { persona, index, position: IN_GRID_3, ...desk });
  };

  /** The alarm has arrived: its page is open, or, where the answer was slow, what says so leads there. */
  const alarmed = async (page: Page, press: (page: Page) => Promise<void>) => {
    const heading = page.getByRole('heading', { name: /一键报警/ });
    const link = page.getByRole('link', { name: '查看进展', exact: true });
    await heading.or(link).waitFor();
    if (await link.isVisible()) await press(page);
    await heading.waitFor();
  };

  it('the stranger at the door: an alarm held down, the officer there, the desk watching, the estate told only of its door', {
    timeout: 120_000,
  }, async () => {
    const [auntie, officer, dispatcher, estate] = await Promise.all([
      open('RESIDENT'),
      open('OFFICER', 2), // of grid 3
      open('DISPATCHER'),
      open('PROPERTY'),
    ]);
    for (const { page } of [officer, estate]) {
      await page.goto('/tickets');
      await page.getByText('没有待处理的事件').waitFor();
      await page.locator('.live-on').waitFor();
    }
    await dispatcher.page.goto('/dispatch');
    await dispatcher.page.locator('.live-on').waitFor();

    await auntie.page.goto('/');
    const alarm = button(auntie.page, '一键报警');
    await alarm.waitFor();
    // A tap is no alarm.
    await alarm.click();
    expect(await server.database.pool.query('SELECT FROM ticket')).toMatchObject({ rowCount: 0 });
    const box = await alarm.boundingBox();
    if (!box) throw new Error('no alarm button');
    await auntie.page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await auntie.page.mouse.down();
    await alarmed(auntie.page, (page) => page.getByRole('link', { name: '查看进展', exact: true }).click());
    await auntie.page.mouse.up();
    await auntie.page.getByRole('status').filter({ hasText: '正在等待接单' }).waitFor();
    await columnOf(dispatcher.page, '已派单').getByText('一键报警').waitFor();
    await dispatcher.page.waitForFunction(() => document.title.startsWith('P1'));

    // The officer's page fills by itself.
    await officer.page.locator('.ticket-p1').click();
    await button(officer.page, '接单').click();
    await auntie.page.getByRole('status').filter({ hasText: '已接单' }).waitFor();
    // A photo and two lines.
    await button(auntie.page, '写一句').click();
    await auntie.page.getByLabel('说明').fill('五楼，穿灰衣服的男人\n在挨家试门');
    await auntie.page.getByRole('dialog').getByLabel('拍照', { exact: true }).setInputFiles(photo);
    await auntie.page.getByAltText('照片 1').waitFor();
    await button(auntie.page, '确定').click();
    await officer.page.getByText('五楼，穿灰衣服的男人').waitFor();
    await officer.page.getByAltText('上报时').waitFor();
    await button(officer.page, '到场').click();
    await columnOf(dispatcher.page, '处置中').getByText('一键报警').click();

    // The door that let him in is the estate's: a ticket of its own.
    await button(dispatcher.page, '更多操作').click();
    await button(dispatcher.page, '拆分').click();
    await dispatcher.page.getByRole('dialog').getByLabel('公共设施损坏').check({ force: true });
    await dispatcher.page.getByLabel('另一件是什么事').fill('单元门关不上');
    await button(dispatcher.page, '确定').click();
    await columnOf(dispatcher.page, '待派单').getByText('单元门关不上').click();
    await dispatcher.page.getByRole('complementary').getByText('单元门关不上').first().waitFor();
    await dispatcher.page.getByRole('complementary').getByRole('button', { name: '派单', exact: true }).click();
    await dispatcher.page.getByRole('dialog').getByText('朝阳里物业').click();
    await button(dispatcher.page, '确定').click();
    await estate.page.locator('.ticket-card', { hasText: '公共设施损坏' }).click();
    await button(estate.page, '接单').waitFor();
    expect(await estate.page.getByText('上报人').count()).toBe(0);
    await estate.page.goto('/tickets');
    await estate.page.locator('.ticket-card').waitFor();
    expect(await estate.page.getByText('一键报警').count()).toBe(0);

    await button(officer.page, '处置完成').click();
    await officer.page.getByLabel('做了什么、结果怎样').fill('已核实身份，带离现场。');
    await button(officer.page, '确定').click();
    await auntie.page.getByText('已核实身份，带离现场。').first().waitFor();
    await button(auntie.page, '确认并评价').click();
    await auntie.page.getByLabel('非常满意', { exact: true }).check();
    await button(auntie.page, '确定').click();
    await officer.page.getByRole('status').filter({ hasText: '已办结' }).waitFor();
    for (const { context } of [auntie, officer, dispatcher, estate]) await context.close();
  });

  it('the stranger at the door by keyboard alone: no hand touches a mouse from the alarm to the rating', { timeout: 120_000 }, async () => {
    const [auntie, officer, dispatcher] = await Promise.all([open('RESIDENT', 80), open('OFFICER', 2), open('DISPATCHER')]);
    await officer.page.goto('/tickets');
    await officer.page.locator('.live-on').waitFor();
    await dispatcher.page.goto('/dispatch');
    await dispatcher.page.locator('.live-on').waitFor();
    await auntie.page.goto('/');
    await tabTo(auntie.page, '一键报警');
    await auntie.page.keyboard.down('Space');
    await alarmed(auntie.page, (page) => pressByKey(page, '查看进展'));
    await auntie.page.keyboard.up('Space');

    // The desk looks at it, and tells what it knows.
    await dispatcher.page.locator('.queue-p1').first().waitFor();
    await dispatcher.page.keyboard.press('j');
    await dispatcher.page.keyboard.press('Enter');
    await dispatcher.page.getByRole('complementary').getByText('一键报警').first().waitFor();
    await pressByKey(dispatcher.page, '补充');
    await tabTo(dispatcher.page, '说明');
    await dispatcher.page.keyboard.type('门口有监控');
    await pressByKey(dispatcher.page, '确定');

    await officer.page.locator('.ticket-p1').first().waitFor();
    await pressByKey(officer.page, /一键报警/);
    await officer.page.getByText('门口有监控').waitFor();
    for (const act of ['接单', '到场', '处置完成']) {
      await button(officer.page, act).waitFor();
      await pressByKey(officer.page, act);
    }
    await tabTo(officer.page, '做了什么、结果怎样');
    await officer.page.keyboard.type('已核实，是来访亲友。');
    await pressByKey(officer.page, '确定');

    await button(auntie.page, '确认并评价').waitFor();
    await pressByKey(auntie.page, '确认并评价');
    await tabTo(auntie.page, '非常满意');
    await auntie.page.keyboard.press('Space');
    await pressByKey(auntie.page, '确定');
    await officer.page.getByRole('status').filter({ hasText: '已办结' }).waitFor();
    for (const { context } of [auntie, officer, dispatcher]) await context.close();
  });

  it('the blocked fire lane: found on patrol in two taps, dispatched, handed to the estate, cleared, before and after', {
    timeout: 90_000,
  }, async () => {
    const [worker, dispatcher, officer, estate, resident] = await Promise.all([
      open('GRID_WORKER', 5), // 王师傅 of grid 3
      open('DISPATCHER'),
      open('OFFICER', 2), // of grid 3
      open('PROPERTY'),
      open('RESIDENT'),
    ]);
    await dispatcher.page.goto('/dispatch');
    await dispatcher.page.locator('.live-on').waitFor();
    // Master Wang photographs it: the camera, then the kind of trouble.
    await worker.page.goto('/report');
    await button(worker.page, '用我现在的位置').click();
    await worker.page.getByText('您在 朝阳里 3 号网格').waitFor();
    await worker.page.getByLabel('拍照', { exact: true }).setInputFiles(photo);
    await worker.page.getByAltText('照片 1').waitFor();
    await worker.page.getByLabel('消防通道占用').check({ force: true });
    await button(worker.page, '上报').click();
    await worker.page.getByAltText('上报时').waitFor();
    const number = /GD-\d{8}-\d{4}/.exec((await worker.page.textContent('main')) ?? '')?.[0] ?? '';

    // The resident of the same block says "me too" and is told how it goes on.
    await resident.page.goto('/report');
    await button(resident.page, '用我现在的位置').click();
    await resident.page.getByText('您在 朝阳里 3 号网格').waitFor();
    await resident.page.getByLabel('消防通道占用').check({ force: true });
    await button(resident.page, '我也遇到').click();
    await resident.page.getByText(number).waitFor();
    expect(await resident.page.getByAltText('上报时').count()).toBe(0); // people may be in it

    // The dispatcher sees it come; the officer of the grid hands it to the estate.
    await columnOf(dispatcher.page, '待派单').getByText('消防通道占用').waitFor();
    await officer.page.goto('/tickets');
    await officer.page.locator('.ticket-card', { hasText: number }).click();
    await button(officer.page, '派单').click();
    await officer.page.getByRole('dialog').getByText('朝阳里物业').click();
    await button(officer.page, '确定').click();
    await columnOf(dispatcher.page, '已派单').getByText('消防通道占用').waitFor();

    await estate.page.goto('/tickets');
    await estate.page.locator('.ticket-card', { hasText: '消防通道占用' }).click();
    await button(estate.page, '接单').click();
    await button(estate.page, '到场').click();
    await button(estate.page, '处置完成').click();
    await estate.page.getByLabel('做了什么、结果怎样').fill('车已挪走，加装禁停标志。');
    await button(estate.page, '确定').click();
    await estate.page.getByText('请拍一张处置后的照片').waitFor();
    await estate.page.getByLabel('拍照', { exact: true }).setInputFiles({ ...photo, name: 'clear.jpg' });
    await estate.page.getByAltText('照片 1').waitFor();
    await button(estate.page, '确定').click();
    await estate.page.getByAltText('处置后').waitFor();
    await resident.page.getByText('车已挪走，加装禁停标志。').first().waitFor();
    await resident.page.getByAltText('处置后').waitFor();
    await columnOf(dispatcher.page, '待核验').getByText('消防通道占用').waitFor();
    await officer.page.getByAltText('处置后').waitFor();
    expect(await estate.page.getByText('上报人').count()).toBe(0); // the estate learns of nobody
    for (const { context } of [worker, dispatcher, officer, estate, resident]) await context.close();
  });

  it('the blocked fire lane by keyboard alone, from the photo to the photo after', { timeout: 120_000 }, async () => {
    const [worker, dispatcher, officer, estate] = await Promise.all([
      open('GRID_WORKER', 5),
      open('DISPATCHER'),
      open('OFFICER', 2),
      open('PROPERTY'),
    ]);
    const takePhoto = async (page: Page) => {
      const asked = page.waitForEvent('filechooser');
      await pressByKey(page, '拍照');
      await (await asked).setFiles(photo);
      await page.getByAltText('照片 1').waitFor();
    };
    await dispatcher.page.goto('/dispatch');
    await dispatcher.page.locator('.live-on').waitFor();
    await worker.page.goto('/report');
    await worker.page.getByLabel('消防通道占用').waitFor({ state: 'attached' });
    await pressByKey(worker.page, '用我现在的位置');
    await worker.page.getByText('您在 朝阳里 3 号网格').waitFor();
    await takePhoto(worker.page);
    await chooseByKey(worker.page, '消防通道占用');
    await pressByKey(worker.page, '上报');
    await worker.page.getByAltText('上报时').waitFor();
    const number = /GD-\d{8}-\d{4}/.exec((await worker.page.textContent('main')) ?? '')?.[0] ?? '';
    const short = number.slice(-4); // as the board writes it

    // The desk sends the officer of the grid, who hands it to the estate.
    await columnOf(dispatcher.page, '待派单').getByText(short).waitFor();
    await dispatcher.page.keyboard.press('/');
    await dispatcher.page.keyboard.type(number);
    await dispatcher.page.getByText('显示 1 / ', { exact: false }).waitFor();
    await dispatcher.page.keyboard.press('Escape');
    await dispatcher.page.keyboard.press('j');
    await dispatcher.page.keyboard.press('a');
    await dispatcher.page.getByRole('dialog').getByText('本网格值守').first().waitFor();
    await dispatcher.page.keyboard.press('Enter');
    await columnOf(dispatcher.page, '已派单').getByText(short).waitFor();
    await officer.page.goto('/tickets');
    await officer.page.locator('.ticket-card', { hasText: number }).waitFor();
    await pressByKey(officer.page, new RegExp(number));
    await button(officer.page, '派单').waitFor();
    await pressByKey(officer.page, '派单');
    await chooseByKey(officer.page, /朝阳里物业/);
    await pressByKey(officer.page, '确定');

    await estate.page.goto('/tickets');
    await estate.page.locator('.ticket-card', { hasText: number }).waitFor();
    await pressByKey(estate.page, new RegExp(number));
    for (const act of ['接单', '到场', '处置完成']) {
      await button(estate.page, act).waitFor();
      await pressByKey(estate.page, act);
    }
    await tabTo(estate.page, '做了什么、结果怎样');
    await estate.page.keyboard.type('车已挪走。');
    await takePhoto(estate.page);
    await pressByKey(estate.page, '确定');
    await estate.page.getByAltText('处置后').waitFor();
    await columnOf(dispatcher.page, '待核验').getByText(short).waitFor();
    for (const { context } of [worker, dispatcher, officer, estate]) await context.close();
  });
});
