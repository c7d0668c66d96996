import { describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { logIn } from './desk.js';
import { choose, row } from './tree.js';
import { visit } from './visit.js';

const at = visit();

/** Opens `path`, and logs in where one is asked to. */
async function openAndLogIn(path: string): Promise<Page> {
  const page = await at.desk.open(path);
  await logIn(page);
  await page.getByRole('banner').waitFor();
  return page;
}

const token = (page: Page) =>
  page.evaluate<string>(`JSON.parse(sessionStorage.getItem('mcm-session')).token`);

const ask = (path: string, bearer: string, method = 'GET') =>
  fetch(`${at.site.url}${path}`, { method, headers: { authorization: `Bearer ${bearer}` } });

describe('a person who logs in', () => {
  it('is told that the password is wrong, and comes in with the right one', async () => {
    const page = await at.desk.open('/');
    await logIn(page, 'not the password');
    await page.getByRole('alert').getByText('password is wrong').waitFor();
    expect(new URL(page.url()).pathname).toBe('/login');

    await logIn(page);
    await page.getByRole('heading', { name: 'Overview', level: 1 }).waitFor();
    expect(new URL(page.url()).pathname).toBe('/overview');
  });

  it('is told what is missing, and the password can be looked at', async () => {
    const page = await at.desk.open('/login');
    await page.getByRole('button', { name: 'Log in' }).click();
    await page.getByText('Enter your user name.').waitFor();
    await page.getByText('Enter your password.').waitFor();

    const password = page.getByLabel('Password', { exact: true });
    await password.fill('secret');
    expect(await password.getAttribute('type')).toBe('password');
    await page.getByRole('button', { name: 'Show the password' }).click();
    await password.and(page.locator('[type=text]')).waitFor();
  });

  it('comes to where the link led', async () => {
    await at.site.publish('line/3/oven', { payload: '{"temperature":184.2}', retain: true });
    const first = await openAndLogIn('/topics');
    await choose(first, 'line/3/oven');
    await first.getByRole('heading', { name: 'line/3/oven' }).waitFor();
    const { pathname } = new URL(first.url());
    expect(pathname).toMatch(/^\/topics\/[\w-]{22}$/);

    const second = await at.desk.open(`${pathname}?from=mail`);
    await second.getByLabel('User name').waitFor();
    expect(second.url()).toContain(`returnUrl=${encodeURIComponent(pathname)}`);
    await logIn(second);
    await second.getByRole('heading', { name: 'line/3/oven' }).waitFor();
    expect(second.url()).toContain(`${pathname}?from=mail`);
    await row(second, 'line/3/oven').waitFor();
  });

  it('does not follow a link of the log-in page to another server', async () => {
    const page = await at.desk.open('/login?returnUrl=//example.com/');
    await logIn(page);
    await page.getByRole('heading', { name: 'Overview', level: 1 }).waitFor();
    expect(new URL(page.url()).origin).toBe(at.site.url);
  });
});

describe('a person who is logged in', () => {
  it('is still so after a reload', async () => {
    const page = await openAndLogIn('/log?severity=notice&text=no+such+line');
    await page.reload();
    await page.getByRole('heading', { name: 'Live log', level: 1 }).waitFor();
    expect(new URL(page.url()).pathname).toBe('/log');
  });

  it('can log out, and the token is worth nothing from then on', async () => {
    const page = await openAndLogIn('/topics');
    const mine = await token(page);
    expect((await ask('/api/v1/auth/me', mine)).status).toBe(200);

    await page.getByRole('button', { name: 'account of admin' }).click();
    await page.getByRole('menuitem', { name: 'Log out' }).click();
    await page.getByRole('heading', { name: 'Log in' }).waitFor();
    expect((await ask('/api/v1/auth/me', mine)).status).toBe(401);

    await page.goto('/overview');
    await page.getByRole('heading', { name: 'Log in' }).waitFor();
  });

  it('is told when the session was ended elsewhere, and is back in place after a log-in', async () => {
    const page = await openAndLogIn('/log?severity=error');
    expect((await ask('/api/v1/auth/logout', await token(page), 'POST')).status).toBe(204);
    await page.getByText('Your session has ended.').waitFor();

    await logIn(page);
    await page.getByRole('heading', { name: 'Live log', level: 1 }).waitFor();
    expect(new URL(page.url()).search).toBe('?severity=error');
  });
});
