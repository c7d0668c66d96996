import { beforeAll, describe, expect, it } from '@jest/globals';
import { chmod, readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { until } from '#testing';
import type { Seat } from './desk.js';
import { addPerson, type Person } from './people.js';
import { isFineEverywhere } from './sight.js';
import { visit } from './visit.js';

const at = visit();
const seat: Seat = { still: true };

let olga: Person;
let vera: Person;
beforeAll(async () => {
  olga = await addPerson(at.site, 'olga', 'operator');
  vera = await addPerson(at.site, 'vera', 'viewer');
});

const open = (path: string, person?: Person) => at.desk.openLoggedIn(path, seat, person);
const region = (page: Page, name: string) => page.getByRole('region', { name });
const query = (page: Page) => Object.fromEntries(new URL(page.url()).searchParams);

// First: three minutes after its start MCM makes a backup by itself.
describe('the settings page', () => {
  const backups = (page: Page) => page.getByRole('table', { name: 'Backups, newest first' });

  it('has an admin make a backup, download it and delete it', async () => {
    const page = await open('/settings');
    await page.getByText('No backup yet').waitFor();
    await isFineEverywhere(page);
    await page.getByRole('button', { name: 'Make one now' }).click();
    await page.getByText('-manual.db is made.').waitFor();
    await backups(page)
      .getByRole('cell', { name: /, by hand$/ })
      .waitFor();
    await isFineEverywhere(page);

    await page.getByRole('button', { name: /^Actions for mcm-/ }).click();
    const waiting = page.waitForEvent('download');
    await page.getByRole('menuitem', { name: 'Download' }).click();
    const file = await waiting;
    const content = await readFile(await file.path());
    expect(content.subarray(0, 15).toString('latin1')).toBe('SQLite format 3');
    await page.getByText(`${file.suggestedFilename()} is downloaded`).waitFor();

    await page.getByRole('button', { name: /^Actions for mcm-/ }).click();
    await page.getByRole('menuitem', { name: 'Delete' }).click();
    await page.getByRole('alertdialog').getByText('cannot be undone').waitFor();
    await page.getByRole('button', { name: 'Delete it' }).click();
    await page.getByText('No backup yet').waitFor();
  });

  it('tells whoever is no admin whose backups are, and what MCM this is', async () => {
    const page = await open('/settings', vera);
    await page.getByText('Backups are for admins').waitFor();
    await region(page, 'About').getByText('Apache-2.0').waitFor();
    await region(page, 'About').getByText('0.1.0').waitFor();
    await isFineEverywhere(page);
  });
});

describe('the broker page', () => {
  it('says where the broker is, what was checked, and what the broker says of itself', async () => {
    const page = await open('/broker', olga);
    const { host, port } = at.site.broker;
    await region(page, 'Connection')
      .getByText(`${host}:${String(port)}`)
      .waitFor();
    const checks = region(page, 'Checks');
    await checks.getByRole('heading', { name: 'Connection to the broker' }).waitFor();
    await checks.getByText('broker-version').waitFor();
    const figures = page.getByRole('table', { name: 'Figures of the broker, by topic' });
    await figures.getByText('$SYS/broker/uptime').waitFor();
    expect(await page.title()).toBe('Broker · MCM');
    await isFineEverywhere(page);
  });

  it('shows what needs attention alone, with what to do, and keeps that in the address', async () => {
    await chmod(at.site.home.path, 0o755);
    const page = await open('/broker', olga);
    const checks = region(page, 'Checks');
    await checks.getByRole('radio', { name: 'Needs attention' }).click();
    await checks.getByText('Warning: ').first().waitFor();
    await until(async () => (await checks.getByText('Fine: ').count()) === 0);
    expect(query(page)).toEqual({ attention: 'true' });
    await page.reload();
    await checks.getByText('Warning: ').first().waitFor();
    expect(await checks.getByText('Fine: ').count()).toBe(0);
    await checks.getByRole('button', { name: 'Check again' }).click();
    await checks.getByText('just now').waitFor();
    await chmod(at.site.home.path, 0o700);
  });

  it('finds a figure by a part of its topic', async () => {
    const page = await open('/broker?find=heap', olga);
    const sys = region(page, '$SYS');
    await sys.getByText('$SYS/broker/heap/current').waitFor();
    expect(await sys.getByText('$SYS/broker/uptime').count()).toBe(0);
    await sys.getByRole('searchbox').fill('nothing like it');
    await sys.getByText('No figure has this in its topic').waitFor();
    expect(query(page)).toEqual({ find: 'nothing like it' });
  });

  it('tells a viewer that the checks are for operators', async () => {
    const page = await open('/broker', vera);
    await page.getByText('The checks are for operators').waitFor();
    await page.getByText('Needs the role operator. You are viewer.').waitFor();
    await isFineEverywhere(page);
  });

  it('says that it could not be checked, and checks again', async () => {
    const page = await open('/overview', olga);
    await page.route('**/api/v1/diagnostics', (route) => route.abort());
    await page.getByRole('link', { name: 'Broker', exact: true }).click();
    await page.getByText('It could not be checked').waitFor();
    await isFineEverywhere(page);
    await page.unroute('**/api/v1/diagnostics');
    await page.getByRole('button', { name: 'Try again' }).click();
    await region(page, 'Checks').getByText('broker-version').waitFor();
  });
});
