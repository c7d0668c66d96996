import { describe, expect, it } from '@jest/globals';
import type { Locator, Page } from 'playwright-core';
import { PASSWORD, USERNAME } from './site.js';
import { row } from './tree.js';
import { visit } from './visit.js';

const at = visit();

/** More stops than any page has before its content. */
const STOPS = 25;

const focused = (locator: Locator) => locator.and(locator.page().locator(':focus')).count();

/** Presses Tab until `target` has the focus. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  await target.waitFor();
  for (let stop = 0; stop < STOPS; stop += 1) {
    if ((await focused(target)) === 1) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab does not lead to ${String(target)}`);
}

const field = (page: Page, name: string) => page.getByRole('textbox', { name, exact: true });

async function logInWithKeys(page: Page): Promise<void> {
  await tabTo(page, field(page, 'User name'));
  await page.keyboard.type(USERNAME);
  await tabTo(page, field(page, 'Password'));
  await page.keyboard.type(PASSWORD);
  await page.keyboard.press('Enter');
}

describe('without a mouse', () => {
  it('one logs in, walks the tree and opens a topic', async () => {
    await at.site.publish('hall/1/door', { payload: 'open' });
    await at.site.publish('hall/2/door', { payload: 'closed' });
    const page = await at.desk.open('/');
    await logInWithKeys(page);
    await page.getByRole('heading', { name: 'Overview', level: 1 }).waitFor();

    await tabTo(page, page.getByRole('link', { name: 'Topics', exact: true }));
    await page.keyboard.press('Enter');
    const tree = page.getByRole('tree', { name: 'Topics' });
    await row(page, 'hall').waitFor();
    await tabTo(page, tree);
    const stands = (name: string) => row(page, name).and(page.locator('.active')).waitFor();

    await stands('hall');
    await page.keyboard.press('ArrowRight');
    await row(page, 'hall/1').waitFor();
    await page.keyboard.press('ArrowDown');
    await stands('hall/1');
    await page.keyboard.press('ArrowDown');
    await stands('hall/2');
    await page.keyboard.press('ArrowRight');
    await row(page, 'hall/2/door').waitFor();
    await page.keyboard.press('ArrowRight');
    await stands('hall/2/door');
    expect(await tree.getAttribute('aria-activedescendant')).toBe(
      await row(page, 'hall/2/door').getAttribute('id'),
    );
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'hall/2/door' }).waitFor();
    await page.getByRole('region', { name: 'Value' }).getByText('closed').waitFor();

    await tabTo(page, tree);
    await page.keyboard.press('ArrowLeft');
    await stands('hall/2');
    await page.keyboard.press('ArrowLeft');
    await row(page, 'hall/2/door').waitFor({ state: 'detached' });
    await page.keyboard.press('Home');
    await stands('hall');
  });

  it('one skips the navigation', async () => {
    const page = await at.desk.openLoggedIn('/overview');
    await page.reload();
    await tabTo(page, page.getByRole('button', { name: 'Skip to the page' }));
    await page.keyboard.press('Enter');
    expect(await focused(page.getByRole('main'))).toBe(1);
  });

  it('one opens the menu of a phone, leaves it, and chooses from it', async () => {
    const page = await at.desk.open('/', { width: 390 });
    await logInWithKeys(page);
    const menu = page.getByRole('button', { name: 'Menu' });
    const log = page.getByRole('link', { name: 'Live log' });
    await tabTo(page, menu);
    expect(await log.isVisible()).toBe(false);

    await page.keyboard.press('Enter');
    // The drawer takes the focus once it is open.
    await page.getByRole('navigation').locator(':focus').waitFor();
    await page.keyboard.press('Escape');
    await log.waitFor({ state: 'hidden' });
    await tabTo(page, menu);

    await page.keyboard.press('Enter');
    await page.getByRole('navigation').locator(':focus').waitFor();
    await tabTo(page, log);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Live log', level: 1 }).waitFor();
    await log.waitFor({ state: 'hidden' });
  });

  it('one changes the theme, and it is kept', async () => {
    const page = await at.desk.openLoggedIn('/overview');
    const background = () =>
      page.evaluate<string>('getComputedStyle(document.documentElement).backgroundColor');
    const light = await background();
    await tabTo(page, page.getByRole('button', { name: 'Theme' }));
    await page.keyboard.press('Enter');
    // The menu takes the focus once it is drawn.
    await page.getByRole('menuitemradio').and(page.locator(':focus')).waitFor();
    await page.keyboard.press('End');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Theme: Dark' }).waitFor();
    const dark = await background();
    expect(dark).not.toBe(light);

    await page.reload();
    await page.getByRole('button', { name: 'Theme: Dark' }).waitFor();
    expect(await background()).toBe(dark);
  });
});
