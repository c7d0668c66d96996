import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { JwtService } from '@nestjs/jwt';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { RouteOptions } from 'fastify';
import { generateSync } from 'otplib';
import { atLeast, ROLES, type Role, type RoleFloor } from '#contract';
import { SessionRow } from '#feature/auth';
import { Database } from '#platform';
import { assets } from '../src/built.js';
import { loggedIn, person, type Person } from './people.js';
import { serve, type Served } from './served.js';

const SECRET = 'a secret that only this test knows.....';

interface Operation {
  readonly method: string;
  readonly path: string;
  readonly operationId: string;
  readonly 'x-role-floor'?: RoleFloor;
  readonly 'x-session-only'?: true;
  readonly 'x-audit-action'?: string;
  readonly 'x-reads-only'?: true;
}

const { paths } = JSON.parse(readFileSync(assets.openapi, 'utf8')) as {
  paths: Record<string, Record<string, Omit<Operation, 'method' | 'path'>>>;
};
const OPERATIONS: readonly Operation[] = Object.entries(paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({
    ...{ method: method.toUpperCase(), path },
    ...operation,
  })),
);
// What only reads goes first: among the changes is one that ends all other sessions.
const TABLE = OPERATIONS.toSorted(
  (one, other) => Number(one.method !== 'GET') - Number(other.method !== 'GET'),
).map((operation) => [operation.method, operation.path, operation] as const);

/** No such thing: whoever may ask is told so, and nothing happens. */
const ABSENT: Readonly<Record<string, string>> = {
  id: '999999',
  sessionId: '8c5ad8d2-6a3e-4d7c-9f0e-0c6a0f5c9e11',
  tokenId: '999999',
  kind: 'not-found',
  number: '999999',
  name: 'mcm-20200101T000000.000Z.db',
};

const OF_WANTED_ACCESS =
  /\/(mqtt-users|mqtt-roles|acls|access\/(draft|plan|appl|drift|backend|declaration|export|revisions\/.*\/difference))/;
/** What reaches the broker, and what shows hashes. */
const ADMINS_ONLY = /\/access\/(apply|applies\/.*\/|drift\/|export)/;

let served: Served;
let routes: RouteOptions[];
const people = new Map<Role, Person>();
/** Sessions and API tokens by what the caller is. */
const callers = new Map<string, string>();

beforeAll(async () => {
  routes = [];
  served = await serve({
    env: { MCM_AUTH_JWT_SECRET: SECRET, MCM_AUTH_LOGIN_LOCKOUT_MAX_ATTEMPTS: '1000' },
    prepare: (app) => {
      app
        .getHttpAdapter()
        .getInstance()
        .addHook('onRoute', (route) => {
          routes.push(route);
        });
    },
  });
  const admin = await served.logIn();
  for (const role of ROLES) {
    const who = await person(served, admin, role);
    people.set(role, who);
    const token = await served.logIn(who.username, who.password);
    callers.set(`the session of a ${role}`, token);
    const expiresAt = new Date(Date.now() + 86_400_000).toISOString();
    const wish = { name: 'matrix', role, expiresAt, password: who.password };
    const { body } = await served.as(token)('POST', '/api/v1/auth/tokens', wish);
    callers.set(`an API token of a ${role}`, (body as { token: string }).token);
  }
  callers.set('garbage', 'xyzzy');
  callers.set('an unknown API token', `mcm_${'x'.repeat(43)}`);
  callers.set('an expired session', await session(1, -60));
  callers.set('a revoked session', await revoked());
  callers.set('the session of a disabled user', await disabled(admin));
  callers.set('an MFA challenge', await challenge(admin));
});
afterAll(() => served.stop());

/** A session as a log-in makes it, without the hash that a log-in costs. */
async function session(userId: number, seconds: number): Promise<string> {
  const exp = Math.floor(Date.now() / 1000) + seconds;
  const row = { id: randomUUID(), userId, createdAt: 0, expiresAt: exp * 1000 };
  await served.app.get(Database).write((tx) => tx.insert(SessionRow, row));
  return new JwtService({ secret: SECRET }).sign({ sub: String(userId), jti: row.id, exp });
}

async function revoked(): Promise<string> {
  const token = await served.logIn();
  await served.as(token)('POST', '/api/v1/auth/logout');
  return token;
}

/** Disabled behind the server's back, so that the session is not revoked as well. */
async function disabled(admin: string): Promise<string> {
  const { id, token } = await loggedIn(served, admin, 'admin');
  await served.app
    .get(Database)
    .write((tx) => tx.query('UPDATE admin_users SET disabled = 1 WHERE id = ?', [id]));
  return token;
}

async function challenge(admin: string): Promise<string> {
  const { token, username, password } = await loggedIn(served, admin, 'admin');
  const { body } = await served.as(token)('POST', '/api/v1/auth/mfa/setup', { password });
  const code = generateSync({ secret: (body as { secret: string }).secret });
  await served.as(token)('POST', '/api/v1/auth/mfa/verify', { code });
  const login = await served.post('/api/v1/auth/login', { username, password });
  return (login.body as { mfaChallenge: string }).mfaChallenge;
}

/** What the floor says to a request; `allowed` is whatever the route itself has to say. */
async function verdict({ method, path }: Operation, token?: string): Promise<string> {
  const url = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => ABSENT[name] ?? 'absent');
  const body = method === 'GET' ? undefined : {};
  const { status, problem } =
    token === undefined
      ? await served.ask(url, {
          method,
          ...(body && { body: '{}', headers: { 'content-type': 'application/json' } }),
        })
      : await served.as(token)(method, url, body);
  const kind = typeof problem === 'object' ? problem.type : undefined;
  if (kind === '/problems/not-authenticated') return `401 ${String(status === 401)}`;
  if (kind === '/problems/role-too-low') return `403 role ${String(status === 403)}`;
  if (kind === '/problems/session-required') return `403 session ${String(status === 403)}`;
  return status === 401 || status === 403 ? `${status} ${String(kind)}` : 'allowed';
}

function expected(operation: Operation, caller: string): string {
  const floor = operation['x-role-floor'];
  if (floor === undefined) return 'declared';
  if (floor === 'public') return 'allowed';
  const role = ROLES.find((one) => caller.endsWith(` of a ${one}`));
  if (role === undefined) return '401 true';
  if (!atLeast(role, floor)) return '403 role true';
  return operation['x-session-only'] && caller.startsWith('an API token')
    ? '403 session true'
    : 'allowed';
}

describe.each(TABLE)('%s %s', (method, _, operation) => {
  it('answers each caller as it declares', async () => {
    const seen: Record<string, string> = { nobody: await verdict(operation) };
    const wanted: Record<string, string> = { nobody: expected(operation, 'nobody') };
    for (const [caller, token] of callers) {
      // What is allowed may end the session that asks, so each change is asked with one of its own.
      const role = ROLES.find((one) => caller === `the session of a ${one}`);
      const who = role === undefined ? undefined : people.get(role);
      const fresh = method !== 'GET' && who ? await session(who.id, 600) : token;
      seen[caller] = await verdict(operation, fresh);
      wanted[caller] = expected(operation, caller);
    }
    expect(seen).toEqual(wanted);
    expect(Object.keys(seen)).toHaveLength(15);
  });
});

describe('the OpenAPI document', () => {
  it('has every route of the server below /api, with its floor and its audit name', () => {
    const declared = routes
      .filter(({ url, method }) => url.startsWith('/api/') && method !== 'HEAD')
      .map(({ url, method, config }) => ({
        route: `${String(method)} ${url.replaceAll(/:(\w+)/g, '{$1}')}`,
        floor: config?.floor,
        audit: config?.audit,
        sessionOnly: config?.sessionOnly,
      }));
    const documented = OPERATIONS.filter(({ path }) => path.startsWith('/api/')).map(
      ({ method, path, ...operation }) => ({
        route: `${method} ${path}`,
        floor: operation['x-role-floor'],
        audit: operation['x-audit-action'],
        sessionOnly: operation['x-session-only'],
      }),
    );
    const byRoute = (one: { route: string }, other: { route: string }) =>
      one.route.localeCompare(other.route);
    expect(declared.toSorted(byRoute)).toEqual(documented.toSorted(byRoute));
    expect(declared.length).toBeGreaterThan(35);
  });

  it('lets auditors see what is wanted of the broker, operators edit it, and admins bring it there', () => {
    const floorOf = ({ method, path }: Operation): RoleFloor => {
      if (ADMINS_ONLY.test(path)) return 'admin';
      return method === 'GET' ? 'auditor' : 'operator';
    };
    const ours = OPERATIONS.filter(({ path }) => OF_WANTED_ACCESS.test(path));
    const floors = (of: (operation: Operation) => RoleFloor | undefined) =>
      ours.map((one) => `${one.method} ${one.path} ${of(one)}`);
    expect(floors((one) => one['x-role-floor'])).toEqual(floors(floorOf));
    expect(ours.length).toBeGreaterThan(30);
  });

  it('lets auditors see and try JSON Schemas, and operators change them', () => {
    const ours = OPERATIONS.filter(({ path }) => path.startsWith('/api/v1/json-schemas'));
    const wanted = (operation: Operation) => (operation['x-audit-action'] ? 'operator' : 'auditor');
    expect(ours.map((one) => `${one.operationId} ${one['x-role-floor']}`)).toEqual(
      ours.map((one) => `${one.operationId} ${wanted(one)}`),
    );
    expect(ours).toHaveLength(10);
  });

  it('lets only admins at backups, and only those who logged in at their content', () => {
    const ours = OPERATIONS.filter(({ path }) => path.startsWith('/api/v1/backups'));
    expect(
      ours.map((one) => [one.operationId, one['x-role-floor'], one['x-session-only'] ?? false]),
    ).toEqual([
      ['listBackups', 'admin', false],
      ['createBackup', 'admin', false],
      ['downloadBackup', 'admin', true],
      ['deleteBackup', 'admin', false],
    ]);
  });

  it('names an audit action for every operation that changes something', () => {
    const silent = OPERATIONS.filter(({ method }) => method !== 'GET').filter(
      (operation) => operation['x-audit-action'] === undefined && !operation['x-reads-only'],
    );
    expect(silent.map(({ operationId }) => operationId)).toEqual([]);
  });
});

it.each([
  ['without a floor', {}, 'No floor is declared for POST /planted'],
  ['without an audit name', { floor: 'admin' }, 'No audit name is declared for POST /planted'],
] as const)(
  'the server does not start with a route that changes something %s',
  async (_, config, why) => {
    const starting = serve({
      prepare: (app) => {
        app
          .getHttpAdapter()
          .getInstance()
          .route({
            ...{ method: 'POST', url: '/planted', config, handler: () => 'done' },
          });
      },
    });
    await expect(starting).rejects.toThrow(why);
  },
);
