import { describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { logIn } from './desk.js';
import { addPerson, ask, logInAnew } from './people.js';
import { PASSWORD } from './site.js';
import { isFineEverywhere } from './sight.js';
import { visit } from './visit.js';

const at = visit();

const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0';

const panel = (page: Page, name: string) => page.getByRole('region', { name, exact: true });
const field = (page: Page, name: string) => page.getByRole('textbox', { name, exact: true });

/** Opens the account page of somebody who has nothing to do with what other tests do. */
async function openAccount(username: string, seat: Parameters<typeof at.desk.open>[1] = {}) {
  const person = await addPerson(at.site, username, 'operator');
  const page = await at.desk.openLoggedIn('/account', seat, person);
  await panel(page, 'Sessions').getByText('logged in nowhere else').waitFor();
  return { person, page };
}

/** All that a browser keeps for a site, and its address. */
const kept = (page: Page) =>
  page.evaluate<string>(
    'JSON.stringify([location.href, { ...localStorage }, { ...sessionStorage }])',
  );

async function makeToken(page: Page, name: string, password: string): Promise<string> {
  const tokens = panel(page, 'API tokens');
  await tokens.getByRole('button', { name: 'New token' }).click();
  await field(page, 'Name').fill(name);
  await tokens.getByRole('radio', { name: '7 d' }).click();
  await field(page, 'Your password').fill(password);
  await tokens.getByRole('button', { name: 'Make the token' }).click();
  await tokens.getByText('it will not be shown again').waitFor();
  return tokens.locator('code').filter({ hasText: 'mcm_' }).innerText();
}

describe('the account page', () => {
  it('is in the menu of the account', async () => {
    const page = await at.desk.openLoggedIn('/overview');
    await page.getByRole('button', { name: 'account of admin' }).click();
    await page.getByRole('menuitem', { name: 'Account' }).click();
    await page.getByRole('heading', { name: 'Account', level: 1 }).waitFor();
    expect(await page.title()).toBe('Account · MCM');
    // The first admin of this site chose the password; only the second factor is left.
    await panel(page, 'Set-up').getByText('2 of 3 done').waitFor();
  });

  it('says why it has nothing to show, and asks again', async () => {
    const { page } = await openAccount('anna.brandt', { still: true });
    const sessions = '**/api/v1/auth/sessions';
    await page.route(sessions, (route) => route.abort());
    await page.reload();
    await page.getByText('The sessions could not be read').waitFor();
    await isFineEverywhere(page);
    await page.unroute(sessions);
    await panel(page, 'Sessions').getByRole('button', { name: 'Try again' }).click();
    await panel(page, 'Sessions').getByText('logged in nowhere else').waitFor();
  });
});

describe('a password', () => {
  it('is changed with the current one, and other sessions end with that', async () => {
    const { page, person } = await openAccount('b.weber');
    const { token: elsewhere } = await logInAnew(at.site, person, FIREFOX);
    const password = panel(page, 'Password');

    await field(page, 'Current password').fill('not it');
    await field(page, 'New password').fill('b.weber');
    await password.getByText('7 of at least 12 characters.').waitFor();
    await field(page, 'New password').fill('b.weber-12345');
    await password.getByText('must not be the user name').waitFor();
    await field(page, 'New password').fill('tin pot brass kettle');
    await password.getByText('Long enough').waitFor();
    await password.getByRole('button', { name: 'Change the password' }).click();
    await password.getByText('This is not your password.').waitFor();
    expect(await kept(page)).not.toContain('tin pot');

    await field(page, 'Current password').fill(person.password);
    await password.getByRole('button', { name: 'Change the password' }).click();
    await password.getByText('The password is changed. Other sessions were ended.').waitFor();
    expect(await field(page, 'New password').inputValue()).toBe('');
    expect(await ask(at.site, '/api/v1/auth/me', elsewhere)).toMatchObject({ status: 401 });
    const changed = { ...person, password: 'tin pot brass kettle' };
    expect((await logInAnew(at.site, changed)).token).toBeTruthy();
  });
});

describe('sessions', () => {
  it('are listed with what they are, and one that is ended is thrown out at once', async () => {
    const { page, person } = await openAccount('c.lang', { still: true });
    const elsewhere = await at.desk.open('/log?severity=error');
    await logIn(elsewhere, person.password, person.username);
    await elsewhere.getByRole('heading', { name: 'Live log', level: 1 }).waitFor();
    await logInAnew(at.site, person, FIREFOX);
    await page.reload();

    const sessions = panel(page, 'Sessions');
    const rows = sessions.getByRole('row').filter({ hasText: '127.0.0.1' });
    await rows.nth(2).waitFor();
    await rows.filter({ hasText: 'Firefox 145 on Linux' }).waitFor();
    await rows.filter({ hasText: 'this one' }).waitFor();

    const browser = rows.filter({ hasText: 'Chrome' }).filter({ hasNotText: 'this one' });
    await browser.getByRole('button', { name: 'End the session' }).click();
    const question = page.getByRole('alertdialog', { name: 'End the session of Chrome' });
    await question.getByText('127.0.0.1').waitFor();
    await isFineEverywhere(page);
    await question.getByRole('button', { name: 'Keep it' }).click();
    await question.waitFor({ state: 'detached' });
    expect(elsewhere.url()).toContain('/log');

    await browser.getByRole('button', { name: 'End the session' }).click();
    await question.getByRole('button', { name: 'End it' }).click();
    await elsewhere.getByText('Your session has ended.').waitFor();
    expect(elsewhere.url()).toContain(`returnUrl=${encodeURIComponent('/log?severity=error')}`);
    await browser.waitFor({ state: 'detached' });
  });

  it('but this one are ended together, also while they are asked something', async () => {
    const { page, person } = await openAccount('d.roth');
    const elsewhere = await at.desk.open('/account');
    await logIn(elsewhere, person.password, person.username);
    await elsewhere.getByRole('button', { name: 'End all others' }).click();
    await elsewhere.getByRole('alertdialog').waitFor();
    await page.reload();

    await page.getByRole('button', { name: 'End all others' }).click();
    await page.getByRole('button', { name: 'End them' }).click();
    await panel(page, 'Sessions').getByText('logged in nowhere else').waitFor();
    await elsewhere.getByText('Your session has ended.').waitFor();
    await elsewhere.getByRole('alertdialog').waitFor({ state: 'detached' });
  });
});

describe('an API token', () => {
  it('is shown once, does what its role may, and nothing once it is revoked', async () => {
    const { page, person } = await openAccount('e.kern', { still: true });
    await panel(page, 'API tokens').getByText('No token yet').waitFor();
    const token = await makeToken(page, 'grafana', person.password);
    await isFineEverywhere(page);
    expect(token).toMatch(/^mcm_[\w-]{43}$/);
    expect(await kept(page)).not.toContain(token);

    expect(await ask(at.site, '/api/v1/auth/me', token)).toMatchObject({ username: 'e.kern' });
    const refused = await ask<{ status: number }>(at.site, '/api/v1/auth/sessions', token);
    expect(refused.status).toBe(403);

    await page.reload();
    const row = panel(page, 'API tokens').getByRole('row').filter({ hasText: 'grafana' });
    await row.getByRole('cell', { name: 'viewer', exact: true }).waitFor();
    expect(await page.content()).not.toContain(token);

    await row.getByRole('button', { name: 'Revoke the token grafana' }).click();
    await page.getByRole('button', { name: 'Revoke it' }).click();
    await panel(page, 'API tokens').getByText('No token yet').waitFor();
    expect(await ask(at.site, '/api/v1/auth/me', token)).toMatchObject({ status: 401 });
  });

  it('needs a name of its own, a day to come, and no role above its owner’s', async () => {
    const { page, person } = await openAccount('f.sommer', { still: true });
    await makeToken(page, 'backup', person.password);
    const tokens = panel(page, 'API tokens');
    await tokens.getByRole('button', { name: 'Done' }).click();
    await tokens.getByRole('button', { name: 'New token' }).click();
    await tokens.getByRole('radio', { name: 'Date' }).click();
    await tokens.getByRole('button', { name: 'Make the token' }).click();
    await tokens.getByText('Give it a name.').waitFor();
    await tokens.getByText('Choose a day from today on').waitFor();
    await tokens.getByText('Enter your password.').waitFor();
    await isFineEverywhere(page);

    await field(page, 'Name').fill('backup');
    await tokens.getByRole('radio', { name: '366 d' }).click();
    await tokens.getByRole('combobox', { name: 'Role' }).click();
    const above = page.getByRole('option', { name: 'admin above your own' });
    expect(await above.getAttribute('aria-disabled')).toBe('true');
    await page.getByRole('option', { name: 'operator' }).click();
    await field(page, 'Your password').fill('not it');
    await tokens.getByRole('button', { name: 'Make the token' }).click();
    await tokens.getByText('This is not your password.').waitFor();
    await field(page, 'Your password').fill(person.password);
    await tokens.getByRole('button', { name: 'Make the token' }).click();
    await tokens.getByText('You have a token of this name.').waitFor();
    await field(page, 'Name').fill('restore');
    await tokens.getByRole('button', { name: 'Make the token' }).click();
    await tokens.getByText('restore is made').waitFor();
  });

  it('is made and revoked without a mouse', async () => {
    const { page, person } = await openAccount('g.vogt');
    await panel(page, 'API tokens').getByRole('button', { name: 'New token' }).focus();
    await page.keyboard.press('Enter');
    await field(page, 'Name').and(page.locator(':focus')).waitFor();
    await page.keyboard.type('nightly');
    await page.keyboard.press('Enter');
    await field(page, 'Your password').and(page.locator(':focus')).waitFor();
    await page.keyboard.type(person.password);
    await page.keyboard.press('Enter');
    await page
      .getByRole('heading', { name: 'nightly is made' })
      .and(page.locator(':focus'))
      .waitFor();
    await page.keyboard.press('Tab');
    await page
      .getByRole('button', { name: 'Copy the token' })
      .and(page.locator(':focus'))
      .waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'API tokens' }).and(page.locator(':focus')).waitFor();

    const revoke = page.getByRole('button', { name: 'Revoke the token nightly' });
    await revoke.waitFor(); // The list is fetched anew.
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await revoke.and(page.locator(':focus')).waitFor();
    await page.keyboard.press('Enter');
    // The harmless answer has the focus, and Escape is that answer.
    await page.getByRole('button', { name: 'Keep it' }).and(page.locator(':focus')).waitFor();
    await page.keyboard.press('Escape');
    await revoke.and(page.locator(':focus')).waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Keep it' }).and(page.locator(':focus')).waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await panel(page, 'API tokens').getByText('No token yet').waitFor();
    await page.getByRole('heading', { name: 'API tokens' }).and(page.locator(':focus')).waitFor();
  });
});

describe('nobody else', () => {
  it('sees the account of somebody who is not logged in', async () => {
    const page = await at.desk.open('/account');
    await page.getByRole('heading', { name: 'Log in' }).waitFor();
    await logIn(page, PASSWORD);
    await page.getByRole('heading', { name: 'Account', level: 1 }).waitFor();
  });
});
