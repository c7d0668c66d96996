import { describe, expect, it } from '@jest/globals';
import { bytesOf, brokerVersion } from '#domain/mosquitto';
import { expectInProportion } from '#testing';
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

const names = (count: number) => Array.from({ length: count }, (_, index) => `user${index}`);

/** Five lines for each of so many users, and half of them with a password. */
function largeDocument(users: number): FileDocument {
  const sections = names(users).map((name) =>
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
        names(users / 2)
          .map((name) => `${name}:${hashText()}\n`)
          .join(''),
      ),
    },
    [],
  );
}

describe('ten thousand users', () => {
  it('are imported with their roles at once', () => {
    expectInProportion(10_000, (many, timed) => {
      const document = fileDocument({ acl: bytesOf(''), passwords: bytesOf('') }, []);
      const users = names(many).map((username) => ({
        ...{ username, credential: hash(1), roles: ['r', 's'] },
      }));
      const edits: readonly Edit[] = [
        { kind: 'create-role', role: role('r', ['write line/%u']) },
        { kind: 'create-role', role: role('s', ['read cmd/%u']) },
        { kind: 'import-users', users },
      ];
      const imported = timed(() => edits.reduce(fileEdited, document));
      expect(fileUsers(imported)).toHaveLength(many);
      expect(fileRoles(imported).map((one) => one.users.length)).toEqual([many, many]);
    });
  });

  it('are taken over at once', () => {
    expectInProportion(20_000, (many, timed) => {
      const document = largeDocument(many);
      const file = names((many * 3) / 4)
        .slice(many / 4)
        .map((name) => `${name}:${hashText(1)}\n`);
      const { users, refused } = timed(() =>
        importedFromPasswordFile(bytesOf(file.join('')), brokerVersion('2.0')!),
      );
      expect([users.length, refused.length]).toEqual([many / 2, 0]);
      const after = timed(() => fileEdited(document, { kind: 'import-users', users }));
      const difference = timed(() => passwordDifference(document, after));
      expect(difference.created).toHaveLength(many / 4);
      expect(difference.passwordChanged).toHaveLength(many / 4);
    });
  });
});

describe('files of 100,000 lines', () => {
  const USERS = 20_000;

  it('are shown at once', () => {
    expect(largeDocument(USERS).acl!.split('\n').length).toBeGreaterThan(100_000);
    expectInProportion(USERS, (many, timed) => {
      const document = largeDocument(many);
      const [users, roles, rules] = timed(() => [
        fileUsers(document),
        fileRoles(document),
        fileRules(document),
      ]);
      expect([users.length, roles.length, rules.length]).toEqual([many, 1, 1]);
    });
  });

  it('are edited at once, however many lines that changes', () => {
    const changed = role('r2', ['read cmd/%u', 'write line/%u/#']);
    expectInProportion(USERS, (many, timed) => {
      const document = largeDocument(many);
      const edits: readonly Edit[] = [
        createUser('ann', ['r']),
        createRule(`user${many - 1} read x`),
        createRule('all read x'),
        { kind: 'change-role', name: 'r', role: changed },
        { kind: 'delete-user', username: `user${many / 4}` },
        { kind: 'disable-user', username: `user${many / 4 + 1}` },
      ];
      const after = timed(() => edits.reduce(fileEdited, document));
      expect(fileRoles(after)[0]!.users).toHaveLength(many);
      const hunks = timed(() => lineDifference(document.acl!, after.acl!));
      const lines = hunks.flatMap((hunk) => hunk.lines).filter(({ kind }) => kind !== 'same');
      expect(lines.length).toBeLessThan(5.05 * many);
      const gone = timed(() => fileEdited(after, { kind: 'delete-role', name: 'r2' }));
      // Those with a password, disabled or not, and the one with a rule.
      expect(fileUsers(gone)).toHaveLength(many / 2 + 1);
    });
  });

  it('are written in their order at once', () => {
    expectInProportion(USERS, (many, timed) => {
      const document = largeDocument(many);
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
});
