import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { expectInProportion } from '#testing';
import { includedFolders, parseBrokerConfig, printBrokerConfig } from './broker-config.js';
import { confText } from '../test/broker-config-arbitraries.js';
import { BROKER_LINES, brokerVersion } from './broker-version.js';
import { listenerSecurity } from './listener-security.js';
import { bytesOf, textOf } from './text.js';

/** `make nightly` asks for more. */
const SEARCH = { numRuns: Math.max(1000, fc.readConfigureGlobal().numRuns ?? 0) };

const anyBytes = fc.oneof(fc.uint8Array({ maxLength: 64 }), confText.map(bytesOf));
const folders = fc.dictionary(
  fc.constantFrom('a.conf', 'B.conf', 'é.conf', 'Z.conf', 'x'),
  anyBytes,
  { maxKeys: 3 },
);

describe('any bytes as mosquitto.conf', () => {
  it('are read without an exception, and printed as they were', () => {
    fc.assert(
      fc.property(anyBytes, folders, fc.constantFrom(...BROKER_LINES), (bytes, included, line) => {
        const files = new Map(Object.entries(included));
        const config = parseBrokerConfig(
          {
            path: 'main',
            bytes,
            folders: new Map(includedFolders(bytes).map((folder) => [folder, files])),
          },
          brokerVersion(line)!,
        );
        const printed = printBrokerConfig(config);
        expect(printed.get('main')).toEqual(bytes);
        for (const [path, content] of printed) {
          if (path !== 'main')
            expect(content).toEqual(included[path.slice(path.lastIndexOf('/') + 1)]);
        }
        for (const { path, line: number, column, reason } of config.problems) {
          const lines = textOf(printed.get(path)!).split('\n');
          expect(column).toBeGreaterThanOrEqual(1);
          expect(column).toBeLessThanOrEqual((lines[number - 1] ?? '').length + 2);
          expect(reason).toMatch(/^["A-Za-z0-9-].*\.$/su);
        }
        expect(listenerSecurity(config).length).toBeGreaterThan(0);
      }),
      SEARCH,
    );
  });
});

describe('a large file', () => {
  const LARGE = 48_000;

  it.each([
    ['of options', (many: number) => 'sys_interval x\n'.repeat(many)],
    ['of listeners', (many: number) => 'listener 1\nacl_file x\n'.repeat(many)],
    [
      'of bridges',
      (many: number) => Array.from({ length: many }, (_, i) => `connection ${i}\n`).join(''),
    ],
    ['of blanks', (many: number) => `pid_file${' '.repeat(many)}x${' '.repeat(many)}\n`],
    ['of words', (many: number) => `connection a\naddress ${'a:1 '.repeat(many)}\n`],
    [
      'of one number',
      (many: number) => `memory_limit ${'9'.repeat(many)}\nsys_interval ${'0'.repeat(many)}`,
    ],
    ['of NUL bytes', (many: number) => '\0\n'.repeat(many)],
  ])('%s takes no more than its share of the time of a smaller one', (_, textOf) => {
    expectInProportion(LARGE, (size, timed) => {
      const bytes = bytesOf(textOf(size));
      for (const line of BROKER_LINES) {
        const version = brokerVersion(line)!;
        timed(() => listenerSecurity(parseBrokerConfig({ path: 'main', bytes }, version)));
      }
    });
  });
});
