import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { temporaryFolder, type TemporaryFolder } from '#testing';
import { smoke } from './smoked.js';

/** The tools are plain modules without types; this is what their own comments say. */
const { executableFile } = (await import(join(import.meta.dirname, 'targets.mjs'))) as {
  executableFile: () => string;
};

const root = dirname(import.meta.dirname);
const bundle = join(root, 'dist/bundle/bin/mcm');

describe('tools/smoke.mjs', () => {
  let home: TemporaryFolder;
  beforeEach(async () => {
    home = await temporaryFolder();
  });
  afterEach(() => home.remove());

  /** A program that does `commands` around the bundle's `mcm`. */
  const wrapped = async (commands: string): Promise<string> => {
    const file = join(home.path, 'mcm');
    await writeFile(file, `#!/bin/sh\nmcm() { '${bundle}' "$@"; }\n${commands}\n`, { mode: 0o755 });
    return file;
  };

  const findsEverything = async (args: readonly string[]): Promise<void> => {
    const { code, lines } = await smoke(args);
    expect({ code, failed: lines.filter((line) => !line.startsWith('ok ')) }).toEqual({
      code: 0,
      failed: [],
    });
    expect(lines.length).toBeGreaterThan(10);
  };

  it('finds everything in the bundle', () => findsEverything(['--node', bundle]));

  it('finds everything in the executable', () => findsEverything([join(root, executableFile())]));

  it('ends with 1 at the first step that does not hold, and says which', async () => {
    const { code, lines } = await smoke(['--node', await wrapped('mcm "$@"; chmod -Rf o+r .')]);
    expect(code).toBe(1);
    expect(lines.slice(1)).toEqual([
      'FAIL it writes a configuration for its owner alone, and finds it valid: no',
      'others may read it',
    ]);
  });

  it('says what was printed when a command ends with another code', async () => {
    const { code, lines } = await smoke(['--node', await wrapped('echo no such thing; exit 3')]);
    expect({ code, lines }).toEqual({
      code: 1,
      lines: ['FAIL it says its version: no', 'mcm version ended with 3:', 'no such thing'],
    });
  });

  it('says how it is used', async () => {
    expect(await smoke([])).toEqual({ code: 2, lines: [] });
  });
});
