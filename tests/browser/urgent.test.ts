// A P1 finds the people on duty, in Chromium: on whatever page they are, until somebody accepts it.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import webPush from 'web-push';
import { makeTown } from '../../api/demo/town.ts';
import { hasBrowser, openBrowser, type Visitor, visit } from '../support/browser.ts';
import { signIn, startTestServer, type TestServer } from '../support/server.ts';
import { alarm, letWait } from '../support/tickets.ts';
import { serving } from '../support/town.ts';

/** Tones played and vibrations asked for, counted where the browser makes them. */
const calls = (page: Page) => page.evaluate(() => ({ ...(window as unknown as { calls: { tones: number; vibrations: number } }).calls }));
const bar = (page: Page) => page.getByRole('alert').filter({ hasText: 'P1' });

describe.skipIf(!hasBrowser)('an urgent ticket', () => {
  let server: TestServer;
  let browser: Browser;
  let zhang: string;
  beforeAll(async () => {
    const keys = webPush.generateVAPIDKeys();
    server = await startTestServer({ vapid: { subject: 'mailto:duty@example.org', ...keys }, pushKey: keys.publicKey });
    browser = await openBrowser();
    zhang = await signIn(server, 'RESIDENT', 0);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  /** Somebody who has a page open and has pressed something on it. */
  const watch = async (path: string, visitor: Visitor) => {
    const { page, context } = await visit(browser, server, visitor);
    await page.addInitScript(() => {
      const counted = { tones: 0, vibrations: 0 };
      Object.assign(window, { calls: counted });
      const { start } = OscillatorNode.prototype;
      OscillatorNode.prototype.start = function (...when) {
        counted.tones += 1;
        start.apply(this, when);
      };
      navigator.vibrate = () => {
        counted.vibrations += 1;
        return true;
      };
    });
    await page.goto(path);
    await page.locator('main :is(h1, h2)').first().waitFor();
    await page.waitForLoadState('networkidle');
    await page.locator('main :is(h1, h2)').first().click();
    return { page, context };
  };

  it('finds the officer of its grid and the dispatcher on any page, by bar, sound and title; nobody else; until it is accepted', {
    timeout: 90_000,
  }, async () => {
    const officer = await watch('/hot', { persona: 'OFFICER', index: 2 }); // of grid 3
    const elsewhere = await watch('/', { persona: 'OFFICER', index: 11 });
    const dispatcher = await watch('/tickets', { persona: 'DISPATCHER', width: 1440, height: 900 });
    const resident = await watch('/', { persona: 'RESIDENT', index: 0 });
    const { ticket } = await alarm(server, zhang);
    for (const { page } of [officer, dispatcher]) {
      await bar(page).getByText(/号楼/).waitFor();
      await bar(page).getByText('一键报警').waitFor();
      await page.waitForFunction(() => document.title.startsWith('P1 一键报警'));
      await expect.poll(() => calls(page)).toEqual({ tones: 6, vibrations: 1 });
    }
    // It stays while they go on; one press accepts it there, and the others learn who has it.
    await officer.page.locator('.tab[href="/inbox"]').click();
    await officer.page.waitForURL('**/inbox');
    await bar(officer.page)
      .getByRole('button', { name: `接单 ${ticket.number}` })
      .dblclick();
    await officer.page.getByText(`已接单 ${ticket.number}`).waitFor();
    const { title } = serving('OFFICER', 3);
    await dispatcher.page
      .getByRole('status')
      .filter({ hasText: `${title}已接单 ${ticket.number}` })
      .waitFor();
    for (const { page } of [officer, dispatcher]) {
      await bar(page).waitFor({ state: 'detached' });
      await page.waitForFunction(() => !document.title.startsWith('P1'));
    }
    expect(await officer.page.getByText('没有').count()).toBe(0);
    await officer.page.getByRole('button', { name: '查看', exact: true }).click();
    await officer.page.waitForURL(`**/tickets/${ticket.id}`);
    await officer.page.getByRole('button', { name: '到场', exact: true }).waitFor();
    for (const { page } of [elsewhere, resident]) {
      expect(await bar(page).count()).toBe(0);
      expect(await calls(page)).toEqual({ tones: 0, vibrations: 0 });
    }
    for (const { context } of [officer, elsewhere, dispatcher, resident]) await context.close();
  });

  it('rings the next in line while nobody accepts; whoever waits reads who was called, and one press takes it', {
    timeout: 90_000,
  }, async () => {
    const { ticket } = await alarm(server, await signIn(server, 'RESIDENT', 2));
    const { page: waiting } = await visit(browser, server, { persona: 'RESIDENT', index: 2 });
    await waiting.goto(`/tickets/${ticket.id}`);
    await letWait(server, ticket.id, 20_000);
    const { rows } = await server.database.pool.query(
      'SELECT s.id, s.title FROM ticket t JOIN staff_profile s ON s.id = t.called_ids[1] WHERE t.number = $1',
      [ticket.number],
    );
    const { id, title } = rows[0];
    const lead = `已通知${ticket.assignee.title}、${title}，正在等待接单`;
    await waiting.getByText(lead).waitFor();
    const index = makeTown()
      .staff.filter(({ role }) => role === 'OFFICER')
      .findIndex((officer) => officer.id === id);
    const next = await watch('/hot', { persona: 'OFFICER', index });
    await next.page.getByRole('button', { name: `接单 ${ticket.number}` }).click();
    await waiting.getByText(`${title}已接单，正在赶来`).waitFor();
    await bar(next.page).waitFor({ state: 'detached' });
  });

  it('asks whoever is on duty once whether it may wake the phone, with the reason', { timeout: 60_000 }, async () => {
    const { page } = await visit(browser, server, { persona: 'OFFICER', index: 2, hasWorker: true });
    await page.goto('/inbox');
    const offer = page.locator('section', { hasText: '有紧急警情时，叫醒这台设备' });
    await offer.getByText('屏幕锁着').waitFor();
    await offer.getByRole('button', { name: '开启推送' }).click();
    await offer.getByText('浏览器没有允许推送').waitFor();
    await offer.getByRole('button', { name: '以后再说' }).click();
    await offer.waitFor({ state: 'detached' });
    await page.reload();
    await page.getByRole('heading', { name: '待我办' }).waitFor();
    await page.waitForLoadState('networkidle');
    expect(await offer.count()).toBe(0);
  });

  it('is there for whoever opens a page later, and on the board, which does not scroll for it', { timeout: 60_000 }, async () => {
    const { ticket } = await alarm(server, await signIn(server, 'RESIDENT', 1));
    const { page, context } = await watch('/dispatch', { persona: 'DISPATCHER', width: 1440, height: 900 });
    await bar(page).getByText(ticket.number).waitFor();
    await expect.poll(async () => (await calls(page)).tones).toBe(6);
    const scrolls = await page.evaluate(() => document.documentElement.scrollHeight > innerHeight);
    expect(scrolls).toBe(false);
    await context.close();
  });
});
