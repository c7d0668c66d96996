import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { until } from '#testing';
import { openBakery } from './bakery-edges.js';
import type { Seat } from './desk.js';
import { EdgeNode } from './edge-node.js';
import { listen } from './listener.js';
import { addPerson, ask, tokenOf, type Person } from './people.js';
import { isFineEverywhere } from './sight.js';
import { visit } from './visit.js';

const at = visit();
const seat: Seat = { still: true };

/** The bakery is there to be looked at. A test that changes a node has one of its own: MCM forgets none. */
beforeAll(async () => {
  await openBakery(at.site.broker);
  await at.site.publish('spBv1.0/STATE/scada', {
    payload: JSON.stringify({ online: true, timestamp: Date.now() }),
    retain: true,
  });
});

const open = (path = '/sparkplug', person?: Person) => at.desk.openLoggedIn(path, seat, person);
const nodes = (page: Page) =>
  page.getByRole('table', { name: 'Sparkplug nodes, by group and name' });
const row = (page: Page, name: string) =>
  nodes(page)
    .getByRole('row')
    .filter({ has: page.getByRole('link', { name, exact: true }) });
const beside = (page: Page) => page.getByRole('complementary', { name: 'Node' });
const metrics = (page: Page) => beside(page).getByRole('table', { name: 'Metrics, by name' });
const metric = (page: Page, name: string) =>
  metrics(page)
    .getByRole('row')
    .filter({ has: page.getByRole('button', { name, exact: true }) });
const query = (page: Page) => Object.fromEntries(new URL(page.url()).searchParams);

/** How many nodes are offline, as the API has it. */
async function offline(): Promise<number> {
  const path = '/api/v1/sparkplug/nodes?state=offline';
  return (await ask<{ nodes: object[] }>(at.site, path, await tokenOf(at.site))).nodes.length;
}

/** The page with this node chosen. */
async function chosen(node: string, person?: Person): Promise<Page> {
  const page = await open('/sparkplug', person);
  await row(page, node).getByRole('link').click();
  await beside(page).getByRole('heading', { name: node, exact: true }).waitFor();
  return page;
}

describe('a broker without Sparkplug', () => {
  const bare = visit();

  it('is told so, and how a device gets there', async () => {
    const page = await bare.desk.openLoggedIn('/sparkplug', seat);
    await page.getByText('No Sparkplug traffic yet').waitFor();
    await page.getByText('spBv1.0/<group>/NBIRTH/<node>').waitFor();
    expect(await page.title()).toBe('Sparkplug · MCM');
    await isFineEverywhere(page);
    await EdgeNode.start(bare.site.broker, { group: 'first', node: 'edge' });
    await row(page, 'edge').getByText('Online').waitFor();
  });
});

describe('Sparkplug nodes', () => {
  it('stand in their groups, with what is wrong at a glance, and can be searched', async () => {
    const page = await open();
    await row(page, 'meters').getByText('Offline').waitFor();
    await row(page, 'line-1').getByTitle('How often it did not keep to').getByText('1').waitFor();
    expect(await row(page, 'line-1').getByRole('cell').nth(2).innerText()).toMatch(/ago|just now/);
    await nodes(page).getByText('0 of 1 node online').waitFor();
    await page.getByText('scada').waitFor();
    await page.getByRole('radio', { name: /offline/ }).click();
    await row(page, 'line-1').waitFor({ state: 'detached' });
    expect(query(page)).toEqual({ state: 'offline' });
    await page.getByRole('searchbox', { name: 'Part of group/node' }).fill('LINE');
    await page.getByText('No node is like this').waitFor();
    await page.getByRole('button', { name: 'Show all' }).click();
    await row(page, 'line-2').waitFor();
    await page.getByRole('combobox', { name: 'Group' }).click();
    await page.getByRole('option', { name: 'energy' }).click();
    await row(page, 'line-2').waitFor({ state: 'detached' });
    await row(page, 'meters').waitFor();
  });

  it('die and come back before one’s eyes', async () => {
    const script = { group: 'press', node: 'press-7', devices: { ram: [] } };
    const edge = await EdgeNode.start(at.site.broker, script);
    const page = await chosen('press-7');
    await row(page, 'press-7').getByText('Online').waitFor();
    await edge.deviceDeath('ram');
    await row(page, 'ram').getByText('Offline').waitFor();
    await beside(page).getByText('Device died').waitFor();
    await row(page, 'press-7').getByText('Online').waitFor();
    edge.die();
    await row(page, 'press-7').getByText('Offline').waitFor();
    await beside(page).getByText(/^Died/).waitFor();
    await metric(page, 'bdSeq').getByText('stale').waitFor();
    await EdgeNode.start(at.site.broker, script, 1);
    await row(page, 'press-7').getByText('Online').waitFor();
    await beside(page).getByText('bdSeq 1', { exact: true }).waitFor();
    await beside(page).getByText('Keeps to the specification').waitFor();
  });

  it('are an item of the overview while one is offline', async () => {
    await until(async () => (await offline()) > 0);
    const nodesAre = (await offline()) === 1 ? 'node is' : 'nodes are';
    const title = `${await offline()} Sparkplug ${nodesAre} offline`;
    const page = await at.desk.openLoggedIn('/overview', seat);
    await page.getByRole('link', { name: title }).click();
    await row(page, 'meters').waitFor();
    expect(query(page)).toEqual({ state: 'offline' });
  });
});

describe('a node', () => {
  it('says what is amiss, and what to do', async () => {
    const page = await chosen('line-1');
    await beside(page).getByText('1 gap in seq').waitFor();
    await beside(page).getByText('look for a poor link').waitFor();
    await beside(page).getByText('DDATA has seq 8, not 5').waitFor();
  });

  it('has metrics with units, null as such, and structures that open', async () => {
    const page = await chosen('line-1');
    await row(page, 'oven-1').getByRole('link').click();
    await metric(page, 'Temperature').getByText('235.8').waitFor();
    await metric(page, 'Temperature').getByText('°C').waitFor();
    await metric(page, 'Temperature').getByText('good').waitFor();
    await metric(page, 'Burner').getByText('null').waitFor();
    await metric(page, 'Recipe').getByRole('button', { name: 'Recipe' }).click();
    await page.getByRole('region', { name: 'Rows of Recipe' }).getByText('241').waitFor();
    await page.reload();
    await page.getByRole('region', { name: 'Rows of Recipe' }).getByText('241').waitFor();
    await metric(page, 'Motor').getByRole('button', { name: 'Motor' }).click();
    await page.getByRole('region', { name: 'Value of Motor' }).getByText('1480').waitFor();
    await beside(page).getByRole('searchbox', { name: 'Part of the name' }).fill('door');
    await metric(page, 'Motor').waitFor({ state: 'detached' });
    await metric(page, 'Door/Closed').getByText('true').waitFor();
  });

  it('has a plot of each number, which goes on as data come', async () => {
    const edge = await EdgeNode.start(at.site.broker, {
      ...{ group: 'press', node: 'press-8' },
      devices: { ram: [{ name: 'Force/kN', alias: 9, type: 'Double', value: 810 }] },
    });
    const page = await chosen('press-8');
    await row(page, 'ram').getByRole('link').click();
    await page.getByRole('button', { name: 'Plot Force/kN' }).click();
    await page.getByRole('img', { name: /^Force\/kN over 10 min: now 810/ }).waitFor();
    for (const value of [811.5, 812.5])
      await edge.tell([{ alias: 9, type: 'Double', value }], 'ram');
    await page.getByRole('img', { name: /now 812.5, least 811.5, most 812.5/ }).waitFor();
    await metric(page, 'Force/kN').getByText('812.5').waitFor();
    expect(query(page)).toMatchObject({ device: 'ram', plot: 'Force/kN' });
    await page.getByRole('button', { name: 'Plotted: Force/kN' }).click();
    await page.getByRole('heading', { name: 'Plots' }).waitFor({ state: 'detached' });
  });

  it('is seen on every screen', async () => {
    const page = await chosen('line-1');
    await row(page, 'oven-1').getByRole('link').click();
    await page.getByRole('button', { name: 'Plot Temperature' }).click();
    await page.getByRole('img', { name: /^Temperature over/ }).waitFor();
    await metric(page, 'Recipe').getByRole('button', { name: 'Recipe' }).click();
    await page.getByRole('region', { name: 'Rows of Recipe' }).waitFor();
    await isFineEverywhere(page);
  });
});

describe('a rebirth', () => {
  it('is asked for once what is published is confirmed, and its birth is told', async () => {
    await EdgeNode.start(at.site.broker, { group: 'press', node: 'press-9' });
    const heard = await listen(at.site, 'spBv1.0/press/NCMD/press-9');
    const page = await chosen('press-9');
    await beside(page).getByRole('button', { name: 'Rebirth', exact: true }).click();
    const question = page.getByRole('alertdialog');
    await question.getByText('spBv1.0/press/NCMD/press-9').waitFor();
    await isFineEverywhere(page);
    await question.getByRole('button', { name: 'Ask for a rebirth' }).click();
    await beside(page).getByText('Born again.').waitFor();
    await beside(page).getByText('Rebirth requested').waitFor();
    expect(heard.map(({ qos, retain }) => ({ qos, retain }))).toEqual([{ qos: 0, retain: false }]);

    await beside(page).getByRole('button', { name: 'Rebirth', exact: true }).click();
    await question.getByRole('button', { name: 'Ask for a rebirth' }).click();
    await question.getByText(/Try again in \d+ s\./).waitFor();
    await question.getByRole('button', { name: 'Cancel' }).click();
  });

  it('that does not come is told after ten seconds', async () => {
    const edge = await EdgeNode.start(at.site.broker, { group: 'press', node: 'press-10' });
    edge.die();
    const page = await chosen('press-10');
    await row(page, 'press-10').getByText('Offline').waitFor();
    await beside(page).getByRole('button', { name: 'Rebirth', exact: true }).click();
    const question = page.getByRole('alertdialog');
    await question.getByText('It is offline').waitFor();
    await question.getByRole('button', { name: 'Ask for a rebirth' }).click();
    await beside(page).getByText('waiting for the birth').waitFor();
    await beside(page).getByText('No birth within 10 s.').waitFor();
  });

  it('is not for a viewer, who is told why', async () => {
    const viewer = await addPerson(at.site, 'vera', 'viewer');
    const page = await chosen('line-2', viewer);
    const button = beside(page).getByRole('button', { name: 'Rebirth', exact: true });
    expect(await button.getAttribute('aria-disabled')).toBe('true');
    await button.hover();
    const reason = page.locator('.mat-mdc-tooltip-surface');
    await reason.getByText('Needs the role operator. You are viewer.').waitFor();
  });
});

describe('a topic of Sparkplug', () => {
  it('is read with the names of its birth, leads to its node, and its numbers can be plotted', async () => {
    const page = await at.desk.openLoggedIn('/topics?q=DDATA/line-1', seat);
    await page.getByRole('option').filter({ hasText: 'oven-1' }).click();
    const value = page.getByRole('region', { name: 'Value' });
    await value.getByText('Temperature').waitFor();
    await value.getByText('235.8').waitFor();
    await page
      .getByRole('radio', { name: 'Sparkplug B' })
      .and(page.locator(':checked, [aria-checked=true]'))
      .waitFor();
    await page.getByRole('region', { name: 'Change' }).getByText('236.6').waitFor();
    const history = page.getByRole('listbox', { name: 'History' });
    await history.getByText('1 metric, seq').first().waitFor();
    await page.getByRole('button', { name: 'Plot Temperature' }).click();
    await page.getByRole('img', { name: /^Temperature over 10 min: now 235.8/ }).waitFor();
    await isFineEverywhere(page);
    await page.getByRole('link', { name: 'Its Sparkplug node' }).click();
    await beside(page).getByRole('heading', { name: 'line-1', exact: true }).waitFor();
    expect(query(page)).toEqual({ device: 'oven-1' });
  });
});
