import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { temporaryFolder, type TemporaryFolder } from '#testing';
import { BORN, sparkplugPayload } from './edge-node.js';
import { McmProcess, runMcm } from './mcm-process.js';

const AT = 1_764_147_600_000;

let home: TemporaryFolder;
beforeAll(async () => {
  home = await temporaryFolder();
  await writeFile(path('birth'), sparkplugPayload(BORN, 0, AT));
  await writeFile(path('json'), '{"t":21.5}');
  await writeFile(path('nothing'), '');
});
afterAll(() => home.remove());

const path = (name: string) => join(home.path, name);
const decode = (...args: readonly string[]) => runMcm(['sparkplug', 'decode', ...args]);

describe('mcm sparkplug decode', () => {
  it('says what a payload holds, and exits 0', async () => {
    const { code, stdout, stderr } = await decode(path('birth'));
    expect(stderr).toBe('');
    expect(code).toBe(0);
    expect(stdout).toBe(`timestamp: 2025-11-26T09:00:00.000Z
seq: 0
metrics: 5
  Node Control/Rebirth  Boolean  false
  temperature (alias 1)  Double  20.5  quality 192  at 2025-11-26T09:00:00.000Z
  count (alias 2)  UInt64  7
  shifts  DataSet  {"columns":["name","parts"],"types":["String","Int32"],"rows":[["early",12],["late",-1]]}
  motor  Template  {"reference":"Motor","isDefinition":false,"parameters":[],"metrics":[{"name":"rpm","type":"Int32","value":1450}]}
`);
  });

  it('says the same in JSON, from stdin', async () => {
    const args = ['sparkplug', 'decode', '-', '--json'];
    const payload = sparkplugPayload([{ alias: 1, type: 'Int8', value: -1 }], 12, AT);
    const { code, stdout } = await new McmProcess(args, {}, [payload]).end();
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual({
      ...{ timestamp: '2025-11-26T09:00:00.000Z', seq: 12, metricCount: 1, unresolved: 1 },
      metrics: [
        {
          ...{ alias: 1, type: 'Int8', value: -1 },
          ...{ isNull: false, isHistorical: false, isTransient: false },
        },
      ],
    });
  });

  it('reads what is compressed', async () => {
    const body = deflateSync(sparkplugPayload([], 7));
    const uuid = Buffer.from('SPBV1.0_COMPRESSED');
    const payload = [Buffer.of(0x22, uuid.length), uuid, Buffer.of(0x2a, body.length), body];
    const { code, stdout } = await new McmProcess(['sparkplug', 'decode', '-'], {}, payload).end();
    expect(stdout).toBe('seq: 7\ncompressed with: DEFLATE\nmetrics: 0\n');
    expect(code).toBe(0);
  });

  it.each(['json', 'nothing'])('exits 1 for what is none: %s', async (name) => {
    const { code, stdout, stderr } = await decode(path(name));
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toContain('mcm: no Sparkplug B payload: ');
    const { stdout: json } = await decode(path(name), '--json');
    expect(JSON.parse(json)).toEqual({
      problem: { reason: expect.any(String), offset: expect.any(Number) },
    });
  });

  it.each([[[]], [['a', 'b']], [['a', '--nonsense']]])(
    'exits 2 for wrong usage: %j',
    async (args) => {
      expect((await decode(...args)).code).toBe(2);
    },
  );

  it('exits 2 without a command, and shows which there are', async () => {
    const { code, stderr } = await runMcm(['sparkplug']);
    expect(code).toBe(2);
    expect(stderr).toContain('decode');
  });

  it('exits 3 for a file that is not there', async () => {
    expect((await decode(path('absent'))).code).toBe(3);
  });
});
