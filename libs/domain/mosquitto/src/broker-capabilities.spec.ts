import { describe, expect, it } from '@jest/globals';
import { brokerCapabilities, isCapable, isIncapable } from './broker-capabilities.js';

const first = (phrases: readonly string[]) =>
  phrases.map((phrase) => phrase.split(' ', 3).join(' '));

describe('what a broker can and cannot do', () => {
  it.each([
    [
      'mosquitto version 2.0.11',
      ['open files of'],
      [
        ...['stop, rather than', 'keep max_connections, max_qos', 'reload the rules'],
        ...['log the client', 'log the address', 'list the connections', 'check passwords that'],
        ...['bind a listener', 'warn of files'],
      ],
    ],
    [
      '2.0.22',
      ['log the client', 'warn of files', 'open files of'],
      [
        ...['stop, rather than', 'keep max_connections, max_qos', 'keep what is'],
        ...['reload the rules', 'log the address', 'list the connections'],
        ...['check passwords that', 'bind a listener'],
      ],
    ],
    [
      '2.1.2',
      [
        ...['stop, rather than', 'keep max_connections, max_qos', 'keep what is'],
        ...['reload the rules', 'log the client', 'log the address', 'list the connections'],
        ...['check passwords that', 'bind a listener', 'warn of files'],
      ],
      ['open files of'],
    ],
    ['1.6.9', [], []],
    ['no number', [], []],
  ])('is known of %s', (version, can, cannot) => {
    const found = brokerCapabilities(version);
    expect([first(found.can), first(found.cannot)]).toEqual([can, cannot]);
  });

  it.each([
    ['2.0.11', false, false],
    ['2.0.21', false, false],
    ['2.0.22', true, false],
    ['2.1.2', true, true],
    ['3.0.0', true, true],
    ['', false, false],
  ])('tells who heeds the rights of files: %p', (version, warns, refusesLinks) => {
    expect(isCapable(version, 'warns-of-rights')).toBe(warns);
    expect(isIncapable(version, 'follows-links')).toBe(refusesLinks);
  });

  it('is said of no version that was not looked at', () => {
    expect(isCapable('2.0.15', 'names-refused-clients')).toBe(false);
    expect(isIncapable('2.0.15', 'names-refused-clients')).toBe(false);
  });

  it('goes by the numbers, not by their digits', () => {
    expect(isCapable('2.0.100', 'warns-of-rights')).toBe(true);
    expect(isCapable('2.10.0', 'keeps-listener-limits')).toBe(true);
    expect(isIncapable('10.0.0', 'keeps-listener-limits')).toBe(false);
  });
});
