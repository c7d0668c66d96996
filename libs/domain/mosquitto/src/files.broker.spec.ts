import { afterEach, describe, expect, it } from '@jest/globals';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { startMosquitto, tryMosquitto, type TestBroker, type Trial } from '#testing';
import { ACL_FILE_CASES } from '../test/acl-file-cases.js';
import { aclFiles, PASSWORD, passwordFiles, shownBytes } from '../test/file-arbitraries.js';
import { CASE_PASSWORD, PASSWORD_LINE_CASES } from '../test/password-line-cases.js';
import { parseAclFile } from './acl-file.js';
import { brokerVersion, type BrokerVersion } from './broker-version.js';
import type { FileProblem } from './file-problem.js';
import { parsePasswordFile, printPasswordFile, type ParsedPasswordFile } from './password-file.js';
import { bytesOf } from './text.js';

const LONG = process.env['MCM_SEARCH_RUNS'] !== undefined;
/** Files that are tried at once. */
const BATCH = 8;
const ACL_BATCHES = LONG ? 250 : 15;
const PASSWORD_BATCHES = LONG ? 100 : 8;

interface Tried {
  readonly file: Uint8Array;
  readonly problems: readonly FileProblem[];
  readonly trial: Trial;
}

describe('the reader of acl_files', () => {
  const sure = ACL_FILE_CASES.filter(([, , fate]) => fate !== 'unsure');
  it.each(sure)('knows what becomes of a file with %s', async (_what, text, fate) => {
    const file = Uint8Array.from(text, (character) => character.charCodeAt(0));
    expect((await tryMosquitto({ aclFile: file })).starts).toBe(fate === 'starts');
  });

  it('says of random files what the broker makes of them: it starts, or refuses', async () => {
    const tally = { starts: 0, refuses: 0, unsure: 0 };
    await search(aclFiles(), ACL_BATCHES, async (file) => {
      const { problems } = parseAclFile(file);
      const trial = await tryMosquitto({ aclFile: file });
      count(tally, problems);
      return difference({ file, problems, trial });
    });
    expect(tally.starts).toBeGreaterThan(10);
    expect(tally.refuses).toBeGreaterThan(10);
  });
});

describe('the reader of password_files', () => {
  it('says of random files whether the broker starts, and how many lines it cannot use', async () => {
    const tally = { starts: 0, refuses: 0, unsure: 0 };
    await search(passwordFiles(), PASSWORD_BATCHES, async (file) => {
      const trial = await tryMosquitto({ passwordFile: file });
      const broker = brokerVersion(trial.version)!;
      const parsed = parsePasswordFile(file, broker);
      count(tally, parsed.problems);
      const seen = { file, problems: parsed.problems, trial };
      return difference(seen) ?? complaintsDiffer(parsed, broker, seen);
    });
    expect(tally.starts).toBeGreaterThan(10);
  });

  let broker: TestBroker | undefined;
  afterEach(() => broker?.stop());

  it('knows by which lines users can log in', async () => {
    const { version } = await tryMosquitto({});
    const { line } = brokerVersion(version)!;
    const cases = PASSWORD_LINE_CASES.map((one, i) => ({ ...one, username: `user ${i}` }));
    const usable = cases.filter(({ known }) => known[line] || line === '2.0');
    const lines = usable.map(({ username, password }) => `${username}:${password}\n`);
    broker = await startMosquitto({ users: {} });
    await reread(broker, bytesOf(lines.join('')));
    const names = cases.map(({ username }) => username);
    const letIn = await whoCanLogIn(broker, names, CASE_PASSWORD);
    expect(cases.filter(({ username }) => letIn.includes(username))).toEqual(
      cases.filter(({ known }) => known[line]),
    );
  });

  it('knows of everybody who can log in', async () => {
    const { version } = await tryMosquitto({});
    const names = ['ann', 'bob', 'ann b', '#ann', 'line 1', 'x'];
    broker = await startMosquitto({ users: {} });
    for (const file of fc.sample(passwordFiles(), { numRuns: LONG ? 200 : 10 })) {
      const { users, lines, problems } = usableLines(file, brokerVersion(version)!);
      if (problems.some(({ effect }) => effect === 'misreads')) continue;
      await reread(broker, printPasswordFile({ lines }));
      const letIn = await whoCanLogIn(broker, names, PASSWORD);
      const unknown = letIn.filter((name) => !users.some(({ username }) => username === name));
      expect({ file: shownBytes(file), unknown }).toEqual({ file: shownBytes(file), unknown: [] });
    }
  });
});

/** Tries random files, several at once. The smallest for which a difference is found is told. */
async function search(
  files: fc.Arbitrary<Uint8Array>,
  batches: number,
  differenceOf: (file: Uint8Array) => Promise<string | undefined>,
): Promise<void> {
  const batch = fc.array(files, { minLength: BATCH, maxLength: BATCH });
  const property = fc.asyncProperty(batch, async (all) => {
    const found = (await Promise.all(all.map(differenceOf))).filter((one) => one !== undefined);
    if (found.length > 0) throw new Error(found.join('\n'));
  });
  const { failed, seed, errorInstance } = await fc.check(property, { numRuns: batches });
  if (failed) throw new Error(`with seed ${seed}: ${String(errorInstance)}`);
}

function count(
  tally: { starts: number; refuses: number; unsure: number },
  problems: readonly FileProblem[],
): void {
  tally[expectation(problems)]++;
}

function expectation(problems: readonly FileProblem[]): 'starts' | 'refuses' | 'unsure' {
  if (problems.some(({ effect }) => effect === 'refuses')) return 'refuses';
  return problems.some(({ effect }) => effect === 'misreads') ? 'unsure' : 'starts';
}

/** How the broker and the reader differ about a file; nothing when they agree. */
function difference({ file, problems, trial }: Tried): string | undefined {
  const expected = expectation(problems);
  if (expected === 'unsure' || trial.starts === (expected === 'starts')) return undefined;
  const reasons = problems.map(({ line, reason }) => `line ${line}: ${reason}`).join('\n');
  return `said ${expected} of ${shownBytes(file)}\n${reasons}\n${trial.log}`;
}

function complaintsDiffer(
  { lines }: ParsedPasswordFile,
  broker: BrokerVersion,
  { file, problems, trial }: Tried,
): string | undefined {
  if (broker.badPassword === 'stops' || expectation(problems) === 'unsure') return undefined;
  const silent = ['The name is empty.', 'The last line'];
  const expected = lines.filter(
    (line) =>
      line.kind === 'invalid' && !silent.some((words) => line.problem.reason.startsWith(words)),
  );
  const complaint =
    /^\d+: (?:Error: [\w ]+ for user (?!, removing)|Warning: Invalid line in password)/gm;
  const complaints = trial.log.match(complaint);
  if ((complaints ?? []).length === expected.length) return undefined;
  return `said that ${expected.length} lines are unusable of ${shownBytes(file)}\n${trial.log}`;
}

/** The file without the lines because of which this version would not start. */
function usableLines(file: Uint8Array, broker: BrokerVersion): ParsedPasswordFile {
  const { lines, problems } = parsePasswordFile(file, broker);
  const refused = problems.filter(({ effect }) => effect === 'refuses').map(({ line }) => line);
  const rest = lines.filter(({ number }) => !refused.includes(number));
  return parsePasswordFile(printPasswordFile({ lines: rest }), broker);
}

async function reread(broker: TestBroker, passwords: Uint8Array): Promise<void> {
  await writeFile(join(broker.folder, 'passwords'), passwords);
  // Not asked to stop: a broker that has just started may miss that.
  await broker.kill();
  await broker.restart();
}

async function whoCanLogIn(
  broker: TestBroker,
  names: readonly string[],
  password: string,
): Promise<string[]> {
  const answers = await Promise.allSettled(
    names.map((username) => broker.connect({ username, password })),
  );
  return names.filter((_name, i) => answers[i]!.status === 'fulfilled');
}
