import type { BrokerLine } from '../src/broker-version.js';

/** What may stand after the name in a password_file, and what comes of it. */
export interface PasswordLineCase {
  readonly what: string;
  /** After the name and its colon. */
  readonly password: string;
  /** Whether the user can log in by it; where not, 2.0 leaves the user out, and 2.1 refuses the file. */
  readonly known: Readonly<Record<BrokerLine, boolean>>;
}

/** The password behind the good hashes. */
export const CASE_PASSWORD = 'secret';

const SALT = 'MDEyMzQ1Njc4OWFi';
const HASH =
  '3tRQU83jhvduc7r/1pc5YS9xcdkQejbeK3zAr85h0v7Y/G/3y1yXSvBLGJ28BkriqtC0m7lT20gzFF8MS31UAg==';
export const GOOD_HASH = `$7$1$${SALT}$${HASH}`;
const LONG_SALT =
  '$7$1$AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8gISIjJCUmJygpKissLS4vMDEyMzQ1Njc4OTo7PD0+Pw==$ZQgkFOvj+smimcxOSYSZfb/uSkVUT1kMbJ9jQC3d0yO6ro8ySPrROaeNVM9nyTTt3WKlESp7uvHrUP0JYbNxUA==';
const SHA512 =
  '$6$MDEyMzQ1Njc4OWFi$qEXipeLbgxRlwd06QHfY5WITkUZg0jLg9SZbXzq3ifXjfj+v3GbJGrSfC5PAg3UNCS+UFfbhUIZX4bmIAs330w==';
const SHORT_HASH = '$7$1$MDEyMzQ1Njc4OWFi$3tRQU83jhvduc7r/1pc5YS9xcdkQejbeK3zAr85h0v4=';
const SALT_OF_13 =
  '$7$1$MDEyMzQ1Njc4OWFiYw==$x/1ve3eNC+9XPV7lh0fP1jRHLzlxfd9QAQDJ3SRgRypQ3TZYMIHNbmycFlLF60s8fCgLCu+Ul7lYae3H0JLTHw==';

const withIterations = (text: string) => `$7$${text}$${SALT}$${HASH}`;
const withSalt = (text: string) => `$7$1$${text}$${HASH}`;
const withHash = (text: string) => `$7$1$${SALT}$${text}`;

const GOOD: readonly (readonly [what: string, password: string])[] = [
  ['PBKDF2', GOOD_HASH],
  ['SHA-512', SHA512],
  ['white space around it', ` \t${GOOD_HASH}\v \r`],
  ['further colons before it', `::${GOOD_HASH}`],
  ['something after a colon', `${GOOD_HASH}:x:y`],
  ['something after a further dollar', `${GOOD_HASH}$x`],
  ['doubled dollars after the scheme', GOOD_HASH.replace('$1$', '$$1$$$')],
  ['iterations with a sign', withIterations('+1')],
  ['iterations with leading zeros', withIterations('001')],
  ['iterations with white space', withIterations(' \t1 ')],
  ['iterations with something after them', withIterations('1e3')],
  ['iterations that overflow 32 bits to 1', withIterations('4294967297')],
];

const BAD: readonly (readonly [what: string, password: string])[] = [
  ['nothing', ''],
  ['white space', '  '],
  ['dollars', '$$$'],
  ['a plain password', 'secret'],
  ['a scheme alone', '$7'],
  ['an unknown scheme', GOOD_HASH.replace('$7', '$5')],
  ['argon2id', '$argon2id$v=19$m=47104,t=1,p=1$AAAA$BBBB'],
  ['no iterations', '$7$'],
  ['no salt', '$7$1'],
  ['no hash', `$7$1$${SALT}`],
  ['an empty hash', withHash('')],
  ['iterations 0', withIterations('0')],
  ['negative iterations', withIterations('-1')],
  ['iterations that are no number', withIterations('x')],
  ['iterations that overflow 32 bits', withIterations('2147483648')],
  ['iterations that overflow 64 bits', withIterations('99999999999999999999')],
  ['iterations that overflow 64 bits below 0', withIterations('-99999999999999999999')],
  ['a salt of 13 bytes', SALT_OF_13],
  ['a salt that is cut off', withSalt(SALT.slice(0, -1))],
  ['a salt that is no base64', withSalt(`!${SALT.slice(1)}`)],
  ['a hash of 32 bytes', SHORT_HASH],
  ['a hash without its padding', withHash(HASH.slice(0, -2))],
  ['a hash without half its padding', withHash(HASH.slice(0, -1))],
  ['a hash that is no base64', withHash(`*${HASH.slice(1)}`)],
];

const by = (line20: boolean, line21: boolean) => ({ '2.0': line20, '2.1': line21 });

export const PASSWORD_LINE_CASES: readonly PasswordLineCase[] = [
  ...GOOD.map(([what, password]) => ({ what, password, known: by(true, true) })),
  ...BAD.map(([what, password]) => ({ what, password, known: by(false, false) })),
  { what: 'a salt of 64 bytes', password: LONG_SALT, known: by(false, true) },
  { what: 'no dollar before the scheme', password: GOOD_HASH.slice(1), known: by(true, false) },
  { what: 'two dollars before the scheme', password: `$${GOOD_HASH}`, known: by(true, false) },
];
