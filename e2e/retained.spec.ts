import { beforeAll, describe, expect, it } from '@jest/globals';
import { until } from '#testing';
import type { Page } from 'playwright-core';
import type { Seat } from './desk.js';
import { listen, retainedAt } from './listener.js';
import { addPerson, ask, tokenOf, type Person } from './people.js';
import { isFineEverywhere } from './sight.js';
import { visit } from './visit.js';

const at = visit();
const seat: Seat = { still: true };

const openPage = (path: string) => at.desk.openLoggedIn(path, seat);
const rows = (page: Page) => page.getByRole('table').getByRole('row');
const link = (page: Page, name: string) => page.getByRole('link', { name, exact: true });
const button = (page: Page, name: string | RegExp) =>
  page.getByRole('button', { name, exact: true });
const sheet = (page: Page) => page.getByRole('dialog', { name: 'Delete retained messages' });
const beside = (page: Page) => page.getByRole('complementary', { name: 'Deletion' });
const query = (page: Page) => Object.fromEntries(new URL(page.url()).searchParams);

/** Has it retained, and seen by MCM: the page asks for its list but once. */
async function retain(topic: string, payload: string): Promise<void> {
  await at.site.publish(topic, { payload, retain: true });
  const asked = { method: 'POST', body: { topics: [topic] } };
  const token = await tokenOf(at.site);
  await until(async () => {
    const { topics } = await ask<Seen>(at.site, '/api/v1/topics/lookup', token, asked);
    return topics.some((seen) => seen.retainedHeld && seen.payloadPreview === payload);
  });
}

interface Seen {
  readonly topics: readonly { readonly retainedHeld?: boolean; readonly payloadPreview?: string }[];
}

async function retainAll(...topics: readonly string[]): Promise<void> {
  for (const topic of topics) await retain(topic, `of ${topic}`);
}

/** The page with these topics on it. */
async function listed(path: string, ...topics: readonly string[]): Promise<Page> {
  const page = await openPage(path);
  for (const topic of topics) await link(page, topic).waitFor();
  return page;
}

async function preview(page: Page, filter: string): Promise<void> {
  await button(page, 'Delete by filter …').click();
  await sheet(page).getByRole('textbox', { name: 'Topic or filter' }).fill(filter);
  await sheet(page).getByRole('button', { name: 'Show what it hits' }).click();
}

describe('a broker that retains nothing', () => {
  it('is told so, and what a retained message is', async () => {
    const page = await openPage('/retained');
    await page.getByText('No retained message yet').waitFor();
    await page.getByText('0 seen').waitFor();
    expect(await page.title()).toBe('Retained · MCM');
    await isFineEverywhere(page);
    await button(page, 'Publish the first').click();
    const publish = page.getByRole('dialog', { name: 'Publish' });
    await publish.getByRole('textbox', { name: 'Topic' }).fill('first/of/all');
    await publish.getByRole('textbox', { name: 'Payload' }).fill('kept');
    await publish.getByRole('button', { name: 'Publish', exact: true }).click();
    await publish.getByText('Sent. QoS 0').waitFor();
    expect(await retainedAt(at.site, 'first/#')).toEqual({ 'first/of/all': 'kept' });
  });
});

describe('retained messages', () => {
  beforeAll(async () => {
    await retain('list/line-1/order', '{"order":"WO-2641"}');
    await retain('list/line-2/order', '{"order":"WO-2642"}');
    await retain('list/line-2/status', 'running');
  });

  it('are listed with their value, and counted beside what the broker counts', async () => {
    const page = await listed('/retained', 'list/line-1/order', 'list/line-2/status');
    const status = rows(page).filter({ hasText: 'list/line-2/status' });
    await status.getByRole('cell', { name: 'running', exact: true }).waitFor();
    await page.getByText(/the broker holds \d+ \(\$SYS included\)/).waitFor();
    await page.getByText(/\d seen/).hover();
    await page.locator('.mat-mdc-tooltip').getByText('since it began to observe').waitFor();
    await isFineEverywhere(page);
    await link(page, 'list/line-1/order').focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'list/line-2/order' }).waitFor();
    expect(new URL(page.url()).pathname).toMatch(/^\/topics\//);
  });

  it('are searched by topic, by filter and by value, and the address says how', async () => {
    const page = await listed('/retained', 'list/line-1/order');
    await page.getByRole('searchbox', { name: 'Part of the topic' }).fill('LINE-2');
    await link(page, 'list/line-1/order').waitFor({ state: 'detached' });
    expect(query(page)).toEqual({ contains: 'LINE-2' });

    await page.getByRole('combobox', { name: 'Search by' }).click();
    await page.getByRole('option', { name: 'Topic filter' }).click();
    const filter = page.getByRole('searchbox', { name: 'Topic filter' });
    await filter.fill('list/#/order');
    await page.getByText('This is no topic filter yet').waitFor();
    await isFineEverywhere(page);
    await filter.fill('list/+/order');
    await link(page, 'list/line-1/order').waitFor();
    expect(query(page)).toEqual({ filter: 'list/+/order' });
    await page.reload();
    await link(page, 'list/line-2/order').waitFor();
    expect(await filter.inputValue()).toBe('list/+/order');
    expect(await link(page, 'list/line-2/status').count()).toBe(0);

    await page.getByRole('combobox', { name: 'Search by' }).click();
    await page.getByRole('option', { name: 'Part of the value' }).click();
    await page.getByRole('searchbox', { name: 'Part of the value' }).fill('wo-2642');
    await link(page, 'list/line-1/order').waitFor({ state: 'detached' });
    await link(page, 'list/line-2/order').waitFor();
    await page.getByRole('searchbox', { name: 'Part of the value' }).fill('of the moon');
    await page.getByText('Nothing is found').waitFor();
    await isFineEverywhere(page);
    await button(page, 'Show all').click();
    await link(page, 'list/line-1/order').waitFor();
    expect(query(page)).toEqual({ by: 'value' });
  });

  it('are published anew from their row, with the value they have', async () => {
    const page = await listed('/retained?filter=list/%23', 'list/line-2/status');
    await button(page, 'Actions for list/line-2/status').click();
    await page.getByRole('menuitem', { name: 'Publish another value' }).click();
    const publish = page.getByRole('dialog', { name: 'Publish' });
    const payload = publish.getByRole('textbox', { name: 'Payload' });
    expect(await payload.inputValue()).toBe('running');
    expect(await publish.getByRole('checkbox', { name: 'Retain' }).isChecked()).toBe(true);
    await payload.fill('cleaning');
    await publish.getByRole('button', { name: 'Publish', exact: true }).click();
    await publish.getByText('Acknowledged by the broker.').waitFor();
    expect(await retainedAt(at.site, 'list/line-2/status')).toEqual({
      'list/line-2/status': 'cleaning',
    });
  });

  it('that cannot be read are said to be, and asked for again', async () => {
    const page = await openPage('/overview');
    await page.route('**/api/v1/retained?*', (route) => route.abort());
    await link(page, 'Retained').click();
    await page.getByText('The retained messages could not be read').waitFor();
    await isFineEverywhere(page);
    await page.unroute('**/api/v1/retained?*');
    await button(page, 'Try again').click();
    await link(page, 'list/line-1/order').waitFor();
  });
});

describe('a deletion', () => {
  it('of one message shows what it hits, is verified, and can be undone', async () => {
    await retainAll('one/a', 'one/b');
    const page = await listed('/retained?filter=one/%23', 'one/a', 'one/b');
    await button(page, 'Actions for one/a').click();
    await page.getByRole('menuitem', { name: 'Delete' }).click();
    await sheet(page).getByText('This one topic.').waitFor();
    await sheet(page).getByText('Can be undone for 24 hours').waitFor();
    await sheet(page).getByRole('listitem').filter({ hasText: 'of one/a' }).waitFor();
    expect(await retainedAt(at.site, 'one/#')).toEqual({
      'one/a': 'of one/a',
      'one/b': 'of one/b',
    });
    await isFineEverywhere(page);
    await sheet(page).getByRole('button', { name: 'Delete 1 message' }).click();

    await beside(page).getByText('0 left, verified by a fresh subscription').waitFor();
    await link(page, 'one/a').waitFor({ state: 'detached' });
    expect(await retainedAt(at.site, 'one/#')).toEqual({ 'one/b': 'of one/b' });
    expect(new URL(page.url()).pathname).toMatch(/^\/retained\/[\w-]{36}$/);
    await isFineEverywhere(page);

    await beside(page).getByRole('button', { name: 'Restore …' }).click();
    const question = page.getByRole('alertdialog', { name: 'Restore 1 retained message?' });
    await question.getByText('one/a').waitFor();
    await question.getByRole('button', { name: 'Restore', exact: true }).click();
    await beside(page).getByText('It was undone.').waitFor();
    await beside(page).getByText('1, published again').waitFor();
    expect(await retainedAt(at.site, 'one/#')).toEqual({
      'one/a': 'of one/a',
      'one/b': 'of one/b',
    });
  });

  it('that is over before the console asks about it takes its row from the list', async () => {
    await retainAll('brief/a', 'brief/b');
    const page = await listed('/retained?filter=brief/%23', 'brief/a', 'brief/b');
    await page.route('**/retained/deletions', async (route) => {
      if (route.request().method() !== 'GET') return route.continue();
      let answer = await route.fetch();
      while (/"(deleting|verifying)"/.test(await answer.text())) answer = await route.fetch();
      return route.fulfill({ response: answer });
    });
    await button(page, 'Actions for brief/a').click();
    await page.getByRole('menuitem', { name: 'Delete' }).click();
    await sheet(page).getByRole('button', { name: 'Delete 1 message' }).click();
    await beside(page).getByText('0 left, verified by a fresh subscription').waitFor();
    await link(page, 'brief/a').waitFor({ state: 'detached' });
    expect(await link(page, 'brief/b').count()).toBe(1);
  });

  it('by filter leaves alone what came after its preview, and its undo what is new since', async () => {
    await retainAll('many/a', 'many/b', 'many/c');
    const page = await listed('/retained?contains=many/', 'many/c');
    await preview(page, 'many/#');
    await sheet(page).getByText('many, and every topic below it.').waitFor();
    const go = sheet(page).getByRole('button', { name: 'Delete 3 messages' });
    await go.waitFor();
    await retain('many/d', 'late');
    await go.click();
    await beside(page).getByText('1 that came after the preview').waitFor();
    await beside(page).getByText('3 of 3, acknowledged by the broker').waitFor();
    expect(await retainedAt(at.site, 'many/#')).toEqual({ 'many/d': 'late' });

    await retain('many/b', 'new');
    await beside(page).getByRole('button', { name: 'Restore …' }).click();
    await page.getByRole('button', { name: 'Restore', exact: true }).click();
    await beside(page).getByText('1 that had a new retained message').waitFor();
    expect(await retainedAt(at.site, 'many/#')).toEqual({
      'many/a': 'of many/a',
      'many/b': 'new',
      'many/c': 'of many/c',
      'many/d': 'late',
    });

    await beside(page).getByRole('link', { name: 'Close' }).click();
    await page.getByRole('radio', { name: 'Deletions' }).click();
    await rows(page).filter({ hasText: 'many/#' }).getByText('Restored').waitFor();
    await isFineEverywhere(page);
    await page.reload();
    await link(page, 'many/#').click();
    await beside(page).getByText('It was undone.').waitFor();
  });

  it('sends what subscribers understand as a deletion', async () => {
    await retainAll('told/a');
    const heard = await listen(at.site, 'told/#');
    await until(() => heard.length === 1);
    const page = await listed('/retained', 'told/a');
    await page.goto('/retained?delete=told/a');
    await sheet(page).getByRole('button', { name: 'Delete 1 message' }).click();
    await beside(page).getByText('0 left').waitFor();
    await until(() => heard.length === 2);
    expect(heard[1]?.payload).toHaveLength(0);
  });

  it('that hits nothing, or is no filter, cannot be made', async () => {
    const page = await openPage('/retained');
    await preview(page, 'nobody/+/here');
    await sheet(page).getByText('It hits nothing').waitFor();
    await isFineEverywhere(page);
    const filter = sheet(page).getByRole('textbox', { name: 'Topic or filter' });
    await filter.fill('a#');
    await sheet(page)
      .getByText(/must stand alone in their level/)
      .waitFor();
    await sheet(page).getByRole('button', { name: 'Show what it hits' }).click();
    await filter.and(page.locator(':focus')).waitFor();
  });

  it('that cannot be undone asks for the filter once more', async () => {
    await retainAll('large/a');
    const page = await listed('/retained', 'large/a');
    let asked: unknown;
    await page.route('**/retained/previews', async (route) => {
      const answer = await route.fetch();
      const body = (await answer.json()) as object;
      await route.fulfill({ response: answer, json: { ...body, undoable: false } });
    });
    await page.route('**/retained/deletions', (route) => {
      if (route.request().method() !== 'POST') return route.continue();
      asked = route.request().postDataJSON();
      const problem = { type: '/problems/retained-busy', status: 409 };
      const title = 'Retained messages are being deleted already';
      return route.fulfill({ status: 409, json: { ...problem, title, detail: 'Wait for it.' } });
    });
    await preview(page, 'large/#');
    await sheet(page).getByText('Cannot be undone').waitFor();
    const go = sheet(page).getByRole('button', { name: 'Delete 1 message' });
    expect(await go.isDisabled()).toBe(true);
    await sheet(page).getByRole('textbox', { name: 'Type the filter to confirm' }).fill('large/#');
    await isFineEverywhere(page);
    await go.click();
    await sheet(page).getByText('Retained messages are being deleted already.').waitFor();
    expect(asked).toMatchObject({ withoutUndo: true });
    await isFineEverywhere(page);
  });

  it('that there is no more is said not to be there', async () => {
    const page = await openPage('/retained/2f3cf7a4-6c1f-4a57-9f0b-7d2b8a1f0e11');
    await beside(page).getByText('There is no such deletion any more').waitFor();
    await isFineEverywhere(page);
  });
});

describe('somebody whose role is too low', () => {
  let vic: Person;
  beforeAll(async () => {
    vic = await addPerson(at.site, 'vic.viewer', 'viewer');
    await retainAll('looked/at');
  });

  it('sees the list, and why nothing can be done to it', async () => {
    const page = await at.desk.openLoggedIn('/retained?filter=looked/%23', seat, vic);
    await link(page, 'looked/at').waitFor();
    await page.getByRole('main').getByText('Needs the role operator. You are viewer.').waitFor();
    for (const name of ['Publish', 'Delete by filter …'])
      expect(await button(page, name).getAttribute('aria-disabled')).toBe('true');
    await button(page, 'Actions for looked/at').click();
    const remove = page.getByRole('menuitem', { name: 'Delete' });
    expect(await remove.getAttribute('aria-disabled')).toBe('true');
    await page.keyboard.press('Escape');
    await isFineEverywhere(page);
    await page.goto('/retained?delete=looked/at');
    await sheet(page).getByText('Needs the role operator. You are viewer.').waitFor();
    await isFineEverywhere(page);
  });
});
