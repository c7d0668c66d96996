import { createHash, pbkdf2Sync } from 'node:crypto';
import fc from 'fast-check';

/** Bytes that mean something to the reader of a broker's file, or that it might stumble over. */
const STRANGE = ['', ' ', '\t', '\v', '\f', '\r', '\n', '\0', '#', '+', '/', '$', ':', '=', '%u']
  .concat(['\u00ef\u00bb\u00bf', '\u00ff', '\u00c3', '\u00e2\u0082\u00ac', '\u0085', '\u00a0'])
  .concat(['\u00ed\u00b2\u0080', '-', '0', 'A', 'user', 'topic', 'read']);
const strange = fc.constantFrom(...STRANGE);
const gap = fc.oneof(
  { weight: 20, arbitrary: fc.constant(' ') },
  { weight: 1, arbitrary: fc.constantFrom('  ', '\t', ' \t', '\t ', ' \v', '') },
);
const lineEnd = fc.oneof(
  { weight: 20, arbitrary: fc.constant('\n') },
  { weight: 3, arbitrary: fc.constantFrom('\r\n', ' \t\n', '\v\f\n') },
  { weight: 1, arbitrary: fc.constantFrom('\r', '') },
);

const topic = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.constantFrom('a', 'a/b', '#', '+', 'a/#', '+/b', '/', 'a//b', '$SYS/#', '%u/%c'),
  },
  {
    weight: 3,
    arbitrary: fc.constantFrom('read', 'deny', 'readwrite', 'a b', ' a', '\u00ff', 'a\rb', 'a\tb'),
  },
  { weight: 1, arbitrary: fc.constantFrom('a/#/b', 'a+', '#a', '+b/c', 'a/b#', '##', '+#') },
  {
    weight: 1,
    arbitrary: fc.constantFrom(199, 200, 201).map((slashes) => 'a/'.repeat(slashes)),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(65_534, 65_535, 65_536).map((length) => 'x'.repeat(length)),
  },
);

const access = fc.oneof(
  { weight: 12, arbitrary: fc.constantFrom('read', 'write', 'readwrite', 'deny', '') },
  { weight: 1, arbitrary: fc.constantFrom('Read', 'subscribe') },
);

const aclLine = fc.oneof(
  {
    weight: 8,
    arbitrary: fc
      .tuple(fc.constantFrom('topic', 'pattern'), gap, access, gap, topic)
      .map(([keyword, before, word, after, text]) =>
        word === '' ? `${keyword}${before}${text}` : `${keyword}${before}${word}${after}${text}`,
      ),
  },
  {
    weight: 3,
    arbitrary: fc
      .tuple(gap, fc.constantFrom('ann', 'ann b', '#', '\u00ff', 'a:b', '', '%u'))
      .map(([before, name]) => `user${before}${name}`),
  },
  { weight: 2, arbitrary: fc.constantFrom('', '# note', '#', '   ', ' # note', '\t') },
  {
    weight: 1,
    arbitrary: fc.constantFrom('topic', 'user', 'pattern', 'topics a', 'User ann', 'Topic a', ' '),
  },
  { weight: 1, arbitrary: fc.integer({ min: 250, max: 2300 }).map((length) => note(length)) },
);

/** The broker's buffer holds 255 bytes, and 1,000 more as often as needed. */
const lastOfBuffer = fc.constantFrom(254, 255, 256, 1255, 2255);

function note(length: number): string {
  return `#${'x'.repeat(length - 1)}`;
}

const ACL = [
  '# gate 2',
  'topic read plant/#',
  '',
  'user line 1',
  'topic readwrite line1/+/cmd',
  'topic deny line1/+/cmd/reset',
  'topic line1/state',
  'pattern read clients/%c/#',
  'pattern write $SYS/broker/connection/%c/state',
  'user ann',
  'topic read #',
];

/** An acl_file of lines that are mostly good, or a real one with a few bytes changed. */
export function aclFiles(): fc.Arbitrary<Uint8Array> {
  const random = fc.array(fc.tuple(aclLine, lineEnd), { maxLength: 6 }).map(lines);
  const full = fc
    .tuple(fc.array(aclLine, { maxLength: 2 }), lastOfBuffer)
    .map(
      ([before, length]) =>
        `${lines(before.map((line) => [line, '\n']))}topics${'y'.repeat(length - 6)}`,
    );
  return fc
    .oneof(
      { weight: 5, arbitrary: random },
      { weight: 4, arbitrary: mutated(ACL) },
      { weight: 1, arbitrary: full },
    )
    .map(bytes);
}

function lines(parts: readonly (readonly [line: string, end: string])[]): string {
  return parts.map(([line, end]) => line + end).join('');
}

/** The password behind every good hash of {@link passwordFiles}. */
export const PASSWORD = 'p';

const [SALT_12, SALT_64] = [12, 64].map((length) => Buffer.alloc(length, 'salt'));
const HASH = hashed(SALT_12!);

function hashed(salt: Buffer, length = 64): string {
  const hash = pbkdf2Sync(PASSWORD, salt, 1, length, 'sha512');
  return `$7$1$${salt.toString('base64')}$${hash.toString('base64')}`;
}

/** The older scheme. */
const SHA512 = ['$6', SALT_12!, createHash('sha512').update(PASSWORD).update(SALT_12!).digest()]
  .map((part) => (typeof part === 'string' ? part : part.toString('base64')))
  .join('$');
const SALTED = HASH.slice(0, HASH.lastIndexOf('$'));
const HASHES = [
  hashed(SALT_64!),
  hashed(Buffer.alloc(13)),
  hashed(SALT_12!, 32),
  SHA512,
  HASH.slice(1),
  `$${HASH}`,
  HASH.replaceAll('$', '$$$$'),
  `${HASH}$more`,
  ...['0', '-1', '+1', ' 1', '1x', '01', '1 ', '', 'x', '4294967297', '2147483648']
    .concat(['99999999999999999999', '-9223372036854775809'])
    .map((iterations) => HASH.replace('$1$', `$${iterations}$`)),
  ...['', '$', '$7', '$7$1', SALTED, `${SALTED}$`, 'secret', `${SALTED}$AAAA`],
  ...[HASH.slice(0, -1), HASH.slice(0, -2), `${HASH}=`, HASH.replace(/.==$/, 'R==')],
  '$argon2id$v=19$m=47104,t=1,p=1$AAAA$BBBB',
];

const name = fc.constantFrom('ann', 'bob', 'ann b', ' ann ', '#ann', '\u00ff', '', ' ', 'a\tb');

const passwordLine = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .tuple(name, fc.constantFrom(':', ':', ':', ' : ', '::'), fc.constantFrom('', ':', ':x', ' '))
      .map(([who, colon, more]) => `${who}${colon}${HASH}${more}`),
  },
  {
    weight: 4,
    arbitrary: fc.tuple(name, fc.constantFrom(...HASHES)).map(([who, hash]) => `${who}:${hash}`),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom('# note', '#ann:x', 'ann', '', ':', '::', ':x', 'ann:', '::ann:x'),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(65_535, 65_536).map((length) => `${'x'.repeat(length)}:${HASH}`),
  },
);

/** A password_file of lines of which about half are good, or a real one with a few bytes changed. */
export function passwordFiles(): fc.Arbitrary<Uint8Array> {
  const random = fc.array(fc.tuple(passwordLine, lineEnd), { maxLength: 5 }).map(lines);
  const real = ['ann', 'bob', 'line 1'].map((who) => `${who}:${HASH}`);
  return fc
    .oneof({ weight: 2, arbitrary: random }, { weight: 1, arbitrary: mutated(real) })
    .map(bytes);
}

/** Some of the lines, with a few bytes taken out and strange ones put in their place. */
function mutated(whole: readonly string[]): fc.Arbitrary<string> {
  const some = fc.subarray([...whole]).map((kept) => kept.map((line) => `${line}\n`).join(''));
  const change = fc.record({
    at: fc.nat({ max: 1_000_000 }),
    less: fc.constantFrom(0, 0, 1, 1, 2, 30),
    more: strange,
  });
  const changes = fc.array(change, { minLength: 1, maxLength: 3 });
  return fc.tuple(some, changes).map(([text, all]) =>
    all.reduce((now, { at, less, more }) => {
      const start = at % (now.length + 1);
      return now.slice(0, start) + more + now.slice(start + less);
    }, text),
  );
}

/** A byte for each character. */
function bytes(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

/** Bytes as a line to read in a report, `x{300}` for what is repeated. */
export function shownBytes(file: Uint8Array): string {
  const text = Buffer.from(file).toString('latin1');
  return JSON.stringify(text).replace(/(.)\1{20,}/g, (run, one: string) => `${one}{${run.length}}`);
}
