// The board's map on tiles of a deployment's own, and on their datum.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { shown } from '../../client/src/dispatch/datum.ts';
import { hasBrowser, openBrowser, visit } from '../support/browser.ts';
import { signIn, startTestServer, type TestServer } from '../support/server.ts';
import { alarm, IN_GRID_3 } from '../support/tickets.ts';

it('draws on tiles made in China where they have it, and leaves the rest of the world alone', () => {
  // A pair that many have published: Tian'anmen, north-east corner.
  const [latitude, longitude] = shown({ longitude: 116.404, latitude: 39.915 }, 'GCJ02');
  expect(longitude).toBeCloseTo(116.41024449916938, 9);
  expect(latitude).toBeCloseTo(39.91640428150164, 9);
  expect(shown({ longitude: 116.404, latitude: 39.915 }, 'WGS84')).toEqual([39.915, 116.404]);
  expect(shown({ longitude: 2.35, latitude: 48.85 }, 'GCJ02')).toEqual([48.85, 2.35]);
});

describe.skipIf(!hasBrowser)('the map', () => {
  let tiles: Server;
  let server: TestServer;
  let browser: Browser;
  beforeAll(async () => {
    const tile = await sharp({ create: { width: 256, height: 256, channels: 3, background: '#dde' } })
      .png()
      .toBuffer();
    tiles = createServer((_request, response) => response.setHeader('content-type', 'image/png').end(tile));
    await new Promise<void>((resolve) => tiles.listen(0, '127.0.0.1', resolve));
    const tilesUrl = `http://127.0.0.1:${(tiles.address() as AddressInfo).port}/{z}/{x}/{y}.png`;
    server = await startTestServer({ map: { tilesUrl, attribution: '街道测绘', datum: 'GCJ02' } });
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
    tiles?.close();
  });

  it('shows the tiles, to whom they are owed, and a ticket where it is on them', { timeout: 60_000 }, async () => {
    await alarm(server, await signIn(server, 'RESIDENT', 0));
    const { page, context } = await visit(browser, server, { persona: 'DISPATCHER', width: 1440, height: 900 });
    await page.goto('/dispatch');
    await page.locator('.map-dot-p1').waitFor();
    await page.getByText('街道测绘').waitFor();
    await page.waitForFunction(() =>
      [...document.querySelectorAll<HTMLImageElement>('.leaflet-tile')].some(({ naturalWidth }) => naturalWidth > 0),
    );
    // The map has come to rest: the dot stands on the same tile in frames that follow each other.
    await page.waitForFunction(async () => {
      const frame = () => new Promise(requestAnimationFrame);
      const boxes = () =>
        JSON.stringify(['.map-dot-p1', '.leaflet-tile-loaded'].map((one) => document.querySelector(one)?.getBoundingClientRect()));
      const before = boxes();
      for (let frames = 0; frames < 20; frames++) await frame();
      return before === boxes() && !document.querySelector('.leaflet-zoom-anim');
    });
    // Read off the tile: x and y of its corner in the projection's square, https://wiki.openstreetmap.org/wiki/Slippy_map_tilenames
    const dot = await page.evaluate(() => {
      const middle = (box: DOMRect) => ({ x: box.x + box.width / 2, y: box.y + box.height / 2 });
      const tile = document.querySelector('.leaflet-tile-loaded') as HTMLImageElement;
      const [z = 0, x = 0, y = 0] = new URL(tile.src).pathname.split(/[/.]/).slice(1, 4).map(Number);
      const corner = tile.getBoundingClientRect();
      const at = middle((document.querySelector('.map-dot-p1') as Element).getBoundingClientRect());
      return { across: (x + (at.x - corner.x) / corner.width) / 2 ** z, down: (y + (at.y - corner.y) / corner.height) / 2 ** z };
    });
    const longitude = dot.across * 360 - 180;
    const latitude = (Math.atan(Math.sinh(Math.PI * (1 - 2 * dot.down))) * 180) / Math.PI;
    const [expectedLatitude, expectedLongitude] = shown(IN_GRID_3, 'GCJ02');
    // To a pixel: the whole street is some 300 of them.
    expect(longitude).toBeCloseTo(expectedLongitude, 3);
    expect(latitude).toBeCloseTo(expectedLatitude, 3);
    expect(Math.abs(longitude - IN_GRID_3.longitude)).toBeGreaterThan(0.003); // some hundred metres beside WGS 84
    await context.close();
  });
});
