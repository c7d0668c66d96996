import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { brokerVersion, parseAclFile, parseDynsecState } from '#domain/mosquitto';
import {
  Asker,
  dynsecPlugin,
  putQuestions,
  startMosquitto,
  temporaryFolder,
  type TemporaryFolder,
  type TestBroker,
} from '#testing';
import { aclBytes, SENDER } from '../test/acl-arbitraries.js';
import { difference } from '../test/difference.js';
import {
  dynsecCases,
  dynsecQuestionOf,
  NO_STATE,
  PASSWORD,
  passwordBytes,
  stateBytes,
  SUBSCRIPTIONS,
  type DynsecCase,
} from '../test/dynsec-arbitraries.js';
import { search, SEARCHES_LONG } from '../test/search.js';
import { ROLE_KINDS, Tally } from '../test/tally.js';
import { CLIENT_IDS, type TopicQuestion } from '../test/topic-arbitraries.js';
import { explain } from './explain.js';
import type { Explanation } from './explanation.js';
import type { Policy } from './policy.js';

const STATES = SEARCHES_LONG ? 600 : 60;
const DECISIONS = SEARCHES_LONG ? 5_000 : 500;

let home: TemporaryFolder;
/** What the brokers remember of clients that are subscribed to everything. */
let sessions: Uint8Array;
/** With the plugin alone; and with an acl_file and a password_file beside it. */
let alone: TestBroker;
let withFiles: TestBroker;

const path = (name: string) => join(home.path, name);

beforeAll(async () => {
  home = await temporaryFolder();
  const persistence = ['persistence true', `persistence_location ${home.path}/`];
  sessions = await keptSessions(persistence);
  await writeFile(path('state'), stateBytes(NO_STATE, []));
  await writeFile(path('passwords'), '');
  const conf = [
    ...['max_queued_messages 60000', 'set_tcp_nodelay true', ...persistence],
    ...[`plugin ${dynsecPlugin()}`, `plugin_opt_config_file ${path('state')}`],
  ];
  alone = await startMosquitto({ quiet: true, conf });
  await alone.kill();
  const files = [`password_file ${path('passwords')}`];
  withFiles = await startMosquitto({ quiet: true, aclFile: '', conf: [...conf, ...files] });
  await withFiles.kill();
});
afterAll(async () => {
  await alone.stop();
  await withFiles.stop();
  await home.remove();
});

/** Of a broker without rules: a subscription is checked when it is made, and not when its session goes on. */
async function keptSessions(conf: readonly string[]): Promise<Uint8Array> {
  const broker = await startMosquitto({ quiet: true, conf });
  for (const clientId of CLIENT_IDS.filter((id) => id !== '')) {
    const asker = await Asker.connect(broker.port, { clientId, keepSession: true });
    await asker.subscribe(SUBSCRIPTIONS);
    asker.end();
  }
  await broker.stop();
  return readFile(path('mosquitto.db'));
}

/** Starts a broker with the files of the case: the plugin reads its state only then. */
async function load(one: DynsecCase, asked: readonly TopicQuestion[]) {
  const heard = asked.filter(({ action }) => action === 'receive').map(({ topic }) => topic);
  const state = stateBytes(one, heard);
  const acl = one.aclLines && aclBytes(one.aclLines, heard);
  const broker = acl ? withFiles : alone;
  await writeFile(path('state'), state);
  await writeFile(path('mosquitto.db'), sessions);
  await writeFile(path('passwords'), passwordBytes(one.passwordUsers));
  if (acl) await writeFile(join(broker.folder, 'acl'), acl);
  await broker.restart();

  const users = one.passwordUsers.map((username, index) => ({ username, line: index + 1 }));
  const policy: Policy = {
    broker: brokerVersion('2.0.11')!,
    allowAnonymous: true,
    dynsec: parseDynsecState(state),
    ...(acl && { aclFile: parseAclFile(acl), passwordFile: { users, problems: [] } }),
  };
  return { broker, policy };
}

/** Puts the questions of the case to the broker and to `explain`, and fails where the answers differ. */
async function compare(one: DynsecCase): Promise<Explanation[]> {
  const asked = one.questions.map((template) => dynsecQuestionOf(one.clients, template));
  const { broker, policy } = await load(one, asked);
  try {
    const asking = { port: broker.port, sender: SENDER, password: PASSWORD, subscribed: true };
    const answers = await putQuestions(asked, asking);
    return asked.flatMap((question, index) => {
      const observed = String(answers[index]);
      const login = { ...question, action: 'login' as const };
      const explainedLogin = explain(policy, login);
      if (explainedLogin.allowed === (observed === 'refused')) {
        throw new Error(difference(login, observed, explainedLogin, shown(one)));
      }
      if (observed === 'refused') return [];
      const explained = explain(policy, question);
      if (explained.allowed === (observed === 'allowed')) return [explained];
      throw new Error(difference(question, observed, explained, shown(one)));
    });
  } finally {
    await broker.kill();
  }
}

function shown({ state, aclLines, passwordUsers }: DynsecCase): Record<string, string> {
  return {
    state: JSON.stringify(state),
    acl_file: aclLines?.join('') ?? 'none',
    password_file: aclLines === undefined ? 'none' : passwordUsers.join('\n'),
  };
}

describe('explain, beside a broker with the dynamic-security plugin', () => {
  it('says what the broker does', async () => {
    const tally = new Tally();
    const property = fc.asyncProperty(dynsecCases(120), async (one) => {
      for (const explained of await compare(one)) tally.count(explained);
    });
    await search(property, STATES, () => tally.rarerThan(1, ROLE_KINDS));

    expect(tally.total).toBeGreaterThanOrEqual(DECISIONS);
    expect(tally.allowedShare).toBeGreaterThan(0.2);
    expect(tally.allowedShare).toBeLessThan(0.8);
  });
});
