import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { MqttClient } from 'mqtt';
import type { Locator, Page } from 'playwright-core';
import { until } from '#testing';
import type { Seat } from './desk.js';
import { addPerson, ask, tokenOf, type Person } from './people.js';
import { isFineEverywhere } from './sight.js';
import { visit } from './visit.js';

const seat: Seat = { still: true };
const TOPIC = 'bakery/line-1/oven/state';
const stateOf = (actual: number | string) =>
  JSON.stringify({ mode: 'baking', actual, door: 'closed' });

const button = (page: Page | Locator, name: string | RegExp) =>
  page.getByRole('button', { name, exact: true });
const link = (page: Page | Locator, name: string) => page.getByRole('link', { name, exact: true });
const field = (page: Page, name: string) => page.getByRole('textbox', { name, exact: true });
const filter = (page: Page) => page.getByRole('combobox', { name: 'Topic filter', exact: true });
const row = (page: Page, name: string) =>
  page.getByRole('region', { name: 'Schemas' }).getByRole('row').filter({ hasText: name });
const detail = (page: Page) => page.getByRole('complementary', { name: 'Schema' });

interface Found {
  readonly topics: readonly { readonly id: string; readonly messages: number }[];
}

interface Schema {
  readonly id: number;
  readonly document: { readonly properties: Readonly<Record<string, object>> };
}

describe('schemas', () => {
  const at = visit();
  let token: string;
  let oven: MqttClient;
  let auditor: Person;
  beforeAll(async () => {
    token = await tokenOf(at.site);
    oven = await at.site.broker.connect();
    for (const actual of [231.5, 234, 236]) await publish(stateOf(actual));
    auditor = await addPerson(at.site, 'auditor', 'auditor');
    await until(async () => (await topic())?.messages === 3);
  });

  const open = (path: string, person?: Person) => at.desk.openLoggedIn(path, seat, person);
  const call = <T>(method: string, path: string, body?: object) =>
    ask<T>(at.site, `/api/v1${path}`, token, { method, ...(body && { body }) });
  const publish = (payload: string) => oven.publishAsync(TOPIC, payload, { qos: 1 });
  const topic = async () => {
    const found = await call<Found>('POST', '/topics/lookup', { topics: [TOPIC] });
    return found.topics[0];
  };
  const schemas = async () => (await call<{ schemas: Schema[] }>('GET', '/json-schemas')).schemas;
  const ovens = () =>
    call<Schema>('POST', '/json-schemas', {
      ...{ name: 'Ovens', topicFilter: 'bakery/+/oven/state' },
      document: { properties: { actual: { type: 'number' } } },
    });
  afterEach(async () => {
    for (const { id } of await schemas()) await call('DELETE', `/json-schemas/${id}`);
  });

  it('one is written, held to what JSON and JSON Schema are, and tried on history', async () => {
    const page = await open('/schemas');
    await page.getByText('No schema yet').waitFor();
    await isFineEverywhere(page);
    await link(page, 'New schema').click();
    await page.getByRole('heading', { name: 'New schema' }).waitFor();
    await button(page, 'Add schema').click();
    await page.getByText('Enter a name.').waitFor();
    await field(page, 'Name').fill('Ovens');
    await filter(page).fill('bakery/+/oven/state');
    await page.getByText('Topics of exactly four levels; the second may be anything.').waitFor();

    const document = field(page, 'Document');
    await document.fill('{\n  "type": "object"\n  "required": ["mode"]\n}');
    await page.getByText('Here a comma or a closing } is missing.').first().waitFor();
    await button(page, 'Line 3').click();
    await until(async () => (await selected(page)) === '  "required": ["mode"]');
    await document.fill(
      JSON.stringify({ properties: { actual: { type: 'nmber' } } }, undefined, 2),
    );
    await button(page, 'Add schema').click();
    await button(page, 'Line 4').waitFor();
    await until(async () => (await selected(page)).includes('"type": "nmber"'));
    await isFineEverywhere(page);

    const properties = { actual: { type: 'number', maximum: 235 } };
    await document.fill(JSON.stringify({ type: 'object', properties }, undefined, 2));
    const trial = page.getByRole('region', { name: 'Try it first' });
    await button(trial, 'Try').click();
    await trial.getByText('1 of 3 messages break it.').waitFor();
    await trial.getByText('3 messages of 1 topic').waitFor();
    await trial.getByText('must be at most 235, and is 236').waitFor();
    await isFineEverywhere(page);
    await trial.getByRole('radio', { name: 'One topic' }).click();
    await trial.getByRole('combobox', { name: 'Topic' }).fill('bakery/none');
    await button(trial, 'Try').click();
    await trial.getByText('MCM has seen no message to this topic.').waitFor();
    await trial.getByRole('combobox', { name: 'Topic' }).fill(TOPIC);
    await button(trial, 'Try').click();
    await trial.getByText('1 of 3 messages break it.').waitFor();
    await trial.getByRole('radio', { name: 'A payload' }).click();
    await trial.getByRole('textbox', { name: 'Payload' }).fill('{"actual":12}');
    await button(trial, 'Try').click();
    await trial.getByText('The payload fits.').waitFor();
    expect(await schemas()).toEqual([]);

    await document.fill(
      JSON.stringify({ properties: { actual: { type: 'number' } } }, undefined, 2),
    );
    await trial.getByText('The document was changed since.').waitFor();
    await link(page, 'Cancel').click();
    await page.getByRole('alertdialog').getByText('Throw away what you wrote?').waitFor();
    await button(page, 'Go on writing').click();
    await button(page, 'Add schema').click();
    await page.getByText('The schema Ovens was added.').waitFor();
    await detail(page).getByRole('heading', { name: 'Ovens' }).waitFor();
    await isFineEverywhere(page);
  });

  it('a message that breaks it is seen as it comes: in the list, at its topic, on the overview', async () => {
    await ovens();
    const page = await open('/schemas');
    await row(page, 'Ovens').click();
    await detail(page).getByText('No message to its topics has come').waitFor();
    await publish(stateOf('hot'));
    await detail(page).getByText('1 in the last minute').waitFor();
    const perMinute = row(page, 'Ovens').getByRole('cell', { name: '1', exact: true });
    await perMinute.last().waitFor();
    const examples = detail(page).getByRole('list', { name: 'Last violations' });
    await examples.getByText('/actual').waitFor();
    await examples.getByText('must be a number, and is the text "hot"').waitFor();
    await examples.getByText('"door":"closed"').waitFor();
    await isFineEverywhere(page);

    await link(detail(page).getByRole('list', { name: /^Judged topics/ }), TOPIC).click();
    const verdicts = page.getByRole('list', { name: 'What the schemas say' });
    await verdicts.getByText('Violates').waitFor();
    await verdicts.getByText('must be a number, and is the text "hot"').waitFor();
    await isFineEverywhere(page);
    await publish(stateOf(233));
    await verdicts.getByText('Fits').waitFor();
    await verdicts.getByText('1 of 2 broke it').waitFor();

    await page.goto('/overview');
    const item = page.getByRole('link', { name: 'Payloads break the schema Ovens' });
    await item.waitFor();
    await isFineEverywhere(page);
    await item.click();
    await detail(page).getByRole('heading', { name: 'Ovens' }).waitFor();
  });

  it('is switched off and on in one step, changed beside somebody else, and deleted in two', async () => {
    const { id } = await ovens();
    const page = await open('/schemas');
    const judging = row(page, 'Ovens').getByRole('switch');
    await judging.click();
    await page.getByText('Messages are no longer judged by Ovens.').waitFor();
    await until(async () => !(await judging.isChecked()));
    await judging.click();
    await page.getByText('Messages are judged by Ovens.').waitFor();
    await until(async () => judging.isChecked());

    await row(page, 'Ovens').getByRole('button', { name: 'Actions for Ovens' }).click();
    await page.getByRole('menuitem', { name: 'Edit' }).click();
    await page.getByRole('heading', { name: 'Edit Ovens' }).waitFor();
    await until(async () => (await field(page, 'Name').inputValue()) === 'Ovens');
    await call('PUT', `/json-schemas/${id}`, { description: 'Of the day shift' });
    await field(page, 'Name').fill('Ovens 2');
    await button(page, 'Save').click();
    await page.getByText('Somebody changed Ovens in the meantime.').waitFor();
    await isFineEverywhere(page);
    await button(page, 'Save mine over it').click();
    await page.getByText('The schema Ovens 2 was changed.').waitFor();

    await button(detail(page), 'Actions for Ovens 2').click();
    await page.getByRole('menuitem', { name: 'Delete' }).click();
    const question = page.getByRole('alertdialog');
    await question.getByText('messages to bakery/+/oven/state are judged by it no more').waitFor();
    await isFineEverywhere(page);
    await button(question, 'Delete').click();
    await page.getByText('The schema Ovens 2 was deleted.').waitFor();
    await page.getByText('No schema yet').waitFor();
    expect(await schemas()).toEqual([]);
  });

  it('one is inferred from what was published, looked over, and saved only then', async () => {
    const { id, messages } = (await topic())!;
    const inferred = `Inferred from ${messages} messages of 1 topic, and not saved.`;
    const page = await open(`/topics/${id}`);
    await page.getByText('No schema answers for this topic.').waitFor();
    await isFineEverywhere(page);
    await link(page, 'infer it from its history').click();
    await page.getByText(inferred).waitFor();
    expect(await filter(page).inputValue()).toBe(TOPIC);
    expect(await field(page, 'Document').inputValue()).toContain('"actual"');
    await isFineEverywhere(page);
    await button(page, 'Put back what was here').click();
    const written = () => field(page, 'Document').inputValue();
    await until(async () => !(await written()).includes('"actual"'));
    await button(page, 'Infer from traffic').click();
    await page.getByText(inferred).waitFor();
    expect(await schemas()).toEqual([]);
    await field(page, 'Name').fill('Oven of line 1');
    await button(page, 'Add schema').click();
    await page.getByText('The schema Oven of line 1 was added.').waitFor();
    const [summary] = await schemas();
    const { document } = await call<Schema>('GET', `/json-schemas/${summary!.id}`);
    expect(Object.keys(document.properties)).toEqual(
      expect.arrayContaining(['mode', 'actual', 'door']),
    );
  });

  it('an auditor sees all of it and changes nothing; a viewer is told who may see it', async () => {
    await ovens();
    const page = await open('/schemas', auditor);
    await page.getByText('To change anything:').waitFor();
    await link(page, 'Ovens').click();
    await detail(page).getByRole('region', { name: 'Document of Ovens' }).waitFor();
    expect(await row(page, 'Ovens').getByRole('switch').isDisabled()).toBe(true);
    for (const shut of [button(detail(page), 'Edit'), button(page, /^New/)])
      expect(await shut.getAttribute('aria-disabled')).toBe('true');
    await isFineEverywhere(page);
    await page.goto('/schemas/new');
    await page.getByRole('heading', { name: 'Writing schemas' }).waitFor();
    await page.goto('/topics');

    const viewer = await addPerson(at.site, 'viewer', 'viewer');
    const other = await open('/schemas', viewer);
    await other.getByText('An administrator can change roles.').waitFor();
    expect(await link(other, 'Schemas').getAttribute('aria-disabled')).toBe('true');
    await isFineEverywhere(other);
  });
});

/** What is selected in the field that has the focus. */
function selected(page: Page): Promise<string> {
  return page.evaluate<string>(
    `(({ value, selectionStart, selectionEnd }) => value.slice(selectionStart, selectionEnd))(document.activeElement)`,
  );
}
