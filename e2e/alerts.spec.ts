import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { until } from '#testing';
import type { Seat } from './desk.js';
import { addPerson, ask, tokenOf } from './people.js';
import { isSigned, Receiver } from './receiver.js';
import { isFineEverywhere, keepAs } from './sight.js';
import { visit } from './visit.js';

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
const bell = (page: Page) => page.getByRole('banner').getByRole('link', { name: /alerts? fires?/ });
const active = (page: Page) => page.getByRole('list', { name: 'Firing and pending alerts' });

/** Webhooks go to this machine itself only if the file says so. */
function configuration(): string {
  const folder = mkdtempSync(join(tmpdir(), 'mcm-alerts-'));
  const file = join(folder, 'mcm.yaml');
  writeFileSync(file, 'alerting:\n  allow_loopback: true\n');
  afterAll(() => rmSync(folder, { recursive: true }));
  return file;
}

/** Chooses from a select of the page or the sheet. */
async function choose(page: Page, from: Locator, option: string): Promise<void> {
  await from.click();
  await page.getByRole('option', { name: option, exact: true }).click();
}

interface Numbered {
  readonly id: number;
}

describe('alerts', () => {
  const at = visit({ MCM_CONFIG: configuration() });
  let receiver: Receiver;
  let token: string;
  beforeEach(async () => {
    receiver = await Receiver.start();
    token = await tokenOf(at.site);
  });
  afterEach(async () => {
    const { rules } = await call<{ rules: Numbered[] }>('GET', '/alert-rules');
    for (const { id } of rules) await call('DELETE', `/alert-rules/${id}`);
    const { windows } = await call<{ windows: Numbered[] }>('GET', '/alert-windows');
    for (const { id } of windows) await call('DELETE', `/alert-windows/${id}`);
    const { webhooks } = await call<{ webhooks: Numbered[] }>('GET', '/webhooks');
    for (const { id } of webhooks) await call('DELETE', `/webhooks/${id}`);
    await receiver.stop();
  });

  const open = (path: string) => at.desk.openLoggedIn(path, seat);
  const call = <T>(method: string, path: string, body?: object) =>
    ask<T>(at.site, `/api/v1${path}`, token, { method, ...(body && { body }) });
  /** What MCM has seen it does not forget, so each test heats things of its own. */
  const heat = (celsius: number, what = 'oven/1') =>
    at.site.publish(`${what}/state`, {
      payload: JSON.stringify({ zone: { celsius }, door: 'shut' }),
    });
  const tellUs = () => call<Numbered>('POST', '/webhooks', { name: 'Node-RED', url: receiver.url });
  const tooHot = (filter: string) =>
    call<Numbered>('POST', '/alert-rules', {
      ...{ name: 'Too hot', severity: 'critical' },
      condition: { kind: 'field_threshold', filter, pointer: '/zone/celsius', above: 250 },
    });

  it('an endpoint is added, its secret shown once, and a test answered', async () => {
    const page = await open('/alerts');
    await page.getByText('Nothing is watched yet').waitFor();
    await isFineEverywhere(page);
    await page.getByRole('tab', { name: 'Endpoints' }).click();
    await page.getByText('Nobody is told yet').waitFor();
    await isFineEverywhere(page);
    await button(page, 'New endpoint').click();
    await button(sheet(page), 'Add endpoint').click();
    await sheet(page).getByText('Give it a name.').waitFor();
    await field(page, 'Name').fill('Node-RED');
    await field(page, 'URL').fill('http://169.254.169.254/latest');
    await button(sheet(page), 'Add endpoint').click();
    await sheet(page)
      .getByText('It leads to an address of a cloud’s metadata, where webhooks do not go.')
      .waitFor();
    await isFineEverywhere(page);
    await field(page, 'URL').fill(receiver.url);
    await button(sheet(page), 'Add endpoint').click();
    await sheet(page).getByText('The secret is shown only now.').waitFor();
    const secret = await sheet(page).locator('.secret').innerText();
    await isFineEverywhere(page);
    // Not by a slip.
    await page.keyboard.press('Escape');
    await button(sheet(page), 'I have it').click();
    await sheet(page).waitFor({ state: 'detached' });
    await page.getByText('The endpoint Node-RED was added.').waitFor();
    expect(await page.content()).not.toContain(secret);

    const beside = detail(page, 'Endpoint');
    await button(beside, 'Send a test').click();
    await beside.getByText('The test arrived.').waitFor();
    await beside.getByText('thanks, 200').waitFor();
    expect(receiver.received.every((one) => isSigned(one, secret))).toBe(true);
    expect(receiver.received).toHaveLength(1);
    receiver.status = 503;
    await button(beside, 'Send a test').click();
    await beside.getByText('The test did not arrive.').waitFor();
    await isFineEverywhere(page);
    receiver.status = 200;

    await button(beside, 'New secret …').click();
    await button(question(page), 'Make a new secret').click();
    const renewed = await page.getByRole('dialog').locator('.secret').innerText();
    expect(renewed).not.toBe(secret);
    await button(sheet(page), 'I have it').click();
    await page.getByText('The endpoint Node-RED has a new secret.').waitFor();
    await button(beside, 'Send a test').click();
    await beside.getByText('The test arrived.').waitFor();
    expect(isSigned(receiver.received.at(-1)!, renewed)).toBe(true);
  });

  it('a rule is made from what is observed, tried on history, fires, is told, and resolves', async () => {
    await tellUs();
    for (const celsius of [180, 255, 190]) await heat(celsius);
    const page = await open('/alerts/rules');
    await page.getByText('No rule yet').waitFor();
    await button(page, 'New rule').click();
    await choose(page, suggested(page, 'Kind'), 'Number over or under a threshold');
    await suggested(page, 'Topic filter').fill('oven/+/state');
    await sheet(page).getByText('1 topic', { exact: true }).waitFor();
    await suggested(page, 'Number in the payload').click();
    await page.getByRole('option', { name: '/zone/celsius' }).click();
    await button(sheet(page), 'Add rule').click();
    await sheet(page).getByText('Enter a number.').waitFor();
    await field(page, 'Threshold').fill('250');
    await field(page, 'Name').fill('Oven too hot');
    await field(page, 'Description (optional)').fill('Open the door, call the night shift.');
    await sheet(page).getByRole('radio', { name: 'Critical' }).click();
    await button(sheet(page), 'Add a label').click();
    await field(page, 'Name of label 1').fill('team');
    await field(page, 'Value of label 1').fill('ovens');
    await button(sheet(page), 'Test').click();
    await sheet(page).getByText('It would have fired 1 time.').waitFor();
    await sheet(page).getByText('It holds for 0 of 1.').waitFor();
    await isFineEverywhere(page, keepAs('alert-rule'));
    await button(sheet(page), 'Add rule').click();
    await page.getByText('The rule Oven too hot was added.').waitFor();
    await row(page, 'Oven too hot').getByText('Well').waitFor();
    await row(page, 'Oven too hot').getByText('/zone/celsius over 250: oven/+/state').waitFor();
    await isFineEverywhere(page);

    await page.goto('/alerts');
    await page.getByText('1 rule is watched.').waitFor();
    await heat(260);
    await bell(page).waitFor();
    expect(await bell(page).innerText()).toMatch(/1 alert fires, the gravest is critical/);
    await active(page).getByText('/zone/celsius of oven/1/state is 260.').waitFor();
    await active(page).getByText('team=ovens').waitFor();
    await until(() => receiver.last('alert_firing') !== undefined);
    expect(receiver.last('alert_firing')).toMatchObject({
      ...{ severity: 'critical', rule: { name: 'Oven too hot', labels: { team: 'ovens' } } },
    });
    await heat(300, 'oven/2');
    await active(page).getByText('oven/2/state is 300.').waitFor();
    await isFineEverywhere(page);
    await page.goto('/overview');
    const attention = page.getByRole('region', { name: 'Needs attention' });
    await attention.getByRole('link', { name: 'Oven too hot' }).click();
    await page.waitForURL('**/alerts');

    await Promise.all([heat(200), heat(200, 'oven/2')]);
    await page.getByText('Nothing fires.').waitFor();
    await bell(page).waitFor({ state: 'detached' });
    await until(() => receiver.last('alert_resolved') !== undefined);
    await row(page, 'oven/1/state is').getByText('Resolved').waitFor();
    await isFineEverywhere(page);

    await page.getByRole('tab', { name: 'Deliveries' }).click();
    const deliveries = page.getByRole('table', { name: 'Deliveries, newest first' });
    await deliveries.getByRole('row').filter({ hasText: 'Resolved' }).first().waitFor();
    await choose(page, page.getByRole('combobox', { name: 'State' }), 'Delivered');
    const fired = deliveries.getByRole('row').filter({ hasText: 'Firing' }).last();
    await fired.getByRole('link').click();
    const beside = detail(page, 'Delivery');
    await beside.getByText('"oven/1/state"').waitFor();
    await beside.getByText('Answered 200').waitFor();
    await beside.getByText('thanks, 200').waitFor();
    await beside.getByText('X-MCM-Event: alert_firing').waitFor();
    await isFineEverywhere(page, keepAs('alert-delivery'));
  });

  it('in a maintenance window nobody is told, until it ends', async () => {
    await tellUs();
    await tooHot('kiln/+/state');
    const page = await open('/alerts');
    await button(page, 'New window').click();
    await button(sheet(page), 'Add window').click();
    await sheet(page).getByText('Give it a name.').waitFor();
    await field(page, 'Name').fill('Cleaning of the ovens');
    await isFineEverywhere(page);
    await button(sheet(page), 'Add window').click();
    const windows = page.getByRole('list', { name: 'Maintenance windows' });
    await windows.getByText('in force').waitFor();
    await heat(270, 'kiln/1');
    await active(page).getByText('Nobody is told').waitFor();
    await isFineEverywhere(page);
    expect(receiver.received).toEqual([]);
    await button(page, 'Actions for the window Cleaning of the ovens').click();
    await page.getByRole('menuitem', { name: 'End now' }).click();
    await page.getByText('The maintenance window Cleaning of the ovens has ended.').waitFor();
    await until(() => receiver.last('alert_firing') !== undefined);
    await active(page).getByText('Nobody is told').waitFor({ state: 'detached' });
    await button(page, '1 window over').click();
    await button(page, 'Actions for the window Cleaning of the ovens').click();
    await page.getByRole('menuitem', { name: 'Delete …' }).click();
    await button(question(page), 'Delete').click();
    await page.getByText('The maintenance window Cleaning of the ovens was deleted.').waitFor();

    await button(page, 'New window').click();
    await sheet(page).getByRole('radio', { name: 'Every week' }).click();
    await field(page, 'Name').fill('Nights');
    await button(sheet(page), 'Add window').click();
    await sheet(page).getByText('Choose a day.').waitFor();
    await button(sheet(page), 'Mon').click();
    await isFineEverywhere(page);
    await button(sheet(page), 'Add window').click();
    await windows.getByText('Mon 22:00–23:00, Europe/Berlin').waitFor();
  });

  it('a rule is switched off in one step, changed, and deleted in two', async () => {
    await tooHot('grill/+/state');
    await heat(300, 'grill/1');
    await until(async () => (await call<{ firing: number }>('GET', '/alerts')).firing === 1);
    const page = await open('/alerts/rules');
    const enabled = page.getByRole('switch', { name: 'Enabled: Too hot' });
    await enabled.click();
    await page.getByText('The rule Too hot was disabled.').waitFor();
    await row(page, 'Too hot').getByText('Off').waitFor();
    await enabled.click();
    await page.getByText('The rule Too hot was enabled.').waitFor();
    await page.getByRole('link', { name: 'Too hot' }).click();
    await detail(page, 'Rule').getByText('Fired last').waitFor();
    // Switched on again it fires again, so there may be two of them by now.
    await detail(page, 'Rule').getByRole('table').getByText('grill/1/state is').first().waitFor();
    await isFineEverywhere(page);
    await button(detail(page, 'Rule'), 'Change').click();
    await field(page, 'Has to hold for').fill('2');
    await button(sheet(page), 'Save').click();
    await page.getByText('The rule Too hot was changed.').waitFor();
    await detail(page, 'Rule').getByText('After it has held for 2 min').waitFor();
    await button(page, 'Actions for Too hot').click();
    await page.getByRole('menuitem', { name: 'Delete …' }).click();
    await question(page).getByText('/zone/celsius over 250: grill/+/state').waitFor();
    await button(question(page), 'Delete').click();
    await page.getByText('The rule Too hot was deleted.').waitFor();
    await page.getByText('No rule yet').waitFor();
  });

  it('what was given up can be tried again', async () => {
    receiver.status = 410;
    const { id } = await tellUs();
    await call('POST', `/webhooks/${id}/test`);
    receiver.status = 200;
    const page = await open('/alerts/deliveries?state=given_up');
    await page
      .getByRole('link', { name: /^A test of the webhook endpoint/ })
      .first()
      .click();
    const beside = detail(page, 'Delivery');
    await button(beside, 'Try again').click();
    await beside.getByText('Answered 200').waitFor();
    await beside.getByText('Delivered').waitFor();
  });

  it('a viewer sees alerts and rules, and is told why not the rest', async () => {
    const body = { name: 'Broker', severity: 'info', condition: { kind: 'broker_down' } };
    await call('POST', '/alert-rules', body);
    const viewer = await addPerson(at.site, 'vera', 'viewer');
    const page = await at.desk.openLoggedIn('/alerts', seat, viewer);
    await page.getByText('1 rule is watched.').waitFor();
    expect(await button(page, 'New window').getAttribute('aria-disabled')).toBe('true');
    await page.getByRole('tab', { name: 'Endpoints Needs the role operator.' }).waitFor();
    await page.goto('/alerts/rules');
    await page.getByText('Needs the role operator. You are viewer.').first().waitFor();
    const enabled = page.getByRole('switch', { name: 'Enabled: Broker' });
    expect(await enabled.getAttribute('aria-disabled')).toBe('true');
    await isFineEverywhere(page);
    for (const [path, what] of [
      ['endpoints', 'The endpoints'],
      ['deliveries', 'The deliveries'],
    ]) {
      await page.goto(`/alerts/${path}`);
      await page.getByRole('heading', { name: what! }).waitFor();
    }
    await isFineEverywhere(page);
  });
});
