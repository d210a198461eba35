// How volunteers are run, in Chromium: a captain plans, evaluates and corrects; an officer teaches, equips and changes a team.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasBrowser, openBrowser, visit } from '../support/browser.ts';
import { ask, signIn, startTestServer, type TestServer } from '../support/server.ts';
import { teamIds } from '../support/volunteers.ts';

describe.runIf(hasBrowser)('running volunteers', () => {
  let server: TestServer;
  let browser: Browser;
  let member: string;
  beforeAll(async () => {
    server = await startTestServer();
    browser = await openBrowser();
    member = await signIn(server, 'VOLUNTEER', 1);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  it('a captain publishes a series, evaluates who has served, and corrects their times', { timeout: 60_000 }, async () => {
    const { page, context } = await visit(browser, server, { persona: 'VOLUNTEER', index: 0 });
    await page.goto('/shifts/new');
    await page.getByLabel('做什么').fill('楼道清理');
    await page.getByRole('radio', { name: '每周' }).check();
    await page.getByRole('checkbox', { name: '三' }).check();
    await page.getByRole('button', { name: '发布' }).click();
    await page.getByText(/已发布 \d+ 个班次/).waitFor();
    await page
      .getByRole('link', { name: /楼道清理/ })
      .first()
      .waitFor();

    const { data } = await ask(
      server,
      `query ($until: DateTime!) { myVolunteer { name serviceRecords(from: "2020-01-01T00:00:00Z", until: $until, first: 1) {
         edges { node { shift { id startsAt } } } } } }`,
      { until: new Date() },
      { token: member },
    );
    const { name, serviceRecords } = data.myVolunteer;
    const { shift } = serviceRecords.edges[0].node;
    await page.goto(`/shifts/${shift.id}`);
    const row = page.getByRole('listitem').filter({ hasText: name });
    await row.getByRole('button', { name: '评价' }).click();
    await page.getByRole('radio', { name: '4' }).check();
    await page.getByLabel('评语').fill('给新来的人带路，很耐心');
    await page.locator('dialog').getByRole('button', { name: '评价' }).click();
    await page.getByText('已评价').waitFor();
    await row.getByText('4/5').waitFor();

    await row.getByRole('button', { name: '更正时间' }).click();
    const sheet = page.locator('dialog');
    const half = new Date(Date.parse(shift.startsAt) + 1_800_000 + 8 * 3_600_000).toISOString().slice(0, 16); // by the phone's clock in Shanghai
    await sheet.getByLabel('签退').fill(half);
    await sheet.getByRole('button', { name: '更正时间' }).click();
    await sheet.getByRole('alert').waitFor(); // no reason was given
    await sheet.getByLabel('原因').fill('提前离开');
    await sheet.getByRole('button', { name: '更正时间' }).click();
    await page.getByText('已更正，积分已重算').waitFor();
    await row.getByText(new RegExp(`${half.slice(11)} 签退`)).waitFor();

    const { page: own, context: ownContext } = await visit(browser, server, { persona: 'VOLUNTEER', index: 1 });
    await own.goto('/record');
    await own.getByRole('radio', { name: '近 12 个月' }).check(); // this year may have just begun
    await own.getByText('4 分 · 给新来的人带路，很耐心').waitFor();
    await own.goto('/points');
    await own.getByText('提前离开').waitFor();
    await Promise.all([context.close(), ownContext.close()]);
  });

  it('an officer plans a training, notes who came, lends a torch, awards, and changes a team', { timeout: 60_000 }, async () => {
    const { page, context } = await visit(browser, server, { persona: 'OFFICER', width: 1440, height: 900 });
    await page.goto('/training');
    await page.getByRole('button', { name: '安排培训' }).click();
    const sheet = page.locator('dialog');
    await sheet.getByLabel('培训', { exact: true }).selectOption({ label: '新设培训' });
    await sheet.getByLabel('名称').fill('消防器材使用');
    await sheet.getByLabel('地点').fill('消防站');
    const inAWeek = new Date(Date.now() + 7 * 86_400_000).toISOString().slice(0, 16);
    await sheet.getByLabel('开始').fill(inAWeek);
    await sheet.getByRole('button', { name: '安排培训' }).click();
    await page.getByText('已保存').waitFor();
    const { page: own, context: ownContext } = await visit(browser, server, { persona: 'VOLUNTEER', index: 1 });
    await own.goto('/training');
    const card = (at: typeof page) => at.locator('section', { has: at.getByRole('heading', { name: '消防器材使用' }) });
    await card(own).getByRole('button', { name: '报名' }).click();
    await own.getByText('已报名培训').waitFor();
    await server.database.pool.query(
      `UPDATE training_session SET starts_at = now() - interval '2 hours', ends_at = now() - interval '1 hour' WHERE place = '消防站'`,
    );
    await page.reload();
    await card(page).getByRole('button', { name: '来了', exact: true }).click();
    await card(page).getByRole('button', { name: '来了', exact: true, pressed: true }).waitFor();
    await own.goto('/volunteer');
    await own.getByText('消防器材使用').waitFor();

    const { data } = await ask(server, '{ myVolunteer { name } }', {}, { token: member });
    await page.goto('/volunteers?view=people');
    await page.getByLabel('找人').fill(data.myVolunteer.name);
    const person = page.locator('details').first();
    await person.locator('summary').click();
    const equip = person.locator('form', { has: page.getByLabel('编号') });
    await equip.getByLabel('名称').fill('强光手电');
    await equip.getByLabel('编号').fill('D-777');
    await equip.getByRole('button', { name: '领用装备' }).click();
    await person.getByText('D-777').waitFor();
    await person.getByLabel('称号').fill('安全标兵');
    await person.getByLabel('正文').fill('一年零事故。');
    await person.getByRole('button', { name: '颁发荣誉证书' }).click();
    await page.getByText('已颁发').waitFor();
    await own.goto('/record');
    await own.getByRole('heading', { name: '安全标兵' }).waitFor();
    await own.getByText('D-777').waitFor();

    await page.goto(`/teams/${(await teamIds(server)).PATROL}`);
    await page.getByRole('button', { name: '修改这支队' }).click();
    await page.locator('dialog').getByLabel('介绍').fill('早晚各走一圈，风雨无阻。');
    await page.locator('dialog').getByRole('button', { name: '保存' }).click();
    await page.getByText('早晚各走一圈，风雨无阻。').waitFor();
    await expect.poll(() => page.getByText('队长').count()).toBeGreaterThan(0);
    await Promise.all([context.close(), ownContext.close()]);
  });
});
