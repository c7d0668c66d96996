import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryFolder, type TemporaryFolder } from '#testing';
import { runMcm } from './mcm-process.js';

let home: TemporaryFolder;
beforeAll(async () => {
  home = await temporaryFolder();
  const document = { properties: { t: { maximum: 3 } }, required: ['u'] };
  await writeFile(path('schema'), JSON.stringify(document));
  await writeFile(path('old'), JSON.stringify({ items: [{ const: 1 }] }));
  await writeFile(path('faulty'), JSON.stringify({ pattern: '(?=a)' }));
  await writeFile(path('fits'), '{"t":3,"u":1}');
  await writeFile(path('breaks'), '{"t":4}');
  await writeFile(path('list'), '[2]');
  await writeFile(path('text'), 'no \x1b[31mJSON');
});
afterAll(() => home.remove());

const path = (name: string) => join(home.path, name);
const tried = (...args: readonly string[]) => runMcm(['schema', 'try', ...args]);

describe('mcm schema try', () => {
  it('says whether a payload fits, and what it breaks, and exits 0 or 1', async () => {
    const [fits, breaks, text, asJson] = await Promise.all([
      tried('--schema', path('schema'), '--payload', path('fits')),
      tried('--schema', path('schema'), '--payload', path('breaks')),
      tried('--schema', path('schema'), '--payload', path('text')),
      tried('--schema', path('schema'), '--payload', path('breaks'), '--json'),
    ]);
    expect(fits).toEqual({ code: 0, stdout: 'valid\n', stderr: '' });
    expect(breaks).toEqual({
      ...{ code: 1, stderr: '' },
      stdout: 'not valid\n/: "u" is missing\n/t: must be at most 3, and is 4\n',
    });
    expect(text.stdout).toBe('not valid\n/: payload is not valid JSON\n');
    expect(JSON.parse(asJson.stdout)).toEqual({
      ...{ valid: false, draft: '2020-12' },
      errors: [
        { pointer: '', keyword: 'required', detail: '"u" is missing' },
        { pointer: '/t', keyword: 'maximum', detail: 'must be at most 3, and is 4' },
      ],
    });
  });

  it('says whether a schema can be used, when there is no payload', async () => {
    const [good, faulty, old, later] = await Promise.all([
      tried('--schema', path('schema'), '--json'),
      tried('--schema', path('faulty')),
      tried('--schema', path('old'), '--draft', 'draft-07', '--payload', path('list')),
      tried('--schema', path('old')),
    ]);
    expect([good.code, good.stdout]).toEqual([0, '{"valid":true,"draft":"2020-12","errors":[]}\n']);
    expect(faulty.code).toBe(1);
    expect(faulty.stdout).toMatch(/^not valid\n\/pattern: .*looks ahead or behind/);
    expect(old).toMatchObject({ code: 1, stdout: 'not valid\n/0: must be 1, and is 2\n' });
    expect(later.code).toBe(1);
  });

  it('exits 2 when it is not meant like this, and 3 when it cannot say', async () => {
    const [none, draft, stdins, missing, faulty, text, alone] = await Promise.all([
      tried(),
      tried('--schema', path('schema'), '--draft', 'draft-04'),
      tried('--schema', '-', '--payload', '-'),
      tried('--schema', path('missing')),
      tried('--schema', path('faulty'), '--payload', path('fits')),
      tried('--schema', path('text')),
      runMcm(['schema']),
    ]);
    expect([none, draft, stdins, alone].map(({ code }) => code)).toEqual([2, 2, 2, 2]);
    expect([missing, faulty, text].map(({ code }) => code)).toEqual([3, 3, 3]);
    expect(faulty.stderr).toContain('/pattern: ');
    expect(missing.stderr).toContain('there is no such file');
  });
});
