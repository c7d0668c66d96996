import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { explain, type Client, type Policy, type Question } from '#domain/access';
import {
  brokerVersion,
  bytesOf,
  parseAclFile,
  parsePasswordFile,
  SecretBytes,
} from '#domain/mosquitto';
import {
  Asker,
  putQuestions,
  startMosquitto,
  type BrokerQuestion,
  type TestBroker,
} from '#testing';
import { attempted, documents, NAMES } from '../test/document-arbitraries.js';
import {
  afterEdits,
  createRule,
  createUser,
  documentOf,
  hashOf,
  PASSWORD,
} from '../test/file-examples.js';
import { fileDocument, renderedFiles, type RenderedFiles } from './file-document.js';
import type { Probe } from './file-probe.js';
import { fileUsers } from './file-views.js';
import { PROBE_USER, probeTopic } from './probe.js';

const FILES = process.env['MCM_SEARCH_RUNS'] === undefined ? 100 : 1_000;
const BROKER = brokerVersion('2.0.11')!;
const SENDER = 'sender';

let broker: TestBroker;
beforeAll(async () => {
  broker = await startMosquitto({
    quiet: true,
    users: { [SENDER]: PASSWORD },
    aclFile: '',
    conf: ['allow_anonymous true', 'set_tcp_nodelay true', 'max_queued_messages 60000'],
  });
});
afterAll(() => broker.stop());

async function load({ acl, passwords }: RenderedFiles): Promise<Policy> {
  await writeFile(join(broker.folder, 'passwords'), passwords!.reveal());
  await broker.reload(acl!);
  const passwordFile = parsePasswordFile(passwords!.reveal(), BROKER);
  return { broker: BROKER, allowAnonymous: true, aclFile: parseAclFile(acl!), passwordFile };
}

const probeOf = (revision: number): Probe => ({
  revision,
  hash: new SecretBytes(bytesOf(hashOf(`probe ${revision}`, revision))),
});

const CLIENTS: readonly Client[] = [
  { clientId: 'nobody' },
  ...[...NAMES, '$dev', 'carl'].map((username, index) => ({ username, clientId: `c${index}` })),
];
const TOPICS = ['a', 'b', 'a/b', 'a/b/c', 'a b', 'a/ann', 'ann', 'c0', 'a/c1', '$dev/a', 'read'];
const QUESTIONS: readonly (BrokerQuestion & Question)[] = CLIENTS.flatMap((client) =>
  TOPICS.flatMap((topic) =>
    (['publish', 'receive'] as const).map((action) => ({ client, action, topic })),
  ),
);

function explained(policy: Policy, { client, action, topic }: Question): string {
  if (!explain(policy, { client, action: 'login', topic: '' }).allowed) return 'refused';
  return explain(policy, { client, action, topic }).allowed ? 'allowed' : 'denied';
}

describe('files that MCM wrote, in a real broker', () => {
  it('mean what MCM says that they mean', async () => {
    const seen = new Map<string, number>();
    const property = fc.asyncProperty(documents, async (document) => {
      // Most can log in, so that there is something to ask.
      const known = NAMES.slice(1).reduce(
        (now, name) => attempted(now, createUser(name)) ?? now,
        document,
      );
      const withSender = afterEdits(
        known,
        createUser(SENDER),
        createRule(`${SENDER} write #`),
        createRule(`${SENDER} write $dev/#`),
      );
      const policy = await load(renderedFiles(withSender, probeOf(1)));
      const asking = { port: broker.port, sender: SENDER, password: PASSWORD };
      const answers = await putQuestions(QUESTIONS, asking);
      for (const answer of answers) seen.set(answer, (seen.get(answer) ?? 0) + 1);
      const said = QUESTIONS.map((question) => explained(policy, question));
      const asked = QUESTIONS.map(({ client, action, topic }) => {
        return `${client.username ?? '(none)'} ${action} ${topic}`;
      });
      const inWords = (all: readonly string[]) =>
        all.map((one, index) => `${asked[index]!}: ${one}`);
      expect(inWords(answers)).toEqual(inWords(said));
    });
    await fc.assert(property, { numRuns: FILES });
    for (const answer of ['allowed', 'denied', 'refused']) {
      expect(seen.get(answer)).toBeGreaterThan(FILES * 4);
    }
    expect(broker.log()).not.toMatch(/Error.*(acl|topic)/i); // there are bad passwords among them
  });

  it('let the probe of their revision in, and only to its topics', async () => {
    const document = documentOf('user ann\ntopic readwrite #', 'ann');
    await load(renderedFiles(document, probeOf(1)));
    const login = { clientId: 'probe', username: PROBE_USER };
    const old = await Asker.connect(broker.port, { ...login, password: 'probe 1' });
    expect(old.reason).toBe(0);
    old.end();

    await load(renderedFiles(document, probeOf(2)));
    const refused = await Asker.connect(broker.port, { ...login, password: 'probe 1' });
    expect(refused.reason).toBe(0x87); // not authorized
    refused.end();
    const probe = await Asker.connect(broker.port, { ...login, password: 'probe 2' });
    const topics = [probeTopic(2, 'now'), probeTopic(1, 'before'), 'a'];
    await probe.subscribe(['#']);
    expect(await probe.publish(topics)).toEqual([0, 0x87, 0x87]);
    const ann = await Asker.connect(broker.port, {
      clientId: 'ann',
      username: 'ann',
      password: PASSWORD,
    });
    await ann.publish(topics);
    expect(await probe.received()).toEqual([probeTopic(2, 'now'), probeTopic(2, 'now')]);
    probe.end();
    ann.end();
  });

  it('can be changed by mosquitto_passwd, also where the last line had no end', async () => {
    for (const passwords of ['ann\n', 'ann']) {
      const path = join(broker.folder, 'changed');
      const written = renderedFiles(documentOf('', passwords), probeOf(1));
      await writeFile(path, written.passwords!.reveal());
      await promisify(execFile)('mosquitto_passwd', ['-b', path, 'eve', PASSWORD]);
      const changed = await readFile(path);
      expect(changed.toString()).toContain(PROBE_USER);
      const users = fileUsers(fileDocument({ passwords: changed }, []));
      expect(users).toMatchObject([
        { username: 'ann', hasPassword: true },
        { username: 'eve', hasPassword: true },
      ]);
    }
  });
});
