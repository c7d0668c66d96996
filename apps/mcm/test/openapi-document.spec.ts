import { describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { temporaryFolder } from '#testing';
import { assets } from '../src/built.js';

const root = resolve(import.meta.dirname, '../../..');

interface Media {
  readonly schema?: object;
}
interface Body {
  /** To one of the document's own. */
  readonly $ref?: string;
  readonly content?: Readonly<Record<string, Media>>;
}
interface Operation {
  readonly operationId: string;
  readonly requestBody?: Body;
  readonly responses: Readonly<Record<string, Body>>;
}

const { openapi, paths, components } = JSON.parse(readFileSync(assets.openapi, 'utf8')) as {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly responses: Readonly<Record<string, Body>> };
};
const operations = Object.values(paths).flatMap((path) => Object.values(path));

/** A change of the protocol and an answer without content have no body. */
const BODILESS = ['101', '204'];

/** What has a body without saying what it is. */
function unsaid({ operationId, requestBody, responses }: Operation): readonly string[] {
  const bodies = Object.entries({ ...responses, ...(requestBody && { request: requestBody }) });
  return bodies
    .filter(([name]) => !BODILESS.includes(name))
    .filter(([, body]) => !saysWhat(Object.values(meant(body).content ?? {})))
    .map(([name]) => `${operationId}: ${name}`);
}

/** The body itself, where it is named. */
function meant(body: Body): Body {
  const name = body.$ref?.replace('#/components/responses/', '');
  return name === undefined ? body : (components.responses[name] ?? {});
}

const saysWhat = (contents: readonly Media[]): boolean =>
  contents.length > 0 && contents.every(({ schema = {} }) => Object.keys(schema).length > 0);

describe('the OpenAPI document', () => {
  it('says of every body, asked or answered, what it is', () => {
    expect(openapi).toBe('3.1.0');
    expect(operations.length).toBeGreaterThan(100);
    expect(operations.flatMap(unsaid)).toEqual([]);
    const responses = { '200': { content: { 'text/plain': {} } }, '204': {} };
    expect(unsaid({ operationId: 'planted', requestBody: {}, responses })).toEqual([
      ...['planted: 200', 'planted: request'],
    ]);
  });

  it.each([
    'GET /healthz',
    'GET /metrics',
    'POST /api/v1/auth/login',
    'POST /api/v1/auth/login/mfa',
    'GET /api/v1/auth/me',
    'POST /api/v1/auth/mfa/setup',
    'POST /api/v1/auth/mfa/verify',
    'DELETE /api/v1/auth/mfa',
    'GET /api/v1/status',
    'GET /api/v1/admin-users',
    'POST /api/v1/admin-users',
    'GET /api/v1/admin-users/{id}',
    'PUT /api/v1/admin-users/{id}',
    'DELETE /api/v1/admin-users/{id}',
    'GET /api/v1/acls',
    'POST /api/v1/acls',
    'PUT /api/v1/acls/{id}',
    'DELETE /api/v1/acls/{id}',
    'GET /api/v1/json-schemas',
    'POST /api/v1/json-schemas',
    'PUT /api/v1/json-schemas/{id}',
    'DELETE /api/v1/json-schemas/{id}',
    'GET /api/v1/audit-events',
    'GET /api/v1/security/events',
    'GET /api/v1/broker/events',
  ])('has %s, on which programs rely', (route) => {
    const [method = '', path = ''] = route.split(' ');
    expect(paths[path]).toHaveProperty(method.toLowerCase());
  });

  it('is what Redocly makes pages of', async () => {
    const home = await temporaryFolder();
    const page = join(home.path, 'api.html');
    const redocly = join(root, 'node_modules/.bin/redocly');
    const env = { ...process.env, REDOCLY_TELEMETRY: 'off' };
    const args = ['build-docs', assets.openapi, '--output', page];
    await promisify(execFile)(redocly, args, { cwd: root, env });
    expect(await readFile(page, 'utf8')).toContain('/api/v1/broker/events');
    await home.remove();
  });
});
