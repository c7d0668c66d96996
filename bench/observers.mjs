/**
 * Who observes a flood. An observer has `pid`, `received()`, how many messages it got so far, and `times()`, when it
 * got the first and the last of a flood (`{ first, last }`, milliseconds since the epoch).
 */
import { startPart } from './processes.mjs';
import { ask, logIn, prepareMcm, startMcm, untilObserving } from './programs.mjs';

/** The plain reader; with `restMs`, the patient one. */
export async function startReader(how) {
  const reader = startPart('reader.mjs', JSON.stringify(how));
  await reader.next();
  return {
    pid: reader.pid,
    received: async () => (await reader.ask()).received,
    times: () => reader.ask(),
    stop: () => reader.stop(),
  };
}

/**
 * MCM, asked by its own API: also has `mcm`, `ask(place)` and `status()`, what the API says of the observer. Its
 * settings are its defaults but for `observe`.
 */
export async function startMcmAsObserver(broker, observe = {}) {
  const mcm = await startMcm(await prepareMcm(broker, { observe }));
  await untilObserving(mcm);
  const token = await logIn(mcm);
  const observer = {
    ...{ mcm, token, pid: mcm.pid },
    ask: (place) => ask(mcm, token, place),
    status: async () => (await observer.ask('status')).observer,
    received: async () => (await observer.status()).messages,
    times: () => timesSeen(observer),
    stop: () => mcm.stop(),
  };
  return observer;
}

/** When MCM saw the messages that begin and end a flood. Where the last was lost, when it saw any, within 250 ms. */
async function timesSeen(observer) {
  const { topics } = await observer.ask('topics');
  const { lastMessageAt } = await observer.status();
  const seen = (name) => topics.find(({ topic }) => topic === name)?.lastSeenAt;
  const last = seen('bench-last') ?? lastMessageAt;
  return { first: Date.parse(seen('bench-first')), last: Date.parse(last) };
}
