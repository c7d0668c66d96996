import { Problem } from './problem.js';

/** What a request says of `member` by itself may be right, and with the rest of it is not. */
export function notValid(member: string, detail: string): Problem {
  const errors = [{ pointer: `/${member}`, detail }];
  return new Problem('validation-failed', `/${member} ${detail}.`, { extensions: { errors } });
}
