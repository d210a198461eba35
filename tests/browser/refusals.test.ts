// Answers of a kind that the page does not know, in Chromium: they are refusals, and say so.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasBrowser, openBrowser, visit } from '../support/browser.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

describe.skipIf(!hasBrowser)('an answer of an unknown kind', () => {
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

  /** Answers the sending of a report by itself. */
  const answerReports = (page: Page, ticketCreate: object) =>
    page.route('**/graphql', (route) =>
      route.request().postData()?.includes('将来的规则')
        ? route.fulfill({ json: { data: { __typename: 'Mutation', ticketCreate } } })
        : route.continue(),
    );
  const fillIn = async (page: Page) => {
    await page.goto('/report');
    await page.getByLabel('公共设施损坏').check({ force: true });
    await page.getByLabel('什么情况').fill('将来的规则');
    await page.waitForLoadState('networkidle');
  };

  it.each([
    [{ __typename: 'FutureError', code: 'FUTURE', message: '现在不受理这一类' }, '现在不受理这一类'],
    [{ __typename: 'FutureError' }, '没有成功，请稍后再试。'],
  ])('is a refusal on a form: %o', async (answer, sentence) => {
    const { page, context } = await visit(browser, server, { persona: 'RESIDENT' });
    await answerReports(page, answer);
    await fillIn(page);
    await button(page, '上报').click();
    await page.getByRole('alert').filter({ hasText: sentence }).waitFor();
    expect(new URL(page.url()).pathname).toBe('/report');
    expect(await page.getByLabel('什么情况').inputValue()).toBe('将来的规则');
    await context.close();
  });

  it('is a refusal of what was kept without a network', async () => {
    const { page, context } = await visit(browser, server, { persona: 'RESIDENT' });
    await answerReports(page, { __typename: 'FutureError' });
    await fillIn(page);
    await context.setOffline(true);
    await button(page, '上报').click();
    await page.getByText('没有网络，已保存').waitFor();
    await context.setOffline(false);
    await page.getByText('上报 没有被接收：没有成功，请稍后再试。').waitFor();
    await context.close();
  });
});
