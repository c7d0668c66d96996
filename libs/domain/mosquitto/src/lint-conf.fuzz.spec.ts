import { describe, expect, it } from '@jest/globals';
import { expectInProportion } from '#testing';
import fc from 'fast-check';
import { confText } from '../test/broker-config-arbitraries.js';
import { includedFolders, parseBrokerConfig } from './broker-config.js';
import { BROKER_LINES, brokerVersion } from './broker-version.js';
import { CONF_RULES } from './conf-rules.js';
import { lintBrokerConfig } from './lint-conf.js';
import { settingsForRestart } from './lint-conf-upkeep.js';
import { bytesOf } from './text.js';

/** `make nightly` asks for more. */
const SEARCH = { numRuns: Math.max(1000, fc.readConfigureGlobal().numRuns ?? 0) };

const anyBytes = fc.oneof(fc.uint8Array({ maxLength: 64 }), confText.map(bytesOf));

describe('any bytes as mosquitto.conf', () => {
  it('are linted without an exception, at lines that are there', () => {
    fc.assert(
      fc.property(anyBytes, anyBytes, fc.constantFrom(...BROKER_LINES), (bytes, inner, line) => {
        const files = new Map([['a.conf', inner]]);
        const folders = new Map(includedFolders(bytes).map((folder) => [folder, files]));
        const config = parseBrokerConfig({ path: 'main', bytes, folders }, brokerVersion(line)!);
        const lengths = new Map(config.files.map((file) => [file.path, file.lines.length]));
        for (const finding of lintBrokerConfig(config, line)) {
          const { code, path, line: number = 1, message } = finding;
          expect(CONF_RULES[code]).toEqual({ severity: finding.severity, hint: finding.hint });
          expect(number).toBeGreaterThanOrEqual(1);
          expect(number).toBeLessThanOrEqual(Math.max(1, lengths.get(path) ?? 0));
          expect(message).toMatch(/^["A-Za-z0-9-].*\.$/su);
        }
        expect(config.settings).toEqual(expect.arrayContaining([...settingsForRestart(config)]));
      }),
      SEARCH,
    );
  });
});

describe('a large file', () => {
  it.each([
    ['of options', (many: number) => 'sys_interval 1\nsys_interval 2\n'.repeat(many / 2)],
    ['of listeners', (many: number) => 'listener 1\nacl_file x\nmax_qos 1\n'.repeat(many / 2)],
    ['of faults', (many: number) => 'no_such x\n'.repeat(many)],
  ])('%s takes no more than its share of the time of a smaller one', (_, textOf) => {
    expectInProportion(48_000, (size, timed) => {
      const bytes = bytesOf(textOf(size));
      const config = parseBrokerConfig({ path: 'main', bytes }, brokerVersion('2.0')!);
      timed(() => expect(lintBrokerConfig(config).length).toBeLessThan(200));
    });
  });
});
