import { beforeAll, describe, expect, it } from '@jest/globals';
import { writeFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { logIn, THEMES, type Seat } from './desk.js';
import { ask, tokenOf } from './people.js';
import { Plant } from './plant.js';
import { PLANT_RULES, PLANT_USERS, rulesFiles } from './rules-file.js';
import { isFine, isFineEverywhere, keepAs, making } from './sight.js';
import { choose, row } from './tree.js';
import { visit } from './visit.js';

/** Of a plant at work: for pictures, long enough that the charts have a shape. */
const SECONDS = making ? 240 : 1;

const SEAT: Seat = { still: true };

const rules = rulesFiles(PLANT_RULES, PLANT_USERS);
const at = visit({
  MCM_MOSQUITTO_ACCESS_BACKEND: 'file',
  MCM_MOSQUITTO_ACCESS_RELOAD_PID_FILE: rules.pidFile,
  MCM_MOSQUITTO_ACCESS_ACL_FILE: rules.aclFile,
  MCM_MOSQUITTO_ACCESS_PASSWORD_FILE: rules.passwordFile,
});
let plant: Plant;
beforeAll(
  async () => {
    await writeFile(rules.pidFile, String(at.site.broker.pid));
    await bindSchemas();
    plant = await Plant.open(at.site.broker, SECONDS);
    await draftChanges();
    await watchThings();
  },
  (SECONDS + 60) * 1_000,
);

/** What somebody has in mind with the rules of the plant. */
async function draftChanges(): Promise<void> {
  const token = await tokenOf(at.site);
  const edit = (path: string, body: object) =>
    ask(at.site, `/api/v1/${path}`, token, { method: 'POST', body });
  await edit('acls', { principal: 'maintenance', permission: 'read', topicFilter: 'climate/#' });
  await edit('acls', { principal: 'planning', permission: 'deny', topicFilter: 'energy/#' });
  await edit('mqtt-roles', {
    name: 'line',
    description: 'A controller: its own line, and the orders for it',
    rules: [
      { permission: 'readwrite', topicFilter: 'bakery/%u/#' },
      { permission: 'read', topicFilter: 'bakery/+/order' },
    ],
  });
  await edit('mqtt-users', { username: 'plc-line-3', roles: ['line'] });
  const own = 'bakery/line-3/#';
  await edit('acls', { principal: 'plc-line-3', permission: 'readwrite', topicFilter: own });
}

/** What the ovens and meters are expected to say; some ovens are a little too hot. */
async function bindSchemas(): Promise<void> {
  const token = await tokenOf(at.site);
  const bind = (body: object) =>
    ask(at.site, '/api/v1/json-schemas', token, { method: 'POST', body });
  await bind({
    name: 'Oven state',
    topicFilter: 'bakery/+/+/state',
    description: 'What every oven says of itself',
    document: {
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      type: 'object',
      required: ['mode', 'setpoint', 'actual'],
      properties: {
        mode: { enum: ['heating', 'baking', 'cleaning', 'off'] },
        setpoint: { type: 'number', minimum: 0, maximum: 300 },
        actual: { type: 'number', minimum: 0, maximum: 235 },
      },
    },
  });
  const reading = { type: 'object', required: ['kW', 'kWh'] };
  await bind({ name: 'Meter reading', topicFilter: 'energy/+/meter', document: reading });
  const recipe = { name: 'Recipe', topicFilter: 'bakery/+/recipe', document: { type: 'object' } };
  await bind({ ...recipe, enabled: false });
}

/** What people want to be told of at the plant, and who is told. */
async function watchThings(): Promise<void> {
  const token = await tokenOf(at.site);
  const add = (path: string, body: object) =>
    ask(at.site, `/api/v1/${path}`, token, { method: 'POST', body });
  const watch = (name: string, severity: string, condition: object, rest: object = {}) =>
    add('alert-rules', { name, severity, condition, ...rest });
  const fan = { filter: 'bakery/line-2/oven-1/state', pointer: '/fan/rpm', above: 1_400 };
  await watch(
    'Oven fan too fast',
    'warning',
    { kind: 'field_threshold', ...fan, clearAt: 1_350 },
    { labels: { team: 'ovens' } },
  );
  const silent = { kind: 'topic_silent', filter: 'energy/+/meter', seconds: 300 };
  await watch('Meter silent', 'warning', silent, { renoticeSeconds: 3_600 });
  await watch('Broker gone', 'critical', { kind: 'broker_down' }, { forSeconds: 10 });
  await watch('Access changed elsewhere', 'critical', { kind: 'access_drift' });
  const guessed = { kind: 'login_failures', door: 'any', count: 20, minutes: 10 };
  await watch('Somebody guesses passwords', 'warning', guessed);
  await watch('Disk fills up', 'info', { kind: 'disk_low', freePercent: 1 }, { enabled: false });
  await add('webhooks', {
    ...{ name: 'Night shift', url: 'https://hooks.bakery.example/mcm', enabled: false },
    filters: { minSeverity: 'warning', labels: { team: 'ovens' } },
  });
  const weekly = { days: ['sun'], from: '22:00', until: '04:00', timeZone: 'Europe/Berlin' };
  await add('alert-windows', { name: 'Cleaning of the ovens', weekly, labels: { team: 'ovens' } });
}

interface Place {
  readonly name: string;
  readonly path: string;
  /** Until the page shows what it is about. */
  readonly ready: (page: Page) => Promise<void>;
}

const PLACES: readonly Place[] = [
  {
    name: 'overview',
    path: '/overview',
    ready: async (page) => {
      const busiest = page.getByRole('region', { name: 'Busiest topics' });
      await busiest.getByRole('link', { name: 'bakery/line-' }).first().waitFor();
      await page.locator('canvas').first().waitFor();
    },
  },
  {
    name: 'topics',
    path: '/topics',
    ready: async (page) => {
      await choose(page, 'bakery/line-2/oven-1/state');
      await page.getByRole('region', { name: 'Value' }).getByText('baking').waitFor();
    },
  },
  {
    name: 'publish',
    path: '/topics',
    ready: async (page) => {
      await page.goto('/topics?publish=bakery/line-2/cmd');
      await page.getByRole('textbox', { name: 'Payload' }).fill('{"mode":"cleaning"}');
      await page.getByText('19 bytes').waitFor();
    },
  },
  {
    name: 'retained',
    path: '/retained',
    ready: async (page) => {
      await page.getByRole('link', { name: 'bakery/line-2/status' }).waitFor();
    },
  },
  {
    name: 'log',
    path: '/log?severity=info',
    ready: async (page) => {
      const lines = page.getByRole('list', { name: 'Log lines' }).getByRole('listitem');
      await lines.filter({ hasText: 'scanner-' }).first().waitFor();
    },
  },
  {
    name: 'sparkplug',
    path: '/sparkplug',
    ready: async (page) => {
      await page.getByRole('link', { name: 'line-1', exact: true }).click();
      await page.getByRole('link', { name: 'oven-1', exact: true }).first().click();
      await page.getByRole('button', { name: 'Plot Temperature' }).click();
      await page.getByRole('img', { name: /^Temperature over 10 min: now/ }).waitFor();
      await page.getByRole('complementary', { name: 'Node' }).evaluate('e => e.scrollTo(0, 0)');
      // Away from the button, which has a tooltip.
      await page.mouse.move(0, 0);
    },
  },
  {
    name: 'explain',
    path: '/explain?user=dashboard&topic=bakery/line-2/oven-1/setpoint&topics=bakery',
    ready: async (page) => {
      await page.getByRole('heading', { name: 'No. dashboard may not publish here.' }).waitFor();
      await page.getByRole('grid').getByRole('rowheader').nth(3).waitFor();
      await page.getByRole('list', { name: 'Findings' }).getByRole('listitem').first().waitFor();
    },
  },
  {
    name: 'users',
    path: '/users',
    ready: async (page) => {
      await page.getByRole('row').filter({ hasText: 'plc-line-3' }).getByText('new').waitFor();
    },
  },
  {
    name: 'roles',
    path: '/roles',
    ready: async (page) => {
      await page.getByRole('link', { name: 'line', exact: true }).click();
      await page.getByRole('complementary', { name: 'Role' }).getByText('plc-line-3').waitFor();
    },
  },
  {
    name: 'rules',
    path: '/rules',
    ready: async (page) => {
      await page.getByRole('link', { name: 'climate/%c/#' }).waitFor();
    },
  },
  {
    name: 'rule',
    path: '/rules',
    ready: async (page) => {
      await page.goto('/rules?sheet=new&type=user&principal=dashboard');
      const sheet = page.getByRole('dialog');
      await sheet.getByRole('radio', { name: /^deny/ }).check();
      await sheet.getByRole('combobox', { name: 'Topic filter' }).fill('bakery/+/oven-1/state');
      await sheet.getByText('Observed').waitFor();
      // Leaves the filter, whose suggestions lie over the fields above it.
      await page.keyboard.press('Tab');
      await page.getByRole('listbox').waitFor({ state: 'detached' });
      await sheet.getByRole('textbox', { name: 'Description' }).fill('Nobody looks at that there');
    },
  },
  {
    name: 'changes',
    path: '/changes',
    ready: async (page) => {
      const impact = page.getByRole('table', { name: 'Impact' }).getByRole('row');
      await impact.filter({ hasText: 'planning' }).filter({ hasText: 'loses receive' }).waitFor();
      await page.getByText('topic deny energy/#').first().waitFor();
      await page.getByRole('list', { name: 'Revisions' }).getByText('live').waitFor();
    },
  },
  {
    name: 'schemas',
    path: '/schemas',
    ready: async (page) => {
      await page.getByRole('link', { name: 'Oven state' }).click();
      const schema = page.getByRole('complementary', { name: 'Schema' });
      await schema.getByText('must be at most 235').first().waitFor();
    },
  },
  {
    name: 'schema',
    path: '/schemas',
    ready: async (page) => {
      await page.getByRole('button', { name: 'Actions for Oven state' }).click();
      await page.getByRole('menuitem', { name: 'Edit' }).click();
      await page.getByRole('button', { name: 'Try', exact: true }).click();
      await page.getByText('messages break it.').waitFor();
    },
  },
  {
    name: 'alerts',
    path: '/alerts',
    ready: async (page) => {
      const active = page.getByRole('list', { name: 'Firing and pending alerts' });
      await active.getByRole('link', { name: 'Oven fan too fast', exact: true }).waitFor();
      await page.getByText('Cleaning of the ovens').waitFor();
      await page.getByRole('table').getByText('Oven fan too fast').waitFor();
    },
  },
  {
    name: 'alert-rules',
    path: '/alerts/rules',
    ready: async (page) => {
      await page.getByRole('row').filter({ hasText: 'Oven fan' }).getByText('1 firing').waitFor();
      await page.getByRole('row').filter({ hasText: 'Broker gone' }).getByText('Well').waitFor();
    },
  },
  {
    name: 'alert-endpoints',
    path: '/alerts/endpoints',
    ready: async (page) => {
      await page.getByRole('link', { name: 'Night shift' }).click();
      await page.getByRole('complementary', { name: 'Endpoint' }).getByText('Told of').waitFor();
    },
  },
  {
    name: 'account',
    path: '/account',
    ready: async (page) => {
      await page.getByRole('table', { name: 'Your sessions' }).getByText('this one').waitFor();
      await page.getByText('No token yet').waitFor();
    },
  },
  {
    name: 'audit',
    path: '/audit',
    ready: async (page) => {
      await page.getByText('Chain proven to entry').waitFor();
      await page.getByRole('link', { name: 'Logged in' }).first().waitFor();
    },
  },
  {
    name: 'security',
    path: '/security',
    ready: async (page) => {
      await page.getByRole('link', { name: 'Log-in failed' }).first().waitFor();
    },
  },
  {
    name: 'administrators',
    path: '/administrators',
    ready: async (page) => {
      await page.getByRole('row').filter({ hasText: 'you' }).getByText('Active').waitFor();
    },
  },
  {
    name: 'broker',
    path: '/broker',
    ready: async (page) => {
      const checks = page.getByRole('region', { name: 'Checks' });
      await checks.getByRole('heading', { name: 'Connection to the broker' }).waitFor();
      await page.getByText('$SYS/broker/uptime').waitFor();
    },
  },
  {
    name: 'settings',
    path: '/settings',
    ready: async (page) => {
      await page.getByRole('button', { name: 'Make one now' }).click();
      await page.getByText('is made.').waitFor();
      await page.getByRole('button', { name: 'Dismiss' }).click();
    },
  },
];

describe('on each screen, light and dark, a person can see and read', () => {
  it('login', async () => {
    const page = await at.desk.open('/login', SEAT);
    await page.getByRole('button', { name: 'Log in' }).waitFor();
    await isFineEverywhere(page, keepAs('login'));
    await logIn(page, 'not the password');
    await page.getByRole('alert').waitFor();
    await isFineEverywhere(page);
  });

  it.each(PLACES)('$name', async ({ name, path, ready }) => {
    const page = await at.desk.openLoggedIn(path, SEAT);
    await page.getByRole('banner').getByText('Connected').waitFor();
    await ready(page);
    await isFineEverywhere(page, keepAs(name));
  });

  it('topics of which none is chosen', async () => {
    const page = await at.desk.openLoggedIn('/topics', SEAT);
    await row(page, 'bakery').waitFor();
    await isFineEverywhere(page);
  });
});

describe('a breach of the content security policy', () => {
  it('would not go unnoticed here', async () => {
    const page = await at.desk.open('/login');
    const reported = page.waitForEvent('console', (message) => message.text().startsWith('CSP'));
    await page.evaluate(`document.body.setAttribute('style', 'color: red')`);
    await reported;
    expect(at.desk.complaints()).toContain('CSP report: style-src-attr inline');
  });
});

describe('when things go wrong', () => {
  // Without the broker there is nothing for it to do.
  beforeAll(() => plant.close());

  it.each(THEMES)('%s, a person can see and read it', async (theme) => {
    const page = await at.desk.openLoggedIn('/overview', { theme, still: true });
    await at.site.broker.kill();
    await page.getByText('The broker cannot be reached').waitFor();
    await isFine(page);
    await at.site.stopMcm();
    await page.getByText('MCM does not answer').waitFor();
    await isFine(page);
    await Promise.all([at.site.startMcm(), at.site.broker.restart()]);
  });
});
