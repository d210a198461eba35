// Pushes in Chromium: the worker shows what the server sends and opens the ticket; a browser without a push service says so.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import webPush from 'web-push';
import { hasBrowser, openBrowser, visit } from '../support/browser.ts';
import { signIn, startTestServer, type TestServer } from '../support/server.ts';
import { report } from '../support/tickets.ts';

describe.skipIf(!hasBrowser)('pushes', () => {
  let server: TestServer;
  let browser: Browser;
  beforeAll(async () => {
    const keys = webPush.generateVAPIDKeys();
    server = await startTestServer({ vapid: { subject: 'mailto:duty@example.org', ...keys }, pushKey: keys.publicKey });
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  it('are shown by the worker once for each ticket, the newest step', { timeout: 60_000 }, async () => {
    const { ticket } = await report(server, await signIn(server, 'RESIDENT', 0), {});
    const { page, context } = await visit(browser, server, { persona: 'RESIDENT', hasWorker: true });
    await context.grantPermissions(['notifications']);
    await page.goto('/me/devices');
    const devtools = await context.newCDPSession(page);
    const registered = new Promise<string>((resolve) => {
      devtools.on('ServiceWorker.workerRegistrationUpdated', ({ registrations: [first] }) => first && resolve(first.registrationId));
    });
    await devtools.send('ServiceWorker.enable');
    const registrationId = await registered;
    await page.evaluate(() => navigator.serviceWorker.ready);
    const push = (step: string) => {
      const message = { title: '携手', body: `${ticket.number} · ${step}`, url: `/tickets/${ticket.id}`, tag: ticket.number };
      return devtools.send('ServiceWorker.deliverPushMessage', { origin: server.address, registrationId, data: JSON.stringify(message) });
    };
    const shown = () =>
      page.evaluate(async () => {
        const worker = await navigator.serviceWorker.ready;
        return (await worker.getNotifications()).map(({ title, body, data }) => ({ title, body, url: data.url }));
      });
    await push('派单');
    await expect.poll(shown).toEqual([{ title: '携手', body: `${ticket.number} · 派单`, url: `/tickets/${ticket.id}` }]);
    await push('到场');
    await expect.poll(shown).toEqual([{ title: '携手', body: `${ticket.number} · 到场`, url: `/tickets/${ticket.id}` }]);
    await context.close();
  });

  it('that a browser does not allow are explained, and stay off', { timeout: 60_000 }, async () => {
    const { page, context } = await visit(browser, server, { persona: 'RESIDENT', hasWorker: true });
    await page.goto('/me/devices');
    const toggle = page.getByRole('button', { name: '开启推送', exact: true });
    await toggle.click();
    await page.getByText('浏览器没有允许推送').waitFor();
    expect(await toggle.getAttribute('aria-pressed')).toBe('false');
    const { rowCount } = await server.database.pool.query('SELECT FROM push_subscription');
    expect(rowCount).toBe(0);
    await context.close();
  });
});
