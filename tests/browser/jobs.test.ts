// What people come for, acted out from home in both languages, a resident's in the largest text: it is done, and in few presses.
import type { Browser, Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeTown } from '../../api/demo/town.ts';
import { encodeId } from '../../schema/frame/relay/global-id.ts';
import { hasBrowser, openBrowser, type Visitor, visit } from '../support/browser.ts';
import { tomorrowAt } from '../support/moments.ts';
import { raiseIssue, signIn, startTestServer, type TestServer } from '../support/server.ts';
import { act, alarm, IN_GRID_3, report } from '../support/tickets.ts';
import { serving } from '../support/town.ts';
import { makeShift, posts, teamIds } from '../support/volunteers.ts';

const MANAGER = makeTown().staff.find(({ role }) => role === 'PROPERTY') as { id: string };
const PHONE = { width: 390, height: 844 };
const DESK = { width: 1440, height: 900 };

describe.skipIf(!hasBrowser).each(['zh', 'en'] as const)('in %s', { timeout: 90_000 }, (language) => {
  const say = (zh: string, en: string) => (language === 'zh' ? zh : en);
  let server: TestServer;
  let browser: Browser;
  let dispatcher: string;
  beforeAll(async () => {
    server = await startTestServer();
    browser = await openBrowser();
    dispatcher = await signIn(server, 'DISPATCHER');
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  /** Somebody with a page open, whose presses are counted from there. */
  const at = async (path: string, { preferences, ...visitor }: Visitor) => {
    const { page, context } = await visit(browser, server, { ...visitor, preferences: { language, ...preferences } });
    await page.goto(path);
    await page.locator('main :is(h1, h2)').first().waitFor();
    let presses = 0;
    const press = async (found: Locator) => {
      await found.click();
      presses += 1;
    };
    return { page, context, press, presses: () => presses };
  };

  it('a resident of seventy votes and takes it back, reports in six presses, and finds it again in one', async () => {
    const title = say('楼道灯不亮', 'The stairs are dark');
    await raiseIssue(server, await signIn(server, 'RESIDENT', 30), { title, location: IN_GRID_3 });
    const { page, context, press, presses } = await at('/', { persona: 'RESIDENT', index: 31, ...PHONE, preferences: { size: 'xlarge' } });
    await press(page.locator('main a[href="/hot"]'));
    await page.getByLabel(say('最新', 'New')).check({ force: true });
    const row = page.locator('.hot-row', { hasText: title });
    await press(row.locator('.vote'));
    await row.locator('.vote[aria-pressed=true]').waitFor();
    await press(row.locator('.vote'));
    await page.getByText(say('已撤回您的票', 'Your vote was taken back')).waitFor();
    expect(presses()).toBe(3);

    await page.goto('/');
    const before = presses();
    await press(page.locator('.simple-thing[href="/report"]'));
    await page.getByLabel(say('夜间照明不足', 'Poor lighting')).check({ force: true }); // a press
    await press(page.getByRole('button', { name: say('上报', 'Report'), exact: true }));
    const number = await page
      .getByText(/GD-\d{8}-\d{4}/)
      .first()
      .textContent();
    expect(presses() + 1 - before).toBeLessThanOrEqual(6);

    await page.goto('/');
    await page.locator('.my-progress-one').click();
    await page
      .getByText(/GD-\d{8}-\d{4}/.exec(number ?? '')?.[0] ?? 'none')
      .first()
      .waitFor();
    await context.close();
  });

  it('an officer at three in the morning accepts from any page by one press, arrives, and writes what came of it', async () => {
    const officer = { persona: 'OFFICER', index: serving('OFFICER', 3).index, ...PHONE, isDark: true };
    const { page, context, press, presses } = await at('/hot', officer);
    const { ticket } = await alarm(server, await signIn(server, 'RESIDENT', 32));
    await press(page.getByRole('button', { name: say(`接单 ${ticket.number}`, `Accept ${ticket.number}`) }));
    expect(presses()).toBe(1);
    await press(page.getByRole('button', { name: say('查看', 'Open'), exact: true }));
    await press(page.getByRole('button', { name: say('到场', 'Arrive'), exact: true }));
    await press(page.getByRole('button', { name: say('处置完成', 'Resolve'), exact: true }));
    await page.getByRole('dialog').getByRole('textbox').first().fill(say('虚惊一场', 'Nothing had happened'));
    await press(page.getByRole('dialog').locator('button[type=submit]'));
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    const { rows } = await server.database.pool.query('SELECT status FROM ticket WHERE number = $1', [ticket.number]);
    expect(rows[0].status).toBe('RESOLVED');
    await context.close();
  });

  it('a dispatcher sends somebody and takes it back, by keys alone', async () => {
    const description = say('三楼有人吵架', 'A quarrel on the third floor');
    await report(server, await signIn(server, 'RESIDENT', 33), { description, category: 'family_dispute' });
    const { page, context } = await at('/dispatch', { persona: 'DISPATCHER', ...DESK });
    const column = (name: string) => page.getByRole('list', { name: new RegExp(`^${name}`) });
    await column(say('待派单', 'To dispatch')).getByText(description).waitFor();
    await page.locator('.live-on').first().waitFor();
    for (const key of ['j', 'a']) await page.keyboard.press(key);
    await page.getByRole('dialog').getByRole('radio').first().focus();
    await page.keyboard.press('Enter');
    await column(say('已派单', 'Dispatched')).getByText(description).waitFor();
    await page.keyboard.press('z');
    await column(say('待派单', 'To dispatch')).getByText(description).waitFor();
    await context.close();
  });

  it('a volunteer joins a shift in four presses', async () => {
    const teamId = (await teamIds(server)).PATROL as string;
    const { id: postId } = (await posts(server)).社区警务室 as { id: string };
    const title = say('菜场巡逻', 'Market round');
    await makeShift(server, await signIn(server, 'OFFICER'), { teamId, postId, title, startsAt: tomorrowAt(12) });
    const { page, context, press, presses } = await at('/', { persona: 'VOLUNTEER', index: 6, ...PHONE, preferences: { size: 'large' } });
    await press(page.locator('nav a[href="/services"]'));
    await press(page.locator('main a[href="/shifts"]').first());
    await press(page.locator('main a', { hasText: title }).first());
    await press(page.getByRole('button', { name: say('报名', 'Join'), exact: true }));
    await page.getByText(say('已报名', 'Joined'), { exact: true }).first().waitFor();
    expect(presses()).toBe(4);
    await context.close();
  });

  it('a property manager reads an address and how to get there, from home in one press', async () => {
    const { ticket } = await report(server, await signIn(server, 'RESIDENT', 34), { category: 'facility_damage' });
    await act(server, dispatcher, 'Dispatch', ticket.id, { assigneeId: encodeId('Staff', MANAGER.id) });
    const { page, context, press, presses } = await at('/', { persona: 'PROPERTY', ...DESK });
    await press(page.locator(`.inbox-row[href="/tickets/${ticket.id}"]`));
    await page.locator('main').getByText(say('号楼', 'Building')).first().waitFor();
    await page
      .getByRole('button', { name: say('导航', 'Directions') })
      .first()
      .waitFor();
    expect(presses()).toBe(1);
    expect(await page.locator('main').textContent()).not.toMatch(/\d{2,3}\.\d{4,}/);
    await context.close();
  });
});
