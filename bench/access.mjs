/** How fast MCM answers who may do what on a broker: one question, many, and what a change of the rules changes. */
import { startPart } from './processes.mjs';

/**
 * `{ decisions, explained, parsed, impacts }`, each as access-work.mjs tells it, with what it was asked for. Every
 * part is worked out in a process of its own.
 */
export async function measureAccess({ seconds, runs, lines, users, topics }) {
  const work = async (name, rest) => {
    const part = startPart('access-work.mjs', JSON.stringify({ name, ...rest }));
    const told = await part.next();
    await part.stop();
    return told;
  };
  const decisions = [];
  for (const shape of ['section', 'spread']) {
    decisions.push(await work('decisions', { shape, users, topics, seconds }));
  }
  const explained = await work('explained', { users, topics, seconds });
  const parsed = await work('parsed', { lines, runs });
  const impacts = [];
  for (const change of ['one-rule', 'every-rule', 'everything', 'everything-scattered']) {
    impacts.push(await work('impact', { change, users, topics }));
  }
  return { decisions, explained, parsed: { lines, ...parsed }, impacts, users, topics };
}
