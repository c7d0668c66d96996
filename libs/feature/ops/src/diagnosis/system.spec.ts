import { describe, expect, it } from '@jest/globals';
import type { Config } from '#platform';
import { temporaryFolder } from '#testing';
import { examineSystem } from './system.js';

const BUILT = Date.parse('2026-03-01T00:00:00Z');
const DAY = 86_400_000;

async function clockFinding(now: number, builtAt?: number) {
  const home = await temporaryFolder();
  const config = { database: { path: `${home.path}/not/yet/mcm.db` } } as Config;
  const build = builtAt === undefined ? {} : { builtAt };
  const findings = await examineSystem({ config, clock: () => now, patience: 1, ...build });
  await home.remove();
  expect(findings.map(({ check }) => check)).toContain('system-disk');
  return findings.find(({ check }) => check === 'system-clock');
}

describe('the clock', () => {
  it('is wrong when it stands before this MCM was built', async () => {
    expect(await clockFinding(BUILT - DAY, BUILT)).toEqual({
      ...{ area: 'system', check: 'system-clock', result: 'fail' },
      what: "it is 2026-02-28T00:00:00.000Z by this machine's clock, which is before this MCM was built (2026-03-01T00:00:00.000Z)",
      hint: expect.stringContaining('Set the clock'),
    });
  });

  it.each([
    ['stands after that', BUILT],
    ['nobody knows when it was built', undefined],
    ['the build says nothing of a time', Number.NaN],
  ])('may be right when it %s', async (_, builtAt) => {
    expect(await clockFinding(BUILT + DAY, builtAt)).toMatchObject({ result: 'ok' });
  });
});
