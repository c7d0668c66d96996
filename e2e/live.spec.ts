import { describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { until } from '#testing';
import type { Page } from 'playwright-core';
import { ask, tokenOf } from './people.js';
import { choose, row } from './tree.js';
import { visit } from './visit.js';

const at = visit();

const value = (page: Page) => page.getByRole('region', { name: 'Value' });

/** As much of an element of the browser as is asked for here; no test has the browser's types. */
interface Box {
  readonly lastElementChild: Box;
  getBoundingClientRect(): { readonly bottom: number };
}

/** The broker's log comes over a connection of its own, which comes back by itself: as its figures come, it is there. */
async function logIsHeard(): Promise<void> {
  const begun = Date.now();
  const token = await tokenOf(at.site);
  await until(async () => {
    const { sys } = await ask<{ sys: { observedAt?: string } }>(at.site, '/api/v1/status', token);
    return Date.parse(sys.observedAt ?? '') > begun;
  });
}

const says = (page: Page, text: string) => page.getByRole('banner').getByText(text).waitFor();

describe('messages', () => {
  it('begin with the line that an empty page shows', async () => {
    const page = await at.desk.openLoggedIn('/topics');
    await page.getByText('No message yet').waitFor();
    const line = await page.getByText('mosquitto_pub').innerText();
    await promisify(execFile)('sh', ['-c', line]);
    await choose(page, 'hello/world');
    await value(page).getByText('"n"').waitFor();
  });

  it('are on the page as they come', async () => {
    const page = await at.desk.openLoggedIn('/topics');
    await says(page, 'Connected');
    await at.site.publish('press/7/force', { payload: '812' });
    await choose(page, 'press/7/force');
    await value(page).getByText('812').waitFor();
    await page.getByText('Live', { exact: true }).waitFor();

    for (const payload of ['813', '{"kN":814}', 'stopped']) {
      await at.site.publish('press/7/force', { payload });
      await row(page, 'press/7/force').getByText(payload).waitFor();
      await value(page)
        .getByText(payload === '{"kN":814}' ? '814' : payload)
        .waitFor();
    }
  });

  it('stand still while the tree is paused, and are all there afterwards', async () => {
    const page = await at.desk.openLoggedIn('/topics');
    await at.site.publish('press/8', { payload: 'before' });
    await choose(page, 'press/8');
    await row(page, 'press/8').getByText('before').waitFor();
    await page.getByRole('button', { name: 'Pause' }).click();
    await at.site.publish('press/8', { payload: 'after' });
    // A second tab is the fence: what it shows, the first one could have shown.
    const other = await at.desk.openLoggedIn('/topics');
    await choose(other, 'press/8');
    await value(other).getByText('after').waitFor();
    expect(await row(page, 'press/8').getByText('before').isVisible()).toBe(true);
    await page.getByRole('button', { name: 'Go on' }).click();
    await row(page, 'press/8').getByText('after').waitFor();
  });

  it('are counted on the overview', async () => {
    const page = await at.desk.openLoggedIn('/overview');
    await at.site.publish('press/9/strokes', { payload: '1' });
    const busiest = page.getByRole('region', { name: 'Busiest topics' });
    await busiest.getByRole('link', { name: 'press/9/strokes' }).click();
    await page.getByRole('heading', { name: 'press/9/strokes' }).waitFor();
  });
});

describe('what is odd', () => {
  it('is shown as what it is: bytes, nothing at all, a megabyte', async () => {
    const bytes = join(at.site.home.path, 'bytes');
    await writeFile(
      bytes,
      Uint8Array.from({ length: 256 }, (_, index) => index),
    );
    const large = join(at.site.home.path, 'large');
    await writeFile(large, JSON.stringify({ log: 'x'.repeat(1_000_000) }));

    const page = await at.desk.openLoggedIn('/topics');
    await at.site.publish('odd/bytes', { payload: { file: bytes } });
    await choose(page, 'odd/bytes');
    await row(page, 'odd/bytes').getByText('256 B, binary').waitFor();
    await value(page).getByText('00 01 02 03').waitFor();

    await at.site.publish('odd/empty');
    await row(page, 'odd/empty').getByText('0 bytes').waitFor();
    await choose(page, 'odd/empty');
    await page.getByText('The payload is empty').waitFor();

    await at.site.publish('odd/large', { payload: { file: large } });
    await choose(page, 'odd/large');
    await page.getByRole('term').filter({ hasText: 'Size' }).waitFor();
    await page.getByText('1 MB', { exact: true }).waitFor();
    await page.getByRole('radio', { name: 'Text' }).click();
    await value(page).getByText('{"log":"xxxx').waitFor();
  });

  const long = 'a level of many letters '.repeat(25).slice(0, 500);
  it.each([
    ['an empty level', 'a//b'],
    ['a leading slash', '/lead'],
    ['other scripts', 'größe/温度/🌡'],
    ['500 characters', `long/${long}`],
    ['markup', 'markup/<img src=x onerror=alert(1)>'],
  ])('is a topic like any other: %s', async (_, topic) => {
    const page = await at.desk.openLoggedIn('/topics');
    const payload = '<script>document.title = "taken"</script>';
    await at.site.publish(topic, { payload });
    await choose(page, topic);
    await value(page).getByText(payload).waitFor();
    const name = page.getByRole('heading', { level: 1 }).locator('b');
    expect(await name.innerText()).toBe(topic.split('/').at(-1));
    expect(await page.title()).toBe(`${topic} · MCM`);
    expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBe(0);
    expect(await page.locator('img').count()).toBe(0);
  });
});

describe('the broker', () => {
  it('is said to be gone when it is, and everything goes on when it is back', async () => {
    await at.site.publish('press/7/force', { payload: '812' });
    const page = await at.desk.openLoggedIn('/topics');
    await choose(page, 'press/7/force');
    await says(page, 'Connected');

    await at.site.broker.kill();
    await says(page, 'Broker gone');
    await page.getByRole('link', { name: 'Overview', exact: true }).click();
    await page.getByText('The broker cannot be reached').waitFor();

    await at.site.broker.restart();
    await says(page, 'Connected');
    await page.getByText('The broker cannot be reached').waitFor({ state: 'detached' });
    await page.goBack();
    await at.site.publish('press/7/force', { payload: 'on again' });
    await value(page).getByText('on again').waitFor();
  });

  it('tells its log, live, and what is shown of it is in the address', async () => {
    await logIsHeard();
    const page = await at.desk.openLoggedIn('/log');
    const lines = page.getByRole('list', { name: 'Log lines' }).getByRole('listitem');
    const client = await at.site.broker.connect({ clientId: 'label-printer' });
    await lines.filter({ hasText: 'as label-printer' }).waitFor();

    await page.getByLabel('Text in the message').fill('label-printer');
    await page.waitForURL('**/log?text=label-printer');
    await page.getByRole('combobox', { name: 'Least severity' }).click();
    await page.getByRole('option', { name: 'notice and above' }).click();
    await page.waitForURL(/severity=notice/);
    await lines.filter({ hasText: 'as label-printer' }).waitFor();
    await page.reload();
    expect(await page.getByLabel('Text in the message').inputValue()).toBe('label-printer');
    await lines.filter({ hasText: 'as label-printer' }).waitFor();

    await page.getByRole('button', { name: 'Pause' }).click();
    await client.endAsync();
    await page.getByText(/Paused · [1-9]/).waitFor();
    await page.getByRole('button', { name: 'Go on' }).click();
    await lines.filter({ hasText: 'Client label-printer' }).first().waitFor();
  });
});

describe('the log', () => {
  it.each([1440, 390] as const)('has its newest line in sight, at %s px', async (width) => {
    await logIsHeard();
    for (let client = 0; client < 12; client += 1)
      await at.site.publish(`press/${client}/light`, { payload: 'green' });
    const page = await at.desk.openLoggedIn('/log', { width });
    const list = page.getByRole('list', { name: 'Log lines' });
    await list.getByRole('listitem').nth(20).waitFor();
    await at.site.broker.connect({ clientId: 'the-last-one' });
    await list.getByText('as the-last-one').waitFor();
    await until(async () => {
      const edge = await list.evaluate((box: Box) => box.getBoundingClientRect().bottom);
      const end = await list.evaluate(
        (box: Box) => box.lastElementChild.getBoundingClientRect().bottom,
      );
      return end <= edge + 1;
    });
  });
});

describe('what the log shows', () => {
  it('can be kept as a file, by the filter that is set', async () => {
    await logIsHeard();
    const page = await at.desk.openLoggedIn('/log?text=keeps-a-file');
    const download = page.getByRole('button', { name: 'Download the lines that are shown' });
    await page.getByRole('heading', { name: 'Live log', level: 1 }).waitFor();
    expect(await download.getAttribute('aria-disabled')).toBe('true');
    await at.site.broker.connect({ clientId: 'keeps-a-file' });
    await page.getByRole('list', { name: 'Log lines' }).getByText('as keeps-a-file').waitFor();
    const waiting = page.waitForEvent('download');
    await download.click();
    const file = await waiting;
    expect(file.suggestedFilename()).toMatch(/^mcm-log-\d{8}-\d{6}\.txt$/);
    const lines = (await readFile(await file.path(), 'utf8')).trimEnd().split('\n');
    for (const line of lines) expect(line).toContain('keeps-a-file');
    expect(lines[0]).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z broker \w+ /);
  });
});

describe('the live view', () => {
  it('says that it is lost, and comes back by itself', async () => {
    await at.site.publish('press/7/force', { payload: '812', retain: true });
    const page = await at.desk.openLoggedIn('/topics');
    await choose(page, 'press/7/force');
    await value(page).getByText('812').waitFor();

    await at.site.stopMcm();
    const lost = page.getByRole('button', { name: 'Live view lost' });
    await lost.waitFor();
    await page.getByText('Lost', { exact: true }).waitFor();
    await page.getByText('MCM does not answer').waitFor();
    await says(page, 'Unknown');
    expect(await value(page).innerText()).toContain('812');

    await at.site.startMcm();
    await lost.waitFor({ state: 'detached' });
    await says(page, 'Connected');
    await at.site.publish('press/7/force', { payload: 'on again' });
    await value(page).getByText('on again').waitFor();
    await page.getByText('Live', { exact: true }).waitFor();
  });
});
