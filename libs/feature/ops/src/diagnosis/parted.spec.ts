import { describe, expect, it } from '@jest/globals';
import { clause } from './clause.js';
import { parted } from './parted.js';

describe('what is so and what to do', () => {
  it.each([
    ['A is so. Do B: at once, then C.', 'A is so', 'Do B: at once, then C.'],
    ['There is no /a.b/c. Put it there.', 'There is no /a.b/c', 'Put it there.'],
    ['It failed: no reason given.', 'It failed: no reason given', 'Otherwise.'],
    ['A is so. Do B. (EACCES)', 'A is so (EACCES)', 'Do B.'],
    ['a is so: do b', 'a is so', 'Do b.'],
    ['x names a: b, which is not c: do d', 'x names a: b, which is not c', 'Do d.'],
    ['x cannot be read (EIO)', 'x cannot be read (EIO)', 'Otherwise.'],
  ])('is parted in %p', (message, what, hint) => {
    expect(parted(message, 'Otherwise.')).toEqual({ what, hint });
  });
});

describe('a clause', () => {
  it.each([
    ['Nothing listens on a:1.', 'nothing listens on a:1'],
    ['A comment begins here.', 'a comment begins here'],
    ['There, it is.', 'there, it is'],
    ['MCM may not.', 'MCM may not'],
    ['TLS with a failed', 'TLS with a failed'],
    ['Node.js is 24', 'Node.js is 24'],
    ['Mosquitto 2.0 lets in', 'Mosquitto 2.0 lets in'],
    ['Broker-7 is an address', 'Broker-7 is an address'],
    ['/Etc/a is so', '/Etc/a is so'],
    ['"Topic" is so', '"Topic" is so'],
  ])('is %p without capital letter and full stop', (sentence, wanted) => {
    expect(clause(sentence)).toBe(wanted);
  });
});
