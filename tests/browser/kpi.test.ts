// Figures as charts: a year of one figure against its target, every grid beside the others, and the same numbers as tables.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasBrowser, openBrowser, visit } from '../support/browser.ts';
import { ask, signIn, startTestServer, type TestServer } from '../support/server.ts';
import { IN_GRID_12, IN_GRID_13, report } from '../support/tickets.ts';

interface Figures {
  ticketCount: number;
  onTimeShare: number | null;
  grid: { name: string };
}

const FEW = 10;

describe.skipIf(!hasBrowser)('figures', () => {
  let server: TestServer;
  let browser: Browser;
  beforeAll(async () => {
    server = await startTestServer({ kpiTargets: { onTimeShare: 0.93, endedShare: 0.95 } });
    const resident = await signIn(server, 'RESIDENT', 0);
    for (const [location, count] of [
      [IN_GRID_12, FEW],
      [IN_GRID_13, 2],
    ] as const)
      for (let n = 0; n < count; n++) await report(server, resident, { location });
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  /** The month that goes on: the one with tickets in the town of tests. */
  const thisMonth = (page: Page) => page.getByLabel('月份').selectOption({ index: 0 });
  const chosenMonth = (page: Page) => page.getByLabel('月份').inputValue();
  const figuresOf = async (month: string): Promise<Figures[]> =>
    (
      await ask(
        server,
        'query ($month: String!) { gridKpis(month: $month) { ticketCount onTimeShare grid { name } } }',
        { month },
        { token: await signIn(server, 'COMMANDER') },
      )
    ).data.gridKpis;
  const percent = (share: number | null) => (share === null ? '—' : `${Math.round(share * 100)} %`);

  it('are drawn with the target, and said in words to whoever does not see them', async () => {
    const { page, context } = await visit(browser, server, { persona: 'COMMANDER', width: 1440, height: 900 });
    await page.goto('/kpi');
    await thisMonth(page);
    await page.getByText('目标 93 %').waitFor();
    await page.getByRole('img', { name: /^按时率，十三个月，从 .* 到 \d+ %$/ }).waitFor();
    await page.locator('.trend-table summary').click();
    expect(await page.locator('.trend-table tbody tr').count()).toBe(13);
    await page.getByLabel('看哪个数').selectOption('tickets');
    await page.getByRole('img', { name: /^事件数，十三个月/ }).waitFor();
    expect(await page.getByText('目标').count()).toBe(0); // nobody has set one for numbers
    await context.close();
  });

  it('of every grid stand beside each other, in the order asked for, those of few tickets grey', async () => {
    const { page, context } = await visit(browser, server, { persona: 'COMMANDER' });
    await page.goto('/kpi');
    await thisMonth(page);
    await page.locator('.multiple strong', { hasText: '%' }).first().waitFor();
    const figures = await figuresOf(await chosenMonth(page));
    const shown = () => page.locator('.multiple').evaluateAll((all) => all.map((one) => one.querySelector('strong')?.textContent ?? ''));
    const shares = figures.flatMap(({ onTimeShare }) => onTimeShare ?? []).sort((a, b) => a - b);
    expect(shares.length).toBeGreaterThan(1);
    const without = figures.length - shares.length;
    expect(await shown()).toEqual([...shares.map(percent), ...Array(without).fill('—')]);
    await page.getByLabel('看哪个数').selectOption('tickets');
    await page.locator('.kpi-ask').getByLabel('排序').selectOption('high');
    const counts = figures.map(({ ticketCount }) => ticketCount).sort((a, b) => b - a);
    await expect.poll(shown).toEqual(counts.map(String));
    await page.getByLabel('看哪个数').selectOption('onTime');
    expect(counts.slice(0, 2)).toEqual([FEW, 2]);
    const few = figures.filter(({ ticketCount }) => ticketCount < FEW).map(({ grid }) => grid.name);
    const grey = await page.locator('.multiple.is-few .multiple-name').allTextContents();
    expect(new Set(grey)).toEqual(new Set(few));
    await context.close();
  });

  it('are sorted by any column of a table, the largest first, then the smallest', async () => {
    const { page, context } = await visit(browser, server, { persona: 'COMMANDER', width: 1440, height: 900 });
    await page.goto('/kpi');
    await thisMonth(page);
    const table = page.locator('section.card', { has: page.getByRole('heading', { name: '网格', exact: true }) });
    const column = () => table.locator('tbody tr td:nth-of-type(1)').evaluateAll((cells) => cells.map((cell) => Number(cell.textContent)));
    const heading = table.getByRole('columnheader', { name: '事件数' });
    await heading.getByRole('button').click();
    await expect.poll(async () => (await column())[0]).toBeGreaterThan(0);
    const falling = await column();
    expect(falling).toEqual(falling.toSorted((a, b) => b - a));
    expect(await heading.getAttribute('aria-sort')).toBe('descending');
    await heading.getByRole('button').press('Enter');
    await expect.poll(column).toEqual(falling.toReversed().toSorted((a, b) => a - b));
    expect(await heading.getAttribute('aria-sort')).toBe('ascending');
    await context.close();
  });

  it('of a month that goes on are compared with none', async () => {
    const { page, context } = await visit(browser, server, { persona: 'COMMANDER' });
    await page.goto('/kpi');
    await page.locator('.multiple').first().waitFor();
    await thisMonth(page);
    await page.getByText('本月还没结束').first().waitFor();
    expect(await page.locator('.trend-change').count()).toBe(0);
    await context.close();
  });
});
