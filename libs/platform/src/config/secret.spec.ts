import { describe, expect, it } from '@jest/globals';
import { format, inspect } from 'node:util';
import { Secret } from './secret.js';

describe('a secret', () => {
  const secret = new Secret('hunter2');

  it('is revealed when asked for', () => {
    expect(secret.reveal()).toBe('hunter2');
  });

  it.each([
    ['a template', `${secret.toString()} ${String(secret)}`],
    ['JSON', JSON.stringify({ secret })],
    ['the inspector', inspect({ secret }, { showHidden: true, depth: 5 })],
    ['a format', format('%s %o %j', secret, secret, secret)],
    ['its own keys', JSON.stringify(Object.entries(secret))],
  ])('does not show in %s', (_, text) => {
    expect(text).not.toContain('hunter2');
  });
});
