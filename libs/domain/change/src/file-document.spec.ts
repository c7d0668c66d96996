import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { bytesOf, SecretBytes, textOf } from '#domain/mosquitto';
import { anyBytes } from '../test/file-bytes.js';
import {
  afterEdits,
  createUser,
  documentOf,
  hash,
  hashText,
  shownPasswords,
} from '../test/file-examples.js';
import { EditRefused } from './edit.js';
import { fileDocument, renderedFiles, type RenderedFiles } from './file-document.js';
import { fileRules, fileUsers } from './file-views.js';

const probe = { revision: 7, hash: hash(9) };

function bytesIn({ acl, passwords }: RenderedFiles) {
  return { ...(acl && { acl }), ...(passwords && { passwords: passwords.reveal() }) };
}

function isSame(a: Uint8Array | undefined, b: Uint8Array | undefined): boolean {
  return a === undefined || b === undefined ? a === b : Buffer.compare(a, b) === 0;
}

describe('files that are read and written', () => {
  it('are the same to the byte', () => {
    fc.assert(
      fc.property(fc.option(anyBytes), fc.option(anyBytes), (acl, passwords) => {
        const files = { ...(acl && { acl }), ...(passwords && { passwords }) };
        const written = bytesIn(renderedFiles(fileDocument(files, [])));
        expect(isSame(written.acl, files.acl)).toBe(true);
        expect(isSame(written.passwords, files.passwords)).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });

  it('are the same to the byte when a probe was put in and taken off', () => {
    let rendered = 0;
    fc.assert(
      fc.property(anyBytes, anyBytes, (acl, passwords) => {
        const document = fileDocument({ acl, passwords }, []);
        let written: RenderedFiles;
        try {
          written = renderedFiles(document, probe);
        } catch (error) {
          // Some bytes no probe can follow; that is said at once.
          if (error instanceof EditRefused) return;
          throw error;
        }
        rendered++;
        const again = renderedFiles(fileDocument(bytesIn(written), []));
        expect(isSame(again.acl, acl)).toBe(true);
        expect(isSame(again.passwords?.reveal(), passwords)).toBe(true);
      }),
      { numRuns: 2_000 },
    );
    expect(rendered).toBeGreaterThan(500);
  });

  const cases = JSON.parse(
    readFileSync(new URL('../../access/fixtures/acl-cases.json', import.meta.url), 'utf8'),
  ) as readonly { rules: string | null }[];

  it.each(['with', 'without'])(
    'are the same to the byte in all recorded cases %s a probe',
    (how) => {
      const texts = new Set(cases.flatMap(({ rules }) => (rules === null ? [] : [rules])));
      expect(texts.size).toBeGreaterThan(40);
      for (const text of texts) {
        const document = fileDocument({ acl: bytesOf(text) }, []);
        const written = renderedFiles(document, ...(how === 'with' ? [probe] : []));
        expect(fileDocument(bytesIn(written), []).acl).toBe(text);
      }
    },
  );

  it('are the same to the byte with 10,000 users', () => {
    const users = Array.from({ length: 10_000 }, (_, index) => `user${index}`);
    const files = {
      acl: bytesOf(users.map((name) => `user ${name}\ntopic write line/${name}/#\n`).join('\n')),
      passwords: bytesOf(users.map((name) => `${name}:${hashText()}\n`).join('')),
    };
    const document = fileDocument(bytesIn(renderedFiles(fileDocument(files, []), probe)), []);
    const written = renderedFiles(document);
    expect(isSame(written.acl, files.acl)).toBe(true);
    expect(isSame(written.passwords!.reveal(), files.passwords)).toBe(true);
    expect(fileUsers(document)).toHaveLength(10_000);
  });
});

describe('the probe', () => {
  const ACL = 'user ann\ntopic read a\n';

  it('is the last in both files, with rights on its own topics', () => {
    const { acl, passwords } = bytesIn(renderedFiles(documentOf(ACL, 'ann\n'), probe));
    expect(textOf(acl!)).toMatch(
      /^user ann\ntopic read a\n# mcm probe: .+\nuser mcm-probe\ntopic readwrite mcm\/probe\/7\/#\n$/,
    );
    expect(textOf(passwords!)).toBe(`ann:${hashText()}\nmcm-probe:${hashText(9)}\n`);
  });

  it('does not stick to a last line without an end', () => {
    const { acl, passwords } = bytesIn(renderedFiles(documentOf('topic read a', 'ann'), probe));
    expect(textOf(acl!)).toMatch(/^topic read a\n# mcm probe/);
    expect(textOf(passwords!)).toBe(`ann:${hashText()}\nmcm-probe:${hashText(9)}:\n`);
  });

  it('is not put where a broker has no such file', () => {
    expect(renderedFiles(fileDocument({}, []), probe)).toEqual({});
    expect(Object.keys(renderedFiles(fileDocument({ acl: bytesOf('') }, []), probe))).toEqual([
      'acl',
    ]);
  });

  /** Files with a probe, to which somebody added lines since. */
  function withLinesBehind(acl: string, passwords: string, before = ACL) {
    const written = bytesIn(renderedFiles(documentOf(before, 'ann\n'), probe));
    const added = {
      acl: bytesOf(textOf(written.acl!) + acl),
      passwords: bytesOf(textOf(written.passwords!) + passwords),
    };
    return fileDocument(added, []);
  }

  it('is taken off where it stands, also with lines behind it', () => {
    const document = withLinesBehind('\nuser bob\ntopic read b\n', `bob:${hashText(1)}\n`);
    expect(document.acl).toBe(`${ACL}\nuser bob\ntopic read b\n`);
    expect(shownPasswords(document)).toBe('ann:H0\nbob:H1\n');
    const unended = withLinesBehind('user bob\n', '', 'user ann');
    expect(unended.acl).toBe('user ann\nuser bob\n');
  });

  it('does not leave rules that somebody wrote behind it to the user above', () => {
    const document = withLinesBehind('topic read b\n', '');
    expect(document.acl).toBe(`${ACL}user mcm-probe\ntopic read b\n`);
    expect(fileRules(document).map(({ principal }) => principal)).toEqual([
      { type: 'user', name: 'ann' },
      { type: 'user', name: 'mcm-probe' },
    ]);
    // Patterns are for all, wherever they stand.
    expect(withLinesBehind('pattern read b\n', '').acl).toBe(
      `${ACL}user mcm-probe\npattern read b\n`,
    );
  });

  it('is taken off where only its comment is left', () => {
    const written = renderedFiles(documentOf(ACL), probe);
    const [mark = ''] = /# mcm probe.*\n/.exec(textOf(written.acl!)) ?? [];
    for (const rest of ['', 'user bob\n', 'user mcm-probe\ntopic read x\n']) {
      expect(fileDocument({ acl: bytesOf(ACL + mark + rest) }, []).acl).toBe(ACL + rest);
    }
  });

  it('is taken off twice where it is there twice', () => {
    const written = bytesIn(renderedFiles(documentOf(ACL, 'ann\n'), probe));
    const twice = {
      acl: Buffer.concat([written.acl!, written.acl!]),
      passwords: Buffer.concat([written.passwords!, written.passwords!.subarray(-10)]),
    };
    expect(fileDocument(twice, []).acl).toBe(ACL + ACL);
  });

  it('is taken out of a text that becomes the file', () => {
    const { acl } = bytesIn(renderedFiles(documentOf(ACL), probe));
    const edit = { kind: 'replace-acl', text: textOf(acl!) } as const;
    expect(afterEdits(documentOf(''), edit).acl).toBe(ACL);
  });

  it('does not bring a line to life that the broker leaves out', () => {
    const acl = `topic read ${'x'.repeat(244)}`;
    expect(() => renderedFiles(documentOf(acl), probe)).toThrow(/^The acl_file .* line 1:/);
    expect(() => renderedFiles(documentOf(`${acl}\n`), probe)).not.toThrow();
    const cut = fileDocument({ passwords: bytesOf('ann:x\0\n') }, []);
    expect(() => renderedFiles(cut, probe)).toThrow(/^The password_file .* NUL byte/);
  });
});

describe('who is disabled', () => {
  it('is so until there is a line in the password_file again', () => {
    const before = afterEdits(
      documentOf('', ''),
      createUser('bob'),
      createUser('ann'),
      { kind: 'disable-user', username: 'bob' },
      { kind: 'disable-user', username: 'ann' },
    );
    expect(before.disabled.map(({ username }) => username)).toEqual(['ann', 'bob']);
    const passwords = bytesOf(`bob:${hashText()}\n`);
    const after = fileDocument({ passwords }, before.disabled);
    expect(fileUsers(after)).toMatchObject([
      { username: 'bob', disabled: false },
      { username: 'ann', disabled: true },
    ]);
  });

  it('shows up nowhere as a hash', () => {
    const document = documentOf('', 'ann\n', ['bob']);
    expect(JSON.stringify([document, fileUsers(document)])).not.toContain('$7$');
    expect(document.passwords).toBeInstanceOf(SecretBytes);
  });
});
