import { beforeAll, describe, expect, it } from '@jest/globals';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { isFineEverywhere } from './sight.js';
import { choose, row } from './tree.js';
import { visit } from './visit.js';

const at = visit();

const value = (page: Page) => page.getByRole('region', { name: 'Value' });
const change = (page: Page) => page.getByRole('region', { name: 'Change' });
const found = (page: Page) =>
  page.getByRole('listbox', { name: /^(Topics|All topics|The topic|line2)/ });
const history = (page: Page) => page.getByRole('listbox', { name: 'History' });
const field = (page: Page) => page.getByRole('searchbox', { name: 'Search topics' });
const option = (page: Page, topic: string): Locator =>
  found(page)
    .getByRole('option')
    .filter({ has: page.locator(`.name[title="${topic}"]`) });

/** What stands in the address beside the topic. */
const query = (page: Page) => new URL(page.url()).searchParams;

/** `{"rpm": 1400}` in CBOR. */
const CBOR = Uint8Array.from([0xa1, 0x63, 0x72, 0x70, 0x6d, 0x19, 0x05, 0x78]);

beforeAll(async () => {
  const cbor = join(at.site.home.path, 'cbor');
  await writeFile(cbor, CBOR);
  await at.site.publish('meter/cbor', { payload: { file: cbor } });
  for (const rpm of [1191, 1187, 1184])
    await at.site.publish('line2/filler/speed', {
      payload: JSON.stringify({ rpm, set: 1200, ok: true }),
    });
  await at.site.publish('line2/filler/state', { payload: 'RUNNING', retain: true });
  await at.site.publish('line1/filler/speed', { payload: '{"rpm":900}' });
  await at.site.publish('line2/oven/door', { payload: 'closed' });
});

describe('a search', () => {
  it('finds topics by part of their name, says how many, and can be sent to somebody', async () => {
    const page = await at.desk.openLoggedIn('/topics');
    await field(page).waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type('SPEED');
    await page.getByText('Topics with “SPEED” in their name').waitFor();
    await option(page, 'line2/filler/speed').waitFor();
    await option(page, 'line1/filler/speed').waitFor();
    await page.getByText('2 topics', { exact: true }).waitFor();
    expect(query(page).get('q')).toBe('SPEED');

    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('End');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'line2/filler/speed' }).waitFor();
    await page.reload();
    await page.getByRole('heading', { name: 'line2/filler/speed' }).waitFor();
    await option(page, 'line1/filler/speed').waitFor();
  });

  it('takes what looks like a filter for one, and explains what is wrong with it', async () => {
    const page = await at.desk.openLoggedIn('/topics');
    await field(page).fill('line2/+/speed');
    await page.getByText('+ is any one level').waitFor();
    await option(page, 'line2/filler/speed').waitFor();
    expect(await found(page).getByRole('option').count()).toBe(1);
    await field(page).fill('line2/');
    await option(page, 'line2/oven/door').waitFor();
    await field(page).fill('line2/sp#');
    await page.getByText('must stand alone in their level').waitFor();
    await page.getByRole('button', { name: 'Show the tree again' }).click();
    await row(page, 'line2').waitFor();
    expect(await field(page).inputValue()).toBe('');
  });

  it('finds values, and says when there is nothing', async () => {
    const page = await at.desk.openLoggedIn('/topics');
    await field(page).fill('running');
    await page.getByRole('radio', { name: 'Value contains' }).click();
    await option(page, 'line2/filler/state').waitFor();
    expect(query(page).get('mode')).toBe('value');
    await field(page).fill('running backwards');
    await page.getByText('Nothing found').waitFor();
    await page.getByRole('button', { name: 'Clear' }).click();
    await row(page, 'line2').waitFor();
  });

  it('shows new values of what was found', async () => {
    const page = await at.desk.openLoggedIn('/topics?q=door');
    await option(page, 'line2/oven/door').getByText('closed').waitFor();
    await at.site.publish('line2/oven/door', { payload: 'open' });
    await option(page, 'line2/oven/door').getByText('open').waitFor();
  });
});

describe('the topics', () => {
  it('stand in a list sorted as one likes, or only those that are retained', async () => {
    const page = await at.desk.openLoggedIn('/topics');
    const menu = page.getByRole('button', { name: /^Sort and show/ });
    await menu.click();
    await page.getByRole('menuitemradio', { name: 'List by messages' }).click();
    await option(page, 'line2/filler/speed').waitFor();
    const first = found(page).getByRole('option').first();
    expect(await first.locator('.name').getAttribute('title')).toBe('line2/filler/speed');
    await menu.click();
    await page.getByRole('menuitemradio', { name: 'Retained only' }).click();
    await page.getByText('1 topic', { exact: true }).waitFor();
    await option(page, 'line2/filler/state').click();
    await page.getByText('held now').waitFor();
    await page.getByRole('link', { name: 'line2', exact: true }).click();
    await page.getByText('A level of the tree, not a topic').waitFor();
    await row(page, 'line2').and(page.locator('.selected')).waitFor();
  });

  it('of the broker itself stand last', async () => {
    const page = await at.desk.openLoggedIn('/topics');
    await row(page, '$SYS').waitFor();
    expect(await page.getByRole('treeitem').last().getAttribute('id')).toBe(
      await row(page, '$SYS').getAttribute('id'),
    );
  });
});

describe('a message', () => {
  it('shows what it changed, and those before can be gone through', async () => {
    const page = await at.desk.openLoggedIn('/topics?q=speed');
    await option(page, 'line2/filler/speed').click();
    await change(page).getByText('1184').waitFor();
    expect(await change(page).innerText()).toMatch(/1187[^]*1184[^]*2 other fields unchanged/);
    await page.getByText('all 3 held').waitFor();

    await history(page).getByRole('option').nth(1).click();
    await page.getByText('Message 2 of 3').waitFor();
    await change(page).getByText('1191').waitFor();
    await page.reload();
    await page.getByText('Message 2 of 3').waitFor();
    await value(page).getByText('1187').waitFor();
    await history(page).getByRole('option').nth(2).waitFor();
    await history(page).focus();
    await page.keyboard.press('ArrowDown');
    await page.getByText('Message 1 of 3').waitFor();
    await page.getByText('This is the first message').waitFor();
    await page.getByRole('button', { name: 'Back to the latest' }).click();
    await value(page).getByText('1184').waitFor();
    expect(query(page).get('number')).toBeNull();
  });

  it('is read in the form that fits, and says why it does not read as another', async () => {
    const page = await at.desk.openLoggedIn('/topics?q=cbor');
    await option(page, 'meter/cbor').click();
    await value(page).getByText('"rpm"').waitFor();
    await page.getByRole('radio', { name: 'JSON' }).click();
    await page.getByText('This does not read as JSON.').waitFor();
    await page.reload();
    await page.getByText('This does not read as JSON.').waitFor();
    await page.getByRole('button', { name: 'Show as CBOR' }).click();
    await value(page).getByText('1400').waitFor();
  });

  it('is downloaded as it was sent, and its history as JSON lines', async () => {
    const page = await at.desk.openLoggedIn('/topics?q=cbor');
    await option(page, 'meter/cbor').click();
    await value(page).getByText('"rpm"').waitFor();
    const download = async (button: string) => {
      const coming = page.waitForEvent('download');
      await page.getByRole('button', { name: button, exact: true }).click();
      const file = await coming;
      return { name: file.suggestedFilename(), bytes: await readFile(await file.path()) };
    };
    const raw = await download('Download the value');
    expect(raw.name).toBe('meter-cbor-1.cbor');
    expect(Uint8Array.from(raw.bytes)).toEqual(CBOR);
    const lines = await download('Export');
    expect(lines.name).toBe('meter-cbor-history.jsonl');
    expect(JSON.parse(lines.bytes.toString().split('\n')[0]!)).toMatchObject({
      number: 1,
      payload: { encoding: 'base64', data: Buffer.from(CBOR).toString('base64') },
    });
  });
});

describe('a number', () => {
  it('is plotted from its line, stays in the address, and goes on with the stream', async () => {
    const page = await at.desk.openLoggedIn('/topics?q=speed');
    await option(page, 'line2/filler/speed').click();
    await page.getByRole('button', { name: 'Plot rpm' }).focus();
    await page.keyboard.press('Enter');
    const plot = page.getByRole('img', { name: /^rpm over 10 min: now 1,184/ });
    await plot.waitFor();
    await page.reload();
    await plot.waitFor();
    await at.site.publish('line2/filler/speed', { payload: '{"rpm":1210,"set":1200,"ok":true}' });
    await page.getByRole('img', { name: /now 1,210, least 1,184, most 1,210/ }).waitFor();
    await option(page, 'line1/filler/speed').click();
    await page.getByRole('img', { name: /^line2\/filler\/speed · rpm/ }).waitFor();
    await page.getByRole('button', { name: /Take .* from the plots/ }).click();
    await page.getByRole('heading', { name: 'Plots' }).waitFor({ state: 'detached' });
    expect(query(page).has('plot')).toBe(false);
  });
});

describe('what was not recorded', () => {
  it('stands as a gap in the history, and below the topics', async () => {
    const page = await at.desk.openLoggedIn('/topics?q=speed');
    await option(page, 'line1/filler/speed').click();
    await value(page).getByText('900').waitFor();
    await at.site.broker.kill();
    await page.getByText('Broker gone').waitFor();
    await at.site.broker.restart();
    await page.getByRole('banner').getByText('Connected').waitFor();
    await at.site.publish('line1/filler/speed', { payload: '{"rpm":901}' });
    await history(page).getByText('not recorded: MCM was not connected').first().waitFor();
    await page.getByRole('button', { name: '1 gap' }).waitFor();
  });
});

describe('a person can see and read', () => {
  it('a topic with its change, plots and history, on every screen', async () => {
    const page = await at.desk.openLoggedIn('/topics?q=speed', { still: true });
    await option(page, 'line2/filler/speed').click();
    await page.getByRole('button', { name: 'Plot rpm' }).click();
    await page.getByRole('img', { name: /^rpm over/ }).waitFor();
    await history(page).getByRole('option').filter({ hasText: '1187' }).click();
    await page.getByText(/^Message \d+ of/).waitFor();
    await isFineEverywhere(page);
  });

  it('what was found, and that there is nothing', async () => {
    const page = await at.desk.openLoggedIn('/topics?q=line2', { still: true });
    await option(page, 'line2/oven/door').waitFor();
    await isFineEverywhere(page);
    await field(page).fill('nothing of the kind');
    await page.getByText('Nothing found').waitFor();
    await isFineEverywhere(page);
    await field(page).fill('a/b#');
    await page.getByText('Not a filter yet').waitFor();
    await isFineEverywhere(page);
  });

  it('a topic that can be chosen by keyboard alone', async () => {
    const page = await at.desk.openLoggedIn('/topics');
    await choose(page, 'line2/filler/state');
    await value(page).getByText('RUNNING').waitFor();
    await page.keyboard.press('/');
    expect(await field(page).and(page.locator(':focus')).count()).toBe(1);
    await page.keyboard.type('oven');
    await option(page, 'line2/oven/door').waitFor();
    await page.keyboard.press('Escape');
    await row(page, 'line2').waitFor();
  });
});
