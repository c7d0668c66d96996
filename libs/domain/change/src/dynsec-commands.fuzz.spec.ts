import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { compile, type Client, type Policy, type TopicAction } from '#domain/access';
import { brokerVersion, bytesOf, parseDynsecState, SecretBytes } from '#domain/mosquitto';
import { applied } from '../test/dynsec-applied.js';
import { changes, TOPICS, USERNAMES } from '../test/dynsec-arbitraries.js';
import type { DynsecModel } from './document.js';
import { commandText, type PlannedCommand } from './dynsec-command.js';
import { dynsecCommands } from './dynsec-commands.js';
import { attainable } from './dynsec-edited.js';
import { dynsecStateText } from './dynsec-model.js';

/** After each command of each pair of states everything is asked, so there are fewer pairs than of other things. */
const SEARCH = { numRuns: Math.max(200, (fc.readConfigureGlobal().numRuns ?? 0) / 20) };

const QUESTIONS: readonly (readonly [TopicAction, string])[] = [
  ...TOPICS.flatMap((topic) => [['publish', topic] as const, ['receive', topic] as const]),
  ...[...TOPICS, 'a/#', '#', '+', '$x/#'].flatMap((filter) => [
    ['subscribe', filter] as const,
    ['unsubscribe', filter] as const,
  ]),
];
const CLIENTS: readonly Client[] = [
  { clientId: 'c1' },
  ...USERNAMES.flatMap((username) => [
    { username, clientId: 'c1' },
    { username, clientId: 'c2' },
  ]),
];

/** Everything that the state allows to somebody, as words. `passwords`: who could log in by one. */
function allowed(model: DynsecModel, passwords: ReadonlySet<string>, version: string) {
  const dynsec = parseDynsecState(bytesOf(dynsecStateText(model)));
  const policy: Policy = { broker: brokerVersion(version)!, allowAnonymous: true, dynsec };
  const compiled = compile(policy);
  const found = new Set<string>();
  for (const client of CLIENTS) {
    const known = model.clients.find(({ username }) => username === client.username);
    const isLetIn =
      client.username === undefined ||
      (known !== undefined &&
        !known.disabled &&
        passwords.has(known.username) &&
        (known.clientid ?? client.clientId) === client.clientId);
    if (!isLetIn) continue;
    for (const [action, topic] of QUESTIONS) {
      if (!compiled.decide(client, action, topic)) continue;
      found.add(`${client.username ?? 'nobody'} as ${client.clientId} ${action} ${topic}`);
    }
  }
  return found;
}

const password = new SecretBytes(bytesOf('secret'));

/** Goes through all commands, and names the first after which somebody has what nobody should. */
function firstLeak(before: DynsecModel, after: DynsecModel, version: string): string | undefined {
  const known = new Set(before.clients.map(({ username }) => username));
  const newPasswords = after.clients.flatMap(({ username }) =>
    known.has(username) ? [] : [{ username, password }],
  );
  const planned = dynsecCommands(before, after, newPasswords);
  const everybody = new Set(USERNAMES);
  const old = allowed(before, everybody, version);
  const fresh = allowed(after, everybody, version);
  let model = before;
  const passwords = new Set(known);
  for (const [at, { command }] of planned.entries()) {
    model = applied(model, command);
    if (command.command === 'deleteClient') passwords.delete(command.username);
    if ('password' in command) passwords.add(command.username);
    const leaked = [...allowed(model, passwords, version)].filter(
      (one) => !old.has(one) && !fresh.has(one),
    );
    if (leaked.length > 0) {
      return `${leaked[0]} after ${shown(planned.slice(0, at + 1))}`;
    }
  }
  expect(model).toEqual(attainable(before, after));
  return undefined;
}

const shown = (planned: readonly PlannedCommand[]) =>
  planned.map(({ effect, command }) => `\n${effect}: ${commandText(command)}`).join('');

describe('the commands from one state to another', () => {
  it.each(['2.0.11', '2.1.2'])(
    'give nobody on %s more than both states, and end in the other',
    (version) => {
      fc.assert(
        fc.property(changes, ([before, after]) => {
          expect(firstLeak(before, after, version)).toBeUndefined();
        }),
        SEARCH,
      );
    },
  );
});
