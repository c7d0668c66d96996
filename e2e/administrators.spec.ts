import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Locator, Page } from 'playwright-core';
import { logIn, type Seat } from './desk.js';
import { addNewcomer, addPerson, ask, logInAnew, tokenOf, type Person } from './people.js';
import { isFineEverywhere } from './sight.js';
import { visit } from './visit.js';

const at = visit({ MCM_HTTP_TRUSTED_PROXIES: '127.0.0.1' });
const seat: Seat = { still: true };

interface Listed {
  readonly id: number;
  readonly username: string;
  readonly role: string;
  readonly disabled: boolean;
}

let owner: string;
beforeAll(async () => {
  owner = await tokenOf(at.site);
});

const listed = async (username: string) => {
  const users = await ask<readonly Listed[]>(at.site, '/api/v1/admin-users', owner);
  return users.find((user) => user.username === username);
};
const idOf = async (username: string) => (await listed(username))?.id ?? 0;
const change = async (username: string, body: object) =>
  ask(at.site, `/api/v1/admin-users/${await idOf(username)}`, owner, { method: 'PUT', body });

const openAsAdmin = (path: string) => at.desk.openLoggedIn(path, seat);
async function openAs({ username, password }: Person, path: string): Promise<Page> {
  const page = await at.desk.open(path, seat);
  await logIn(page, password, username);
  await page.getByRole('banner').waitFor();
  return page;
}

const button = (page: Page | Locator, name: string) =>
  page.getByRole('button', { name, exact: true });
const row = (page: Page, username: string) => page.getByRole('row').filter({ hasText: username });
const sheet = (page: Page) => page.getByRole('dialog');
const question = (page: Page) => page.getByRole('alertdialog');
const nameField = (page: Page) => sheet(page).getByRole('textbox', { name: 'Name' });
const role = (page: Page, name: string) =>
  sheet(page).getByRole('radio', { name: new RegExp(`^${name}`) });

/** Chooses from the menu of somebody's row. */
async function choose(page: Page, username: string, deed: string): Promise<void> {
  await button(page, `Actions for ${username}`).first().click();
  await page.getByRole('menuitem', { name: deed }).click();
}

/** A wrong log-in from another machine, so that nobody here is taken for who guesses. */
const guessAt = (username: string) =>
  fetch(`${at.site.url}/api/v1/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-forwarded-for': '10.20.30.77' },
    body: JSON.stringify({ username, password: 'not the password' }),
  });

/** What is handed over: the line of `name`. */
const handed = (page: Page, name: string) =>
  sheet(page)
    .getByRole('definition')
    .filter({ has: page.getByRole('button', { name: `Copy the ${name}` }) })
    .innerText();

describe('an admin', () => {
  it('adds somebody, who can log in and has to change the password', async () => {
    const page = await openAsAdmin('/administrators');
    await button(page, 'New administrator').click();
    await page.waitForURL('**/administrators?sheet=new');
    await nameField(page).fill('new person');
    await sheet(page).getByText('Up to 64 letters, digits').waitFor();
    await sheet(page).getByRole('textbox', { name: 'Password' }).fill('password1234');
    await sheet(page).getByText('is among the first that are guessed').waitFor();
    await isFineEverywhere(page);
    await button(sheet(page), 'Add administrator').click();
    await nameField(page).and(page.locator(':focus')).waitFor();

    await nameField(page).fill('new.person');
    await role(page, 'operator').check();
    await button(sheet(page), 'Generate').click();
    await sheet(page).getByText('none of the common ones').waitFor();
    await button(sheet(page), 'Add administrator').click();
    await sheet(page).getByRole('heading', { name: 'new.person was added' }).waitFor();
    await isFineEverywhere(page);
    const password = await handed(page, 'password');
    expect(password).toMatch(/^(\w{5}-){3}\w{5}$/);
    await button(sheet(page), 'I have it').click();
    await page.waitForURL(`**/administrators/${await idOf('new.person')}`);
    await row(page, 'new.person').getByText('operator').waitFor();
    await row(page, 'new.person').getByText('Temporary').waitFor();

    const theirs = await openAs({ username: 'new.person', password }, '/overview');
    await theirs.getByRole('button', { name: 'account of new.person, operator' }).waitFor();
  });

  it('changes somebody, is told what that ends, and finds it in the trail', async () => {
    await addNewcomer(at.site, 'to.change', 'operator');
    const page = await openAsAdmin(`/administrators/${await idOf('to.change')}`);
    await button(page, 'Edit').click();
    await page.waitForURL(/sheet=edit/);
    await page.reload();
    await role(page, 'auditor').check();
    await sheet(page).getByText('Saving ends all sessions of to.change').waitFor();
    await nameField(page).fill('was.changed');
    await isFineEverywhere(page);
    await button(sheet(page), 'Save').click();
    await sheet(page).waitFor({ state: 'detached' });
    await row(page, 'was.changed').getByText('auditor').waitFor();
    expect(await listed('was.changed')).toMatchObject({ role: 'auditor' });

    await page.getByRole('link', { name: 'What was done to was.changed' }).click();
    await page.getByRole('link', { name: 'Changed administrator' }).first().click();
    const entry = page.getByRole('complementary', { name: 'Entry' });
    const role_ = entry.getByRole('region', { name: 'changed role' });
    await role_.getByText('"operator"').waitFor();
    await role_.getByText('"auditor"').waitFor();
  });

  it('is told when a name is taken, and when somebody else was faster', async () => {
    await addNewcomer(at.site, 'fast.one', 'viewer');
    const page = await openAsAdmin(`/administrators/${await idOf('fast.one')}?sheet=edit`);
    await nameField(page).fill('ADMIN');
    await button(sheet(page), 'Save').click();
    await sheet(page).getByText('Somebody has this name already.').waitFor();
    await isFineEverywhere(page);

    await change('fast.one', { role: 'operator' });
    await nameField(page).fill('slow.one');
    await button(sheet(page), 'Save').click();
    await sheet(page).getByText('Somebody changed fast.one in the meantime.').waitFor();
    await role(page, 'operator').and(page.locator(':checked')).waitFor();
    expect(await nameField(page).inputValue()).toBe('fast.one');
    await isFineEverywhere(page);
    await nameField(page).fill('slow.one');
    await button(sheet(page), 'Save').click();
    await sheet(page).waitFor({ state: 'detached' });
    expect(await listed('slow.one')).toMatchObject({ role: 'operator' });
  });

  it('resets a password, which is shown once and works', async () => {
    const person = await addPerson(at.site, 'forgot.it', 'viewer');
    const { token: old } = await logInAnew(at.site, person);
    const page = await openAsAdmin('/administrators');
    await choose(page, 'forgot.it', 'Reset password');
    await question(page).getByText('1 session ends at once').waitFor();
    await question(page).getByText('Cannot be undone').waitFor();
    await isFineEverywhere(page);
    await button(question(page), 'Reset password').click();
    await sheet(page).getByRole('heading', { name: 'New password of forgot.it' }).waitFor();
    const password = await handed(page, 'password');
    await isFineEverywhere(page);
    // Not by a slip.
    await page.keyboard.press('Escape');
    await button(sheet(page), 'I have it').click();
    await sheet(page).waitFor({ state: 'detached' });

    expect(await ask(at.site, '/api/v1/auth/me', old)).toMatchObject({ status: 401 });
    expect((await logInAnew(at.site, { username: 'forgot.it', password })).token).toBeDefined();
  });

  it('ends sessions and revokes tokens, one by one or all', async () => {
    const person = await addPerson(at.site, 'left.it.open', 'operator');
    const { token: first } = await logInAnew(at.site, person);
    const { token: second } = await logInAnew(at.site, person);
    const expiresAt = new Date(Date.now() + 86_400_000).toISOString();
    const { password } = person;
    const body = { name: 'forgotten script', role: 'viewer', expiresAt, password };
    await ask(at.site, '/api/v1/auth/tokens', first, { method: 'POST', body });

    const page = await openAsAdmin(`/administrators/${await idOf('left.it.open')}`);
    await page.getByRole('table', { name: 'Sessions of left.it.open' }).waitFor();
    await isFineEverywhere(page);
    await page.getByRole('button', { name: 'Revoke the token forgotten script' }).click();
    await button(question(page), 'Revoke').click();
    await page.getByText('The API token forgotten script was revoked.').waitFor();
    await page.getByText('None.', { exact: true }).waitFor();

    await page
      .getByRole('button', { name: /^End the session of/ })
      .first()
      .click();
    await button(question(page), 'End it').click();
    await page.getByText('The session was ended.').waitFor();
    const states = await Promise.all(
      [first, second].map(async (token) => ask<object>(at.site, '/api/v1/auth/me', token)),
    );
    expect(states.filter((state) => 'username' in state)).toHaveLength(1);

    await button(page, 'End all').click();
    await question(page).getByText('1 session ends at once').waitFor();
    await button(question(page), 'End them').click();
    await page.getByText('Not logged in anywhere.').waitFor();
  });

  it('unlocks somebody who guessed too often', async () => {
    await addNewcomer(at.site, 'fat.fingers', 'viewer');
    for (let guess = 0; guess < 7; guess += 1) await guessAt('fat.fingers');
    const page = await openAsAdmin(`/administrators/${await idOf('fat.fingers')}`);
    await page.getByText(/^Locked until .*\./).waitFor();
    await isFineEverywhere(page);
    await button(page, 'Unlock').click();
    await page.getByText('fat.fingers may try to log in again at once.').waitFor();
    await row(page, 'fat.fingers').getByText('Active').waitFor();
  });

  it('deletes somebody only with the name typed in', async () => {
    await addNewcomer(at.site, 'long.gone', 'viewer');
    const page = await openAsAdmin('/administrators');
    await choose(page, 'long.gone', 'Delete');
    const go = button(question(page), 'Delete');
    await question(page).getByLabel('Type the name to confirm').fill('long.gon');
    expect(await go.isDisabled()).toBe(true);
    await isFineEverywhere(page);
    await button(question(page), 'Keep').click();
    await question(page).waitFor({ state: 'detached' });
    expect(await listed('long.gone')).toBeDefined();

    await choose(page, 'long.gone', 'Delete');
    await question(page).getByLabel('Type the name to confirm').fill('long.gone');
    await page.keyboard.press('Enter');
    await page.getByText('long.gone was deleted.').waitFor();
    await row(page, 'long.gone').waitFor({ state: 'detached' });
    expect(await listed('long.gone')).toBeUndefined();
  });

  it('cannot shut everybody out: the last one has to stay, and it is said why', async () => {
    const page = await openAsAdmin('/administrators/1');
    await page.getByText('The last active admin has to stay.').first().waitFor();
    await button(page, 'Actions for admin').first().click();
    const deletion = page.getByRole('menuitem', { name: 'Delete' });
    expect(await deletion.getAttribute('aria-disabled')).toBe('true');
    await deletion.hover();
    const reason = page.locator('.mat-mdc-tooltip').getByText('The last active admin');
    await reason.waitFor();
    // The tooltip first, then the menu.
    await page.keyboard.press('Escape');
    await reason.waitFor({ state: 'detached' });
    await page.keyboard.press('Escape');
    await page.getByRole('menu').waitFor({ state: 'detached' });
    await button(page, 'Edit').click();
    expect(await role(page, 'viewer').isDisabled()).toBe(true);
    expect(await sheet(page).getByRole('checkbox', { name: 'Disabled' }).isDisabled()).toBe(true);
  });

  it('is told what the server says when it knows better', async () => {
    await addNewcomer(at.site, 'second.admin', 'admin');
    const page = await openAsAdmin('/administrators');
    await row(page, 'second.admin').waitFor();
    await choose(page, 'admin', 'Delete');
    await question(page).getByText('this is you').waitFor();
    await change('second.admin', { disabled: true });
    await question(page).getByLabel('Type the name to confirm').fill('admin');
    await button(question(page), 'Delete').click();
    await question(page)
      .getByRole('alert')
      .getByText('The last active admin has to stay')
      .waitFor();
    await isFineEverywhere(page);
    await button(question(page), 'Keep').click();
  });

  it('changes the own password on the account page, and is led there', async () => {
    const page = await openAsAdmin('/administrators/1?sheet=edit');
    await sheet(page).getByText('This is you: change it on your account page').waitFor();
    expect(await sheet(page).getByLabel('New password').count()).toBe(0);
    await isFineEverywhere(page);
    await button(sheet(page), 'Cancel').click();
    await button(page, 'Actions for admin').first().click();
    for (const name of ['Reset password', 'Take second factor off']) {
      const item = page.getByRole('menuitem', { name });
      expect(await item.getAttribute('aria-disabled')).toBe('true');
    }
  });

  it('does it all without a mouse', async () => {
    await addNewcomer(at.site, 'by.keyboard', 'viewer');
    const page = await openAsAdmin('/administrators');
    await row(page, 'by.keyboard').waitFor();
    await page.getByRole('link', { name: 'by.keyboard' }).focus();
    await page.keyboard.press('Enter');
    const detail = page.getByRole('complementary', { name: 'Administrator' });
    await detail.getByRole('heading', { name: 'by.keyboard' }).waitFor();
    await button(detail, 'Edit').focus();
    await page.keyboard.press('Enter');
    await role(page, 'viewer').focus();
    await page.keyboard.press('ArrowDown');
    await role(page, 'auditor').and(page.locator(':checked')).waitFor();
    await nameField(page).focus();
    await page.keyboard.press('Enter');
    await sheet(page).waitFor({ state: 'detached' });
    expect(await listed('by.keyboard')).toMatchObject({ role: 'auditor' });
    await button(detail, 'Edit').and(page.locator(':focus')).waitFor();
    await page.keyboard.press('Escape');
    await detail.waitFor({ state: 'detached' });
    await page.getByRole('link', { name: 'by.keyboard' }).and(page.locator(':focus')).waitFor();
  });
});

describe('an auditor', () => {
  it('sees who may use MCM, and why nothing can be changed', async () => {
    const auditor = await addPerson(at.site, 'only.looks', 'auditor');
    const page = await openAs(auditor, '/administrators/1');
    const reason = 'Needs the role admin. You are auditor.';
    await page.getByText('To change anything:').waitFor();
    for (const name of ['New administrator', 'Edit'])
      expect(await button(page, name).getAttribute('aria-disabled')).toBe('true');
    await page.getByRole('complementary').getByText(reason).last().waitFor();
    await isFineEverywhere(page);
    await button(page, 'Actions for admin').first().click();
    await page.getByRole('menu').getByText(reason).waitFor();
    for (const item of await page.getByRole('menuitem').all())
      expect(await item.getAttribute('aria-disabled')).toBe('true');
    await page.keyboard.press('Escape');

    await page.goto('/administrators?sheet=new');
    await page.getByText('To change anything:').waitFor();
    expect(await sheet(page).count()).toBe(0);
  });
});

describe('the page', () => {
  it('says that it cannot be read, and asks again', async () => {
    const page = await openAsAdmin('/overview');
    await page.route('**/api/v1/admin-users', (route) => route.abort());
    await page.getByRole('link', { name: 'Administrators' }).click();
    await page.getByText('The administrators could not be read').waitFor();
    await isFineEverywhere(page);
    await page.unroute('**/api/v1/admin-users');
    await button(page, 'Try again').click();
    await row(page, 'admin').first().waitFor();
  });

  it('says that somebody is not there', async () => {
    const page = await openAsAdmin('/administrators/4711');
    await page.getByText('There is no such administrator').waitFor();
    await isFineEverywhere(page);
  });
});
