// npm run sheets: every page of everybody, as pictures side by side, to be looked at: docs/images/sheets. It starts a demo town of its own.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { readConfig } from '../api/config.ts';
import { startServer } from '../api/server.ts';
import { openBrowser, type Visitor, visit } from '../tests/support/browser.ts';
import { type DeclaredRoom, readRooms } from './rooms.ts';

const ROOT = join(import.meta.dirname, '..');
const SHEETS = join(ROOT, 'docs/images/sheets');

const PEOPLE = ['RESIDENT', 'OFFICER', 'COMMANDER', 'ADMIN'] as const;

interface Sheet {
  name: string;
  look: Visitor;
  people: readonly (typeof PEOPLE)[number][];
  /** Of one picture on the sheet, in pixels. */
  width: number;
}

const PHONE = { width: 390, height: 844 };
const DESK = { width: 1440, height: 900 };

const SHEET_LIST: readonly Sheet[] = [
  { name: 'phone-zh', look: PHONE, people: ['RESIDENT', 'OFFICER'], width: 156 },
  { name: 'phone-zh-largest', look: { ...PHONE, preferences: { size: 'xlarge' } }, people: ['RESIDENT'], width: 156 },
  { name: 'phone-en-dark', look: { ...PHONE, preferences: { language: 'en' }, isDark: true }, people: ['RESIDENT', 'OFFICER'], width: 156 },
  { name: 'desk-zh', look: DESK, people: PEOPLE, width: 320 },
  { name: 'desk-en-dark', look: { ...DESK, preferences: { language: 'en' }, isDark: true }, people: ['RESIDENT', 'COMMANDER'], width: 320 },
];

/** Pages that are about one thing are opened from the list of such things. */
const LISTS = ['/hot', '/tickets', '/shifts', '/plans', '/lost-found', '/points'];

/** Rooms that are the same for everybody: shown once a sheet. */
const ALIKE: readonly string[] = ['texts', 'staff'];

const isStatic = (path: string) => !path.replace(/\/:\w+\?$/, '').includes(':');

/** Addresses of pages that need no id, in the order in which the rooms declare them. */
const addressesOf = (rooms: readonly DeclaredRoom[]) =>
  rooms.flatMap(({ name, pages }) =>
    name === 'stories' ? [] : pages.filter(({ path }) => isStatic(path)).map(({ path }) => path.split('/:')[0] || '/'),
  );

async function settle(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await page.locator('main :is(h1, h2)').first().waitFor();
  await page.waitForFunction(() => document.querySelector('[aria-busy=true]') === null);
  await page.waitForLoadState('networkidle');
}

/** What a list leads to first. */
async function firstOf(page: Page, list: string): Promise<string[]> {
  await settle(page, list);
  const hrefs = await page.locator(`main a[href^="${list}/"]`).evaluateAll((links) => links.map((link) => link.getAttribute('href') ?? ''));
  return hrefs.filter((href) => href.split('/').length === 3 && !href.endsWith('/new')).slice(0, 1);
}

interface Picture {
  title: string;
  data: string;
}

/** Every page that is for somebody, once. */
async function pictures(browser: Browser, address: string, rooms: readonly DeclaredRoom[], { look, people }: Sheet): Promise<Picture[]> {
  const taken: Picture[] = [];
  for (const persona of people) {
    const { page, context } = await visit(browser, { address }, { persona, ...look });
    const found: string[] = [];
    for (const list of LISTS) found.push(...(await firstOf(page, list)));
    const seen = new Set<string>();
    const theirs = persona === people[0] ? rooms : rooms.filter(({ name }) => !ALIKE.includes(name));
    for (const path of [...addressesOf(theirs), ...found]) {
      await settle(page, path);
      const at = new URL(page.url()).pathname;
      const isElsewhere = await page.locator('main .empty').count();
      if (seen.has(at) || isElsewhere) continue; // an old address, or a page for somebody else
      seen.add(at);
      taken.push({ title: `${persona} ${at}`, data: (await page.screenshot({ type: 'jpeg', quality: 70 })).toString('base64') });
    }
    await context.close();
  }
  return taken;
}

async function lay(browser: Browser, { name, width }: Sheet, taken: readonly Picture[]): Promise<void> {
  const page = await browser.newPage({ viewport: { width: 1640, height: 900 } });
  const figures = taken.map(
    ({ title, data }) =>
      `<figure><img width="${width}" src="data:image/jpeg;base64,${data}"><figcaption>${title.slice(0, 44)}</figcaption></figure>`,
  );
  await page.setContent(
    `<style>body{margin:8px;font:11px sans-serif;display:flex;flex-wrap:wrap;gap:8px;background:#888}figure{margin:0;width:${width}px}figcaption{background:#fff;overflow:hidden;white-space:nowrap}</style>${figures.join('')}`,
    { waitUntil: 'load' },
  );
  writeFileSync(join(SHEETS, `${name}.jpg`), await page.screenshot({ type: 'jpeg', quality: 60, fullPage: true }));
  await page.close();
  console.log(`${name}: ${taken.length} pages`);
}

const wanted = process.argv.slice(2);
const scratch = mkdtempSync(join(tmpdir(), 'xieshou-sheets-'));
const server = await startServer(
  readConfig(['--port', '0', '--data', scratch, '--no-simulator'], {
    ...process.env,
    XIESHOU_RATE_PERSON: '1000000',
    XIESHOU_RATE_ANONYMOUS: '1000000',
  }),
);
const browser = await openBrowser();
try {
  mkdirSync(SHEETS, { recursive: true });
  const { rooms } = await readRooms(ROOT);
  for (const sheet of SHEET_LIST) {
    if (wanted.length === 0 || wanted.includes(sheet.name))
      await lay(browser, sheet, await pictures(browser, server.address, rooms, sheet));
  }
} finally {
  await browser.close();
  await server.stop();
  rmSync(scratch, { recursive: true, force: true });
}
