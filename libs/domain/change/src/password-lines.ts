import {
  brokerVersion,
  bytesOf,
  parsePasswordFile,
  SecretBytes,
  textOf,
  type BrokerVersion,
  type FileProblem,
} from '#domain/mosquitto';

/** A line of a password_file. */
export interface PasswordEntry {
  /** With its line end. */
  readonly raw: Uint8Array;
  /** Whom the line is about, good or not; absent in comments and the like. */
  readonly username?: string;
  /** Whether some version of the broker lets the user in by it. */
  readonly isGood: boolean;
}

/** A password_file as lines that can be exchanged. */
export interface PasswordLines {
  readonly lines: readonly PasswordEntry[];
  /** Set where the broker does not read the file to its end. */
  readonly problem?: FileProblem;
}

const LINE_FEED = 10;
export const LINE_2_0 = version('2.0');
export const LINE_2_1 = version('2.1');

function version(line: string): BrokerVersion {
  const found = brokerVersion(line);
  if (found === undefined) throw new Error(`No broker ${line}.`);
  return found;
}

const known = new WeakMap<SecretBytes, PasswordLines>();

export function passwordLines(file: SecretBytes): PasswordLines {
  const found = known.get(file) ?? read(file);
  known.set(file, found);
  return found;
}

function read(file: SecretBytes): PasswordLines {
  let problem: FileProblem | undefined;
  const lines = parsePasswordFile(file.reveal(), LINE_2_1).lines.map((line): PasswordEntry => {
    const raw = line.raw.reveal();
    switch (line.kind) {
      case 'ignored':
        return { raw, isGood: false };
      case 'user':
        return { raw, username: line.username, isGood: true };
      case 'invalid': {
        // A bad password is refused by 2.1, or perhaps taken; what is left out whole or ends the file is another matter.
        const isCutOff = line.problem.effect === 'ignores' || raw.includes(0);
        if (isCutOff) problem ??= line.problem;
        const { name } = cut(raw);
        const isGood = !isCutOff && isGoodFor20(raw);
        return name === '' ? { raw, isGood } : { raw, isGood, username: name };
      }
    }
  });
  return problem === undefined ? { lines } : { lines, problem };
}

function isGoodFor20(raw: Uint8Array): boolean {
  return parsePasswordFile(raw, LINE_2_0).users.length > 0;
}

/** Name and hash as C's `strtok` cuts them out of a line that has both. */
function cut(raw: Uint8Array): { readonly name: string; readonly hash: string } {
  const [, name = '', hash = ''] = /^:*([^:]+)(?::+([^:]+))?/.exec(textOf(raw)) ?? [];
  return { name: trimmed(name), hash: trimmed(hash) };
}

function trimmed(text: string): string {
  return text.replace(/^[ \t-\r]+|[ \t-\r]+$/g, '');
}

/** What stands after the colon. */
export function hashIn({ raw }: Pick<PasswordEntry, 'raw'>): SecretBytes {
  return new SecretBytes(bytesOf(cut(raw).hash));
}

/** The hash in a form that can be compared. */
export function hashTextIn({ raw }: PasswordEntry): string {
  return cut(raw).hash;
}

/** A line `name:hash`, to be ended by {@link printed}. */
export function entryOf(username: string, hash: SecretBytes): PasswordEntry {
  const raw = bytesOf(`${username}:${textOf(hash.reveal())}`);
  return { raw, username, isGood: isGoodHash(hash) };
}

/** The file with these lines, each with an end; where one is missing, that of the first line. */
export function printed(lines: readonly PasswordEntry[]): SecretBytes {
  const end = lineEndOf(lines);
  const ended = lines.map((line) =>
    line.raw.at(-1) === LINE_FEED ? line : { ...line, raw: joined([line.raw, end]) },
  );
  const file = new SecretBytes(joined(ended.map(({ raw }) => raw)));
  known.set(file, { lines: ended });
  return file;
}

function lineEndOf([first]: readonly PasswordEntry[]): Uint8Array {
  return bytesOf(first !== undefined && textOf(first.raw.subarray(-2)) === '\r\n' ? '\r\n' : '\n');
}

export function joined(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/** As MCM and `mosquitto_passwd` write it, with a salt of 12 bytes. Of thousands nearly all are so. */
const USUAL_HASH = /^\$(6|7\$[1-9]\d{0,5})\$[A-Za-z0-9+/]{16}\$[A-Za-z0-9+/]{86}==$/;

/** Whether some version of the broker lets somebody in by it. */
export function isGoodHash(hash: SecretBytes): boolean {
  const text = textOf(hash.reveal());
  if (USUAL_HASH.test(text)) return true;
  const line = bytesOf(`x:${text}`);
  return [LINE_2_0, LINE_2_1].some((broker) => parsePasswordFile(line, broker).users.length > 0);
}

/** The broker computes them in its only thread, about a million in a second. */
const MOST_ITERATIONS = 1_000_000;

/** Why these are no bytes that may stand after a name, as a sentence: both lines of the broker have to read them. */
export function whyNoHash(hash: SecretBytes): string | undefined {
  const text = textOf(hash.reveal());
  if (USUAL_HASH.test(text)) return undefined;
  if (/[\s:\0]/.test(text)) return 'A hash has no white space and no colon.';
  for (const broker of [LINE_2_0, LINE_2_1]) {
    const [line] = parsePasswordFile(bytesOf(`x:${text}\n`), broker).lines;
    if (line?.kind === 'user') {
      if ((line.iterations ?? 0) <= MOST_ITERATIONS) continue;
      return 'With more than a million iterations, each log-in would keep the whole broker waiting.';
    }
    const reason = line?.kind === 'invalid' ? line.problem.reason : 'There is no hash.';
    return `Mosquitto ${broker.line} does not read this password: ${reason}`;
  }
  return undefined;
}
