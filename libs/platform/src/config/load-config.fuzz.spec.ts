import { afterAll, beforeAll, describe, it } from '@jest/globals';
import fc from 'fast-check';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryFolder, type TemporaryFolder } from '#testing';
import { ConfigError } from './config-error.js';
import { loadConfig } from './load-config.js';
import { KEYS } from './setting.js';
import { configTemplate } from './template.js';

let home: TemporaryFolder;
beforeAll(async () => {
  home = await temporaryFolder();
});
afterAll(() => home.remove());

const TEMPLATE = configTemplate({ jwtSecret: 'x'.repeat(40), bootstrapPassword: 'correct horse' });

/** Resolves when the bytes give a configuration or a list of problems, and nothing else. */
async function isAnswered(bytes: Uint8Array | string, env: NodeJS.ProcessEnv = {}): Promise<void> {
  const file = join(home.path, 'mcm.yaml');
  await writeFile(file, bytes);
  await loadConfig({ file, env }).catch((error: unknown) => {
    if (!(error instanceof ConfigError)) throw error;
  });
}

describe('a configuration of any bytes is taken or refused in words', () => {
  it('random bytes', async () => {
    const bytes = fc.uint8Array({ maxLength: 200 });
    await fc.assert(
      fc.asyncProperty(bytes, (content) => isAnswered(content)),
      { numRuns: 300 },
    );
  });

  it("YAML's own characters", async () => {
    const word = fc.constantFrom(
      ...'\n -?:[]{},&*!|>%@`"\'#\t'.split(''),
      'http',
      'port',
      '<<',
      '\\x',
      '…',
    );
    const text = fc.array(word, { maxLength: 60 }).map((words) => words.join(''));
    await fc.assert(
      fc.asyncProperty(text, (content) => isAnswered(content)),
      { numRuns: 400 },
    );
  });

  it('the template with some of it overwritten', async () => {
    const change = fc.tuple(fc.nat(TEMPLATE.length), fc.string({ maxLength: 6, unit: 'binary' }));
    const text = change.map(
      ([at, words]) => TEMPLATE.slice(0, at) + words + TEMPLATE.slice(at + words.length),
    );
    await fc.assert(
      fc.asyncProperty(text, (content) => isAnswered(content)),
      { numRuns: 100 },
    );
  });

  it('any value of any key', async () => {
    const value = fc.anything({
      maxDepth: 2,
      values: [fc.string(), fc.double(), fc.boolean(), fc.constant(null)],
    });
    const setting = fc.tuple(fc.constantFrom(...KEYS), value);
    const text = setting.map(([{ name }, given]) =>
      name.split('.').reduceRight((inner, part) => `{ ${part}: ${inner} }`, JSON.stringify(given)),
    );
    await fc.assert(
      fc.asyncProperty(text, (content) => isAnswered(content)),
      { numRuns: 500 },
    );
  });

  it('any variable', async () => {
    const name = fc.oneof(
      fc.constantFrom(...KEYS.map(({ variable }) => variable)),
      fc.string().map((s) => `MCM_${s}`),
    );
    await fc.assert(
      fc.asyncProperty(name, fc.string({ unit: 'binary' }), (variable, text) =>
        isAnswered('', { [variable]: text }),
      ),
      { numRuns: 300 },
    );
  });
});
