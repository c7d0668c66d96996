import { describe, expect, it } from '@jest/globals';
import { sysFigure } from './sys-figure.js';

describe('sysFigure', () => {
  it.each([
    ['$SYS/broker/uptime', '12 seconds', 12],
    ['$SYS/broker/uptime', '1 second', 1],
    ['$SYS/broker/clients/connected', '7', 7],
    ['$SYS/broker/load/bytes/sent/1min', '4903.80', 4903.8],
    ['$SYS/broker/retained messages/count', '0', 0],
    ['$SYS/broker/clients/inactive', '-1', -1],
    ['$SYS/broker/connection/site-b/state', '1', 1],
    ['$SYS/broker/version', 'mosquitto version 2.0.11', 'mosquitto version 2.0.11'],
    ['$SYS/broker/version', '2.1', '2.1'],
    ['$SYS/broker/bytes/sent', '18446744073709551615', '18446744073709551615'],
    ['$SYS/broker/clients/total', '12 seconds', '12 seconds'],
    ['$SYS/broker/clients/total', '', ''],
    ['$SYS/broker/clients/total', '0x10', '0x10'],
    ['$SYS/broker/clients/total', '1e3', '1e3'],
    ['$SYS/broker/clients/total', ' 1', ' 1'],
    ['$SYS/broker/clients/total', 'Infinity', 'Infinity'],
  ])('%s %j is %j', (topic, payload, figure) => {
    expect(sysFigure(topic, payload)).toBe(figure);
  });
});
