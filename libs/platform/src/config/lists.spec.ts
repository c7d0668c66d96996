import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryFolder, type TemporaryFolder } from '#testing';
import { loadConfig } from './load-config.js';

let home: TemporaryFolder;
beforeEach(async () => {
  home = await temporaryFolder();
});
afterEach(() => home.remove());

async function proxies(yaml: string, variable?: string): Promise<readonly string[]> {
  const file = join(home.path, 'mcm.yaml');
  await writeFile(file, yaml);
  const { config } = await loadConfig({ file, env: { MCM_HTTP_TRUSTED_PROXIES: variable } });
  return config.http.trustedProxies;
}

describe('a list', () => {
  it.each([
    ['http: { trusted_proxies: [] }', []],
    ['http: { trusted_proxies: [10.0.0.0/8] }', ['10.0.0.0/8']],
    [
      'http:\n  trusted_proxies:\n    - 10.0.0.1\n    - "2001:db8::/32"',
      ['10.0.0.1', '2001:db8::/32'],
    ],
    ['http: { trusted_proxies: [&here 10.0.0.1, *here] }', ['10.0.0.1', '10.0.0.1']],
    ['http:\n  trusted_proxies:', []],
  ])('is read from %j', async (yaml, list) => {
    expect(await proxies(yaml)).toEqual(list);
  });

  it.each([
    ['10.0.0.0/8', ['10.0.0.0/8']],
    [' 10.0.0.1 ,\t::1', ['10.0.0.1', '::1']],
    ['', ['192.0.2.1']],
  ])('is read from the environment, with commas: %j', async (variable, list) => {
    expect(await proxies('http: { trusted_proxies: [192.0.2.1] }', variable)).toEqual(list);
  });

  const must =
    'http.trusted_proxies must be a list of IP addresses or CIDR blocks such as 10.0.0.0/8';
  it.each([
    ['[10.0.0.0/33, ::1, proxy]', `${must}, without "10.0.0.0/33", "proxy"`],
    ['[10, ~, [::1], { a: 1 }]', `${must}, without 10, an empty element, a list, a section`],
    ['[a, b, c, d, e, f, g]', `${must}, without "a", "b", "c", "d", "e" and 2 more`],
    ['10.0.0.1', `${must}, not "10.0.0.1": put it in brackets`],
    ['{ a: 1 }', `${must}, not a section`],
    ['true', `${must}, not true`],
  ])('is refused by its faulty elements: %s', async (yaml, problem) => {
    await expect(proxies(`http: { trusted_proxies: ${yaml} }`)).rejects.toThrow(
      `mcm.yaml:1: ${problem}`,
    );
  });

  it('is refused from the environment likewise', async () => {
    await expect(proxies('', '10.0.0.1,,x')).rejects.toThrow(
      `MCM_HTTP_TRUSTED_PROXIES: ${must}, without "", "x"`,
    );
  });

  it('is not taken where one value is wanted', async () => {
    await expect(proxies('logging: { level: [info, warn] }')).rejects.toThrow(
      'logging.level must be one of debug, info, warn, error, not a list',
    );
  });
});
