// Honours in Chromium: a proof made out and verified by a stranger, thanks that show once they are agreed to, a vote that moves.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasBrowser, openBrowser, visit } from '../support/browser.ts';
import { pagesOf } from '../support/pdf.ts';
import { ask, deed, signIn, startTestServer, type TestServer } from '../support/server.ts';
import { teamIds } from '../support/volunteers.ts';

describe.runIf(hasBrowser)('honours', () => {
  let server: TestServer;
  let browser: Browser;
  let me: { id: string; name: string };
  beforeAll(async () => {
    // Held: a month may end while this runs, and with it the vote.
    const now = new Date();
    server = await startTestServer({ clock: { now: () => now } });
    browser = await openBrowser();
    const token = await signIn(server, 'VOLUNTEER', 1);
    me = (await ask(server, '{ myVolunteer { id name } }', {}, { token })).data.myVolunteer;
    await deed(server, token, 'volunteerNaming', { isNamed: true });
    // The demo's may be of a month that has just ended.
    const neighbour = await signIn(server, 'RESIDENT', 201);
    for (const index of [1, 2]) {
      const candidate = await signIn(server, 'VOLUNTEER', index);
      await deed(server, candidate, 'volunteerNaming', { isNamed: true });
      const { id: volunteerId } = (await ask(server, '{ myVolunteer { id } }', {}, { token: candidate })).data.myVolunteer;
      await deed(server, neighbour, 'starNominate', { volunteerId, reason: '守了一夜' });
    }
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  it('a proof is made out in one tap, and a stranger with its code sees that it is genuine', { timeout: 60_000 }, async () => {
    const { page, context } = await visit(browser, server, { persona: 'VOLUNTEER', index: 1, preferences: { size: 'xlarge' } });
    await page.goto('/record');
    await page.getByRole('radio', { name: '近 12 个月' }).check();
    await page.getByRole('button', { name: '出具服务证明' }).click();
    await page.getByText('证明已出具').waitFor();
    const paper = page.getByRole('article').first();
    const code = (await paper.locator('.paper-code .numbers').textContent()) ?? '';
    const path = (await paper.getByRole('link', { name: '打开 PDF' }).getAttribute('href')) ?? '';
    const [first = ''] = await pagesOf(new Uint8Array(await (await context.request.get(path)).body()));
    expect(first).toContain(`兹证明：${me.name}`);
    expect(first).toContain(code);

    const stranger = await visit(browser, server);
    await stranger.page.goto('/certificates');
    await stranger.page.getByLabel('查验码').fill(code.toLowerCase());
    await stranger.page.getByRole('button', { name: '核验' }).click();
    await stranger.page.getByText('真实有效').waitFor();
    await stranger.page.getByText(me.name).waitFor();
    await stranger.page.getByLabel('查验码').fill('ABCDEFGH23456789');
    await stranger.page.getByRole('button', { name: '核验' }).click();
    await stranger.page.getByText('没有这张证书').waitFor();
    await Promise.all([context.close(), stranger.context.close()]);
  });

  it('thanks reach whoever they are for, and are on the wall once they agree', { timeout: 60_000 }, async () => {
    const neighbour = await visit(browser, server, { persona: 'RESIDENT', index: 3 });
    await neighbour.page.goto(`/teams/${(await teamIds(server)).PATROL}`);
    await neighbour.page.getByRole('button', { name: '写表扬' }).click();
    await neighbour.page.getByLabel('表扬谁').selectOption({ label: me.name });
    await neighbour.page.getByRole('button', { name: '送出' }).click(); // nothing written yet
    await neighbour.page.getByRole('dialog').getByText('请填写').or(neighbour.page.getByRole('alert')).first().waitFor();
    await neighbour.page.getByLabel('写两句').fill('帮我把钥匙找回来了');
    await neighbour.page.getByRole('button', { name: '送出' }).click();
    await neighbour.page.getByText('已送到').waitFor();

    const { page, context } = await visit(browser, server, { persona: 'VOLUNTEER', index: 1 });
    await page.goto('/honours');
    const praise = page.getByRole('listitem').filter({ hasText: '帮我把钥匙找回来了' });
    await praise.getByRole('button', { name: '上墙', exact: true }).click();
    await page.getByText('已上墙').waitFor();
    await neighbour.page.goto('/honours');
    await neighbour.page.getByText('帮我把钥匙找回来了').waitFor();
    await praise.getByRole('button', { name: '取下' }).click();
    await page.getByText('已取下').waitFor();
    await neighbour.page.reload();
    await neighbour.page.getByRole('heading', { name: '表扬墙' }).waitFor();
    expect(await neighbour.page.getByText('帮我把钥匙找回来了').count()).toBe(0);
    await Promise.all([context.close(), neighbour.context.close()]);
  });

  it('a vote for the star of the month is one, and moves', { timeout: 60_000 }, async () => {
    const { page, context } = await visit(browser, server, { persona: 'RESIDENT', index: 200 });
    await page.goto('/honours');
    const nominees = page.locator('section', { has: page.getByRole('heading', { name: /之星$/ }) }).getByRole('listitem');
    await nominees.first().waitFor();
    // By name: a vote may change their order.
    const [first, second] = (await nominees.locator('strong').allTextContents()).map((name) => nominees.filter({ hasText: name }));
    if (!first || !second) throw new Error('fewer than two are nominated');
    const votes = async () => Number.parseInt((await second.getByText(/^\d+ 票$/).textContent()) ?? '', 10);
    const before = await votes();
    await second.getByRole('button', { name: '投票' }).dblclick(); // twice is once
    await second.getByRole('button', { name: '已投' }).waitFor();
    await expect.poll(votes).toBe(before + 1);
    await first.getByRole('button', { name: '投票' }).click();
    await first.getByRole('button', { name: '已投' }).waitFor();
    await expect.poll(votes).toBe(before);
    await context.close();
  });
});
