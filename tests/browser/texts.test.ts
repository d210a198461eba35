// The station's texts at the pages: opened from the sign-in, read without a network, written by an administrator, agreed to once.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasBrowser, openBrowser, visit } from '../support/browser.ts';
import { type Gateway, openSmsGateway } from '../support/gateway.ts';
import { demoPhone } from '../support/people.ts';
import { ask, deed, signIn, startTestServer, type TestServer } from '../support/server.ts';

describe.runIf(hasBrowser)('the station’s texts', () => {
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
  const line = (page: Page) => page.locator('.agree-line');
  const numberOf = async (kind: string): Promise<number> =>
    (await ask(server, `{ stationText(kind: ${kind}) { current { number } } }`)).data.stationText.current.number;
  const publish = async (kind: string, note: string) =>
    deed(server, await signIn(server, 'ADMIN'), 'stationTextPublish', {
      kind,
      expectedVersion: await numberOf(kind),
      textZh: `# ${note}\n\n由{station}写的。`,
      textEn: `# ${note}\n\nWritten by {station}.`,
      noteZh: note,
      noteEn: note,
    });

  it('are opened from the sign-in beside what was typed, and the sign-in keeps which versions', { timeout: 60_000 }, async () => {
    const phone = demoPhone(94_070_001);
    const { page, context } = await visit(browser, server);
    await page.goto('/me');
    await button(page, '登录').click();
    await page.getByLabel('手机号').fill(phone);
    const [terms] = await Promise.all([context.waitForEvent('page'), page.getByRole('link', { name: '用户协议' }).last().click()]);
    await terms.getByRole('heading', { name: '它不能代替报警' }).waitFor();
    expect(await terms.locator('main').textContent()).toContain('和平街道派出所');
    await terms.close();
    expect(await page.getByLabel('手机号').inputValue()).toBe(phone);
    await button(page, '获取验证码').click();
    await page.getByLabel('验证码').waitFor();
    await page.getByLabel('验证码').fill(gateway.codeFor(`+86${phone}`));
    await page.getByText('您好').waitFor();
    const { rows } = await server.database.pool.query(
      `SELECT purpose, text_version FROM consent c JOIN resident r ON r.id = c.resident_id WHERE r.phone = $1 ORDER BY purpose`,
      [`+86${phone}`],
    );
    expect(rows).toEqual([
      { purpose: 'TERMS', text_version: '1' },
      { purpose: 'PRIVACY', text_version: '1' },
    ]);
    expect(await line(page).count()).toBe(0);
    await context.close();
  });

  it('are asked about again, once, in a line that leaves the alarm where it is', { timeout: 60_000 }, async () => {
    await publish('PRIVACY', '录音只保存 30 天');
    const { page, context } = await visit(browser, server, {
      persona: 'RESIDENT',
      index: 5,
      width: 320,
      height: 640,
      preferences: { size: 'xlarge' },
    });
    await page.goto('/');
    await line(page).waitFor();
    const alarm = await page.getByRole('button', { name: /报警/ }).first().boundingBox();
    const asked = await line(page).boundingBox();
    expect((alarm?.y ?? 0) + (alarm?.height ?? 0)).toBeLessThan(640);
    expect(asked?.y ?? 0).toBeGreaterThan((alarm?.y ?? 0) + (alarm?.height ?? 0));
    await page.goto('/hot');
    await line(page).getByText('录音只保存 30 天').waitFor();
    await line(page).getByRole('link', { name: '看隐私政策' }).click();
    await page.getByRole('heading', { name: '录音只保存 30 天' }).waitFor();
    await button(page, '同意').click();
    await line(page).waitFor({ state: 'detached' });
    await page.reload();
    await page.getByRole('heading', { name: '录音只保存 30 天' }).waitFor();
    await page.waitForLoadState('networkidle');
    expect(await line(page).count()).toBe(0);
    await context.close();
  });

  it('can be read in every version there has been', async () => {
    await publish('HELP', '加了失物招领');
    const { page, context } = await visit(browser, server);
    await page.goto('/help');
    await page.getByRole('heading', { name: '加了失物招领' }).waitFor();
    await page.getByRole('link', { name: '第 1 版' }).click();
    await page.getByText('这是以前的第 1 版').waitFor();
    await page.getByRole('heading', { name: '遇到危险怎么办？' }).waitFor();
    await page.getByRole('link', { name: '看现行版本' }).click();
    await page.getByRole('heading', { name: '加了失物招领' }).waitFor();
    await page.goto('/help/bm9uZQ');
    await page.getByText('没有这个版本').waitFor();
    await page.getByRole('link', { name: '看现行版本' }).waitFor();
    await context.close();
  });

  it('are written with a preview by an administrator, who does not overwrite a colleague', { timeout: 90_000 }, async () => {
    const { page, context } = await visit(browser, server, { persona: 'ADMIN', width: 1440, height: 900 });
    await page.goto('/admin/texts');
    await page.getByLabel('哪一页').selectOption('ABOUT');
    const zh = page.getByRole('textbox', { name: '中文', exact: true });
    await zh.fill('# 换了地方\n\n[帮助](/help) 由{station}写，<3');
    const preview = page.getByRole('region', { name: '预览: 中文' });
    await preview.getByRole('heading', { name: '换了地方' }).waitFor();
    expect(await preview.textContent()).toContain('由和平街道派出所写，<3');
    expect(await preview.getByRole('link', { name: '帮助' }).getAttribute('href')).toBe('/help');
    // Not without a word on what has changed.
    await button(page, '发布第 2 版').click();
    await page.getByRole('alert').filter({ hasText: '请填写内容' }).first().waitFor();
    await page.getByLabel('改了什么（中文，给所有人看）').fill('换了地方');
    await page.getByLabel('改了什么（英文）').fill('New address');
    await publish('ABOUT', '同事先发布的');
    await button(page, '发布第 2 版').click();
    await page.getByText('别人发布了新版本').waitFor();
    await page.getByText('现行版本已经是第 2 版').waitFor();
    expect(await zh.inputValue()).toContain('换了地方');
    await button(page, '保留我写的，改到新版本上').click();
    await button(page, '发布第 3 版').click();
    await page.locator('.notice', { hasText: '已发布' }).waitFor();
    await page.getByText('第 3 版').first().waitFor();
    expect(await numberOf('ABOUT')).toBe(3);
    await page.goto('/about');
    await page.getByRole('heading', { name: '换了地方' }).waitFor();
    await context.close();
  });
});
