// Debian's Chromium, driven by playwright-core.
import { existsSync } from 'node:fs';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import type { RunningServer } from '../../api/server.ts';

const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';

/** In CI a missing browser fails; elsewhere its tests are skipped, and counted so. */
export const hasBrowser = existsSync(CHROMIUM) || process.env.CI === 'true';

export function openBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: CHROMIUM,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

export interface Visitor {
  persona?: string;
  index?: number;
  /** Phone unless said otherwise. */
  width?: number;
  height?: number;
  preferences?: { language?: 'zh' | 'en'; size?: 'normal' | 'large' | 'xlarge'; isHighContrast?: boolean };
  reducedMotion?: boolean;
  /** The shell's service worker; off unless its own test wants it. */
  hasWorker?: boolean;
}

/** Somebody with a browser of their own; signed in when `persona` is given. */
export async function visit(
  browser: Browser,
  server: Pick<RunningServer, 'address'>,
  visitor: Visitor = {},
): Promise<{ page: Page; context: BrowserContext }> {
  const { persona, index = 0, width = 390, height = 844, preferences = {}, reducedMotion = false, hasWorker = false } = visitor;
  const isPhone = width < 600;
  const context = await browser.newContext({
    viewport: { width, height },
    isMobile: isPhone,
    hasTouch: isPhone,
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    reducedMotion: reducedMotion ? 'reduce' : 'no-preference',
    serviceWorkers: hasWorker ? 'allow' : 'block',
    baseURL: server.address,
  });
  await context.addInitScript((stored) => {
    // Not again on a reload: what the person changed since must stay.
    if (!localStorage.getItem('xieshou.preferences')) localStorage.setItem('xieshou.preferences', stored);
  }, JSON.stringify(preferences));
  if (persona) {
    const query = 'mutation ($input: DemoSignInInput!) { demoSignIn(input: $input) { __typename } }';
    await context.request.post('/graphql', { data: { query, variables: { input: { persona, index } } } });
  }
  return { page: await context.newPage(), context };
}
