import { inspect } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { GOOD_HASH, PASSWORD_LINE_CASES } from '../test/password-line-cases.js';
import { BROKER_LINES, brokerVersion, type BrokerLine } from './broker-version.js';
import { parsePasswordFile, printPasswordFile, type ParsedPasswordFile } from './password-file.js';
import { bytesOf, textOf } from './text.js';

function parse(file: string, line: BrokerLine = '2.0'): ParsedPasswordFile {
  return parsePasswordFile(bytesOf(file), brokerVersion(line)!);
}

const namesIn = ({ users }: ParsedPasswordFile) => users.map(({ username }) => username);
const effectsOf = ({ problems }: ParsedPasswordFile) => problems.map(({ effect }) => effect);

describe.each(BROKER_LINES)('parsePasswordFile, as %s', (line) => {
  it.each(PASSWORD_LINE_CASES)('judges a line with $what', ({ password, known }) => {
    const file = parse(`ann:${password}\n`, line);
    expect(namesIn(file)).toEqual(known[line] ? ['ann'] : []);
    const effect = line === '2.0' ? 'ignores' : 'refuses';
    expect(effectsOf(file)).toEqual(known[line] ? [] : [effect]);
  });

  it.each([
    ['a comment', `#ann:${GOOD_HASH}\n`],
    ['a line without a colon', 'ann\n'],
    ['a blank line', ' \r\n\n'],
    ['colons alone at the end', '::'],
    ['nothing', ''],
  ])('does not mind %s', (_what, file) => {
    expect(parse(file, line)).toMatchObject({ users: [], problems: [] });
    expect(parse(file, line).lines.every(({ kind }) => kind === 'ignored')).toBe(true);
  });

  it.each([
    ['ann', `ann:${GOOD_HASH}`],
    ['ann b', ` \tann b\v:\f${GOOD_HASH} \r\n`],
    ['#ann', ` #ann:${GOOD_HASH}\n`],
    ['ann', `::ann::${GOOD_HASH}::\n`],
    ['grün/°', `grün/°:${GOOD_HASH}\n`],
    ['\u00a0ann', `\u00a0ann:${GOOD_HASH}\n`],
    ['x'.repeat(65_535), `${'x'.repeat(65_535)}:${GOOD_HASH}\n`],
  ])('finds the name %j', (name, text) => {
    expect(parse(text, line)).toMatchObject({ users: [{ username: name, line: 1 }], problems: [] });
  });

  it.each([
    ['no name', `:${GOOD_HASH}\n`, 'no password'],
    ['a blank name', ` :${GOOD_HASH}\n`, 'The name is empty'],
    ['a colon alone', ':\n', 'no password'],
    ['no password', 'ann:', 'no password'],
    ['a long name', `${'°'.repeat(32_768)}:${GOOD_HASH}\n`, 'The name has more than 65,535'],
    ['a long password', `ann:${GOOD_HASH}$${'°'.repeat(32_768)}\n`, 'The password has more than'],
  ])('cannot use a line with %s', (_what, text, reason) => {
    const { users, problems } = parse(text, line);
    const effect = line === '2.0' ? 'ignores' : 'refuses';
    expect(users).toEqual([]);
    expect(problems).toEqual([
      expect.objectContaining({ effect, reason: expect.stringContaining(reason) }),
    ]);
  });

  it.each([
    `ann:${GOOD_HASH.replace('$1$MDEy', '$1$A-Ey')}`,
    `ann:${GOOD_HASH}=`,
    `ann:${GOOD_HASH.replace('$1$', '$1$====')}`,
    `ann:${GOOD_HASH.replace('4OWFi$', '4OWFi $')}`,
  ])('leaves open what becomes of base64 that libraries read differently', (text) => {
    expect(parse(text, line)).toMatchObject({ users: [], problems: [{ effect: 'misreads' }] });
  });

  it('knows a hash by what is not secret of it', () => {
    const [first, second] = parse(
      `ann:${GOOD_HASH}\nbob:${GOOD_HASH.replace('$7$1$', '$6$')}\n`,
      line,
    ).lines;
    expect(first).toMatchObject({ scheme: 'sha512-pbkdf2', iterations: 1, saltBytes: 12 });
    expect(second).toMatchObject({ scheme: 'sha512', saltBytes: 12 });
    expect(second).not.toHaveProperty('iterations');
  });

  it('says nothing of what comes after a NUL byte', () => {
    const file = parse(`ann:${GOOD_HASH}\n°\0\nbob:x\neve:${GOOD_HASH}\n`, line);
    expect(namesIn(file)).toEqual(['ann']);
    expect(file.problems).toEqual([
      { line: 2, column: 2, reason: expect.stringContaining('NUL'), effect: 'misreads' },
    ]);
  });

  it('knows that the broker drops a last line that just fills its buffer', () => {
    const text = `ann:${GOOD_HASH}:`.padEnd(255, 'x');
    expect(parse(text, line)).toMatchObject({ users: [], problems: [{ effect: 'ignores' }] });
    expect(namesIn(parse(`${text}\n`, line))).toEqual(['ann']);
    expect(parse('#'.padEnd(255, 'x'), line).problems).toEqual([]);
  });

  it('warns of a byte order mark, with which the first name begins', () => {
    const file = parse(`\ufeffann:${GOOD_HASH}\nbob:${GOOD_HASH}\n`, line);
    expect(namesIn(file)).toEqual(['\ufeffann', 'bob']);
    expect(file.problems).toEqual([
      { line: 1, column: 1, reason: expect.stringContaining('byte order'), effect: 'ignores' },
    ]);
  });

  it('shows no hash, no salt and no plain password, whatever is printed of it', () => {
    const text = `# note s3cret\nann:${GOOD_HASH}\nbob:s3cret\n:s3cret\ns3cret\neve:$7$1$s3cret\n`;
    const file = parse(text, line);
    const shown = [JSON.stringify(file), inspect(file, { depth: null, showHidden: true })].join();
    for (const secret of ['s3cret', ...GOOD_HASH.split('$').filter((part) => part.length > 1)]) {
      expect(shown).not.toContain(secret);
    }
    expect(shown).not.toContain([...bytesOf('s3cret')].join());
    expect(textOf(printPasswordFile(file))).toBe(text);
  });
});

describe('parsePasswordFile', () => {
  const twice = `ann:${GOOD_HASH}\nbob:${GOOD_HASH}\nann:${GOOD_HASH}\n`;

  it('takes the later of two lines with a name for 2.0, and says that this is not always so', () => {
    const { users, problems } = parse(twice);
    expect(users).toEqual([
      { username: 'ann', line: 3 },
      { username: 'bob', line: 2 },
    ]);
    expect(problems).toEqual([
      { line: 3, column: 1, reason: expect.stringContaining('in line 1, too'), effect: 'ignores' },
    ]);
    expect(problems[0]?.reason).toContain('perhaps the earlier one in a long file');
  });

  it('knows that 2.1 refuses a name that stands there twice', () => {
    expect(parse(twice, '2.1').problems).toEqual([
      { line: 3, column: 1, reason: 'The name stands in line 1, too.', effect: 'refuses' },
    ]);
  });

  it.each([`ann:x\nann:${GOOD_HASH}\n`, `ann:${GOOD_HASH}\nann:x\n`])(
    'lets 2.0 take the line that can be read, where the name stands there twice',
    (text) => {
      expect(namesIn(parse(text))).toEqual(['ann']);
      expect(effectsOf(parse(text))).toEqual(['ignores']);
    },
  );

  it.each([
    ['2.0', 'Mosquitto 2.0 does not know argon2id.'],
    ['2.1', 'Mosquitto 2.1 knows argon2id only where it was built with it'],
  ] as const)('tells why %s does not take argon2id', (line, reason) => {
    const [problem] = parse('ann:$argon2id$v=19$m=47104,t=1,p=1$AAAA$BBBB\n', line).problems;
    expect(problem?.reason).toContain(reason);
  });

  it.each([
    ['ann : plain\n', 1, 7, 'is no hash'],
    ['# note\nbob:$7$0$a$b', 2, 5, 'number of iterations'],
    ['°:$7$1\n', 1, 3, 'cut off'],
    [`ann:${GOOD_HASH.replace('MDEy', 'MDEyMDEy')}\n`, 1, 5, 'The salt has 15 bytes'],
    [`ann:${GOOD_HASH.slice(0, -4)}\n`, 1, 5, 'The hash has 63 bytes, where this broker takes 64'],
    [`ann:${GOOD_HASH.replace('MDEy', 'M?Ey')}\n`, 1, 5, 'not written in base64'],
    ['ann\t:', 1, 4, 'no password'],
  ])('names line, column and reason of a fault: %j', (text, line, column, reason) => {
    expect(parse(text).problems).toMatchObject([
      { line, column, reason: expect.stringContaining(reason), effect: 'ignores' },
    ]);
  });
});

describe('printPasswordFile', () => {
  it('gives back the bytes, with lines left out', () => {
    const text = `# note\r\nann:${GOOD_HASH}\n\n:x`;
    const { lines } = parse(text);
    expect(textOf(printPasswordFile({ lines }))).toBe(text);
    expect(textOf(printPasswordFile({ lines: lines.slice(2) }))).toBe('\n:x');
  });
});
