import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryFolder, type TemporaryFolder } from '#testing';
import { runMcm } from './mcm-process.js';

let home: TemporaryFolder;
beforeAll(async () => {
  home = await temporaryFolder();
  await writeFile(path('good'), '# for ann\nuser ann\ntopic read a/b\n');
  await writeFile(path('wide'), 'user ann\ntopic read a/b\ntopic readwrite #\n');
  await writeFile(path('broken'), 'user ann\ntopic raed a/b\n');
  await writeFile(path('passwd'), 'bob:$7$1$x$y\n');
  await writeFile(path('torn.json'), '\n{');
});
afterAll(() => home.remove());

const path = (name: string) => join(home.path, name);
const lint = (...args: readonly string[]) => runMcm(['acl', 'lint', ...args]);

describe('mcm acl lint', () => {
  it('says nothing of a good file, and exits 0', async () => {
    expect(await lint(path('good'))).toEqual({ code: 0, stdout: '', stderr: '' });
  });

  it('names file, line, severity and rule of each finding, and exits 1', async () => {
    const [wide, broken, torn, logins, asJson] = await Promise.all([
      lint(path('wide')),
      lint(path('broken'), '--broker', '2.1'),
      lint('--dynsec', path('torn.json')),
      lint(path('good'), '--password-file', path('passwd')),
      lint(path('wide'), '--json'),
    ]);
    for (const { code, stderr } of [wide, broken, torn, logins, asJson]) {
      expect([code, stderr]).toEqual([1, '']);
    }
    expect(wide.stdout).toMatch(/^.*wide:3: warning: .* \[broad-write\]$/m);
    expect(broken.stdout).toMatch(/^.*broken:2: fault: .*reload it stops\. \[file-refused\]\n$/);
    expect(torn.stdout).toMatch(/^.*torn\.json:2: fault: .* \[file-refused\]\n$/);
    expect(logins.stdout).toMatch(/^.*good:2: warning: .*"ann".* \[unknown-user\]$/m);
    expect(logins.stdout).toMatch(/^.*passwd:1: .* \[file-ignored\]$/m);
    expect(JSON.parse(asJson.stdout)).toMatchObject({
      broker: '2.0',
      findings: expect.arrayContaining([
        expect.objectContaining({ file: path('wide'), line: 3, rule: 'broad-write' }),
      ]),
    });
  });

  it('exits 3 when a file cannot be read, and 2 when none or too many are named', async () => {
    const [absent, none, two, stdin] = await Promise.all([
      lint(path('absent')),
      lint(),
      lint(path('good'), path('wide')),
      lint('-', '--password-file', '-'),
    ]);
    expect([absent.code, absent.stdout]).toEqual([3, '']);
    expect(absent.stderr).toContain('absent cannot be read');
    expect([none.code, two.code, stdin.code]).toEqual([2, 2, 2]);
    expect(none.stderr).toBe('mcm: name an acl_file, a state with --dynsec, or both\n');
  });
});
