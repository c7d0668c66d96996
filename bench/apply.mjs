/**
 * How long a change of access takes from `apply` to in force and proven, and what the broker's other clients notice of
 * it; for a broker with files and for one with the dynamic-security plugin.
 */
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { connectAsync } from 'mqtt';
import { WebSocket } from 'ws';
import { LOOPBACK, PASSWORD, startWithFiles, startWithPlugin } from './access-places.mjs';
import { startPart } from './processes.mjs';
import { ask, logIn, prepareMcm, startMcm, streamUrl, untilObserving } from './programs.mjs';
import { spread } from './statistics.mjs';

const PLACES = { files: startWithFiles, plugin: startWithPlugin };
const LOOPBACK_EVERY_MS = 10;
const LOG_IN_EVERY_MS = 100;
const QUIET_MS = 5_000;
/** Of the thousand rules. */
const USERS_OF_RULES = 500;

/**
 * `{ one, many }`, lists with one for each backend. `one`: a rule that is changed among `rules`, `runs` times; `many`:
 * `users` with a role who are new.
 */
export async function measureApply({ runs, rules, users }) {
  const [one, many] = [[], []];
  for (const backend of Object.keys(PLACES)) {
    one.push({ backend, rules, ...(await ruleChanged(backend, { runs, rules })) });
    many.push({ backend, users, ...(await usersAdded(backend, users)) });
  }
  return { one, many };
}

/** `{ runs, total, steps }`: spreads of milliseconds, `steps` by their names. */
async function ruleChanged(backend, { runs, rules }) {
  const { desk, stop } = await open(backend);
  await desk.declare(rulesDeclared(rules));
  await desk.apply();
  const applies = [];
  for (let run = 0; run < runs; run++) {
    await desk.changeRule(`user-${run % USERS_OF_RULES}`);
    applies.push(await desk.apply());
  }
  await stop();
  const names = Object.keys(applies[0].steps);
  const took = (name) => spread(applies.map(({ steps }) => steps[name]));
  return {
    runs,
    total: spread(applies.map(({ ms }) => ms)),
    steps: Object.fromEntries(names.map((name) => [name, took(name)])),
  };
}

/**
 * `{ ms, drafted, steps, effectMs, quiet, during }`: how long it took to have them in the draft, to be in force and
 * proven, and until the last of the users could log in; what the loopback told before and meanwhile.
 */
async function usersAdded(backend, users) {
  const { broker, desk, stop } = await open(backend);
  const loopback = startPart(
    'loopback.mjs',
    JSON.stringify({
      ...{ port: broker.port, password: PASSWORD, everyMs: LOOPBACK_EVERY_MS, ...LOOPBACK },
    }),
  );
  await loopback.next();
  await pause(QUIET_MS);
  const quiet = await loopback.ask();
  const begun = performance.now();
  const { passwords } = await desk.declare(usersDeclared(users));
  const drafted = performance.now() - begun;
  await loopback.ask();
  const [applied, effectMs] = await Promise.all([
    desk.apply(),
    untilLetIn(broker, passwords.at(-1)),
  ]);
  const during = await loopback.ask();
  await loopback.stop();
  await stop();
  return { ...applied, drafted, effectMs, quiet, during };
}

async function open(backend) {
  const broker = await PLACES[backend]();
  const mcm = await startMcm(await prepareMcm(broker));
  await untilObserving(mcm);
  const desk = new Desk(mcm, await logIn(mcm));
  await desk.listens();
  const stop = async () => {
    desk.socket.close();
    await mcm.stop();
    await broker.stop();
  };
  return { broker, desk, stop };
}

/** What an administrator does, by MCM's API. */
class Desk {
  #ends = new Map();

  constructor(mcm, token) {
    this.ask = (place, more) => ask(mcm, token, place, more);
    this.socket = new WebSocket(streamUrl(mcm), ['mcm.v1', `Bearer.${token}`]);
    this.socket.on('message', (data) => {
      const { type, number, state } = JSON.parse(data.toString());
      if (type !== 'access_apply' || ['running', 'restoring'].includes(state)) return;
      this.#endOf(number).resolve(performance.now());
    });
  }

  /** When MCM tells that a change has ended. */
  #endOf(number) {
    const end = this.#ends.get(number) ?? Promise.withResolvers();
    this.#ends.set(number, end);
    return end;
  }

  /** Resolves when MCM would tell. */
  async listens() {
    if (this.socket.readyState !== WebSocket.OPEN) await once(this.socket, 'open');
  }

  /** Has in the draft what `change` makes of what is declared now. */
  async declare(change) {
    const { declaration } = await this.ask('access/declaration');
    const body = { declaration: change(declaration) };
    return this.ask('access/draft/declaration', { method: 'POST', body });
  }

  /** Gives a user's first rule another topic. */
  async changeRule(username) {
    const query = `principalType=user&principal=${username}&limit=1`;
    const { rules } = await this.ask(`acls?${query}`);
    const [{ id, permission, topicFilter }] = rules;
    const body = {
      ...{ principalType: 'user', principal: username, permission },
      topicFilter: `changed/${topicFilter}`,
    };
    await this.ask(`acls/${id}`, { method: 'PUT', body });
  }

  /**
   * Applies the draft: `{ ms, steps }` once it is in force and proven, `steps` with how long each took and `ready`, how
   * long it was until the first.
   */
  async apply() {
    const { version } = await this.ask('access/draft');
    const begun = performance.now();
    const { number } = await this.ask('access/apply', { method: 'POST', body: { version } });
    const ms = (await this.#endOf(number).promise) - begun;
    const { state, outcome, steps } = await this.ask(`access/applies/${number}`);
    if (state !== 'committed') throw new Error(`The change was not made: ${outcome}`);
    const took = Object.fromEntries(steps.map((one) => [one.step, one.ms]));
    const all = Object.values(took).reduce((sum, step) => sum + step, 0);
    return { ms, steps: { ready: ms - all, ...took } };
  }
}

/** Tries to log in again and again; answers after how many milliseconds it worked. */
async function untilLetIn({ port }, { username, password }) {
  const begun = performance.now();
  for (;;) {
    try {
      const how = { username, password, protocolVersion: 5, reconnectPeriod: 0 };
      const client = await connectAsync(`mqtt://127.0.0.1:${port}`, how);
      const ms = performance.now() - begun;
      await client.endAsync();
      return ms;
    } catch (error) {
      // Refused, as everybody is of whom the broker does not know.
      if (error.code !== 135 && error.code !== 134) throw error;
    }
    await pause(LOG_IN_EVERY_MS);
  }
}

/** Rules spread over users, two of each. */
function rulesDeclared(count) {
  const users = Array.from({ length: USERS_OF_RULES }, (_, i) => ({ name: `user-${i}` }));
  const rules = Array.from({ length: count }, (_, i) => ({
    user: `user-${i % USERS_OF_RULES}`,
    topic: `plant-${i % 7}/line-${i % 50}/machine-${i}/#`,
    permission: i < count / 2 ? 'write' : 'read',
  }));
  return ({ users: known, rules: there, ...rest }) => ({
    ...rest,
    ...{ users: [...known, ...users], rules: [...there, ...rules] },
  });
}

/** Users with a role. */
function usersDeclared(count) {
  const name = 'machine';
  const role = {
    name,
    rules: [
      { topic: 'plant/#', permission: 'write' },
      { topic: 'cmd/#', permission: 'read' },
    ],
  };
  const users = Array.from({ length: count }, (_, i) => ({ name: `machine-${i}`, roles: [name] }));
  return ({ users: known, roles, ...rest }) => ({
    ...rest,
    ...{ users: [...known, ...users], roles: [...roles, role] },
  });
}
