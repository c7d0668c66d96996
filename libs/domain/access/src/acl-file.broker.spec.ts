import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { brokerVersion, parseAclFile } from '#domain/mosquitto';
import { putQuestions, startMosquitto, type TestBroker } from '#testing';
import { aclBytes, aclCases, SENDER, withoutLine, type AclCase } from '../test/acl-arbitraries.js';
import { difference } from '../test/difference.js';
import { search, SEARCHES_LONG } from '../test/search.js';
import { ACL_KINDS, Tally } from '../test/tally.js';
import { questionOf, type TopicQuestion } from '../test/topic-arbitraries.js';
import { explain } from './explain.js';
import type { Explanation } from './explanation.js';
import type { Policy } from './policy.js';
import { rulingKey, type BrokerRule } from './ruling.js';

const FILES = SEARCHES_LONG ? 1_000 : 100;
const DECISIONS = SEARCHES_LONG ? 20_000 : 2_000;
const NO_FILE: Policy = { broker: brokerVersion('2.0.11')!, allowAnonymous: true };

let broker: TestBroker;

/** A broker for the tests of a suite; without an acl_file, everything is allowed. */
function withBroker(aclFile?: string): void {
  const conf = ['max_queued_messages 60000', 'set_tcp_nodelay true'];
  beforeAll(async () => {
    broker = await startMosquitto({ quiet: true, conf, ...(aclFile !== undefined && { aclFile }) });
  });
  afterAll(() => broker.stop());
}

/** Puts the questions to the broker and to `explain`, and fails where the answers differ. */
async function compare(
  policy: Policy,
  asked: readonly TopicQuestion[],
  shown: string,
): Promise<Explanation[]> {
  const asking = { port: broker.port, sender: SENDER, password: 'any' };
  const answers = await putQuestions(asked, asking);
  return asked.map((question, index) => {
    const explained = explain(policy, question);
    const observed = answers[index];
    if (observed === (explained.allowed ? 'allowed' : 'denied')) return explained;
    throw new Error(difference(question, String(observed), explained, { acl_file: shown }));
  });
}

/** Has the broker read these lines, and what the sender needs for the questions. */
async function load(lines: readonly string[], asked: readonly TopicQuestion[]): Promise<Policy> {
  const heard = asked.filter(({ action }) => action === 'receive').map(({ topic }) => topic);
  const bytes = aclBytes(lines, heard);
  await broker.reload(bytes);
  return { ...NO_FILE, aclFile: parseAclFile(bytes) };
}

/** The lines without one that decided, and the questions that it decided. */
function withoutDeciding(one: AclCase, asked: readonly TopicQuestion[], explained: Explanation[]) {
  const deciding = explained.find(({ because }) => because.kind === 'acl-line')?.because;
  if (deciding?.kind !== 'acl-line') return undefined;
  const key = rulingKey(deciding);
  const at = explained.flatMap(({ because }, index) => (rulingKey(because) === key ? [index] : []));
  return {
    lines: withoutLine(one.lines, deciding.line),
    asked: at.map((index) => asked[index]!),
    expected: at.map((index) => explained[index]!.otherwise?.allowed),
  };
}

const resolved = ({ questions: all, clients: some }: Pick<AclCase, 'questions' | 'clients'>) =>
  all.map((template) => questionOf(some, template));

describe('explain, beside a broker with an acl_file', () => {
  withBroker('');

  it('says what the broker does, and what it does without the line that decides', async () => {
    const tally = new Tally();
    const property = fc.asyncProperty(aclCases(100), async (one) => {
      const asked = resolved(one);
      const explained = await compare(await load(one.lines, asked), asked, one.lines.join(''));
      for (const each of explained) tally.count(each);

      const rest = withoutDeciding(one, asked, explained);
      if (rest === undefined) return;
      const policy = await load(rest.lines, rest.asked);
      const handedOver = await compare(policy, rest.asked, rest.lines.join(''));
      expect(handedOver.map(({ allowed }) => allowed)).toEqual(rest.expected);
    });
    await search(property, FILES, () => tally.rarerThan(10, [...ACL_KINDS, ...BROKER_KINDS]));

    expect(tally.total).toBeGreaterThanOrEqual(DECISIONS);
    expect(tally.allowedShare).toBeGreaterThan(0.3);
    expect(tally.allowedShare).toBeLessThan(0.7);
  });

  it('says what the broker does when the file is empty', async () => {
    const property = fc.asyncProperty(aclCases(60), async (one) => {
      // Nobody can send what could be received.
      const asked = resolved(one).filter(({ action }) => action !== 'receive');
      await compare({ ...NO_FILE, aclFile: parseAclFile(new Uint8Array()) }, asked, '');
    });
    await broker.reload('');
    await search(property, 5);
  });
});

describe('explain, beside a broker without an acl_file', () => {
  withBroker();

  it('says what the broker does', async () => {
    const property = fc.asyncProperty(aclCases(60), async (one) => {
      await compare(NO_FILE, resolved(one), 'none');
    });
    await search(property, 5);
  });
});

const BROKER_KINDS: readonly BrokerRule[] = [
  'nothing-allows',
  'acl-file-allows-subscribing',
  'sys-is-the-brokers',
  'share-is-no-topic',
  'wildcard-in-name',
];
