import { beforeAll, describe, expect, it } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { until } from '#testing';
import type { Seat } from './desk.js';
import { addPerson, ask, tokenOf } from './people.js';
import { OWN } from './managed-access.js';
import { isFineEverywhere } from './sight.js';
import { visit } from './visit.js';

const RULES = `# Dashboards on the shop floor
user dashboard
topic read bakery/#
topic deny bakery/+/setpoint

# Every sensor: its own branch only
pattern write climate/%c/#
`;

const seat: Seat = { still: true };
const button = (page: Page | Locator, name: string | RegExp) =>
  page.getByRole('button', { name, exact: true });
const sheet = (page: Page) => page.getByRole('dialog');
const question = (page: Page) => page.getByRole('alertdialog');
const field = (page: Page, name: string) => sheet(page).getByRole('textbox', { name, exact: true });
const suggested = (page: Page, name: string) =>
  sheet(page).getByRole('combobox', { name, exact: true });
const row = (page: Page, name: string) => page.getByRole('row').filter({ hasText: name });
const detail = (page: Page, name: string) => page.getByRole('complementary', { name });
const query = (page: Page) => Object.fromEntries(new URL(page.url()).searchParams);

/** Chooses from the menu of a thing's row. */
async function choose(page: Page, name: string | RegExp, deed: string): Promise<void> {
  await page.getByRole('table').getByRole('button', { name }).click();
  await page.getByRole('menuitem', { name: deed }).click();
}

describe('where MCM looks after the files', () => {
  const at = visit({}, { rules: RULES, users: { dashboard: 'on the wall' } });
  let token: string;
  beforeAll(async () => {
    token = await tokenOf(at.site);
    const client = await at.site.broker.connect(OWN);
    for (const topic of ['bakery/line-1/temp', 'bakery/line-2/temp', 'bakery/line-1/setpoint'])
      await client.publishAsync(topic, '1', { qos: 1 });
  });

  const open = (path: string) => at.desk.openLoggedIn(path, seat);
  const call = <T>(method: string, path: string, body?: object) =>
    ask<T>(at.site, `/api/v1${path}`, token, { method, ...(body && { body }) });
  const discard = () => call('DELETE', '/access/draft');
  /** Applies the draft as Changes does, and waits for the end. */
  const apply = async (): Promise<void> => {
    const { version } = await call<{ version: number }>('GET', '/access/draft');
    const { number } = await call<{ number: number }>('POST', '/access/apply', { version });
    const now = () => call<{ state: string }>('GET', `/access/applies/${number}`);
    await until(async () => !['running', 'restoring'].includes((await now()).state));
    expect(await now()).toMatchObject({ state: 'committed' });
  };
  /** Which of these topics a client with these credentials gets; the last one it must. */
  const heard = async (
    login: typeof OWN,
    ...topics: readonly string[]
  ): Promise<readonly string[]> => {
    const client = await at.site.broker.connect(login);
    const names: string[] = [];
    client.on('message', (name) => names.push(name));
    await client.subscribeAsync('#', { qos: 1 });
    const sender = await at.site.broker.connect(OWN);
    for (const topic of topics) await sender.publishAsync(topic, 'x', { qos: 1 });
    await until(() => names.includes(topics.at(-1)!));
    return names;
  };

  it('a role, a user with it and a rule are made, reviewed, applied, and hold for a real client', async () => {
    const page = await open('/roles');
    await page.getByText('No role yet').waitFor();
    await isFineEverywhere(page);
    await button(page, 'New role').click();
    await button(sheet(page), 'Add role').click();
    await sheet(page).getByText('Enter a name.').waitFor();
    await field(page, 'Name').fill('sensors');
    await field(page, 'Description').fill('Everything a sensor does');
    await suggested(page, 'Topic filter').fill('bakery/%c/#');
    await sheet(page).getByText('In an acl_file a role cannot have %c.').waitFor();
    await suggested(page, 'Topic filter').fill('bakery/+/temp');
    const explained = sheet(page).locator('mcm-filter-explained');
    await explained
      .getByText('Topics of exactly three levels; the second may be anything.')
      .waitFor();
    await explained.getByText('2 topics').waitFor();
    await button(sheet(page), 'Another rule').click();
    const second = sheet(page).getByRole('group', { name: 'Rule 2' });
    await second.getByRole('combobox', { name: 'Topic filter' }).fill('fence/%u');
    await sheet(page).getByText('fence/plc-7', { exact: true }).first().waitFor();
    await isFineEverywhere(page);
    await button(sheet(page), 'Add role').click();
    await page.getByText('The role sensors was added.').waitFor();
    await row(page, 'sensors').getByText('new').waitFor();

    await page.goto('/users?sheet=new');
    await field(page, 'Name').fill('press/7');
    await sheet(page).getByText('A name cannot contain /').waitFor();
    await field(page, 'Name').fill('press-7');
    await suggested(page, 'Roles').fill('sens');
    await page.getByRole('option', { name: 'sensors' }).click();
    await button(sheet(page), 'Add user').click();
    await sheet(page).getByText('The password is shown only now.').waitFor();
    const password = await sheet(page).locator('.secret').innerText();
    expect(password).toMatch(/^[\w-]{24}$/);
    await isFineEverywhere(page);
    // Not by a slip.
    await page.keyboard.press('Escape');
    await button(sheet(page), 'I have it').click();
    await sheet(page).waitFor({ state: 'detached' });
    await row(page, 'press-7').getByText('sensors').waitFor();
    await page.getByText('In the draft: 2 changes, not in force yet.').waitFor();

    await button(detail(page, 'User'), 'New rule').click();
    await sheet(page).getByRole('heading', { name: 'New rule' }).waitFor();
    expect(await suggested(page, 'User').inputValue()).toBe('press-7');
    await sheet(page).getByRole('radio', { name: /^deny/ }).check();
    await suggested(page, 'Topic filter').fill('bakery/line-2/temp');
    await field(page, 'Description').fill('Not its line');
    await isFineEverywhere(page);
    await button(sheet(page), 'Add rule').click();
    await detail(page, 'Rule').getByRole('heading', { name: 'bakery/line-2/temp' }).waitFor();
    await isFineEverywhere(page);
    await page.getByRole('link', { name: 'Review' }).click();
    await page.waitForURL('**/changes');
    await page.goBack();
    await row(page, 'bakery/line-2/temp').getByText('new').waitFor();

    await apply();
    await page.getByText('In the draft:').waitFor({ state: 'detached' });
    await row(page, 'bakery/line-2/temp').getByText('new').waitFor({ state: 'detached' });
    expect(await readFile(join(at.site.broker.folder, 'acl'), 'utf8')).toContain(
      '# Not its line\ntopic deny bakery/line-2/temp\n',
    );
    const login = { username: 'press-7', password };
    const topics = ['bakery/line-2/temp', 'bakery/line-3/oven', 'bakery/line-1/temp'];
    expect(await heard(login, ...topics)).toEqual(['bakery/line-1/temp']);
  });

  it('users are imported from a file, their passwords kept, the list searched and turned', async () => {
    const page = await open('/users?sheet=import');
    await button(sheet(page), 'Import into the draft').click();
    await sheet(page).getByText('Choose a file, or paste its text.').waitFor();
    await isFineEverywhere(page);
    const lines = Array.from({ length: 150 }, (_, at) => `meter-${String(at).padStart(3, '0')},`);
    await sheet(page)
      .locator('input[type=file]')
      .setInputFiles({
        name: 'meters.csv',
        mimeType: 'text/csv',
        buffer: Buffer.from(['username,password', ...lines, 'a/b,'].join('\n')),
      });
    await sheet(page).getByText('meters.csv').waitFor();
    await button(sheet(page), 'Import into the draft').click();
    await sheet(page).getByText('150 users added, 1 line left out.').waitFor();
    await sheet(page).getByText('A name cannot contain /').waitFor();
    await isFineEverywhere(page);
    await button(sheet(page), 'Done').click();
    await question(page).getByText('150 passwords that MCM made, not downloaded').waitFor();
    await isFineEverywhere(page);
    await button(question(page), 'Stay').click();
    const downloaded = page.waitForEvent('download');
    await button(sheet(page), 'Download as CSV').click();
    const file = await (await downloaded).path();
    const kept = (await readFile(file, 'utf8')).split('\r\n');
    expect(kept).toHaveLength(152);
    expect(kept[1]).toMatch(/^meter-000,'?[\w-]{24}$/);
    await button(sheet(page), 'Done').click();
    await sheet(page).waitFor({ state: 'detached' });

    const first = page.getByRole('link', { name: 'meter-000' });
    await page.getByRole('searchbox', { name: 'Part of the name' }).fill('meter-');
    await page.getByText('150 users', { exact: true }).waitFor();
    await page.getByText('First 100 users, by name').waitFor();
    await first.waitFor();
    await button(page, 'Next').click();
    await page.getByText('Page 2, 50 users').waitFor();
    expect(Object.keys(query(page)).sort()).toEqual(['cursor', 'search']);
    await page.reload();
    await page.getByText('Page 2, 50 users').waitFor();
    await button(page, 'Back').click();
    await first.waitFor();
    await page.getByRole('searchbox').fill('nobody like this');
    await page.getByText('No user has this in its name.').waitFor();
    await isFineEverywhere(page);
    await button(page, 'Show all').click();
    await row(page, 'dashboard').waitFor();
    await discard();
    await page.getByText('In the draft:').waitFor({ state: 'detached' });
  });

  it('a user is disabled, given another password, and deleted with what that hits', async () => {
    const page = await open('/users');
    await choose(page, 'Actions for dashboard', 'Disable');
    await page.getByText('dashboard may not log in any more.').waitFor();
    await row(page, 'dashboard').getByText('Disabled').waitFor();
    await row(page, 'dashboard').getByText('changed').waitFor();
    await choose(page, 'Actions for dashboard', 'Enable');
    await row(page, 'dashboard').getByText('Active').waitFor();

    await choose(page, 'Actions for dashboard', 'Set another password');
    await sheet(page)
      .getByRole('radio', { name: /^I give one/ })
      .check();
    await button(sheet(page), 'Set the password').click();
    await sheet(page).getByText('Enter a password, or have MCM make one.').waitFor();
    await isFineEverywhere(page);
    await field(page, 'The password').fill('beside the door');
    await button(sheet(page), 'Set the password').click();
    await page.getByText('dashboard has another password.').waitFor();
    await apply();
    const login = { username: 'dashboard', password: 'beside the door' };
    const topics = ['bakery/line-1/setpoint', 'energy/main', 'bakery/line-1/temp'];
    expect(await heard(login, ...topics)).toEqual(['bakery/line-1/temp']);

    await choose(page, 'Actions for dashboard', 'Delete');
    await question(page).getByText('2 rules, gone as well').waitFor();
    await question(page).getByText('take the change back in Changes').waitFor();
    await isFineEverywhere(page);
    await button(question(page), 'Delete').click();
    await page.getByText('dashboard was deleted.').waitFor();
    await row(page, 'dashboard').waitFor({ state: 'detached' });
    await discard();
    await row(page, 'dashboard').waitFor();
  });

  it('a rule is found, changed and deleted, and leads to Explain', async () => {
    const page = await open('/rules');
    await page.getByRole('combobox', { name: 'For whom' }).click();
    await page.getByRole('option', { name: 'All users' }).click();
    await page.getByRole('link', { name: 'climate/%c/#' }).click();
    expect(query(page)).toEqual({ type: 'all' });
    await detail(page, 'Rule').getByText('Every sensor: its own branch only').waitFor();
    await detail(page, 'Rule').getByText('climate/plc-7-a/#').waitFor();
    await button(detail(page, 'Rule'), 'Edit').click();
    await sheet(page)
      .getByRole('radio', { name: /^readwrite/ })
      .check();
    await button(sheet(page), 'Save').click();
    await page.getByText('A rule for all users was changed.').waitFor();
    // What says something else has another id: the address follows it.
    await detail(page, 'Rule').getByText('Publish there, and receive.').waitFor();
    await page.reload();
    await detail(page, 'Rule').getByText('Publish there, and receive.').waitFor();
    await choose(page, /^Actions for readwrite climate/, 'Delete');
    await question(page).getByText('all users').waitFor();
    await button(question(page), 'Delete').click();
    await page.getByText('A rule of all users was deleted.').waitFor();
    await page.getByText('No rule is like this.').waitFor();
    await discard();

    await page.goto('/rules?search=setpoint');
    await page.getByRole('link', { name: 'bakery/+/setpoint' }).click();
    await page.getByRole('link', { name: 'What dashboard may do there' }).click();
    await page.waitForURL('**/explain?user=dashboard&topics=**');
  });

  it('whoever is slower is told, but only when it was about the same', async () => {
    const role = { name: 'lines', rules: [{ permission: 'read', topicFilter: 'bakery/#' }] };
    const { role: made } = await call<{ role: { id: string } }>('POST', '/mqtt-roles', role);
    const page = await open(`/roles/${made.id}?sheet=edit`);
    await field(page, 'Description').fill('All lines');
    await call('POST', '/mqtt-roles', { ...role, name: 'another' });
    await button(sheet(page), 'Save').click();
    await page.getByText('The role lines was changed.').waitFor();

    await button(detail(page, 'Role'), 'Edit').click();
    await field(page, 'Description').fill('Every line');
    await call('PUT', `/mqtt-roles/${made.id}`, { ...role, description: 'Lines 1 to 4' });
    await button(sheet(page), 'Save').click();
    await sheet(page).getByText('Somebody changed lines in the meantime.').waitFor();
    await until(async () => (await field(page, 'Description').inputValue()) === 'Lines 1 to 4');
    await isFineEverywhere(page);
    await button(sheet(page), 'Cancel').click();

    await call('POST', '/mqtt-users', { username: 'has-it', roles: ['lines'] });
    await choose(page, 'Actions for lines', 'Delete');
    await question(page).getByText('lose it: has-it').waitFor();
    await button(question(page), 'Delete').click();
    await page.getByText('The role lines was deleted.').waitFor();
    await discard();
    await page.getByText('No role', { exact: false }).or(row(page, 'sensors')).first().waitFor();
  });

  it('an auditor sees it all, and why nothing can be changed', async () => {
    const auditor = await addPerson(at.site, 'only.looks', 'auditor');
    const page = await at.desk.openLoggedIn('/users', seat, auditor);
    const reason = 'Needs the role operator. You are auditor.';
    await page.getByText(reason).first().waitFor();
    for (const name of ['Import users', 'New user'])
      expect(await button(page, name).getAttribute('aria-disabled')).toBe('true');
    await isFineEverywhere(page);
    await button(page, 'Actions for dashboard').click();
    await page.getByRole('menu').getByText(reason).waitFor();
    for (const item of await page.getByRole('menuitem').all())
      expect(await item.getAttribute('aria-disabled')).toBe('true');
    await page.keyboard.press('Escape');
    await page.goto('/rules?sheet=new');
    await row(page, 'dashboard').first().waitFor();
    expect(await sheet(page).count()).toBe(0);
  });

  it('a list that cannot be read says so, and is asked for again', async () => {
    const page = await open('/overview');
    await page.route('**/api/v1/mqtt-roles?*', (route) => route.abort());
    await page.getByRole('link', { name: 'Roles' }).click();
    await page.getByText('The roles could not be read').waitFor();
    await isFineEverywhere(page);
    await page.unroute('**/api/v1/mqtt-roles?*');
    await button(page, 'Try again').click();
    await row(page, 'sensors').waitFor();
    await page.goto(`/roles/${'a'.repeat(22)}`);
    await page.getByText('There is no such role').waitFor();
    await isFineEverywhere(page);
  });
});

describe('where MCM only looks', () => {
  const at = visit();

  it.each(['/users', '/roles', '/rules'])('%s says what to set', async (path) => {
    const page = await at.desk.openLoggedIn(path, seat);
    await page.getByText('MCM only looks').waitFor();
    await page.getByText('backend: file').waitFor();
    await page.getByRole('radio', { name: 'Dynamic-security plugin' }).click();
    await page.getByText('backend: dynamic-security').waitFor();
    await isFineEverywhere(page);
  });
});
