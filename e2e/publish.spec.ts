import { beforeAll, describe, expect, it } from '@jest/globals';
import { until } from '#testing';
import type { Page } from 'playwright-core';
import type { Seat } from './desk.js';
import { listen, retainedAt } from './listener.js';
import { addPerson, type Person } from './people.js';
import { isFineEverywhere } from './sight.js';
import { choose, row } from './tree.js';
import { visit } from './visit.js';

const at = visit();
const seat: Seat = { still: true };

let vic: Person;
beforeAll(async () => {
  vic = await addPerson(at.site, 'vic.viewer', 'viewer');
});

const sheet = (page: Page) => page.getByRole('dialog', { name: 'Publish' });
const topic = (page: Page) => sheet(page).getByRole('textbox', { name: 'Topic', exact: true });
const payload = (page: Page) => sheet(page).getByRole('textbox', { name: 'Payload' });
const button = (page: Page, name: string) => sheet(page).getByRole('button', { name, exact: true });
const publish = (page: Page) => button(page, 'Publish').click();
const says = (page: Page, text: string | RegExp) => sheet(page).getByText(text).waitFor();

async function open(to: string): Promise<Page> {
  // Logged in first: behind an open sheet there is no banner for who cannot see.
  const page = await at.desk.openLoggedIn('/topics', seat);
  await page.goto(`/topics?publish=${encodeURIComponent(to)}`);
  await sheet(page).waitFor();
  return page;
}

/** The address follows once the sheet is gone. */
const hasLeft = (page: Page) => page.waitForURL((url) => !url.searchParams.has('publish'));

async function chooseForm(page: Page, name: string): Promise<void> {
  await sheet(page).getByRole('combobox', { name: 'Form of the payload' }).click();
  await page.getByRole('option', { name, exact: true }).click();
}

describe('a message', () => {
  it('is published with what was typed, and the sheet is there for the next one', async () => {
    const heard = await listen(at.site, 'hall/#');
    const page = await open('hall/1/light');
    expect(await topic(page).inputValue()).toBe('hall/1/light');
    await payload(page).fill('grün');
    await says(page, '5 bytes');
    await publish(page);
    await says(page, 'Sent. QoS 0 is not acknowledged.');
    await until(() => heard.some((message) => message.payload.toString() === 'grün'));

    await sheet(page).getByRole('radio', { name: '1', exact: true }).click();
    await payload(page).fill('red');
    await publish(page);
    await says(page, 'Acknowledged by the broker.');
    await until(() =>
      heard.some(({ qos, payload: bytes }) => qos === 1 && bytes.toString() === 'red'),
    );
    await isFineEverywhere(page);
    await button(page, 'Close').last().click();
    await sheet(page).waitFor({ state: 'detached' });
    await hasLeft(page);
    expect(new URL(page.url()).search).toBe('');
  });

  it('carries the properties of MQTT 5', async () => {
    const heard = await listen(at.site, 'asked/#');
    const page = await open('asked/7');
    await payload(page).fill('{"n":1}');
    await sheet(page).getByText('MQTT 5 properties').click();
    const field = (name: string) => sheet(page).getByRole('textbox', { name, exact: true });
    await field('Content type').fill('application/json');
    await field('Response topic').fill('answers/#');
    await says(page, /cannot contain the wildcards/);
    await field('Response topic').fill('answers/7');
    await field('Correlation data, Base64').fill('AQID');
    await field('Expiry, seconds').fill('soon');
    await says(page, /whole number of seconds/);
    await field('Expiry, seconds').fill('60');
    await sheet(page).getByRole('checkbox', { name: 'The payload is UTF-8 text' }).check();
    for (let row = 0; row < 3; row += 1) await button(page, 'Add').click();
    await field('Name').nth(0).fill('site');
    await field('Value').nth(0).fill('nord');
    await field('Name').nth(1).fill('site');
    await field('Value').nth(1).fill('süd');
    await button(page, 'Remove user property 3').click();
    await isFineEverywhere(page);
    await publish(page);
    await says(page, 'Sent. QoS 0');
    await until(() => heard.length === 1);
    expect(heard[0]?.properties).toMatchObject({
      contentType: 'application/json',
      responseTopic: 'answers/7',
      correlationData: Buffer.from([1, 2, 3]),
      messageExpiryInterval: 60,
      payloadFormatIndicator: true,
      userProperties: { site: ['nord', 'süd'] },
    });
  });

  it('is said to be heard by nobody', async () => {
    const page = await open('$own/topic');
    await says(page, 'MCM will not show it');
    await sheet(page).getByRole('radio', { name: '1', exact: true }).click();
    await publish(page);
    await says(page, 'Acknowledged. Nobody subscribes to this topic.');
  });

  it('is updated by itself where it is looked at', async () => {
    await at.site.publish('hall/2/door', { payload: 'open' });
    const page = await at.desk.openLoggedIn('/topics', seat);
    await choose(page, 'hall/2/door');
    await row(page, 'hall/2/door').getByText('open').waitFor();
    await page.waitForURL(/\/topics\/./);
    await page.goto(`${new URL(page.url()).pathname}?publish=`);
    await sheet(page).waitFor();
    expect(await topic(page).inputValue()).toBe('hall/2/door');
    await payload(page).fill('closed');
    await page.keyboard.press('Control+Enter');
    await says(page, 'Sent. QoS 0');
    await page.keyboard.press('Escape');
    await row(page, 'hall/2/door').getByText('closed').waitFor();
  });
});

describe('a payload', () => {
  it.each([
    ['JSON', '{"a":1,}', '{"a":1}', Buffer.from('{"a":1}')],
    ['Hex', 'de a', 'de ad', Buffer.from([0xde, 0xad])],
    ['Base64', '3q*', '3q0=', Buffer.from([0xde, 0xad])],
    ['CBOR, from JSON', '{"a":', '{"a":1}', Buffer.from([0xa1, 0x61, 0x61, 1])],
    ['MessagePack, from JSON', '[1', '[1]', Buffer.from([0x91, 1])],
  ])('is checked while it is typed, and sent as bytes: %s', async (form, wrong, right, bytes) => {
    const heard = await listen(at.site, 'forms/#');
    const page = await open('forms/1');
    await chooseForm(page, form);
    await payload(page).fill(wrong);
    await payload(page).and(page.locator('[aria-invalid="true"]')).waitFor();
    await publish(page);
    await payload(page).and(page.locator(':focus')).waitFor();
    if (form === 'JSON') await isFineEverywhere(page);
    await payload(page).fill(right);
    await publish(page);
    await says(page, 'Sent. QoS 0');
    await until(() => heard.length > 0);
    expect(heard.map((message) => message.payload)).toEqual([bytes]);
  });

  it('that is retained is kept by the broker, and an empty one takes it away', async () => {
    const page = await open('hall/3/mode');
    await payload(page).fill('night');
    await sheet(page).getByRole('checkbox', { name: 'Retain' }).check();
    await says(page, /The broker keeps it/);
    await publish(page);
    await says(page, 'Sent. QoS 0');
    expect(await retainedAt(at.site, 'hall/3/mode')).toEqual({ 'hall/3/mode': 'night' });

    await payload(page).fill('');
    await says(page, /An empty retained payload deletes/);
    await publish(page);
    const question = page.getByRole('alertdialog', { name: 'Delete what is retained' });
    await question.getByText('hall/3/mode').waitFor();
    await isFineEverywhere(page);
    await question.getByRole('button', { name: 'Keep it' }).click();
    expect(await retainedAt(at.site, 'hall/3/mode')).toEqual({ 'hall/3/mode': 'night' });
    await publish(page);
    await question.getByRole('button', { name: 'Delete it' }).click();
    await says(page, 'Sent. QoS 0');
    expect(await retainedAt(at.site, 'hall/3/mode')).toEqual({});
  });

  it('is there to be used again, sent or not', async () => {
    const page = await open('hall/4');
    await payload(page).fill('first');
    // With the pointer on the button, its hint would be what Escape takes away first.
    await page.keyboard.press('Control+Enter');
    await says(page, 'Sent. QoS 0');
    await payload(page).fill('not sent');
    await page.keyboard.press('Escape');
    await sheet(page).waitFor({ state: 'detached' });
    await hasLeft(page);
    await page.goBack();
    await sheet(page).waitFor();
    expect(await payload(page).inputValue()).toBe('not sent');
    await button(page, 'Sent before').click();
    await page.getByRole('menuitem').filter({ hasText: 'first' }).click();
    await until(async () => (await payload(page).inputValue()) === 'first');
  });
});

describe('what goes wrong', () => {
  it('is said at the topic', async () => {
    const page = await open('');
    await topic(page).and(page.locator(':focus')).waitFor();
    await publish(page);
    await says(page, 'Enter a topic.');
    await topic(page).fill('hall/#');
    await says(page, /cannot contain the wildcards/);
    await topic(page).fill('$SYS/broker/uptime');
    await says(page, /lets nobody write/);
  });

  it('is said at the field that the server names', async () => {
    const page = await open('hall/5');
    const errors = [{ pointer: '/topic', detail: 'Not this one.' }];
    const problem = {
      type: '/problems/validation-failed',
      title: 'Not valid',
      status: 400,
      errors,
    };
    await page.route('**/api/v1/messages', (route) =>
      route.fulfill({ status: 400, json: problem }),
    );
    await publish(page);
    await says(page, 'Not this one.');
    await topic(page).and(page.locator(':focus')).waitFor();
    await topic(page).fill('hall/6');
    await sheet(page).getByText('Not this one.').waitFor({ state: 'detached' });
  });

  it('is said in the sheet when the broker is gone, and nothing typed is lost', async () => {
    const page = await open('hall/7');
    await payload(page).fill('still here');
    await at.site.broker.kill();
    await page.getByText('Broker gone').waitFor();
    await publish(page);
    await says(page, 'The broker cannot be reached.');
    await isFineEverywhere(page);
    await at.site.broker.restart();
    await page.getByText('Connected', { exact: true }).waitFor();
    expect(await payload(page).inputValue()).toBe('still here');
    await publish(page);
    await says(page, 'Sent. QoS 0');
  });

  it('is told to who may not publish, before they try', async () => {
    const page = await at.desk.openLoggedIn('/topics?publish=hall/8', seat, vic);
    await says(page, 'Needs the role operator. You are viewer.');
    expect(await button(page, 'Publish').getAttribute('aria-disabled')).toBe('true');
    await isFineEverywhere(page);
  });
});
