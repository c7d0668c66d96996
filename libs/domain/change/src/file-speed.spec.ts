import { describe, expect, it } from '@jest/globals';
import { bytesOf, brokerVersion } from '#domain/mosquitto';
import { createRule, createUser, hash, hashText, role } from '../test/file-examples.js';
import type { FileDocument } from './document.js';
import type { Edit } from './edit.js';
import { fileDocument, renderedFiles } from './file-document.js';
import { fileEdited } from './file-edit.js';
import { fileRoles, fileRules, fileUsers } from './file-views.js';
import { writeOrder } from './file-write-order.js';
import { lineDifference } from './line-difference.js';
import { passwordDifference } from './password-difference.js';
import { importedFromPasswordFile } from './password-import.js';

/** What takes a tenth of it on a quiet machine, and minutes where each line is looked up among all the others. */
const LIMIT_MS = 10_000;

const names = (count: number) => Array.from({ length: count }, (_, index) => `user${index}`);

/** Five lines for each of 20,000 users, and 10,000 of them with a password. */
function largeDocument(): FileDocument {
  const sections = names(20_000).map((name) =>
    [
      '',
      `user ${name}`,
      '# mcm begin role r',
      `topic write line/${name}/#`,
      '# mcm end role r',
      '',
    ].join('\n'),
  );
  return fileDocument(
    {
      acl: bytesOf(`${sections.join('')}\n# mcm role r\n# mcm   write line/%u/#\n`),
      passwords: bytesOf(
        names(10_000)
          .map((name) => `${name}:${hashText()}\n`)
          .join(''),
      ),
    },
    [],
  );
}

function timed<T>(work: () => T): T {
  const begun = performance.now();
  const result = work();
  expect(performance.now() - begun).toBeLessThan(LIMIT_MS);
  return result;
}

describe('ten thousand users', () => {
  it('are imported with their roles at once', () => {
    const document = fileDocument({ acl: bytesOf(''), passwords: bytesOf('') }, []);
    const users = names(10_000).map((username) => ({
      ...{ username, credential: hash(1), roles: ['r', 's'] },
    }));
    const edits: readonly Edit[] = [
      { kind: 'create-role', role: role('r', ['write line/%u']) },
      { kind: 'create-role', role: role('s', ['read cmd/%u']) },
      { kind: 'import-users', users },
    ];
    const imported = timed(() => edits.reduce(fileEdited, document));
    expect(fileUsers(imported)).toHaveLength(10_000);
    expect(fileRoles(imported).map((one) => one.users.length)).toEqual([10_000, 10_000]);
  });
});

describe('files of 100,000 lines', () => {
  it('are shown at once', () => {
    const document = largeDocument();
    expect(document.acl!.split('\n').length).toBeGreaterThan(100_000);
    const [users, roles, rules] = timed(() => [
      fileUsers(document),
      fileRoles(document),
      fileRules(document),
    ]);
    expect([users.length, roles.length, rules.length]).toEqual([20_000, 1, 1]);
  });

  it('are edited at once, however many lines that changes', () => {
    const document = largeDocument();
    const changed = role('r2', ['read cmd/%u', 'write line/%u/#']);
    const edits: readonly Edit[] = [
      createUser('ann', ['r']),
      createRule('user19999 read x'),
      createRule('all read x'),
      { kind: 'change-role', name: 'r', role: changed },
      { kind: 'delete-user', username: 'user5000' },
      { kind: 'disable-user', username: 'user5001' },
    ];
    const after = timed(() => edits.reduce(fileEdited, document));
    expect(fileRoles(after)[0]!.users).toHaveLength(20_000);
    const hunks = timed(() => lineDifference(document.acl!, after.acl!));
    const lines = hunks.flatMap((hunk) => hunk.lines).filter(({ kind }) => kind !== 'same');
    expect(lines.length).toBeLessThan(101_000);
    const gone = timed(() => fileEdited(after, { kind: 'delete-role', name: 'r2' }));
    // Those with a password, disabled or not, and the one with a rule.
    expect(fileUsers(gone)).toHaveLength(10_001);
  });

  it('are written in their order at once', () => {
    const document = largeDocument();
    const after = fileEdited(document, { kind: 'replace-acl', text: '' });
    const writes = timed(() =>
      writeOrder(
        renderedFiles(document, { revision: 1, hash: hash(1) }),
        renderedFiles(after, { revision: 2, hash: hash(2) }),
      ),
    );
    expect(writes.map(({ file }) => file)).toEqual(['passwords', 'acl', 'passwords']);
  });
});

describe('10,000 users', () => {
  it('are taken over at once', () => {
    const document = largeDocument();
    const file = names(15_000)
      .slice(5_000)
      .map((name) => `${name}:${hashText(1)}\n`);
    const { users, refused } = timed(() =>
      importedFromPasswordFile(bytesOf(file.join('')), brokerVersion('2.0')!),
    );
    expect([users.length, refused.length]).toEqual([10_000, 0]);
    const after = timed(() => fileEdited(document, { kind: 'import-users', users }));
    const difference = timed(() => passwordDifference(document, after));
    expect(difference.created).toHaveLength(5_000);
    expect(difference.passwordChanged).toHaveLength(5_000);
  });
});
