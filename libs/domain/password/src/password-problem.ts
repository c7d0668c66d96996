import { COMMON_PASSWORDS, COMMON_WORDS } from './common-passwords.js';

/** In characters (code points). */
export const PASSWORD_LENGTH = { least: 12, most: 1024 } as const;

export type PasswordProblem = 'too-short' | 'too-long' | 'is-user-name' | 'common';

/** What each problem is, as the end of a sentence that begins with "The password". */
export const PASSWORD_PROBLEMS: Readonly<Record<PasswordProblem, string>> = {
  'too-short': `needs at least ${PASSWORD_LENGTH.least} characters`,
  'too-long': `may have at most ${PASSWORD_LENGTH.most} characters`,
  'is-user-name': 'must not be the user name',
  common: 'is among the first that are guessed: take several words, or a random one',
};

const LEAST_DISTINCT = 5;

/**
 * Why nobody may have this password, or nothing. Length is what counts (NIST SP 800-63B section 5.1.1.2):
 * no rule asks for signs or digits; what many people take is refused instead.
 */
export function passwordProblem(password: string, username: string): PasswordProblem | undefined {
  const { length } = Array.from(password);
  if (length < PASSWORD_LENGTH.least) return 'too-short';
  if (length > PASSWORD_LENGTH.most) return 'too-long';
  const lower = password.toLowerCase();
  const name = username.toLowerCase();
  if (lower === name || (name.length > 3 && withoutEnds(lower) === name)) return 'is-user-name';
  return isCommon(lower) ? 'common' : undefined;
}

/** Whether it would be found by a list, also with digits and signs around it, or said twice and more. */
function isCommon(lower: string): boolean {
  const word = withoutEnds(lower);
  const said = /^(.+?)\1+$/.exec(lower)?.[1];
  return (
    COMMON_PASSWORDS.has(lower) ||
    COMMON_PASSWORDS.has(word) ||
    COMMON_WORDS.has(word) ||
    word === '' ||
    (said !== undefined && (said.length < LEAST_DISTINCT || COMMON_WORDS.has(withoutEnds(said)))) ||
    new Set(lower).size < LEAST_DISTINCT
  );
}

/** Without the digits and signs that people put before and behind a word. */
function withoutEnds(lower: string): string {
  return lower.replace(/^[^\p{L}]+/u, '').replace(/[^\p{L}]+$/u, '');
}
