import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { logIn } from './desk.js';
import { addPerson, ask, tokenOf } from './people.js';
import { USERNAME } from './site.js';
import { isFineEverywhere } from './sight.js';
import { visit } from './visit.js';

const ATTEMPTS = 3;
const at = visit({ MCM_AUTH_LOGIN_LOCKOUT_MAX_ATTEMPTS: String(ATTEMPTS) });

const button = (page: Page) => page.getByRole('button', { name: 'Log in' });

/** Guesses until the page says that nobody looks any more. */
async function guess(page: Page, username: string): Promise<void> {
  for (let tries = 1; tries <= ATTEMPTS; tries += 1) {
    const answer = page.waitForResponse('**/api/v1/auth/login');
    await logIn(page, `guess ${tries}`, username);
    await answer;
    await button(page).and(page.locator('[aria-busy=false]')).waitFor();
    await page.getByRole('alert').getByText('password is wrong').waitFor();
  }
  await logIn(page, 'one too many', username);
  await page.getByText('Too many wrong passwords or codes.').waitFor();
}

let owner: string;
beforeAll(async () => {
  owner = await tokenOf(at.site);
});
// The next test comes from the same address.
afterEach(async () => {
  const body = { address: '127.0.0.1' };
  await ask(at.site, '/api/v1/admin-users/1/unlock', owner, { method: 'POST', body });
});

describe('too many wrong passwords', () => {
  it('are answered with how long to wait, and one may try again afterwards', async () => {
    const page = await at.desk.open('/login');
    await page.clock.install();
    await guess(page, USERNAME);
    await page.getByText(/^1[45] min( \d+ s)?$/).waitFor();
    expect(await button(page).isDisabled()).toBe(true);
    // Enter does not send it either.
    const sent: string[] = [];
    page.on('request', (request) => sent.push(request.url()));
    await page.getByLabel('Password', { exact: true }).press('Enter');

    await page.clock.runFor(60_000);
    await page.getByText(/^1[34] min( \d+ s)?$/).waitFor();
    await page.clock.runFor(15 * 60_000);
    await page.getByText('You can try again now.').waitFor();
    expect(await button(page).isEnabled()).toBe(true);
    expect(sent.filter((url) => url.includes('/auth/login'))).toEqual([]);
  });

  it('of a stranger do not lock the owner out of a browser that is known', async () => {
    const { username, password } = await addPerson(at.site, 'anna.brandt', 'viewer');
    const known = await at.desk.open('/');
    await logIn(known, password, username);
    await known.getByRole('heading', { name: 'Overview', level: 1 }).waitFor();
    await known.getByRole('button', { name: `account of ${username}` }).click();
    await known.getByRole('menuitem', { name: 'Log out' }).click();

    const stranger = await at.desk.open('/login', { still: true });
    await guess(stranger, username);
    await isFineEverywhere(stranger);
    await logIn(known, password, username);
    await known.getByRole('heading', { name: 'Overview', level: 1 }).waitFor();
  });

  it('of somebody who is logged in are counted as well', async () => {
    const { username, password } = await addPerson(at.site, 'b.weber', 'viewer');
    const page = await at.desk.open('/account', { still: true });
    await logIn(page, password, username);
    const panel = page.getByRole('region', { name: 'Password', exact: true });
    const change = panel.getByRole('button', { name: 'Change the password' });
    await page.getByRole('textbox', { name: 'New password' }).fill('tin pot brass kettle');
    for (let tries = 1; tries <= ATTEMPTS; tries += 1) {
      await page.getByRole('textbox', { name: 'Current password' }).fill(`guess ${tries}`);
      const answer = page.waitForResponse('**/api/v1/auth/password');
      await change.click();
      await answer;
      await panel.getByText('This is not your password.').waitFor();
    }
    await change.click();
    await panel.getByText('Too many wrong passwords or codes.').waitFor();
    expect(await change.isDisabled()).toBe(true);
    expect(new URL(page.url()).pathname).toBe('/account');
    await isFineEverywhere(page);
  });
});
