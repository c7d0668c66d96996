import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { brokerVersion, parseDynsecState } from '#domain/mosquitto';
import {
  Asker,
  dynsecPlugin,
  startMosquitto,
  temporaryFolder,
  type TemporaryFolder,
} from '#testing';
import { difference } from '../test/difference.js';
import {
  loginCases,
  PASSWORD,
  passwordBytes,
  stateBytes,
  type LoginCase,
} from '../test/dynsec-arbitraries.js';
import { search, SEARCHES_LONG } from '../test/search.js';
import { Tally } from '../test/tally.js';
import { explain } from './explain.js';
import type { Client, Policy } from './policy.js';
import type { BrokerRule } from './ruling.js';

const BROKERS = SEARCHES_LONG ? 300 : 35;
const LOGINS = SEARCHES_LONG ? 5_000 : 300;

let home: TemporaryFolder;
beforeAll(async () => {
  home = await temporaryFolder();
});
afterAll(() => home.remove());

async function start({ allowAnonymous, passwordUsers, state }: LoginCase) {
  const conf = [`allow_anonymous ${allowAnonymous}`];
  if (passwordUsers) {
    await writeFile(join(home.path, 'passwords'), passwordBytes(passwordUsers));
    conf.push(`password_file ${join(home.path, 'passwords')}`);
  }
  if (state) {
    await writeFile(join(home.path, 'state'), stateBytes({ state, upperCase: false }, []));
    conf.push(`plugin ${dynsecPlugin()}`, `plugin_opt_config_file ${join(home.path, 'state')}`);
  }
  return startMosquitto({ quiet: true, conf });
}

function policyOf({ allowAnonymous, passwordUsers, state }: LoginCase): Policy {
  const users = passwordUsers?.map((username, index) => ({ username, line: index + 1 }));
  return {
    broker: brokerVersion('2.0.11')!,
    allowAnonymous,
    ...(users && { passwordFile: { users, problems: [] } }),
    ...(state && { dynsec: parseDynsecState(stateBytes({ state, upperCase: false }, [])) }),
  };
}

async function mayLogIn(port: number, client: Client): Promise<boolean> {
  const { username } = client;
  const password = username === undefined || username === '' ? {} : { password: PASSWORD };
  const asker = await Asker.connect(port, { ...client, ...password });
  asker.end();
  if (asker.reason === 0) return true;
  expect(asker.reason).toBe(0x87); // not authorized
  return false;
}

describe('explain, of logins', () => {
  it('says whom the broker lets in', async () => {
    const tally = new Tally();
    const property = fc.asyncProperty(loginCases, async (one) => {
      const policy = policyOf(one);
      const broker = await start(one);
      try {
        for (const client of one.clients) {
          const question = { client, action: 'login' as const, topic: '' };
          const explained = explain(policy, question);
          tally.count(explained);
          const observed = await mayLogIn(broker.port, client);
          if (observed !== explained.allowed) {
            throw new Error(
              difference(question, observed ? 'allowed' : 'denied', explained, { ...shown(one) }),
            );
          }
        }
      } finally {
        await broker.kill(); // at once; asked to stop, an idle broker takes 100 ms
        await broker.stop();
      }
    });
    await search(property, BROKERS, () => tally.rarerThan(1, RULES));

    expect(tally.total).toBeGreaterThanOrEqual(LOGINS);
  });
});

const shown = ({ state, passwordUsers, allowAnonymous }: LoginCase) => ({
  state: state ? JSON.stringify(state) : 'none',
  password_file: passwordUsers?.join('\n') ?? 'none',
  allow_anonymous: String(allowAnonymous),
});

const RULES: readonly BrokerRule[] = [
  'anonymous-allowed',
  'anonymous-refused',
  'any-name-allowed',
  'in-password-file',
  'not-in-password-file',
  'plugin-client',
  'plugin-client-disabled',
  'plugin-client-other-id',
  'nobody-knows-the-name',
];
