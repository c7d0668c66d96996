/** How many log-ins and how many questions of who one is are answered. */
import { startPart } from './processes.mjs';
import { logIn, loginRequest, prepareMcm, startMcm, startMosquitto } from './programs.mjs';

/** Fewer than wrong log-ins that are let through, which is what limits how many may be looked at at once. */
const LOGINS_AT_ONCE = [1, 2, 4];
const QUESTIONS_AT_ONCE = [1, 16];

/** `[{ what, clients, perSecond, p50, p99, most }]`, times in milliseconds. */
export async function measureIdentity({ seconds }) {
  const broker = await startMosquitto();
  const mcm = await startMcm(await prepareMcm(broker));
  const token = await logIn(mcm);
  const results = [];
  const measure = async (what, place, request) => {
    const url = `${mcm.url}/api/v1/${place}`;
    const client = startPart('full-speed.mjs', JSON.stringify({ url, seconds, ...request }));
    const times = await client.next();
    await client.stop();
    if (times.failures > 0) throw new Error(`${times.failures} of ${what} were not answered.`);
    results.push({ what, clients: request.clients, ...times });
  };
  for (const clients of LOGINS_AT_ONCE) {
    await measure('log-ins', 'auth/login', { ...loginRequest, clients });
  }
  const headers = { authorization: `Bearer ${token}` };
  for (const clients of QUESTIONS_AT_ONCE) {
    await measure('`GET /auth/me`', 'auth/me', { method: 'GET', headers, clients });
  }
  await mcm.stop();
  await broker.stop();
  return results;
}
