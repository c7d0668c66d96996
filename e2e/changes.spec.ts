import { beforeAll, describe, expect, it } from '@jest/globals';
import { appendFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { MqttClient } from 'mqtt';
import type { Page } from 'playwright-core';
import { until } from '#testing';
import type { Seat } from './desk.js';
import { reloading } from './managed-access.js';
import { addPerson, ask, tokenOf } from './people.js';
import { isFineEverywhere, keepAs } from './sight.js';
import { visit } from './visit.js';

const RULES = `# Controllers: each its own line
user plc
topic readwrite line1/#

# Dashboards
user nodered
topic readwrite line2/#
topic deny line2/+/cmd/#
`;
const PASSWORD = 'the words of a plc';

const at = visit({}, { rules: RULES, users: { plc: PASSWORD, nodered: PASSWORD } });
const seat: Seat = { still: true };
const openPage = (path = '/changes') => at.desk.openLoggedIn(path, seat);
const aclFile = () => join(at.site.broker.folder, 'acl');

const region = (page: Page, name: string) => page.getByRole('region', { name, exact: true });
const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name });
const draft = (page: Page) => page.getByRole('list', { name: 'Draft' }).getByRole('listitem');
const revisions = (page: Page) =>
  page.getByRole('list', { name: 'Revisions' }).getByRole('listitem');
const impact = (page: Page) => page.getByRole('table', { name: 'Impact' }).getByRole('row');
const lines = (page: Page) => region(page, 'Lines of the acl_file that change');
const applying = (page: Page, heading: string) => region(page, heading);

/** Changes access as a program would; the answer. */
async function edit<T>(path: string, body: object, method = 'POST'): Promise<T> {
  return ask<T>(at.site, `/api/v1${path}`, await tokenOf(at.site), { method, body });
}

/** Of a plan, what it does to whoever is connected. */
interface Planned {
  readonly clients: { readonly clients: readonly { readonly filters: readonly string[] }[] };
}

const addRule = (rule: object) => edit('/acls', rule);

/** Adds a user where people do; the password that it gets. */
async function addUser(page: Page, name: string): Promise<string> {
  await page.goto('/users?sheet=new');
  const sheet = page.getByRole('dialog');
  await sheet.getByRole('textbox', { name: 'Name', exact: true }).fill(name);
  await sheet.getByRole('button', { name: 'Add user' }).click();
  const password = await sheet.locator('.secret').innerText();
  await sheet.getByRole('button', { name: 'I have it' }).click();
  await sheet.waitFor({ state: 'detached' });
  return password;
}

/** Adds a rule to the user that is looked at. */
async function addOwnRule(page: Page, permission: string, filter: string): Promise<void> {
  const user = page.getByRole('complementary', { name: 'User' });
  await user.getByRole('button', { name: 'New rule' }).click();
  const sheet = page.getByRole('dialog');
  await sheet.getByRole('radio', { name: new RegExp(`^${permission} `) }).check();
  await sheet.getByRole('combobox', { name: 'Topic filter', exact: true }).fill(filter);
  await sheet.getByRole('button', { name: 'Add rule' }).click();
  await sheet.waitFor({ state: 'detached' });
}

/** Applies the draft in the browser, for this reason. */
async function apply(page: Page, note: string): Promise<void> {
  await button(page, 'Apply …').click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('What it is for').fill(note);
  await dialog.getByRole('button', { name: 'Apply', exact: true }).click();
}

async function connect(username: string, password = PASSWORD): Promise<MqttClient> {
  return at.site.broker.connect({ clientId: `${username}-1`, username, password });
}

/** Whether the broker takes a message, by the reason that it answers with. */
async function mayPublish(client: MqttClient, topic: string): Promise<boolean> {
  try {
    await client.publishAsync(topic, 'x', { qos: 1 });
    return true;
  } catch (error) {
    // Not authorized (MQTT 5 section 3.4.2.1): what was asked about.
    if ((error as { code?: number }).code === 0x87) return false;
    throw error;
  }
}

beforeAll(async () => {
  const plc = await connect('plc');
  for (const topic of ['line1/press/7', 'line1/press/8']) await plc.publishAsync(topic, '1');
  await plc.endAsync();
});

describe('a draft', () => {
  it('is counted wherever one is, read as a plan, applied step by step, and in force', async () => {
    const page = await openPage('/overview');
    const pending = page.getByRole('banner').getByRole('link', { name: 'pending' });
    expect(await pending.count()).toBe(0);
    const password = await addUser(page, 'press-9');
    await addOwnRule(page, 'write', 'line1/press/#');
    await addRule({ principal: 'press-9', permission: 'deny', topicFilter: 'line1/press/7' });
    await pending.click();
    await page.getByRole('link', { name: 'Changes 3 pending' }).waitFor();
    await page.getByText('3 changes by admin on revision 1').waitFor();

    await impact(page)
      .filter({ hasText: 'press-9' })
      .filter({ hasText: 'gains publish' })
      .waitFor();
    await page.getByText('MCM keeps its own access').waitFor();
    await page.getByText('Nobody is disconnected').waitFor();
    await lines(page).getByText('topic write line1/press/#').waitFor();
    await page.getByRole('list', { name: 'Users' }).getByText('press-9').waitFor();
    await isFineEverywhere(page);

    await apply(page, 'A ninth press');
    await applying(page, 'Applied').getByText('Committed as revision 2').waitFor();
    await applying(page, 'Applied')
      .getByText(/Revision 2 is in force and proven/)
      .waitFor();
    await revisions(page).filter({ hasText: 'A ninth press' }).getByText('live').waitFor();
    await page.getByText('Nothing waits to be applied').waitFor();
    expect(await pending.count()).toBe(0);
    expect(new URL(page.url()).searchParams.get('apply')).toBe('2');
    await isFineEverywhere(page, keepAs('changes-applied'));

    const press = await connect('press-9', password);
    expect(await mayPublish(press, 'line1/press/9')).toBe(true);
    expect(await mayPublish(press, 'line1/press/7')).toBe(false);
    expect(await mayPublish(press, 'line2/a')).toBe(false);
  });

  it('loses a change that is taken back, and all of them when it is discarded', async () => {
    await addRule({ principal: 'plc', permission: 'read', topicFilter: 'line2/#' });
    await addRule({ principal: 'plc', permission: 'read', topicFilter: 'line3/#' });
    const page = await openPage();
    await draft(page).nth(1).waitFor();
    await button(page, 'Take back: Add rule: plc read line2/#').click();
    await until(async () => (await draft(page).count()) === 1);
    await lines(page).getByText('topic read line3/#').waitFor();
    await lines(page).getByText('topic read line2/#').waitFor({ state: 'detached' });
    await button(page, 'Discard draft').click();
    await page.getByRole('alertdialog').getByText('Add rule: plc read line3/#').waitFor();
    await button(page, 'Keep them').click();
    expect(await draft(page).count()).toBe(1);
    await button(page, 'Discard draft').click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Discard' }).click();
    await page.getByText('Nothing waits to be applied').waitFor();
    await page.getByText('The draft was discarded.').waitFor();
  });

  it('that takes MCM’s own access away is applied by force alone', async () => {
    await addRule({ principal: 'mcm', permission: 'deny', topicFilter: 'line1/#' });
    const page = await openPage();
    await page.getByText('MCM locks itself out.').waitFor();
    await button(page, 'Apply …').click();
    const dialog = page.getByRole('dialog');
    const force = dialog.getByRole('button', { name: 'Apply by force' });
    expect(await force.isDisabled()).toBe(true);
    await dialog.getByLabel('Type force').fill('force');
    await force.and(page.locator(':enabled')).waitFor();
    await isFineEverywhere(page);
    await dialog.getByRole('button', { name: 'Not now' }).click();
    await dialog.waitFor({ state: 'detached' });
    await edit('/access/draft', {}, 'DELETE');
    await page.getByText('Nothing waits to be applied').waitFor();
  });

  it('says who loses what it uses, and afterwards who keeps a subscription', async () => {
    const client = await connect('nodered');
    await client.subscribeAsync('line2/oven/#');
    await addRule({ principal: 'nodered', permission: 'deny', topicFilter: 'line2/oven/#' });
    // The page asks once, and MCM hears of the subscription from the broker's log.
    await until(async () => {
      const { clients } = await edit<Planned>('/access/plan', {});
      return clients.clients.some(({ filters }) => filters.includes('line2/oven/#'));
    });
    const page = await openPage();
    const touched = page.getByRole('table', { name: 'Live clients it touches' });
    await touched.getByRole('row').filter({ hasText: 'nodered-1' }).waitFor();
    await apply(page, 'No oven for dashboards');
    await applying(page, 'Applied').waitFor();
    const survivors = page.getByRole('table', { name: 'Clients that keep a subscription' });
    await survivors
      .getByRole('row')
      .filter({ hasText: 'nodered-1' })
      .getByText('stopped')
      .waitFor();
    await isFineEverywhere(page);
  });
});

describe('a change that is not proven', () => {
  it('is taken back by itself, said so, and needs attention', async () => {
    await addRule({ principal: 'plc', permission: 'write', topicFilter: 'line9/#' });
    const page = await openPage();
    await lines(page).getByText('topic write line9/#').waitFor();
    const before = await readFile(aclFile(), 'utf8');
    await reloading(at.site.broker, at.site.home, false);
    await apply(page, 'A ninth line');
    await button(page, 'Stop and restore').waitFor();
    const end = applying(page, 'Restored');
    await end.getByText(/is in force again, which is proven/).waitFor();
    await reloading(at.site.broker, at.site.home, true);
    await end
      .getByText('allowed, wanted denied')
      .or(end.getByText(/wanted/))
      .first()
      .waitFor();
    await revisions(page).filter({ hasText: 'Restored' }).first().waitFor();
    // The draft is still there, to be applied once the cause is gone.
    await draft(page).first().waitFor();
    await isFineEverywhere(page);
    expect(await readFile(aclFile(), 'utf8')).toBe(before);
    expect(await mayPublish(await connect('plc'), 'line9/a')).toBe(false);

    await page.getByRole('link', { name: 'Overview', exact: true }).click();
    await page.getByRole('link', { name: 'A change of access was taken back' }).click();
    await applying(page, 'Restored').waitFor();
    await apply(page, 'A ninth line, again');
    await applying(page, 'Applied').waitFor();
    expect(await mayPublish(await connect('plc'), 'line9/a')).toBe(true);
  });

  it('is stopped by hand, and what was before comes back', async () => {
    await addRule({ principal: 'plc', permission: 'write', topicFilter: 'line8/#' });
    await reloading(at.site.broker, at.site.home, false);
    const page = await openPage();
    await lines(page).getByText('topic write line8/#').waitFor();
    await apply(page, 'An eighth line');
    await button(page, 'Stop and restore').click();
    await applying(page, 'Restored').or(applying(page, 'Not applied')).waitFor();
    await page
      .getByText(/Stopped by admin/)
      .first()
      .waitFor();
    await reloading(at.site.broker, at.site.home, true);
    await edit('/access/draft', {}, 'DELETE');
  });
});

describe('what was changed behind MCM’s back', () => {
  const banner = (page: Page) => region(page, 'Changed elsewhere');

  it('is noticed, shown exactly, and adopted', async () => {
    const page = await openPage();
    await revisions(page).first().waitFor();
    await appendFile(aclFile(), '\nuser plc\ntopic read by-hand/#\n');
    await banner(page).getByText('Access was changed behind MCM’s back.').waitFor();
    await banner(page).getByRole('button', { name: 'Show the difference' }).click();
    await banner(page).getByText('topic read by-hand/#').waitFor();
    expect(new URL(page.url()).searchParams.get('drift')).toBe('shown');
    await isFineEverywhere(page, keepAs('changes-drift'));
    await page.getByRole('link', { name: 'Overview', exact: true }).click();
    await page.getByRole('link', { name: 'Access was changed behind MCM’s back' }).click();
    await banner(page).getByRole('button', { name: 'Adopt' }).click();
    await banner(page).waitFor({ state: 'detached' });
    await revisions(page)
      .filter({ hasText: 'Adopted from the broker' })
      .getByText('live')
      .waitFor();
    expect(await readFile(aclFile(), 'utf8')).toContain('by-hand');
  });

  it('is overwritten with what is wanted, in two steps, also where it broke the file', async () => {
    const page = await openPage();
    await appendFile(aclFile(), '\nuser plc\ntopic raed not-wanted/#\n');
    await banner(page).getByRole('button', { name: 'Overwrite …' }).click();
    await page
      .getByRole('alertdialog')
      .getByText(/lines of/)
      .waitFor();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Overwrite' }).click();
    await applying(page, 'Applied').waitFor();
    await banner(page).waitFor({ state: 'detached' });
    const after = await readFile(aclFile(), 'utf8');
    expect(after).not.toContain('not-wanted');
    // What was adopted before is what is wanted.
    expect(after).toContain('by-hand');
  });
});

describe('revisions', () => {
  it('are compared, any with any, by the address', async () => {
    const page = await openPage();
    // How it was applied is in the address as soon as that is known, too.
    const ninth = page.getByRole('link', { name: 'A ninth press' });
    await ninth.and(page.locator('[href*="apply=2"]')).click();
    await lines(page).getByText('topic write line1/press/#').waitFor();
    await applying(page, 'Applied').waitFor();
    expect(Object.fromEntries(new URL(page.url()).searchParams)).toEqual({
      ...{ from: '1', to: '2', apply: '2' },
    });
    // What is folded is there when asked for.
    await lines(page)
      .getByRole('button', { name: /lines? unchanged: unfold/ })
      .first()
      .click();
    await lines(page).getByText('# Controllers: each its own line').waitFor();
    await page.getByRole('combobox', { name: 'To revision' }).click();
    await page.getByRole('option', { name: 'No oven for dashboards' }).click();
    await lines(page).getByText('topic deny line2/oven/#').waitFor();
    await isFineEverywhere(page, keepAs('changes-history'));
    await page.reload();
    await lines(page).getByText('topic deny line2/oven/#').waitFor();
    await button(page, 'Close the comparison').click();
    await page.getByText('Nothing waits to be applied').waitFor();
  });

  it('are brought back by way of the draft', async () => {
    const page = await openPage();
    await button(page, 'Roll back to revision 2').click();
    await page.getByText('Revision 2 is in the draft.').waitFor();
    await draft(page).filter({ hasText: 'Roll back to revision 2' }).waitFor();
    await lines(page).getByText('topic deny line2/oven/#').waitFor();
    await apply(page, 'As with the ninth press');
    await applying(page, 'Applied').waitFor();
    expect(await readFile(aclFile(), 'utf8')).not.toContain('line2/oven');
  });
});

describe('the role', () => {
  const openAs = async (role: 'viewer' | 'auditor' | 'operator'): Promise<Page> => {
    const person = await addPerson(at.site, `${role}-of-access`, role);
    return at.desk.openLoggedIn('/changes', seat, person);
  };

  it('of an operator ends before the broker', async () => {
    await addRule({ principal: 'plc', permission: 'read', topicFilter: 'line4/#' });
    const page = await openAs('operator');
    await lines(page).getByText('topic read line4/#').waitFor();
    const apply = button(page, 'Apply …');
    expect(await apply.getAttribute('aria-disabled')).toBe('true');
    await apply.hover();
    await page.getByText('Needs the role admin. You are operator.').last().waitFor();
    await isFineEverywhere(page);
  });

  it('of an auditor is to look on', async () => {
    const page = await openAs('auditor');
    await draft(page).filter({ hasText: 'Add rule: plc read line4/#' }).waitFor();
    await page.getByText('Needs the role operator. You are auditor.').first().waitFor();
    const back = button(page, /^Take back/);
    expect(await back.getAttribute('aria-disabled')).toBe('true');
    await isFineEverywhere(page);
    await edit('/access/draft', {}, 'DELETE');
  });

  it('of a viewer has nothing to do here', async () => {
    const page = await openAs('viewer');
    await page.getByText('Needs the role auditor. You are viewer.').first().waitFor();
    await isFineEverywhere(page);
  });
});

describe('explaining', () => {
  it('leads to the rule that decides', async () => {
    const page = await openPage('/explain?user=nodered&topic=line2/filler/cmd/speed');
    const link = page.getByRole('link', { name: /^Change rule \d+$/ });
    await link.waitFor();
    expect(await link.getAttribute('href')).toBe('/rules?search=line2%2F%2B%2Fcmd%2F%23');
  });
});
