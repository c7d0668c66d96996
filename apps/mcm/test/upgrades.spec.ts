import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { generateSync } from 'otplib';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Database, MIGRATIONS } from '#platform';
import { keepReleased, layReleased, releasedDatabases, until, type Known } from '#testing';
import { dumpAs } from './database-dump.js';
import { loggedIn } from './people.js';
import { observing, RULES, startPlant, type Plant } from './plant.js';
import { PASSWORD, serve, USERNAME, type Served } from './served.js';

/**
 * With MCM_SCHEMA_DUMPS=1, what the present server leaves is kept for each version of the schema that nothing was
 * kept of. It is for the release that has the version for the first time.
 */
const making = process.env['MCM_SCHEMA_DUMPS'] === '1';

if (making) {
  const kept = new Set((await releasedDatabases()).map(({ version }) => version));
  const plant = await startPlant();
  try {
    const { known, path } = await used(plant);
    await Database.inspect(path, async (read) => {
      for (const { version } of MIGRATIONS.filter((one) => !kept.has(one.version))) {
        // Before the trail, there was no key for it.
        const { 'audit.key': audit, ...keys } = known.keys;
        const then = {
          ...known,
          keys: { ...keys, ...(version >= 3 && audit && { 'audit.key': audit }) },
        };
        await keepReleased({ version, sql: await dumpAs(version, read), known: then });
      }
    });
  } finally {
    await plant.stop();
  }
}

const RELEASED = await releasedDatabases();

/** A server that everything was done with, so that no table is empty. */
async function used(plant: Plant): Promise<{ known: Known; path: string }> {
  const { served, adminToken, admin, broker } = plant;
  await observing(plant);
  const anna = await loggedIn(served, adminToken, 'viewer');
  const totpSecret = await secondFactor(served, anna);
  const expiresAt = new Date(Date.now() + 300 * 86_400_000).toISOString();
  const wish = { name: 'line report', role: 'viewer', expiresAt, password: PASSWORD };
  const { token: apiToken } = await admin.got<{ token: string }>('POST', 'auth/tokens', wish);
  await served.post('/api/v1/auth/login', { username: USERNAME, password: 'wrong' });

  await admin.createUser('ann', { password: 'of ann, in the plant' });
  expect((await admin.apply()).state).toBe('committed');
  await admin.createRule('ann', 'read', 'line7/#');
  const document = { type: 'object', required: ['temperature'] };
  await admin.got('POST', 'json-schemas', { name: 'oven', topicFilter: 'oven/#', document });

  const url = 'https://hooks.plant.example/mcm';
  await admin.got('POST', 'webhooks', { name: 'Hook', url });
  const down = { name: 'Down', severity: 'critical', condition: { kind: 'broker_down' } };
  await admin.got('POST', 'alert-rules', down);
  const weekly = { days: ['sat'], from: '22:00', until: '06:00', timeZone: 'Europe/Berlin' };
  await admin.got('POST', 'alert-windows', { name: 'Night', weekly });
  await broker.stop();
  await until(async () => {
    const { deliveries } = await admin.got<{ deliveries: unknown[] }>('GET', 'webhooks/deliveries');
    return deliveries.length > 0;
  });

  // Those who look at it later find it as valid as it is now.
  await served.app
    .get(Database)
    .write((tx) => tx.query('UPDATE api_tokens SET expires_at = ?', [Date.UTC(2100, 0)]));
  const path = served.config.database.path;
  const key = (name: string) => readFile(join(dirname(path), name), 'hex');
  const keys = { 'secret.key': await key('secret.key'), 'audit.key': await key('audit.key') };
  const { username, password } = anna;
  const known: Known = {
    ...{ keys, apiToken, admin: { username: USERNAME, password: PASSWORD } },
    anna: { username, password, totpSecret },
  };
  return { known, path };
}

/** Sets one up; the answer is its key. */
async function secondFactor(
  served: Served,
  { token, password }: { token: string; password: string },
): Promise<string> {
  const ask = served.as(token);
  const { body } = await ask('POST', '/api/v1/auth/mfa/setup', { password });
  const { secret } = body as { secret: string };
  const code = generateSync({ secret });
  expect((await ask('POST', '/api/v1/auth/mfa/verify', { code })).status).toBe(204);
  return secret;
}

it('is proven from every version of the schema', () => {
  expect(RELEASED.map(({ version }) => version)).toEqual(MIGRATIONS.map(({ version }) => version));
});

describe.each(RELEASED.map((released) => [released.version, released] as const))(
  'what a server with version %i of the schema left',
  (version, released) => {
    const { known } = released;
    let served: Served;
    let admin: string;
    beforeAll(async () => {
      served = await serve({
        lay: (folder) => layReleased(released, folder),
        env: {
          MCM_AUTH_BOOTSTRAP_ADMIN_PASSWORD: 'another one, of a later configuration',
          // Years later, this still has to be there.
          MCM_METRICS_AUDIT_RETENTION: '3650d',
          MCM_METRICS_SECURITY_RETENTION: '3650d',
        },
      });
      admin = await served.logIn(known.admin.username, known.admin.password);
    });
    afterAll(() => served.stop());

    const got = async <T>(path: string): Promise<T> => {
      const { status, body } = await served.as(admin)('GET', `/api/v1/${path}`);
      expect([path, status]).toEqual([path, 200]);
      return body as T;
    };
    /** From this version on there is more to see. */
    const since = (first: number) => (version >= first ? it : () => undefined);

    it('lets in whoever it let in', async () => {
      expect(admin).toEqual(expect.any(String));
      const users = await got<{ username: string; role: string }[]>('admin-users');
      expect(users.map(({ username, role }) => [username, role])).toEqual([
        [USERNAME, 'admin'],
        ['operator-1', 'operator'],
        ['viewer-2', 'viewer'],
      ]);
    });

    since(2)('asks for the second factor and knows the API token', async () => {
      const { username, password, totpSecret } = known.anna;
      const { body } = await served.post('/api/v1/auth/login', { username, password });
      const { mfaChallenge } = body as { mfaChallenge: string };
      const code = generateSync({ secret: totpSecret });
      const login = await served.post('/api/v1/auth/login/mfa', { mfaChallenge, code });
      expect(login.status).toBe(200);
      const me = await served.as(known.apiToken)('GET', '/api/v1/auth/me');
      expect(me.body).toMatchObject({ username: USERNAME, role: 'viewer' });
    });

    since(3)('has its audit trail, proven from the first entry, and its security log', async () => {
      const { events } = await got<{ events: { action: string }[] }>('audit-events?limit=500');
      const actions = events.map(({ action }) => action);
      expect(actions.at(-1)).toBe('admin_user.bootstrap');
      expect(actions).toEqual(expect.arrayContaining(['admin_user.create', 'api_token.create']));
      expect(await got('audit-events/verification')).toMatchObject({ valid: true });
      const security = await got<{ events: { category: string }[] }>('security/events');
      const categories = security.events.map(({ category }) => category);
      expect(categories).toEqual(expect.arrayContaining(['mfa_enabled', 'admin_login_failed']));
    });

    since(4)('has the revisions of the policy', async () => {
      const { revisions } = await got<{ revisions: { number: number; state: string }[] }>(
        'access/revisions',
      );
      expect(revisions.map(({ number, state }) => [number, state])).toEqual([
        [2, 'in-force'],
        [1, 'in-force'],
      ]);
      const { aclFile } = await got<{ aclFile: { text: string } }>('access/revisions/1');
      expect(aclFile.text).toBe(RULES);
    });

    since(5)('has the applied changes, and the draft of the next', async () => {
      const { applies } = await got<{ applies: { number: number; state: string }[] }>(
        'access/applies',
      );
      expect(applies).toEqual([expect.objectContaining({ number: 2, state: 'committed' })]);
      // Encrypted with a key of the data folder.
      const { changes } = await got<{ changes: { summary: string }[] }>('access/draft');
      expect(changes).toHaveLength(1);
      expect(changes[0]?.summary).toContain('line7/#');
    });

    since(6)('has its JSON Schemas', async () => {
      const { schemas } = await got<{ schemas: object[] }>('json-schemas');
      expect(schemas).toEqual([expect.objectContaining({ name: 'oven', topicFilter: 'oven/#' })]);
    });

    since(7)('has rules, incidents, windows and webhooks', async () => {
      const named = (name: string) => [expect.objectContaining({ name })];
      expect(await got('alert-rules')).toMatchObject({ rules: named('Down') });
      expect(await got('alerts/history')).toMatchObject({
        incidents: [expect.objectContaining({ ruleName: 'Down' })],
      });
      expect(await got('alert-windows')).toMatchObject({ windows: named('Night') });
      expect(await got('webhooks')).toMatchObject({ webhooks: named('Hook') });
      expect(await got('webhooks/deliveries')).toMatchObject({
        deliveries: [expect.objectContaining({ ruleName: 'Down' })],
      });
    });
  },
);
