// Swaps, invitations and notices in Chromium: two volunteers and their captain.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasBrowser, openBrowser, visit } from '../support/browser.ts';
import { ask, deed, signIn, startTestServer, type TestServer } from '../support/server.ts';
import { makeShift, posts, teamIds } from '../support/volunteers.ts';

describe.runIf(hasBrowser)('a place in a shift', () => {
  let server: TestServer;
  let browser: Browser;
  let where: { teamId: string; postId: string };
  let officer: string;
  beforeAll(async () => {
    server = await startTestServer();
    browser = await openBrowser();
    officer = await signIn(server, 'OFFICER');
    where = { teamId: (await teamIds(server)).PUBLICITY ?? '', postId: (await posts(server)).社区警务室?.id ?? '' };
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });
  /** At three in the morning, when nobody of the demo has another shift, whatever the hour is now. */
  const shiftIn = (days: number, title: string) => {
    const atThree = Math.floor(Date.now() / 86_400_000 + days) * 86_400_000 + 19 * 3_600_000;
    return makeShift(server, officer, { ...where, title, capacity: 1, startsAt: new Date(atThree) });
  };
  const nameOf = async (index: number) =>
    (await ask(server, '{ myVolunteer { name } }', {}, { token: await signIn(server, 'VOLUNTEER', index) })).data.myVolunteer.name;

  it('is exchanged: one asks, the other finds the question among their messages and agrees', { timeout: 60_000 }, async () => {
    const [mine, theirs] = [await shiftIn(20, '反诈进楼道'), await shiftIn(21, '反诈进商场')];
    await deed(server, await signIn(server, 'VOLUNTEER', 9), 'shiftJoin', { shiftId: mine });
    await deed(server, await signIn(server, 'VOLUNTEER', 10), 'shiftJoin', { shiftId: theirs });
    const { page, context } = await visit(browser, server, { persona: 'VOLUNTEER', index: 9 });
    const { page: other, context: otherContext } = await visit(browser, server, { persona: 'VOLUNTEER', index: 10 });
    await other.goto('/');
    await page.goto(`/shifts/${mine}`);
    await page.getByRole('button', { name: '换班' }).click();
    const name = await nameOf(10);
    // Of the demo they may have other shifts to give.
    const theirPlace = page.locator('dialog').getByRole('listitem').filter({ hasText: name }).filter({ hasText: '反诈进商场' });
    await theirPlace.getByRole('button').click();
    await page.getByText(`已问${name}，答复会告诉您`).waitFor();
    await page.locator('dialog').getByRole('button', { name: '关闭' }).click();
    await page.getByRole('heading', { name: `等${name}答复` }).waitFor();

    await other.getByRole('link', { name: /我的.*未读/ }).click();
    await other.getByRole('link', { name: /^消息.*未读/ }).click();
    await other.getByRole('link', { name: /有人想请您顶班或换班：“反诈进楼道”/ }).click();
    await other.getByRole('button', { name: '同意换' }).click();
    await other.getByText('已换好').waitFor();
    await other.getByText('已报名').waitFor();
    await page
      .getByRole('button', { name: '报名' })
      .or(page.getByRole('button', { name: '满了，排候补' }))
      .waitFor(); // it is not mine any more
    await page.goto('/shifts');
    await page.getByRole('radio', { name: '我报名的' }).check();
    await page.getByRole('link', { name: /我的.*未读/ }).waitFor();
    await page.goto('/notices');
    await page.getByText('对方同意了：“反诈进楼道”').waitFor();
    await page.getByRole('link', { name: /我的.*未读/ }).waitFor({ state: 'detached' });
    await Promise.all([context.close(), otherContext.close()]);
  });

  it('that is missing is filled: the captain invites, one cannot come, another joins from home’s next shift', {
    timeout: 60_000,
  }, async () => {
    const gap = await shiftIn(1, '早市反诈');
    const [no, yes] = [await nameOf(11), await nameOf(12)];
    const { page: captain, context: captainContext } = await visit(browser, server, { persona: 'VOLUNTEER', index: 8 });
    await captain.goto(`/shifts/${gap}`);
    await captain.getByRole('heading', { name: '还缺 1 人' }).waitFor();
    await captain.getByRole('button', { name: '邀请补缺' }).click();
    for (const name of [no, yes]) await captain.locator('dialog').getByRole('checkbox', { name }).check();
    await captain.getByRole('button', { name: '邀请 2 人' }).click();
    await captain.getByText('已邀请 2 人').waitFor();

    const { page: first, context: firstContext } = await visit(browser, server, { persona: 'VOLUNTEER', index: 11 });
    await first.goto(`/shifts/${gap}`);
    await first.getByText('队里缺人，邀请您参加这个班次。').waitFor();
    await first.getByRole('button', { name: '来不了' }).click();
    await first.getByText('已告诉队里').waitFor();

    const { page: second, context: secondContext } = await visit(browser, server, { persona: 'VOLUNTEER', index: 12 });
    await second.goto('/notices');
    await second.getByRole('link', { name: /队里邀请您参加“早市反诈”/ }).click();
    await second.getByRole('button', { name: '报名' }).click();
    await second.getByText('报名成功，到时见').waitFor();
    await captain.getByRole('heading', { name: '人齐了' }).waitFor();
    const rows = captain.getByRole('listitem');
    await rows.filter({ hasText: no }).getByText('来不了').waitFor();
    await rows.filter({ hasText: yes }).getByText('已报名').waitFor();
    await second.goto('/');
    const next = second.getByRole('link', { name: /我的下一班/ });
    await next.waitFor();
    expect(await next.getAttribute('href')).toMatch(/^\/shifts\//);
    await Promise.all([captainContext.close(), firstContext.close(), secondContext.close()]);
  });
});
