import { describe, expect, it } from '@jest/globals';
import { urlProblem } from './webhook-url.js';

const TO_LOOPBACK = [
  ...['http://127.0.0.1/', 'http://127.1:8080/hook', 'http://2130706433/', 'http://0x7f000001/'],
  ...[
    'http://0x7f.0.0.1/',
    'http://0177.0.0.1/',
    'https://[::1]/',
    'https://[0:0:0:0:0:0:0:1]:8443/',
  ],
  ...[
    'http://localhost:1880/',
    'http://LOCALHOST/',
    'http://node.localhost/',
    'http://localhost./',
  ],
  ...['http://１２７.0.0.1/', 'http://127.0.0.1./', 'http://%31%32%37.0.0.1/'],
] as const;

const NEVER = [
  ['http://169.254.169.254/latest/meta-data/', /metadata/],
  ['http://[::ffff:127.0.0.1]/', /inside another/],
  ['http://[::ffff:7f00:1]/', /inside another/],
  ['http://[64:ff9b::127.0.0.1]/', /inside another/],
  ['http://0.0.0.0/', /means any/],
  ['http://0/', /means any/],
  ['http://[::]/', /means any/],
  ['http://224.0.0.251/', /multicast/],
  ['ftp://plant.example/', /http:\/\/ or https/],
  ['file:///etc/passwd', /http:\/\/ or https/],
  ['//plant.example/', /http:\/\/ or https/],
  ['plant.example', /http:\/\/ or https/],
  ['http://user:word@plant.example/', /user name or password/],
  ['http://user@plant.example/', /user name or password/],
  ['http://256.1.1.1/', /http:\/\/ or https/],
  [`http://plant.example/${'x'.repeat(2_048)}`, /at most 2048/],
] as const;

describe('a URL', () => {
  it.each(TO_LOOPBACK)('%s leads to this machine', (url) => {
    expect(urlProblem(url, false)).toMatch(/loopback.*allow_loopback/);
    expect(urlProblem(url, true)).toBeUndefined();
  });

  it.each(NEVER)('%s is refused in any case', (url, why) => {
    expect(urlProblem(url, false)).toMatch(why);
    expect(urlProblem(url, true)).toMatch(why);
  });

  it('of the link is let through with loopback', () => {
    expect(urlProblem('http://169.254.1.20/', false)).toMatch(/link-local/);
    expect(urlProblem('http://169.254.1.20/', true)).toBeUndefined();
  });

  it.each([
    'https://hooks.plant.example/a?b=c#d',
    'http://10.0.0.7:1880/alerts',
    'http://[fd00::7]/',
  ])('%s may be posted to', (url) => {
    expect(urlProblem(url, false)).toBeUndefined();
  });
});
