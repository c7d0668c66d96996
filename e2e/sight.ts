import { expect } from '@jest/globals';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { SCREENS, type ThemeName } from './desk.js';

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** With MCM_SCREENSHOTS=1 the pictures of the documentation are made anew; else the pages are only looked at. */
export const making = process.env['MCM_SCREENSHOTS'] === '1';
const FOLDER = join(import.meta.dirname, '../docs/screenshots');

/** Keeps the pictures of a page under this name, if they are made anew. */
export const keepAs = (name: string) => async (seat: string, picture: Buffer) => {
  if (!making) return;
  await mkdir(FOLDER, { recursive: true });
  await writeFile(join(FOLDER, `${name}-${seat}.png`), picture);
};

/** axe finds nothing, nothing hangs over the edge of the screen, and something is on it. */
export async function isFine(page: Page): Promise<Buffer> {
  expect(await violations(page)).toEqual([]);
  const beyond = `[document.documentElement, ...document.querySelectorAll('main')].map(
    ({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)`;
  for (const pixels of await page.evaluate<readonly number[]>(beyond)) expect(pixels).toBe(0);
  await page.evaluate('document.fonts.ready.then(() => undefined)');
  const picture = await page.screenshot({ animations: 'disabled' });
  expect(picture.length).toBeGreaterThan(8_000);
  return picture;
}

/** After it, what the page does about a new size or colour is drawn. */
const SETTLED = `new Promise((go) => requestAnimationFrame(() => requestAnimationFrame(() => go())))`;

/** From where a page is looked at. */
const SEATS: readonly Sight[] = [
  ['light', 1440],
  ['light', 390],
  ['dark', 390],
  ['dark', 1440],
];
type Sight = readonly [theme: ThemeName, width: keyof typeof SCREENS];

/** Both screens and both themes; `make nightly` has time for all four. */
const FEWER: readonly Sight[] = [
  ['dark', 390],
  ['light', 1440],
];
const isLong = process.env['MCM_SEARCH_RUNS'] !== undefined;

/**
 * The same on each screen, light and dark, at last in the office again. A page whose picture is kept is looked at from
 * everywhere; `keep` is given what is seen.
 */
export async function isFineEverywhere(
  page: Page,
  keep?: (seat: string, picture: Buffer) => Promise<void>,
): Promise<void> {
  for (const [colorScheme, width] of keep || isLong ? SEATS : FEWER) {
    await page.emulateMedia({ colorScheme });
    const [across, down] = SCREENS[width];
    await page.setViewportSize({ width: across, height: down });
    await page.evaluate(SETTLED);
    const picture = await isFine(page);
    await keep?.(`${colorScheme}-${width}`, picture);
  }
}

/** What axe finds on the page, one line for each element. The page's own CSP has no say in what a test evaluates. */
async function violations(page: Page): Promise<readonly string[]> {
  if (!(await page.evaluate<boolean>(`'axe' in window`))) await page.evaluate(axe);
  return page.evaluate<readonly string[]>(
    `axe.run({ resultTypes: ['violations'] }).then(({ violations }) => violations.flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => [id, target, failureSummary].join(' '))))`,
  );
}
