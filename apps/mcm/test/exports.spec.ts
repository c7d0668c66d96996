import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { get, type IncomingMessage } from 'node:http';
import { Database } from '#platform';
import { bearer, serve, USERNAME, type Served } from './served.js';

/** Bytes of the file at least: more than the sockets take while nobody reads. */
const SIZE = 40_000_000;

let served: Served;
let auditor: { readonly id: number; readonly token: string };
beforeAll(async () => {
  served = await serve();
  const database = served.app.get(Database);
  const write = (sql: string) => database.write((tx) => tx.query(sql));
  await write(
    `INSERT INTO admin_users (username, password_hash, role, created_at, updated_at)
     SELECT 'auditor', password_hash, 'auditor', 0, 0 FROM admin_users WHERE username = '${USERNAME}'`,
  );
  await write(
    `WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < 4000)
     INSERT INTO security_events (category, reason, detail, observed_at, last_observed_at, count)
     SELECT 'mfa_enabled', 'enrolled', hex(zeroblob(${SIZE / 8_000})), 0, 0, 1 FROM c`,
  );
  const token = await served.logIn('auditor');
  const { body } = await served.as(token)('GET', '/api/v1/auth/me');
  auditor = { id: (body as { id: number }).id, token };
});
afterAll(() => served.stop());

/** How much of the file came, when `end` was done before most of it was read. */
async function bytesAfter(end: () => Promise<{ readonly status: number }>, token: string) {
  const url = `${served.url}/api/v1/security/events/export`;
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    get(url, { headers: bearer(token) }, resolve).once('error', reject);
  });
  expect(response.statusCode).toBe(200);
  const { promise: over, resolve } = Promise.withResolvers<unknown>();
  response.once('error', resolve).once('end', () => {
    resolve('all of it came');
  });
  expect((await end()).status).toBeLessThan(300);
  let bytes = 0;
  response.on('data', (chunk: Buffer) => (bytes += chunk.length));
  expect(await over).toMatchObject({ code: 'ECONNRESET' });
  return bytes;
}

describe('an export that is still being read', () => {
  it('ends with the session of whoever asked', async () => {
    const token = await served.logIn('auditor');
    const end = () => served.as(token)('POST', '/api/v1/auth/logout');
    expect(await bytesAfter(end, token)).toBeLessThan(SIZE / 2);
  });

  it('ends when the auditor is disabled', async () => {
    const admin = served.as(await served.logIn());
    const end = () => admin('PUT', `/api/v1/admin-users/${auditor.id}`, { disabled: true });
    expect(await bytesAfter(end, auditor.token)).toBeLessThan(SIZE / 2);
  });
});
