import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { aclFiles, passwordFiles } from '../test/file-arbitraries.js';
import { parseAclFile, printAclFile } from './acl-file.js';
import { printAclStatement, whyUnwritable, type WritableAclStatement } from './acl-statement.js';
import { BROKER_LINES, brokerVersion } from './broker-version.js';
import { parsePasswordFile, printPasswordFile } from './password-file.js';
import { bytesOf, textOf } from './text.js';

const bytes = fc.uint8Array({ size: 'large' });
const broker = fc.constantFrom(...BROKER_LINES).map((line) => brokerVersion(line)!);

describe('an acl_file of any bytes', () => {
  it('is the same when printed', () => {
    fc.assert(
      fc.property(fc.oneof(bytes, aclFiles()), (file) => {
        const parsed = parseAclFile(file);
        expect(Buffer.compare(printAclFile(parsed), file)).toBe(0);
        expect(parsed.lines.map(({ number }) => number)).toEqual(parsed.lines.map((_, i) => i + 1));
      }),
    );
  });

  it('has its faults in places that exist', () => {
    fc.assert(
      fc.property(fc.oneof(bytes, aclFiles()), (file) => {
        const { lines, problems } = parseAclFile(file);
        for (const { line, column } of problems) {
          expect(column).toBeGreaterThan(0);
          expect(column).toBeLessThanOrEqual(textOf(lines[line - 1]!.raw).length);
        }
      }),
    );
  });

  it('says the same when each of its statements is written anew', () => {
    fc.assert(
      fc.property(aclFiles(), (file) => {
        for (const { raw, number, ...statement } of parseAclFile(file).lines) {
          if (!('name' in statement || 'filter' in statement)) continue;
          expect(whyUnwritable(statement)).toBeUndefined();
          expect(reread(statement)).toEqual({ ...statement, number: 1 });
          expect([raw.length > 0, number > 0]).toEqual([true, true]);
        }
      }),
    );
  });
});

describe('a statement of an acl_file', () => {
  const character = fc.constantFrom(
    ' ',
    '\t',
    '\n',
    '\r',
    '\v',
    '\0',
    '#',
    '+',
    '/',
    'a',
    'é',
    '\udcff',
  );
  const text = fc.string({ unit: character, maxLength: 6 });
  const access = fc.constantFrom('read', 'write', 'readwrite', 'deny');
  const statement: fc.Arbitrary<WritableAclStatement> = fc.oneof(
    text.map((name) => ({ kind: 'user' as const, name })),
    fc.record({ kind: fc.constantFrom('topic', 'pattern'), access, filter: text }),
  );

  it('is written as a line that says it, or it is known why not', () => {
    fc.assert(
      fc.property(statement, (one) => {
        const says = JSON.stringify(reread(one)) === JSON.stringify({ ...one, number: 1 });
        expect([one, says]).toEqual([one, whyUnwritable(one) === undefined]);
      }),
    );
  });
});

describe('a password_file of any bytes', () => {
  it('is the same when printed', () => {
    fc.assert(
      fc.property(fc.oneof(bytes, passwordFiles()), broker, (file, version) => {
        const parsed = parsePasswordFile(file, version);
        expect(Buffer.compare(printPasswordFile(parsed), file)).toBe(0);
      }),
    );
  });

  it('names users of its lines, each once', () => {
    fc.assert(
      fc.property(fc.oneof(bytes, passwordFiles()), broker, (file, version) => {
        const { lines, users, problems } = parsePasswordFile(file, version);
        expect(new Set(users.map(({ username }) => username)).size).toBe(users.length);
        for (const { username, line } of users) {
          expect(lines[line - 1]).toMatchObject({ kind: 'user', username, number: line });
        }
        for (const { line, column } of problems) {
          expect(column).toBeGreaterThan(0);
          expect(line).toBeLessThanOrEqual(lines.length);
        }
      }),
    );
  });
});

/** What the only line of a file with this statement says. */
function reread(statement: WritableAclStatement) {
  const { lines } = parseAclFile(bytesOf(`${printAclStatement(statement)}\n`));
  if (lines.length !== 1) return undefined;
  const { raw, ...rest } = lines[0]!;
  return raw.length === 0 ? undefined : rest;
}
