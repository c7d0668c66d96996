import { createInterface } from 'node:readline';
import { PassThrough } from 'node:stream';
import { LEAST_PASSPHRASE, readLimited, Secret } from '#platform';
import { FileError, Misuse } from './command-error.js';

export const PASSPHRASE_FILE_OPTION = {
  flags: '--passphrase-file <file>',
  description: 'the passphrase of the keys in the backup; else MCM_BACKUP_PASSPHRASE, else asked',
};

/** More than anybody types; who names the database by mistake is told so. */
const MOST_BYTES = 4_096;

/** Where somebody can be asked. */
export interface Terminal {
  readonly input: NodeJS.ReadableStream & { readonly isTTY?: boolean };
  readonly output: NodeJS.WritableStream;
}

const TERMINAL: Terminal = { input: process.stdin, output: process.stderr };

/** From a file or the environment; nothing when neither names one. @throws FileError, Misuse */
export async function givenPassphrase(file: string | undefined): Promise<Secret | undefined> {
  const { MCM_BACKUP_PASSPHRASE: fromEnvironment } = process.env;
  if (file !== undefined) return usable(await readPassphrase(file), file);
  return fromEnvironment ? usable(fromEnvironment, 'MCM_BACKUP_PASSPHRASE') : undefined;
}

/** One for keys that are there. @throws Misuse when nobody can be asked */
export async function passphrase(file: string | undefined, terminal = TERMINAL): Promise<Secret> {
  const given = await givenPassphrase(file);
  if (given) return given;
  requireTerminal(terminal);
  return usable(await ask('Passphrase of the keys in the backup: ', terminal), 'it');
}

/** A new one: asked for twice, since nobody sees what is typed. */
export async function newPassphrase(
  file: string | undefined,
  terminal = TERMINAL,
): Promise<Secret> {
  const given = await givenPassphrase(file);
  if (given) return given;
  requireTerminal(terminal);
  const least = String(LEAST_PASSPHRASE);
  const first = await ask(`New passphrase, at least ${least} characters: `, terminal);
  const chosen = usable(first, 'it');
  if ((await ask('Once more: ', terminal)) === first) return chosen;
  throw new Misuse('the two passphrases differ: nothing was made');
}

async function readPassphrase(file: string): Promise<string> {
  const read = await readLimited(file, MOST_BYTES);
  if ('failure' in read) throw new FileError(`the passphrase file ${file} ${read.failure}`);
  return read.bytes.toString('utf8').replace(/\r?\n$/, '');
}

function usable(text: string, where: string): Secret {
  if (text.length >= LEAST_PASSPHRASE) return new Secret(text);
  const least = String(LEAST_PASSPHRASE);
  throw new Misuse(`a passphrase has at least ${least} characters, and ${where} has fewer`);
}

function requireTerminal({ input }: Terminal): void {
  if (input.isTTY) return;
  throw new Misuse(
    'there is no terminal to ask for the passphrase on: use --passphrase-file or MCM_BACKUP_PASSPHRASE',
  );
}

/** Asks without showing what is typed. Ctrl-C and Ctrl-D are an empty answer. */
async function ask(question: string, { input, output }: Terminal): Promise<string> {
  output.write(question);
  const unseen = new PassThrough().resume();
  const line = createInterface({ input, output: unseen, terminal: true, historySize: 0 });
  const answer = await new Promise<string>((resolve) => {
    line.once('close', () => {
      resolve('');
    });
    line.once('line', resolve);
  });
  line.close();
  output.write('\n');
  return answer;
}
