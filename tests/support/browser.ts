// Debian's Chromium, driven by playwright-core.
import { existsSync } from 'node:fs';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import type { RunningServer } from '../../api/server.ts';

const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';

/** Chromium takes the last list alone: Playwright’s, and the popups of the address bar, pages in every window that cost more than ours. */
const WITHOUT = [
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'HttpsUpgrades',
  'HttpsFirstBalancedModeAutoEnable',
  'LensOverlay',
  'MediaRouter',
  'PaintHolding',
  'ThirdPartyStoragePartitioning',
  'AvoidCorsURLLoaderRestartOnRedirect',
  'OptimizationHints',
  'NetworkTimeServiceQuerying',
  'AimEnabled',
  'PreconnectToSearch',
  'WebUIOmniboxPopup',
  'WebUIOmniboxAimPopup',
  'WebUIOmniboxFullPopup',
];

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
      `--disable-features=${WITHOUT.join(',')}`,
    ],
  });
}

export interface Visitor {
  persona?: string;
  index?: number;
  /** Phone unless said otherwise. */
  width?: number;
  height?: number;
  /** Of the browser; Chinese unless said otherwise. */
  locale?: string;
  preferences?: { language?: 'zh' | 'en'; size?: 'normal' | 'large' | 'xlarge'; isHighContrast?: boolean };
  reducedMotion?: boolean;
  /** The device is set to dark. */
  isDark?: boolean;
  /** Where the phone says it is; unless given, it may not say. */
  position?: { longitude: number; latitude: number };
  /** The shell's service worker; off unless its own test wants it. */
  hasWorker?: boolean;
}

/** Somebody with a browser of their own; signed in when `persona` is given. */
export async function visit(
  browser: Browser,
  server: Pick<RunningServer, 'address'>,
  visitor: Visitor = {},
): Promise<{ page: Page; context: BrowserContext }> {
  const {
    persona,
    index = 0,
    width = 390,
    height = 844,
    preferences = {},
    reducedMotion = false,
    isDark = false,
    hasWorker = false,
    locale = 'zh-CN',
    position,
  } = visitor;
  const isPhone = width < 600;
  const context = await browser.newContext({
    viewport: { width, height },
    isMobile: isPhone,
    hasTouch: isPhone,
    locale,
    timezoneId: 'Asia/Shanghai',
    reducedMotion: reducedMotion ? 'reduce' : 'no-preference',
    colorScheme: isDark ? 'dark' : 'light',
    serviceWorkers: hasWorker ? 'allow' : 'block',
    baseURL: server.address,
    ...(position ? { geolocation: position, permissions: ['geolocation'] } : {}),
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

/** Presses a key until what is focused is called so. */
async function pressUntil(page: Page, key: string, isIt: (focused: { name: string; type: string }) => boolean): Promise<void> {
  for (let presses = 0; presses < 80; presses++) {
    const focused = await page.evaluate(() => {
      const element = document.activeElement as HTMLInputElement | null;
      if (!element || element === document.body) return { name: '', type: '' }; // nothing is focused yet
      return {
        name: element.labels?.[0]?.textContent ?? element.getAttribute('aria-label') ?? element.textContent ?? '',
        type: element.type,
      };
    });
    if (isIt(focused)) return;
    await page.keyboard.press(key);
  }
  throw new Error(`not reached by ${key}`);
}

const isCalled = (name: string | RegExp) => (focused: { name: string }) =>
  typeof name === 'string' ? focused.name.trim() === name : name.test(focused.name);

export const tabTo = (page: Page, name: string | RegExp) => pressUntil(page, 'Tab', isCalled(name));

/** Goes to it by Tab and presses it. */
export async function pressByKey(page: Page, name: string | RegExp): Promise<void> {
  await tabTo(page, name);
  await page.keyboard.press('Enter');
}

/** Goes to the next group of radio buttons by Tab, and chooses one by the arrows. */
export async function chooseByKey(page: Page, name: string | RegExp): Promise<void> {
  await pressUntil(page, 'Tab', ({ type }) => type === 'radio');
  await page.keyboard.press('Space');
  await pressUntil(page, 'ArrowDown', isCalled(name));
}
