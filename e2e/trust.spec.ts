import { beforeAll, describe, expect, it } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Page } from 'playwright-core';
import { addPerson, ask, tokenOf, type Person } from './people.js';
import { isFineEverywhere } from './sight.js';
import { visit } from './visit.js';

const at = visit();
/** More acts than a page of the trail has. */
const REFUSED = 60;

let ann: Person;
let vic: Person;
beforeAll(async () => {
  ann = await addPerson(at.site, 'ann.auditor', 'auditor');
  vic = await addPerson(at.site, 'vic.viewer', 'viewer');
  const token = await tokenOf(at.site);
  const change = { method: 'PUT', body: { role: 'viewer' } };
  for (let act = 0; act < REFUSED; act += 1)
    await ask(at.site, '/api/v1/admin-users/999', token, change);
  const wrong = { method: 'POST', body: { username: 'm.keller', password: 'not the password' } };
  for (let guess = 0; guess < 3; guess += 1)
    await ask(at.site, '/api/v1/auth/login', undefined, wrong);
});

const openAs = (person: Person, path: string): Promise<Page> =>
  at.desk.openLoggedIn(path, { still: true }, person);

const rows = (page: Page) => page.getByRole('table').getByRole('row');
const query = (page: Page) => Object.fromEntries(new URL(page.url()).searchParams);

async function choose(page: Page, field: string, option: string): Promise<void> {
  await page.getByRole('combobox', { name: field }).click();
  await page.getByRole('option', { name: option, exact: true }).click();
}

/** The file that the export menu of a page makes. */
async function exported(page: Page, kind: string): Promise<{ name: string; text: string }> {
  await page.getByRole('button', { name: 'Export' }).click();
  const waiting = page.waitForEvent('download');
  await page.getByRole('menuitem', { name: kind }).click();
  const file = await waiting;
  await page.getByText(`Exported as ${file.suggestedFilename()}`).waitFor();
  return { name: file.suggestedFilename(), text: await readFile(await file.path(), 'utf8') };
}

describe('the audit trail', () => {
  it('says to an auditor what was done, and that the chain is proven', async () => {
    const page = await openAs(ann, '/audit');
    await page.getByText('Chain proven to entry').waitFor();
    await rows(page).filter({ hasText: 'Logged in' }).first().waitFor();
    const refused = rows(page).filter({ hasText: 'Change administrator' }).first();
    await refused.getByText('Refused').waitFor();
    await refused.getByText('There is no such user').waitFor();
    expect(await page.title()).toBe('Audit · MCM');
    await isFineEverywhere(page);
  });

  it('shows an entry with what it changed, beside the list, and goes back to its row', async () => {
    const page = await openAs(ann, '/audit?action=admin_user.create');
    const link = page.getByRole('link', { name: 'Added administrator' }).first();
    await link.click();
    const entry = page.getByRole('complementary', { name: 'Entry' });
    await entry.getByRole('heading', { name: 'Added administrator', level: 1 }).waitFor();
    await entry.getByRole('region', { name: 'added role' }).getByText('"viewer"').waitFor();
    await entry.getByRole('region', { name: 'added password' }).getByText('[secret]').waitFor();
    await entry.getByText('Proven: as it was written').waitFor();
    expect(new URL(page.url()).pathname).toMatch(/^\/audit\/\d+$/);
    await isFineEverywhere(page);

    await page.reload();
    await entry.getByRole('heading', { name: 'Added administrator', level: 1 }).waitFor();
    await link.focus();
    await page.keyboard.press('Escape');
    await entry.waitFor({ state: 'detached' });
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await entry.waitFor();
    await page.getByRole('link', { name: 'Close' }).focus();
    await page.keyboard.press('Enter');
    await entry.waitFor({ state: 'detached' });
    await page.locator('a[data-row]:focus').waitFor();
  });

  it('is walked page by page, and where one is survives a reload', async () => {
    const page = await openAs(ann, '/audit?actor=admin');
    await page.getByText('Newest 50 entries').waitFor();
    expect(await rows(page).count()).toBe(51);
    await page.getByRole('button', { name: 'Older' }).click();
    await page.getByText(/^Oldest \d+ entries/).waitFor();
    const second = await rows(page).nth(1).getByRole('link').getAttribute('href');
    await page.reload();
    await page.getByText(/^Oldest \d+ entries/).waitFor();
    expect(await rows(page).nth(1).getByRole('link').getAttribute('href')).toBe(second);
    await page.getByRole('button', { name: 'Newer' }).click();
    await page.getByText('Newest 50 entries').waitFor();
    expect(query(page)).toEqual({ actor: 'admin' });
  });

  it('is filtered by the server, and the filters are in the address', async () => {
    const page = await openAs(ann, '/audit');
    await rows(page).nth(1).waitFor();
    await choose(page, 'Action', 'Changed administrator');
    await choose(page, 'Result', 'Refused or failed');
    await choose(page, 'Time', 'Last 24 hours');
    await page.getByLabel('Actor').fill('ADMIN');
    await page.keyboard.press('Enter');
    await page.waitForURL(/actor=ADMIN/);
    await page.getByText('Newest 50 entries').waitFor();
    const filters = {
      actor: 'ADMIN',
      action: 'admin_user.update',
      result: 'failure',
      range: '24h',
    };
    expect(query(page)).toEqual(filters);
    await page.reload();
    await page.getByText('Newest 50 entries').waitFor();
    expect(await page.getByLabel('Actor').inputValue()).toBe('ADMIN');
    expect(query(page)).toEqual(filters);

    await choose(page, 'Result', 'Interrupted');
    await page.getByText('Nothing passes these filters').waitFor();
    await isFineEverywhere(page);
    await page.getByRole('button', { name: 'Clear filters' }).first().click();
    await rows(page).filter({ hasText: 'Logged in' }).first().waitFor();
    expect(query(page)).toEqual({});
  });

  it('can be asked for between two moments', async () => {
    const page = await openAs(ann, '/audit');
    await rows(page).nth(1).waitFor();
    await choose(page, 'Time', 'From … to …');
    await page.getByLabel('To', { exact: true }).fill('2020-01-01T00:00:00');
    await page.keyboard.press('Tab');
    await page.getByText('Nothing passes these filters').waitFor();
    expect(query(page)).toEqual({ until: '2019-12-31T23:00:00.000Z' });
  });

  it('is a file of what the filters leave', async () => {
    const page = await openAs(ann, '/audit?result=failure');
    await rows(page).nth(1).waitFor();
    const csv = await exported(page, 'CSV');
    expect(csv.name).toMatch(/^mcm-audit-\d{8}-\d{6}\.csv$/);
    const [head, ...lines] = csv.text.trimEnd().split('\r\n');
    expect(head).toContain('id,occurredAt,actor');
    expect(lines).toHaveLength(REFUSED);
    const json = await exported(page, 'JSON lines');
    const entries = json.text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { result: string });
    expect(entries.map(({ result }) => result)).toEqual(Array<string>(REFUSED).fill('failure'));
  });

  it('says when an export failed, and tries it again', async () => {
    const page = await openAs(ann, '/audit');
    await rows(page).nth(1).waitFor();
    await page.route('**/export?*', (route) =>
      route.fulfill({
        status: 503,
        json: { title: 'Nothing can be stored at the moment', status: 503, detail: 'Later.' },
      }),
    );
    await page.getByRole('button', { name: 'Export' }).click();
    await page.getByRole('menuitem', { name: 'CSV' }).click();
    await page.getByText('The export failed. Nothing can be stored').waitFor();
    await isFineEverywhere(page);
    await page.unroute('**/export?*');
    const waiting = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Try again' }).click();
    await waiting;
  });

  it('says that it cannot be read, with the request, and asks again', async () => {
    const page = await openAs(ann, '/overview');
    await page.route('**/api/v1/audit-events?*', (route) => route.abort());
    await page.route('**/audit-events/verification', (route) => route.abort());
    await page.getByRole('link', { name: 'Audit' }).click();
    await page.getByText('The entries could not be read').waitFor();
    await page.getByText('Chain not proven.').waitFor();
    await isFineEverywhere(page);
    await page.unroute('**/api/v1/audit-events?*');
    await page.unroute('**/audit-events/verification');
    await page.getByRole('button', { name: 'Try again' }).click();
    await rows(page).nth(1).waitFor();
    await page.getByRole('button', { name: 'Prove' }).click();
    await page.getByText('Chain proven to entry').waitFor();
  });
});

describe('the security log', () => {
  it('counts what was tried, and says by whom and from where', async () => {
    const page = await openAs(ann, '/security');
    const guesses = rows(page).filter({ hasText: 'm.keller' });
    await guesses.getByText('Wrong user name or password').waitFor();
    await guesses.getByRole('link').click();
    const event = page.getByRole('complementary', { name: 'Event' });
    await event.getByText('3 within').waitFor();
    await event.getByText('POST /api/v1/auth/login').waitFor();
    await event.getByText('invalid_credentials').waitFor();
    await isFineEverywhere(page);
  });

  it('is filtered by the server, survives a reload, and is a file', async () => {
    const page = await openAs(ann, '/security');
    await rows(page).nth(1).waitFor();
    await choose(page, 'Category', 'Log-in failed');
    await choose(page, 'Reason', 'Wrong user name or password');
    await page.getByLabel('User').fill('m.keller');
    await page.keyboard.press('Enter');
    await page.waitForURL(/user=m.keller/);
    await page.reload();
    await page.getByText('1 event', { exact: true }).waitFor();
    expect(query(page)).toEqual({
      category: 'admin_login_failed',
      reason: 'invalid_credentials',
      user: 'm.keller',
    });
    const { text } = await exported(page, 'JSON lines');
    expect(JSON.parse(text)).toMatchObject({ username: 'm.keller', count: 3 });
    await choose(page, 'Category', 'Recovery code used');
    await page.getByText('Nothing passes these filters').waitFor();
  });
});

describe('somebody whose role is too low', () => {
  it('sees where the pages are and why they are closed', async () => {
    const page = await openAs(vic, '/overview');
    for (const name of ['Audit', 'Security', 'Administrators']) {
      const link = page.getByRole('link', { name, exact: true });
      expect(await link.getAttribute('aria-disabled')).toBe('true');
      await link.hover();
      await page
        .locator('.mat-mdc-tooltip')
        .getByText('Needs the role auditor. You are viewer.')
        .waitFor();
    }
    for (const path of ['/audit', '/security', '/administrators']) {
      await page.goto(path);
      const main = page.getByRole('main');
      await main.getByText('Needs the role auditor. You are viewer.').waitFor();
      await isFineEverywhere(page);
    }
  });
});

describe('a trail that somebody changed', () => {
  it('is said to be broken, with the entries named', async () => {
    await at.site.stopMcm();
    const database = new DatabaseSync(join(at.site.home.path, 'mcm.db'));
    database.exec(`UPDATE audit_entries SET body = replace(body, 'vic.viewer', 'vic.broken')
      WHERE number = (SELECT max(number) FROM audit_entries WHERE body LIKE '%admin_user.create%vic.viewer%')`);
    database.exec(`UPDATE audit_entries SET body = 'nothing'
      WHERE number = (SELECT max(number) FROM audit_entries WHERE body LIKE '%session.open%')`);
    database.close();
    await at.site.startMcm();

    const page = await openAs(ann, '/audit?action=admin_user.create');
    await page.getByText('The chain is broken: 2 problems').waitFor();
    const changed = rows(page).filter({ hasText: 'vic.broken' });
    await changed.getByText('broken', { exact: true }).waitFor();
    await changed.getByRole('link').click();
    await page.getByText('This entry is not as it was written').waitFor();
    await isFineEverywhere(page);

    await page.goto('/audit');
    await page.getByRole('link', { name: /^Entry .* was altered$/ }).click();
    await page.getByText('This is no entry any more').waitFor();
    await page.getByText('nothing', { exact: true }).waitFor();
    await isFineEverywhere(page);
  });
});
