import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  explain,
  matrix,
  MAY_PUBLISH,
  MAY_RECEIVE,
  type Client,
  type Policy,
} from '#domain/access';
import { BROKER_LINES, brokerVersion, parseAclFile, parsePasswordFile } from '#domain/mosquitto';
import {
  afterPossible,
  documents,
  edits,
  handWritten,
  NAMES,
} from '../test/document-arbitraries.js';
import { documentOf, hash, hashText, shownPasswords } from '../test/file-examples.js';
import { fileDocument, renderedFiles, type RenderedFiles } from './file-document.js';
import { writeOrder, type FileWrite } from './file-write-order.js';
import { hashTextIn, passwordLines } from './password-lines.js';

const RUNS = process.env['MCM_SEARCH_RUNS'] === undefined ? 300 : 3_000;

/** Files before and after a change, each with the probe of its revision. */
const changes = fc
  .oneof(
    {
      weight: 3,
      arbitrary: fc
        .tuple(documents, fc.array(edits, { maxLength: 6, size: 'max' }))
        .map(([before, templates]) => [before, afterPossible(before, templates)] as const),
    },
    { weight: 1, arbitrary: fc.tuple(documents, handWritten) },
  )
  .map(([before, after]) => ({
    before: renderedFiles(before, { revision: 1, hash: hash(8) }),
    after: renderedFiles(after, { revision: 2, hash: hash(9) }),
  }));

const settings = fc.record({
  line: fc.constantFrom(...BROKER_LINES),
  allowAnonymous: fc.boolean(),
});
type Settings = typeof settings extends fc.Arbitrary<infer T> ? T : never;

/** What lies on the disk after none, one, two, … of the writes. */
function states(before: RenderedFiles, writes: readonly FileWrite[]): readonly RenderedFiles[] {
  const all = [before];
  for (const { file, content } of writes) all.push({ ...all.at(-1)!, [file]: content });
  return all;
}

const TOPICS = [
  'a',
  'b',
  'a/b',
  'a b',
  'a/ann',
  'ann',
  'c1',
  '$dev/a',
  'read',
  'x',
  'mcm/probe/1/x',
].concat('mcm/probe/2/x');
const CLIENTS: readonly Client[] = [
  { clientId: 'c1' },
  ...[...NAMES, 'eve', 'mcm-probe', 'stranger'].map((username) => ({ username, clientId: 'c1' })),
];

/** Who may what with which password, in words. */
function granted({ acl, passwords }: RenderedFiles, { line, allowAnonymous }: Settings) {
  const broker = brokerVersion(line)!;
  const passwordFile = parsePasswordFile(passwords!.reveal(), broker);
  const policy: Policy = { broker, allowAnonymous, aclFile: parseAclFile(acl!), passwordFile };
  const hashes = new Map(
    passwordLines(passwords!).lines.flatMap((entry) =>
      entry.username === undefined ? [] : [[entry.username, hashTextIn(entry)]],
    ),
  );
  const cells = matrix(policy, CLIENTS, TOPICS);
  const grants = new Set<string>();
  for (const [row, client] of CLIENTS.entries()) {
    if (!explain(policy, { client, action: 'login', topic: '' }).allowed) continue;
    const who = `${client.username ?? '(anonymous)'} with ${hashes.get(client.username ?? '') ?? 'none'}`;
    grants.add(`${who} logs in`);
    for (const [column, topic] of TOPICS.entries()) {
      const cell = cells[row * TOPICS.length + column]!;
      if ((cell & MAY_PUBLISH) !== 0) grants.add(`${who} publishes ${topic}`);
      if ((cell & MAY_RECEIVE) !== 0) grants.add(`${who} receives ${topic}`);
    }
  }
  return grants;
}

/** What something in between gives that neither the first nor the last gives. */
function tooMuch(all: readonly RenderedFiles[], of: Settings): readonly string[] {
  const fair = granted(all[0]!, of).union(granted(all.at(-1)!, of));
  return all.slice(1, -1).flatMap((state) => [...granted(state, of).difference(fair)]);
}

describe('files that are written one after the other', () => {
  it('give nobody more in between than before and after together', () => {
    let naive = 0;
    const lengths = new Set<number>();
    fc.assert(
      fc.property(changes, settings, ({ before, after }, of) => {
        const writes = writeOrder(before, after);
        lengths.add(writes.length);
        expect(tooMuch(states(before, writes), of)).toEqual([]);
        const other: readonly FileWrite[] = [
          { file: 'passwords', content: after.passwords! },
          { file: 'acl', content: after.acl! },
        ];
        if (tooMuch(states(before, other), of).length > 0) naive++;
      }),
      { numRuns: RUNS },
    );
    // The same search finds fault with another order.
    expect(naive).toBeGreaterThan(RUNS / 10);
    expect(lengths.has(3)).toBe(true);
  });

  it('are in the end what they should be', () => {
    fc.assert(
      fc.property(changes, ({ before, after }) => {
        const last = states(before, writeOrder(before, after)).at(-1)!;
        expect(Buffer.compare(last.acl!, after.acl!)).toBe(0);
        expect(Buffer.compare(last.passwords!.reveal(), after.passwords!.reveal())).toBe(0);
        expect(writeOrder(after, after)).toEqual([]);
      }),
      { numRuns: RUNS / 3 },
    );
  });
});

describe('the order of two files', () => {
  const files = (acl: string, passwords: string) => renderedFiles(documentOf(acl, passwords));
  /** Each write in words: the file, and who is in it. */
  const order = (before: RenderedFiles, after: RenderedFiles) =>
    writeOrder(before, after).map(({ file, content }) =>
      file === 'acl'
        ? 'acl'
        : shownPasswords(fileDocument({ passwords: content.reveal() }, []))!.trim(),
    );
  const before = files('user ann\n', 'ann\nbob\n');

  it('takes away users, then changes rules, then adds users', () => {
    expect(order(before, files('', 'ann\ncarl\n'))).toEqual(['ann:H0', 'acl', 'ann:H0\ncarl:H0']);
  });

  it('leaves out what changes nothing', () => {
    expect(order(before, files('', 'ann\n'))).toEqual(['ann:H0', 'acl']);
    expect(order(before, files('', 'ann\nbob\ncarl\n'))).toEqual([
      'acl',
      'ann:H0\nbob:H0\ncarl:H0',
    ]);
    expect(order(before, files('', 'ann\nbob\n'))).toEqual(['acl']);
    expect(order(before, files('user ann\n', 'carl\n'))).toEqual(['carl:H0']);
  });

  it('lets nobody have new rules by an old password', () => {
    const after = files('', `ann:${hashText(1)}\nbob\n`);
    expect(order(before, after)).toEqual(['bob:H0', 'acl', 'ann:H1\nbob:H0']);
  });

  it('takes a name with several lines as a whole', () => {
    const twice = files('user ann\n', `ann\nann:${hashText(1)}\nbob\n`);
    expect(order(twice, files('', 'ann\nbob\n'))).toEqual(['bob:H0', 'acl', 'ann:H0\nbob:H0']);
    expect(order(twice, files('', `ann\nann:${hashText(1)}\nbob\n`))).toEqual(['acl']);
  });

  it('writes the files that there are', () => {
    const { acl, passwords } = before;
    expect(order({}, { passwords: passwords! })).toEqual(['ann:H0\nbob:H0']);
    expect(order({}, { acl: acl! })).toEqual(['acl']);
    expect(order({}, before)).toEqual(['acl', 'ann:H0\nbob:H0']);
    expect(order(before, {})).toEqual([]);
  });
});
