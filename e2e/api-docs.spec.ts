import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { logIn, SCREENS, THEMES } from './desk.js';
import { addPerson, ask, logInAnew, type Person } from './people.js';
import { keepAs } from './sight.js';
import { visit } from './visit.js';

const here = visit();
let viewer: Person;
beforeAll(async () => {
  viewer = await addPerson(here.site, 'v.lang', 'viewer');
});

/** Every address that `page` asks for from now on. */
function asked(page: Page): string[] {
  const urls: string[] = [];
  page.on('request', (request) => urls.push(request.url()));
  return urls;
}

const operation = (page: Page, id: string) => page.locator(`.opblock[id$="-${id}"]`);

/** Opens the page on one operation, which stands unfolded. */
async function openOn(page: Page, tag: string, id: string): Promise<void> {
  await page.goto(`/api-docs/#/${tag}/${id}`);
  await operation(page, id).getByRole('button', { name: 'Try it out' }).waitFor();
}

/** Tries out the unfolded operation, and gives the status that was answered. */
async function tried(page: Page, id: string): Promise<number> {
  const block = operation(page, id);
  await block.getByRole('button', { name: 'Try it out' }).click();
  await block.getByRole('button', { name: 'Execute' }).click();
  const status = block.locator('.live-responses-table tbody .response-col_status').first();
  return Number.parseInt(await status.innerText(), 10);
}

describe('the page about the API', () => {
  it('is reached from the console, and tries operations out as whoever is logged in', async () => {
    const page = await here.desk.open('/login');
    const urls = asked(page);
    await logIn(page, viewer.password, viewer.username);
    await page.getByRole('button', { name: /account of v\.lang/ }).click();
    await page.getByRole('menuitem', { name: 'API' }).click();
    await page.waitForURL('**/api-docs/');
    await page.locator('.opblock-tag[data-tag="status"]').click();
    await operation(page, 'getStatus').locator('.opblock-summary-control').click();
    expect(await tried(page, 'getStatus')).toBe(200);

    const token = await page.evaluate<string>(
      `JSON.parse(sessionStorage.getItem('mcm-session')).token`,
    );
    expect(await page.content()).not.toContain(token);
    expect(urls.filter((url) => url.includes(token))).toEqual([]);
    expect(new Set(urls.map((url) => new URL(url).origin))).toEqual(new Set([here.site.url]));
  });

  it('says which operations the role does not allow, and the server refuses them', async () => {
    const page = await here.desk.openLoggedIn('/overview', {}, viewer);
    await openOn(page, 'audit', 'listAuditEvents');
    const block = operation(page, 'listAuditEvents');
    expect(await block.innerText()).toContain('Needs the role auditor. You are viewer.');
    expect(await tried(page, 'listAuditEvents')).toBe(403);
  });

  it('takes a token that was entered in place of that of the session', async () => {
    const page = await here.desk.openLoggedIn('/overview');
    await openOn(page, 'auth', 'me');
    await page.getByRole('button', { name: 'Authorize' }).click();
    const dialog = page.locator('.modal-ux');
    await dialog.getByLabel('auth-bearer-value').fill('no-token-of-ours');
    await dialog.getByRole('button', { name: 'Apply credentials' }).click();
    await dialog.getByRole('button', { name: 'Close' }).first().click();
    expect(await tried(page, 'me')).toBe(401);
  });

  it('shows nothing to somebody who is not logged in, and leads back after the log-in', async () => {
    const page = await here.desk.open('/api-docs');
    const note = page.getByRole('status');
    await note.getByText('You are not logged in in this tab.').waitFor();
    expect(await page.locator('.opblock, .opblock-tag').count()).toBe(0);
    await note.getByRole('link', { name: 'Log in' }).click();
    await logIn(page, viewer.password, viewer.username);
    await page.waitForURL('**/api-docs/');
    await page.locator('.opblock-tag[data-tag="status"]').waitFor();
  });

  it('shows nothing to somebody whose session was ended', async () => {
    const session = await logInAnew(here.site, viewer);
    const page = await here.desk.open('/api-docs');
    await page.evaluate(
      `sessionStorage.setItem('mcm-session', ${JSON.stringify(JSON.stringify(session))})`,
    );
    await ask(here.site, '/api/v1/auth/logout', session.token, { method: 'POST' });
    await page.reload();
    await page.getByText('Your session has ended.').waitFor();
    expect(await page.locator('.opblock, .opblock-tag').count()).toBe(0);
  });

  it.each(THEMES)('follows the theme, and fits on both screens: %s', async (theme) => {
    const page = await here.desk.openLoggedIn('/overview', { theme });
    for (const width of [1440, 390] as const) {
      const [across, down] = SCREENS[width];
      await page.setViewportSize({ width: across, height: down });
      await page.goto('/api-docs/');
      const tag = page.locator('.opblock-tag[data-tag="topics"]');
      await tag.waitFor();
      expect(await page.locator('html.dark-mode').count()).toBe(theme === 'dark' ? 1 : 0);
      await keepAs('api-docs')(`${theme}-${width}`, await page.screenshot());
      await tag.click();
      await operation(page, 'listTopics').locator('.opblock-summary-control').click();
      await operation(page, 'listTopics').getByRole('button', { name: 'Try it out' }).waitFor();
      const beyond = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';
      expect(await page.evaluate<number>(beyond)).toBe(0);
    }
  });
});
