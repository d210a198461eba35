// From a vote to what comes of it, in Chromium: owed, answered, shared, followed, told; and a surge that a person looks at.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasBrowser, openBrowser, visit } from '../support/browser.ts';
import { ask, deed, raiseIssue, signIn, startTestServer, type TestServer } from '../support/server.ts';
import { IN_GRID_3 } from '../support/tickets.ts';
import { serving } from '../support/town.ts';

const { index: officerIndex } = serving('OFFICER', 3);

describe.runIf(hasBrowser)('what comes of votes', () => {
  let server: TestServer;
  let browser: Browser;
  beforeAll(async () => {
    server = await startTestServer({
      answerDuty: { top: 1, leastVotes: 500, votes: 3, hours: 24, calendar: { timeZone: 'Asia/Shanghai', from: 8, to: 20 } },
    });
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  /** An issue of grid 3 that three neighbours have voted for. */
  async function wanted(title: string): Promise<string> {
    const neighbours = await Promise.all([10, 11, 12].map((index) => signIn(server, 'RESIDENT', index)));
    const id = await raiseIssue(server, neighbours[0] ?? '', { title, location: IN_GRID_3 });
    for (const token of neighbours) await deed(server, token, 'hotIssueVote', { hotIssueId: id });
    return id;
  }

  it('an officer finds what is owed, answers it with a status, and its voter sees the chain and is told', { timeout: 60_000 }, async () => {
    const title = '夜里停车乱没有灯';
    const id = await wanted(title);
    const voter = await visit(browser, server, { persona: 'RESIDENT', index: 10 });
    await voter.page.goto(`/hot/${id}`);
    await voter.page.getByText('3 位居民投票').waitFor();
    await voter.page.getByText(/民警最迟 .* 前答复/).waitFor(); // live, once the clock has looked

    const { page, context } = await visit(browser, server, { persona: 'OFFICER', index: officerIndex });
    await page.goto('/more');
    await page.getByRole('link', { name: '热榜办理' }).click();
    await page.getByRole('link', { name: new RegExp(title) }).click();
    await page.getByRole('button', { name: '答复', exact: true }).click();
    const sheet = page.locator('dialog');
    await sheet.getByRole('button', { name: '发出答复' }).click();
    await sheet.getByRole('alert').waitFor();
    await sheet.getByLabel('答复内容').fill('今晚起每晚巡两趟，已请物业报装路灯。');
    await sheet.getByLabel('答复后的状态').selectOption({ label: '已列入巡逻' });
    await sheet.getByRole('button', { name: '发出答复' }).click();
    await page.getByText('已答复，投票的人会收到').waitFor();

    await voter.page.getByText('今晚起每晚巡两趟，已请物业报装路灯。').waitFor();
    await expect.poll(() => voter.page.locator('.way-step').count()).toBe(2);
    expect(await voter.page.getByText(/民警最迟/).count()).toBe(0);
    await voter.page.goto('/notices');
    await voter.page.getByRole('link', { name: `您关注的“${title}”已列入巡逻。` }).click();
    await voter.page.waitForURL(`**/hot/${id}`);

    await page.goto('/hot-desk');
    await page.getByRole('heading', { name: '热榜办理' }).waitFor();
    await expect.poll(() => page.getByText(title).count()).toBe(0);
    await Promise.all([context.close(), voter.context.close()]);
  });

  it('the officer asks property to share the work, which answers too; both ends are undone', { timeout: 60_000 }, async () => {
    const id = await wanted('门口台阶没有扶手');
    const { page, context } = await visit(browser, server, { persona: 'OFFICER', index: officerIndex });
    await page.goto(`/hot/${id}`);
    await page.getByRole('button', { name: '承办与关联' }).click();
    const sheet = page.locator('dialog');
    const { title } = (await ask(server, '{ viewer { title } }', {}, { token: await signIn(server, 'PROPERTY') })).data.viewer;
    await sheet.getByLabel('请谁共同承办').selectOption({ label: title });
    await sheet.getByRole('button', { name: '添加' }).click();
    await sheet.getByRole('button', { name: `删除 ${title}` }).waitFor();
    await sheet.getByLabel('事件编号').fill('GD-19990101-0001');
    await sheet.getByRole('button', { name: '关联' }).click();
    await sheet.getByText('没有这个编号的事件，或您看不到它。').waitFor();

    const estate = await visit(browser, server, { persona: 'PROPERTY' });
    await estate.page.goto(`/hot/${id}`);
    await estate.page.getByRole('button', { name: '答复', exact: true }).click();
    const answer = estate.page.locator('dialog');
    await answer.getByLabel('答复内容').fill('扶手已订，周三安装。');
    await answer.getByLabel('答复后的状态').selectOption({ label: '已解决' });
    await answer.getByRole('button', { name: '发出答复' }).click();
    await answer.getByText('解决或不予采纳由民警决定').waitFor();
    await answer.getByLabel('答复后的状态').selectOption({ label: '整改中' });
    await answer.getByRole('button', { name: '发出答复' }).click();
    await estate.page.getByText('扶手已订，周三安装。').waitFor();

    await sheet.getByRole('button', { name: `删除 ${title}` }).click();
    await sheet.getByRole('button', { name: `删除 ${title}` }).waitFor({ state: 'detached' });
    await Promise.all([context.close(), estate.context.close()]);
  });

  it('who has not voted follows instead, and stops', { timeout: 60_000 }, async () => {
    const id = await wanted('楼道灯长明浪费');
    const { page, context } = await visit(browser, server, { persona: 'RESIDENT', index: 20 });
    await page.goto(`/hot/${id}`);
    await page.getByRole('button', { name: '关注进展' }).click();
    await page.getByRole('button', { name: '已关注 · 取消', pressed: true }).click();
    await page.getByRole('button', { name: '关注进展', pressed: false }).waitFor();
    await context.close();
  });

  it('a surge that is flagged shows why to staff, is cleared with a reason, and residents see none of it', {
    timeout: 60_000,
  }, async () => {
    const id = await wanted('有人花钱买票的事');
    const { page, context } = await visit(browser, server, { persona: 'OFFICER', index: officerIndex });
    await page.goto(`/hot/${id}`);
    await page.getByRole('button', { name: '标记投票激增' }).click();
    const sheet = page.locator('dialog');
    await sheet.getByLabel('理由').fill('一小时里来了三票');
    await sheet.getByRole('button', { name: '标记投票激增' }).click();
    await page.getByText('是您标记的，须由别人核实。').waitFor();

    const desk = await visit(browser, server, { persona: 'COMMANDER' });
    await desk.page.goto('/hot-desk');
    await desk.page.getByRole('link', { name: /人工标记：一小时里来了三票/ }).click();
    await desk.page.getByRole('button', { name: '答复', exact: true }).click();
    const answer = desk.page.locator('dialog');
    await answer.getByLabel('答复内容').fill('马上安排巡逻。');
    await answer.getByLabel('答复后的状态').selectOption({ label: '已列入巡逻' });
    await answer.getByRole('button', { name: '发出答复' }).click();
    await answer.getByText('核实前不能列入巡逻').waitFor();
    await answer.getByRole('button', { name: '关闭' }).click();

    const resident = await visit(browser, server, { persona: 'RESIDENT', index: 10 });
    await resident.page.goto(`/hot/${id}`);
    await resident.page.getByText('3 位居民投票').waitFor();
    expect(await resident.page.getByText('激增').count()).toBe(0);

    await desk.page.getByRole('button', { name: '票数正常，恢复' }).click();
    await desk.page.getByRole('alert').first().waitFor();
    await desk.page.getByLabel('理由').fill('上门问过，都是真邻居');
    await desk.page.getByRole('button', { name: '票数正常，恢复' }).click();
    await desk.page.getByText('已处理').waitFor();
    await page.getByText('是您标记的，须由别人核实。').waitFor({ state: 'detached' }); // live
    await Promise.all([context.close(), desk.context.close(), resident.context.close()]);
  });
});
