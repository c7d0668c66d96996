import { createInterface } from 'node:readline';
import { Misuse } from './command-error.js';

/** Who cannot be asked has to say so beforehand. @throws Misuse */
export function refuseUnasked(yes: boolean, file?: string): void {
  if (yes) return;
  if (file === '-') throw new Misuse('with the file on stdin nobody can be asked: say --yes');
  if (!process.stdin.isTTY) {
    throw new Misuse('there is no terminal to ask on: say --yes to do it without being asked');
  }
}

/** Where a question is asked. */
export interface Asked {
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream;
}

/** Asks on the terminal. Whatever is no yes is a no: another word, Ctrl-C, Ctrl-D. */
export async function confirm(
  question: string,
  where: Asked = { input: process.stdin, output: process.stderr },
): Promise<boolean> {
  const terminal = createInterface(where);
  const answer = await new Promise<string>((resolve) => {
    terminal.once('close', () => resolve(''));
    terminal.question(`${question} [y/N] `, resolve);
  });
  terminal.close();
  return /^y(es)?$/i.test(answer.trim());
}
