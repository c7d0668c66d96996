import { expect } from '@jest/globals';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { SCREENS, THEMES } from './desk.js';

/** axe. Runs before the page does, so that the page's own CSP is in force and has no say. */
export const script = { path: createRequire(import.meta.url).resolve('axe-core/axe.min.js') };

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

/** The same on each screen, light and dark, one after the other; `keep` is given what is seen. */
export async function isFineEverywhere(
  page: Page,
  keep: (seat: string, picture: Buffer) => Promise<void> = () => Promise.resolve(),
): Promise<void> {
  for (const colorScheme of THEMES) {
    await page.emulateMedia({ colorScheme });
    for (const [width, height] of Object.values(SCREENS)) {
      await page.setViewportSize({ width, height });
      await page.evaluate(SETTLED);
      await keep(`${colorScheme}-${width}`, await isFine(page));
    }
  }
}

/** What axe finds on the page, one line for each element. */
const violations = (page: Page) =>
  page.evaluate<readonly string[]>(
    `axe.run().then(({ violations }) => violations.flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => [id, target, failureSummary].join(' '))))`,
  );
