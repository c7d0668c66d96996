import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Locator, Page } from 'playwright-core';
import { until } from '#testing';
import type { Seat } from './desk.js';
import { ask, tokenOf } from './people.js';
import { rulesFiles } from './rules-file.js';
import { isFineEverywhere } from './sight.js';
import { choose } from './tree.js';
import { visit } from './visit.js';

const RULES = `# Dashboards read, and change what they show
user nodered
topic readwrite line2/#
topic deny line2/+/cmd/#

user scada
topic readwrite +/+/cmd/#
topic read #
topic read line2/#

user plc
topic readwrite line1/#

# Every sensor: its own branch only
pattern write sensor/%c/#
`;

const rules = rulesFiles(RULES, ['nodered', 'scada', 'plc']);
const at = visit({
  MCM_MOSQUITTO_ACCESS_ACL_FILE: rules.aclFile,
  MCM_MOSQUITTO_ACCESS_PASSWORD_FILE: rules.passwordFile,
  MCM_MOSQUITTO_ACCESS_ALLOW_ANONYMOUS: 'true',
});
const seat: Seat = { still: true };
const TOPIC = 'line2/filler/cmd/speed';

const openPage = (path: string) => at.desk.openLoggedIn(path, seat);
const answer = (page: Page) => page.getByRole('region', { name: 'Answer' });
const line = (page: Page, number: number) => answer(page).locator(`[data-line="${number}"]`);
const field = (page: Page, name: string) => page.getByRole('combobox', { name, exact: true });
const action = (page: Page, name: string) => page.getByRole('radio', { name, exact: true });
const query = (page: Page) => Object.fromEntries(new URL(page.url()).searchParams);
const matrix = (page: Page) => page.getByRole('grid', { name: 'Who may use what' });
const cell = (page: Page, name: RegExp) => matrix(page).getByRole('gridcell', { name });
const findings = (page: Page) => page.getByRole('list', { name: 'Findings' });
const draft = (page: Page) => page.getByRole('textbox', { name: 'Draft of the acl_file' });

/** The verdict's sentence, once it says this. */
const says = (page: Page, words: string): Promise<void> =>
  answer(page).getByRole('heading', { name: words }).waitFor();

beforeAll(async () => {
  for (const topic of [TOPIC, 'line2/oven/temp', 'line1/press/7', 'sensor/plc/rms'])
    await at.site.publish(topic, { payload: '1' });
});

describe('a question', () => {
  it('is asked with a user, an action and a topic, and its rule is shown in the file', async () => {
    const page = await openPage('/explain');
    await says(page, 'Who may do what?');
    await line(page, 1).waitFor();

    await field(page, 'User').fill('no');
    await page.getByRole('option', { name: 'nodered' }).click();
    await field(page, 'Topic').fill('speed');
    await page.getByRole('option', { name: TOPIC }).click();
    await says(page, 'No. nodered may not publish here.');
    await answer(page).getByText('Line 4 denies line2/+/cmd/# to nodered.').waitFor();
    expect(await line(page, 4).innerText()).toContain('decides: deny');
    expect(await line(page, 3).innerText()).toContain('would allow, never reached');
    expect(await line(page, 7).count()).toBe(0);
    await page.getByText('Line 4 matches: + is filler, # is speed').waitFor();
    await page.getByText(/PUBACK or PUBREC 0x87/).waitFor();
    expect(query(page)).toEqual({ user: 'nodered', topic: TOPIC });
    await isFineEverywhere(page);

    await answer(page)
      .getByRole('button', { name: /^Lines 5–13 are not for nodered/ })
      .click();
    await line(page, 7).waitFor();
  });

  it('has its answer in the address, and another one for another action', async () => {
    const page = await openPage(`/explain?user=scada&action=receive&topic=line1/press/7`);
    await says(page, 'Yes. scada may receive what is published here.');
    await action(page, 'Publish').click();
    await says(page, 'No. scada may not publish here.');
    await action(page, 'Subscribe').click();
    await says(page, 'Yes. scada may subscribe to this.');
    await page
      .getByText(/An acl_file is not asked about subscriptions/)
      .first()
      .waitFor();
    await action(page, 'Log in').click();
    await says(page, 'Yes. scada may log in.');
    expect(await field(page, 'Topic').isDisabled()).toBe(true);
  });

  it('is answered as another version of the broker would', async () => {
    const page = await openPage('/explain?user=a&client=b/c&topic=sensor/b/c/rms&broker=2.0');
    await says(page, 'Yes. a as b/c may publish here.');
    await action(page, '2.1').click();
    await says(page, 'No. a as b/c may not publish here.');
  });

  it('is answered anew when the broker’s file has changed', async () => {
    const page = await openPage(`/explain?user=nodered&topic=${TOPIC}`);
    await says(page, 'No. nodered may not publish here.');
    const revision = /^Revision (\d+)/;
    const before = revision.exec(await page.getByText(revision).innerText())?.[1];
    const token = await tokenOf(at.site);
    // MCM looks at the file now and then, and whenever somebody asks.
    const changeTo = async (text: string) => {
      rules.write(text);
      await ask(at.site, '/api/v1/access/policy', token);
    };
    await changeTo(RULES.replace('topic deny line2/+/cmd/#\n', ''));
    await says(page, 'Yes. nodered may publish here.');
    await changeTo(RULES);
    await says(page, 'No. nodered may not publish here.');
    const after = revision.exec(await page.getByText(revision).innerText())?.[1];
    expect(Number(after)).toBeGreaterThan(Number(before));
  });
});

describe('the table of who may use what', () => {
  it('asks the question of a cell, with the mouse and with keys', async () => {
    const page = await openPage('/explain');
    await cell(page, /^nodered on line2\/filler\/cmd\/speed: may not receive by a rule/).click();
    await says(page, 'No. nodered may not publish here.');
    const focused = page.locator('[data-cell]:focus');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    await says(page, 'Yes. scada may publish here.');
    await page.keyboard.press('ArrowRight');
    expect(await focused.innerText()).toContain(`plc on ${TOPIC}`);
  });

  it('shows the topics that are looked for', async () => {
    const page = await openPage('/explain');
    const topics = matrix(page).getByRole('rowheader');
    await until(async () => (await topics.count()) === 4);
    const search = page.getByRole('searchbox', { name: 'Part of a topic, or a filter' });
    await search.fill('line2/+/temp');
    await until(async () => (await topics.count()) === 1);
    expect(query(page)).toEqual({ topics: 'line2/+/temp' });
    await search.fill('line2/#/temp');
    await page
      .getByText(/# must be the last/)
      .or(page.locator('#matrix-problem'))
      .first()
      .waitFor();
    await isFineEverywhere(page);
    await search.fill('nothing like it');
    await page.getByText('No topic is found').waitFor();
    await isFineEverywhere(page);
  });
});

describe('what the linter finds', () => {
  it('leads to its line', async () => {
    const page = await openPage('/explain?user=nodered&topic=line2/oven/temp');
    const found = findings(page).getByRole('listitem').filter({ hasText: 'line 8' });
    await found.getByRole('button', { name: 'acl_file line 9' }).click();
    await line(page, 9).waitFor();
    expect(await line(page, 9).getAttribute('class')).toContain('target');
    const place = await line(page, 9).boundingBox();
    expect(place?.y).toBeGreaterThan(0);
    expect(place?.y).toBeLessThan(900);
  });
});

describe('a draft', () => {
  const opened = async (): Promise<Page> => {
    const page = await openPage(`/explain?source=draft&user=nodered&topic=${TOPIC}`);
    await says(page, 'No. nodered may not publish here.');
    return page;
  };
  const write = (page: Page, change: (rules: string) => string) => draft(page).fill(change(RULES));
  const change = (page: Page, text: string): Locator =>
    page.getByRole('list', { name: 'Compared with live' }).getByText(text);

  it('is answered while one types, compared with live, and kept in the tab', async () => {
    const page = await opened();
    await page.getByText('Nothing changes for anybody on the topics of the table.').waitFor();
    await write(page, (rules) => rules.replace('topic deny line2/+/cmd/#', 'topic write line1/#'));
    await says(page, 'Yes. nodered may publish here.');
    await change(page, 'may then publish').waitFor();
    await cell(
      page,
      /^nodered on line1\/press\/7: .*may publish, which the draft changes$/,
    ).waitFor();
    await page.getByRole('button', { name: 'On all observed topics' }).click();
    await page.getByText(/observed topics, 4 clients: 3 gained, 0 lost/).waitFor();
    await isFineEverywhere(page);
    await page.waitForFunction(`sessionStorage.getItem('mcm-explain-draft') !== null`);
    await page.reload();
    await says(page, 'Yes. nodered may publish here.');

    await action(page, 'Live').click();
    await says(page, 'No. nodered may not publish here.');
    await action(page, 'Draft').click();
    await page.getByRole('button', { name: 'Reset the draft' }).click();
    await page.getByRole('button', { name: 'Throw it away' }).click();
    await says(page, 'No. nodered may not publish here.');
    expect(await draft(page).inputValue()).toBe(RULES);
  });

  it('with a fault has no answer, but where it is and what the broker would do', async () => {
    const page = await opened();
    await write(page, (rules) => rules.replace('topic read #', 'topic raed #'));
    await says(page, 'No answer: the broker does not take this file.');
    await answer(page)
      .getByText(/^Line 8 of the acl_file: "raed" is no kind of access\./)
      .waitFor();
    await answer(page)
      .getByText(/at a reload it drops all rules/)
      .waitFor();
    await isFineEverywhere(page);
    await page.getByRole('button', { name: 'Line 8, column 7' }).click();
    const selected = () =>
      page.evaluate<string | undefined>(
        '(({ value, selectionStart, selectionEnd }) => value?.slice(selectionStart, selectionEnd))(document.activeElement)',
      );
    await until(async () => (await selected()) === 'topic raed #');
    await action(page, '2.1').click();
    await answer(page)
      .getByText(/at a reload it stops/)
      .waitFor();
  });

  it('can be of the plugin, read from a file', async () => {
    const page = await opened();
    await action(page, 'Plugin’s state').click();
    const acls = [{ acltype: 'publishClientSend', topic: 'line2/#', allow: true }];
    const state = {
      clients: [{ username: 'nodered', password: 'x', roles: [{ rolename: 'line' }] }],
      roles: [{ rolename: 'line', acls }],
    };
    await page.locator('input[type=file]').setInputFiles({
      name: 'dynamic-security.json',
      mimeType: 'application/json',
      buffer: Buffer.from(JSON.stringify(state, undefined, 1)),
    });
    await says(page, 'Yes. nodered may publish here.');
    await answer(page).getByText('role line, no priority').waitFor();
    await page.getByText('Roles of the client').waitFor();
    await isFineEverywhere(page);
  });
});

describe('a topic', () => {
  it('says who may use it, and leads to why', async () => {
    const page = await openPage('/topics');
    await choose(page, TOPIC);
    await page.getByRole('link', { name: 'Who may use it' }).click();
    const panel = page.getByRole('region', { name: 'Who may use it' });
    await panel.getByText('May publish').waitFor();
    expect(await panel.getByRole('definition').allInnerTexts()).toEqual(['scada', 'scada']);
    await isFineEverywhere(page);
    await panel.getByRole('link', { name: 'scada' }).first().click();
    await says(page, 'Yes. scada may publish here.');
  });
});
