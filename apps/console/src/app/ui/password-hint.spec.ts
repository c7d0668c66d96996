import { describe, expect, it } from '@jest/globals';
import { passwordHint } from './password-hint';

describe('passwordHint', () => {
  it.each([
    ['', 'open', 'At least 12 characters;'],
    ['tin pot', 'open', '7 of at least 12 characters.'],
    // In characters, not in what a computer makes of them.
    ['🌡🌡🌡', 'open', '3 of at least 12 characters.'],
    ['qwerty123456', 'fault', 'The password is among the first'],
    ['m.keller-2026', 'fault', 'The password must not be the user name'],
    ['x'.repeat(1025), 'fault', 'The password may have at most 1024'],
    ['tin pot brass kettle', 'good', 'Long enough'],
  ])('says of "%.20s" that it is %s', (password, state, text) => {
    const hint = passwordHint(password, 'm.keller');
    expect(hint.state).toBe(state);
    expect(hint.text).toContain(text);
  });
});
