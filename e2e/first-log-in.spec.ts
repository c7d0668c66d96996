import { describe, expect, it } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { Authenticator } from './authenticator.js';
import { logIn } from './desk.js';
import { USERNAME } from './site.js';
import { isFineEverywhere } from './sight.js';
import { visit } from './visit.js';

/** An installation whose first password was made, and printed for its owner. */
const at = visit({ MCM_AUTH_BOOTSTRAP_ADMIN_PASSWORD: undefined });

/** Each state that a person comes through is looked at as well. */
const seat = { still: true };

const OWN = 'tin pot brass kettle';

const panel = (page: Page, name: string) => page.getByRole('region', { name, exact: true });
const field = (page: Page, name: string) => page.getByRole('textbox', { name, exact: true });
const arrived = (page: Page) => page.getByRole('heading', { name: 'Overview', level: 1 }).waitFor();

async function logOut(page: Page): Promise<void> {
  await page.getByRole('button', { name: `account of ${USERNAME}` }).click();
  await page.getByRole('menuitem', { name: 'Log out' }).click();
  await page.getByRole('heading', { name: 'Log in' }).waitFor();
}

/** Comes to where a code is asked for. */
async function halfWay(page: Page): Promise<void> {
  await logIn(page, OWN);
  await page.getByRole('heading', { name: 'Enter your code' }).waitFor();
}

/** Uses a recovery code in place of the authenticator. */
async function recover(page: Page, code: string): Promise<void> {
  await halfWay(page);
  await page.getByRole('button', { name: 'Use a recovery code instead' }).click();
  await field(page, 'Recovery code').fill(code);
  await page.keyboard.press('Enter');
}

/** One story: each part goes on from where the one before has left the installation. */
describe('the owner of a new installation', () => {
  let app: Authenticator;
  let codes: readonly string[];
  let used: string;

  it('comes to a list of what is left to set up, and may leave it alone', async () => {
    const first = await at.site.firstPassword();
    const page = await at.desk.open('/', seat);
    await logIn(page, first);
    await page.getByRole('heading', { name: 'Account', level: 1 }).waitFor();
    const list = panel(page, 'Set-up');
    await list.getByText('1 of 3 done').waitFor();
    await list.getByText('printed, or set by somebody else').waitFor();
    await list.getByText('No warnings.').waitFor();
    await isFineEverywhere(page);

    await page.getByRole('link', { name: 'Overview', exact: true }).click();
    await arrived(page);
  });

  it('chooses a password, which ticks the first line off', async () => {
    const first = await at.site.firstPassword();
    const page = await at.desk.open('/account');
    await logIn(page, first);
    const list = panel(page, 'Set-up');
    await list.getByRole('button', { name: 'Choose a password of your own' }).click();
    await field(page, 'Current password').and(page.locator(':focus')).fill(first);
    await field(page, 'New password').fill(OWN);
    await page.keyboard.press('Enter');
    await page.getByText('The password is changed.').waitFor();
    await list.getByText('2 of 3 done').waitFor();
    await list.getByText('Nobody else was shown it.').waitFor();
    await expect(at.site.firstPassword()).rejects.toThrow('ENOENT');
  });

  it('sets the second factor up, with recovery codes kept first, and the list is gone', async () => {
    const page = await at.desk.open('/account', seat);
    // Whoever is quicker than MCM's answer is asked as well.
    const asked = Promise.withResolvers<undefined>();
    await page.route('**/auth/mfa', async (route) => {
      await asked.promise;
      await route.continue();
    });
    await logIn(page, OWN);
    await panel(page, 'Set-up').getByRole('button', { name: 'second factor' }).click();
    asked.resolve(undefined);
    const factor = panel(page, 'Second factor');
    await field(page, 'Your password').and(page.locator(':focus')).fill('not it');
    await page.keyboard.press('Enter');
    await factor.getByText('This is not your password.').waitFor();
    await isFineEverywhere(page);
    await field(page, 'Your password').fill(OWN);
    await page.keyboard.press('Enter');
    await factor.getByRole('img', { name: 'QR code' }).waitFor();
    const key = (await factor.locator('.key code').innerText()).replaceAll(' ', '');
    app = new Authenticator(key);
    await isFineEverywhere(page);

    await factor.getByRole('button', { name: 'Next' }).click();
    const shown = factor.getByRole('list', { name: 'Recovery codes' }).getByRole('listitem');
    await shown.nth(9).waitFor();
    codes = await shown.allInnerTexts();
    expect(codes).toHaveLength(10);
    await isFineEverywhere(page);
    const download = page.waitForEvent('download');
    await factor.getByRole('button', { name: 'Download' }).click();
    const file = await download;
    expect(file.suggestedFilename()).toBe('mcm-recovery-codes-admin.txt');
    expect(await readFile(await file.path(), 'utf8')).toContain(codes.join('\n'));

    // Not before they are kept.
    const next = factor.getByRole('button', { name: 'Next' });
    expect(await next.getAttribute('aria-disabled')).toBe('true');
    await factor.getByRole('checkbox', { name: 'I have saved them' }).check();
    await next.click();
    const code = factor.getByLabel('6-digit code');
    await code.fill('000000');
    await factor.getByText('The code is wrong.').waitFor();
    await isFineEverywhere(page);
    used = app.next();
    await code.fill(used);
    await factor.getByText('10 recovery codes are left.').waitFor();
    await panel(page, 'Set-up').waitFor({ state: 'detached' });
    await isFineEverywhere(page);

    const kept = 'JSON.stringify([location.href, { ...localStorage }, { ...sessionStorage }])';
    const all = await page.evaluate<string>(kept);
    expect(all).not.toContain(key);
    expect(all).not.toContain(codes[0]);
  });

  it('logs in with a code, which is taken once', async () => {
    const page = await at.desk.open('/', seat);
    await halfWay(page);
    const code = page.getByLabel('6-digit code');
    await code.and(page.locator(':focus')).waitFor();
    await page.keyboard.type(used);
    await page.getByRole('alert').getByText('used already').waitFor();
    await isFineEverywhere(page);
    // Typing replaces it: it is selected.
    await page.keyboard.type(app.next());
    await arrived(page);
  });

  it('logs in with a recovery code, once', async () => {
    const [code = ''] = codes;
    const page = await at.desk.open('/', seat);
    await recover(page, code.toLowerCase());
    await arrived(page);
    await logOut(page);
    await recover(page, code);
    await page.getByRole('alert').getByText('The code is wrong.').waitFor();
    await isFineEverywhere(page);
    await page.getByRole('button', { name: 'Use the authenticator' }).click();
    await page.getByLabel('6-digit code').and(page.locator(':focus')).waitFor();

    await page.getByRole('button', { name: 'Start over' }).click();
    await recover(page, codes[1] ?? '');
    await arrived(page);
    await page.goto('/account');
    await panel(page, 'Second factor').getByText('8 recovery codes are left.').waitFor();
  });

  it('begins again when too many codes were wrong, and is told why', async () => {
    const page = await at.desk.open('/');
    await halfWay(page);
    const code = page.getByLabel('6-digit code');
    for (let tries = 1; tries <= 6; tries += 1) {
      const answer = page.waitForResponse('**/api/v1/auth/login/mfa');
      await code.fill(`00000${tries}`);
      await answer;
      // The field, selected by what fills it as well, is so again once the answer is on the page.
      if (tries < 6) await page.locator('.chosen').nth(5).waitFor();
    }
    await page.getByRole('alert').getByText('The log-in has to begin again.').waitFor();
    await page.getByLabel('Password', { exact: true }).and(page.locator(':focus')).waitFor();
    expect(await page.getByLabel('User name').inputValue()).toBe(USERNAME);
  });

  it('takes the second factor off again, with the password', async () => {
    const page = await at.desk.open('/account', seat);
    await recover(page, codes[2] ?? '');
    const factor = panel(page, 'Second factor');
    await factor.getByRole('button', { name: 'Turn it off' }).click();
    await field(page, 'Your password').fill('not it');
    await page.keyboard.press('Enter');
    await factor.getByText('This is not your password.').waitFor();
    await isFineEverywhere(page);
    await field(page, 'Your password').fill(OWN);
    await page.keyboard.press('Enter');
    await factor.getByText('The second factor is off.').waitFor();
    await panel(page, 'Set-up').getByText('2 of 3 done').waitFor();
    await logOut(page);
    await logIn(page, OWN);
    await arrived(page);
  });
});
