// People at the pages: signing in, registering, verifying, administering, as they would with fingers and keys.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasBrowser, openBrowser, visit } from '../support/browser.ts';
import { type Gateway, openSmsGateway } from '../support/gateway.ts';
import { demoIdNumber, demoPhone, newStaff, totp } from '../support/people.ts';
import { ask, startTestServer, type TestServer } from '../support/server.ts';

describe.runIf(hasBrowser)('in Chromium', () => {
  let server: TestServer;
  let browser: Browser;
  let gateway: Gateway;
  beforeAll(async () => {
    gateway = await openSmsGateway();
    server = await startTestServer({ notifier: { smsUrl: gateway.url, smsToken: undefined, mailUrl: undefined, mailFrom: 'x@y.z' } });
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser.close();
    await server.stop();
    await gateway.close();
  });

  const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

  it('a resident signs in with a code the phone may fill in, registers, is verified by the grid worker, and their vote counts', {
    timeout: 90_000,
  }, async () => {
    const phone = demoPhone(94_000_001);
    const { page, context } = await visit(browser, server);
    await page.goto('/me');
    await button(page, '登录').click();
    await page.getByLabel('手机号').fill('123');
    await button(page, '获取验证码').click();
    await page.getByRole('alert').filter({ hasText: '手机号不正确' }).waitFor();
    await page.getByLabel('手机号').fill(phone);
    await button(page, '获取验证码').click();
    const code = page.getByLabel('验证码');
    await code.waitFor();
    expect(await code.evaluate((input: HTMLInputElement) => [input.autocomplete, input.inputMode])).toEqual(['one-time-code', 'numeric']);
    expect(await page.locator('.sign-in-more button').first().isDisabled()).toBe(true);
    const right = gateway.codeFor(`+86${phone}`);
    await code.fill(right === '000000' ? '111111' : '000000');
    await page.getByRole('alert').filter({ hasText: '验证码不对' }).waitFor();
    await code.fill(right); // as the browser does it: no button is pressed
    await page.getByText('您好').waitFor();

    // A vote before: kept, and told so.
    await page.goto('/hot');
    await page.locator('.vote').first().tap();
    await page.locator('.notice', { hasText: '实名登记后计入' }).waitFor();
    await page.locator('.notice button', { hasText: '去实名' }).click();
    await page.getByLabel('真实姓名').fill('周新来');
    await page.getByLabel('身份证号').fill(`990101${new Date().getFullYear() - 10}01010010`);
    await page.getByLabel('监护人手机号').waitFor(); // by the birth date in it
    await page.getByLabel('身份证号').fill('990101198001010010');
    await page.getByLabel('住址').fill('朝阳里 1 号楼');
    await page.locator('.street-picker g').first().click();
    await button(page, '提交登记').click();
    await page.getByRole('alert').filter({ hasText: '校验码不符' }).waitFor();
    await page.getByLabel('身份证号').fill(demoIdNumber({ order: 811 }));
    await button(page, '提交登记').click();
    await page.getByText('审核中').waitFor();

    const worker = await visit(browser, server, { persona: 'GRID_WORKER' });
    await worker.page.goto('/verify');
    const card = worker.page.locator('.verify-card', { hasText: '周新来' });
    await card.getByText(/^9\*{16}/).waitFor();
    await button(worker.page, '不通过').click();
    await worker.page.locator('.sheet textarea').fill('住址缺单元');
    await worker.page.locator('.sheet button[type=submit]').click();
    await worker.page.getByText('没有等待审核的登记').waitFor();

    await page.reload();
    await page.getByText('未通过：住址缺单元').waitFor();
    await page.getByRole('link', { name: '修改后重新提交' }).click();
    await page.getByLabel('真实姓名').fill('周新来');
    await page.getByLabel('身份证号').fill(demoIdNumber({ order: 811 }));
    await page.getByLabel('住址').fill('朝阳里 1 号楼 1 单元 101');
    await page.locator('.street-picker g').first().click();
    await button(page, '提交登记').click();
    await page.getByText('审核中').waitFor();
    // It appears at the worker's by itself.
    await card.waitFor();
    await button(worker.page, '核实无误，通过').click();
    await worker.page.getByText('周新来 已通过').waitFor();
    await page.reload();
    await page.getByText('已实名').waitFor();
    const { rows } = await server.database.pool.query(
      `SELECT v.is_counted FROM vote v JOIN resident r ON r.id = v.resident_id WHERE r.phone = $1`,
      [`+86${phone}`],
    );
    expect(rows).toEqual([{ is_counted: true }]);
    await Promise.all([context.close(), worker.context.close()]);
  });

  it('a dispatcher sets up an authenticator before anything else, and signs in with it', { timeout: 60_000 }, async () => {
    const { login, password } = await newStaff(server, 'DISPATCHER', 'desk.one');
    const { page, context } = await visit(browser, server, { width: 1440, height: 900 });
    const typePassword = async () => {
      await page.goto('/staff');
      await page.getByLabel('登录名').fill(login);
      await page.getByLabel('密码', { exact: true }).fill(password);
      await button(page, '下一步').click();
    };
    await typePassword();
    await page.getByRole('heading', { name: '先设置两步验证' }).waitFor();
    await page.goto('/hot'); // there is no way around it
    await page.getByRole('heading', { name: '先设置两步验证' }).waitFor();
    await page.getByLabel('当前密码').fill(password);
    await button(page, '开始设置').click();
    const secret = (await page.locator('.secret').textContent()) ?? '';
    await expect.poll(() => page.getByRole('img', { name: 'QR' }).evaluate((qr: HTMLImageElement) => qr.naturalWidth)).toBeGreaterThan(0);
    await expect.poll(() => page.locator('.recovery-codes li').count()).toBeGreaterThanOrEqual(8);
    await page.locator('input[type=checkbox]').check();
    await page.getByLabel('验证器上的 6 位数字').fill('000000');
    await button(page, '开启两步验证').click();
    await page.getByRole('alert').filter({ hasText: '动态码不对' }).waitFor();
    await page.getByLabel('验证器上的 6 位数字').fill(totp(secret));
    await button(page, '开启两步验证').click();
    await page.getByRole('heading', { name: '先设置两步验证' }).waitFor({ state: 'hidden' });
    await page.goto('/me');
    await page.getByText('指挥调度').waitFor();
    await button(page, '退出登录').click();
    await page.getByText('您还没有登录').waitFor();
    await typePassword();
    // A code opens one session: that of the setting up has been used, the next one is good already.
    await page.getByLabel('验证器上的 6 位数字').fill(totp(secret, Date.now() + 30_000));
    await button(page, '登录').click();
    await page.getByText('测警官，您好').waitFor();
    await context.close();
  });

  it('an officer adds a passkey and signs in with it; a password alone cannot add another', { timeout: 60_000 }, async () => {
    const { login, password } = await newStaff(server, 'OFFICER', 'officer.key');
    const { page, context } = await visit(browser, server, { width: 1440, height: 900 });
    // WebAuthn wants a host name: the same server by another.
    const home = server.address.replace('127.0.0.1', 'localhost');
    const devtools = await context.newCDPSession(page);
    await devtools.send('WebAuthn.enable');
    await devtools.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        protocol: 'ctap2',
        transport: 'internal',
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified: true,
        automaticPresenceSimulation: true,
      },
    });
    const typePassword = async () => {
      await page.goto(`${home}staff`);
      await page.getByLabel('登录名').fill(login);
      await page.getByLabel('密码', { exact: true }).fill(password);
      await button(page, '下一步').click();
      await page.getByText('测警官，您好').waitFor();
    };
    await typePassword();
    await page.locator('main').getByRole('link', { name: '登录与提醒' }).click();
    await button(page, '添加通行密钥').click();
    await page.getByLabel('这台设备叫什么').fill('值班手机');
    await page.locator('.sheet button[type=submit]').click();
    await page.locator('.passkey', { hasText: '值班手机' }).waitFor();
    await page.locator('.passkey button').click(); // the only second factor stays
    await page.getByRole('alert').filter({ hasText: '唯一的第二步验证' }).waitFor();
    await page.getByRole('link', { name: '返回', exact: true }).click();
    await button(page, '退出登录').click();
    await page.getByText('您还没有登录').waitFor();
    await page.goto(`${home}staff`);
    await button(page, '用通行密钥登录').click();
    await page.getByText('测警官，您好').waitFor();
    const { rows } = await server.database.pool.query(
      'SELECT s.second_factor FROM session s JOIN auth_user u ON u.id = s.user_id WHERE u.username = $1 ORDER BY s.created_at DESC LIMIT 1',
      [login],
    );
    expect(rows).toEqual([{ second_factor: true }]);
    await button(page, '退出登录').click();
    await page.getByText('您还没有登录').waitFor();
    await typePassword();
    await page.locator('main').getByRole('link', { name: '登录与提醒' }).click();
    await button(page, '添加通行密钥').click();
    await page.locator('.sheet button[type=submit]').click();
    await page.getByRole('alert').filter({ hasText: '请先用已有的通行密钥登录' }).waitFor();
    await context.close();
  });

  it('an administrator adds staff, assigns a duty, issues a key that works and revokes it, and reads it all in the record', {
    timeout: 60_000,
  }, async () => {
    const { page, context } = await visit(browser, server, { persona: 'ADMIN', width: 1440, height: 900 });
    await page.goto('/admin/staff');
    await button(page, '新建工作人员').click();
    const sheet = page.locator('.sheet');
    await sheet.getByLabel('姓名').fill('吴新人');
    await sheet.getByLabel('称呼').fill('吴警官');
    await sheet.getByLabel('角色').selectOption('OFFICER');
    await sheet.getByLabel('登录名').fill('x');
    await button(page, '新建').click();
    await sheet.getByRole('alert').filter({ hasText: '登录名须为' }).waitFor();
    await sheet.getByLabel('登录名').fill('wu.officer');
    await button(page, '新建').click();
    expect((await sheet.locator('.once').textContent())?.length).toBeGreaterThanOrEqual(16);
    await button(page, '完成').click();
    await page.getByLabel('按姓名、角色或网格查找').fill('吴新人');
    await page.locator('.row', { hasText: '吴警官' }).getByRole('button', { name: '管理' }).click();
    await sheet.locator('summary').click();
    await sheet.getByLabel('网格', { exact: true }).selectOption({ index: 4 });
    await sheet.locator('form button[type=submit]').click();
    await sheet.getByText(/4 号网格 · .* 起/).waitFor();
    await page.keyboard.press('Escape');

    await page.goto('/admin/keys');
    await button(page, '签发密钥').click();
    await sheet.getByLabel('合作单位').fill('新街物业');
    await sheet.getByLabel('用途').fill('大厅屏幕');
    await button(page, '签发').click();
    const key = (await sheet.locator('.once').textContent()) ?? '';
    await button(page, '完成').click();
    expect((await ask(server, '{ viewer { name } }', {}, { token: key })).data.viewer).toEqual({ name: '新街物业' });
    const card = page.locator('.key', { hasText: '新街物业' });
    await card.getByRole('button', { name: '吊销' }).click();
    await card.getByRole('button', { name: '再按一次确认' }).click();
    await card.getByText(/ 吊销/).waitFor();
    expect((await ask(server, '{ viewer { name } }', {}, { token: key })).errors?.[0]?.extensions.reason).toBe('KEY_REVOKED');

    await page.goto('/admin/rights');
    await page.getByLabel('谁', { exact: true }).selectOption({ label: '吴警官 · 社区民警' });
    await button(page, '查看权限').click();
    await page.locator('.row', { hasText: '审核实名' }).getByText('正在这个网格值守').waitFor();
    await page.goto('/admin/audit');
    for (const deed of ['吊销了密钥', '签发了密钥', '安排了值守', '新建了工作人员', '查看了某人的权限'])
      await page.locator('.row', { hasText: deed }).first().waitFor();
    await context.close();
  });

  it('a resident sees their data, who looked, and is erased for good', { timeout: 60_000 }, async () => {
    const { page, context } = await visit(browser, server, { persona: 'RESIDENT', index: 60 });
    const answer = await context.request.post('/graphql', { data: { query: '{ myResident { phone } }' } });
    const { phone } = (await answer.json()).data.myResident as { phone: string };
    await page.goto('/me/data');
    await button(page, '查看').click();
    await page.getByRole('heading', { name: '个人资料' }).waitFor();
    const saving = page.waitForEvent('download');
    await button(page, '下载（JSON）').click();
    expect((await saving).suggestedFilename()).toBe('xieshou-my-data.json');
    await page.goto('/me/privacy');
    await page.getByRole('switch', { name: /允许合作单位/ }).click();
    await expect.poll(() => page.getByRole('switch', { name: /允许合作单位/ }).isChecked()).toBe(true);
    await button(page, '注销账号').click();
    await page.locator('.sheet input').fill('10000000001');
    await page.locator('.sheet button[type=submit]').click();
    await page.getByRole('alert').filter({ hasText: '请输入您的手机号' }).waitFor();
    await page.locator('.sheet input').fill(phone);
    await page.locator('.sheet button[type=submit]').click();
    await page.getByText('您还没有登录').waitFor();
    await context.close();
  });

  it('pages for others say so, and offer the sign-in', async () => {
    const stranger = await visit(browser, server);
    for (const path of ['/verify', '/admin', '/me/real-name', '/me/data', '/me/who-looked']) {
      await stranger.page.goto(path);
      await stranger.page.getByText('请先登录').waitFor();
    }
    await stranger.context.close();
    const resident = await visit(browser, server, { persona: 'RESIDENT', index: 5 });
    for (const path of ['/verify', '/admin']) {
      await resident.page.goto(path);
      await resident.page.getByText(path === '/admin' ? '这个页面给管理员使用' : '这个页面给民警使用').waitFor();
    }
    await resident.context.close();
  });
});
