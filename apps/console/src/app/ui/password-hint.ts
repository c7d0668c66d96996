import { PASSWORD_LENGTH, PASSWORD_PROBLEMS, passwordProblem } from '#domain/password';
import { count } from './formats';

/** What is said below a password that somebody is choosing. */
export interface PasswordHint {
  readonly text: string;
  /** `open` while it is only not long enough yet. */
  readonly state: 'open' | 'good' | 'fault';
}

const ASKED = `At least ${PASSWORD_LENGTH.least} characters; several words will do.`;

/** What of a password that is being typed is still missing, by the rules that the server has. */
export function passwordHint(password: string, username: string): PasswordHint {
  if (password === '') return { text: ASKED, state: 'open' };
  const problem = passwordProblem(password, username);
  if (problem === undefined)
    return { text: 'Long enough, and none of the common ones.', state: 'good' };
  if (problem === 'too-short') {
    const length = count(Array.from(password).length);
    return { text: `${length} of at least ${PASSWORD_LENGTH.least} characters.`, state: 'open' };
  }
  return { text: `The password ${PASSWORD_PROBLEMS[problem]}.`, state: 'fault' };
}
