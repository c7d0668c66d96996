import {
  parsePasswordFile,
  textOf,
  type BrokerVersion,
  type PasswordLine,
} from '#domain/mosquitto';
import type { ImportedUser } from './edit.js';
import { whyNoUsername } from './name-rules.js';
import { hashIn, LINE_2_0, LINE_2_1, whyNoHash } from './password-lines.js';

/** What a password_file gives to be taken over. */
export interface PasswordImport {
  readonly users: readonly ImportedUser[];
  readonly refused: readonly RefusedLine[];
}

export interface RefusedLine {
  /** Counted from 1. */
  readonly line: number;
  readonly reason: string;
}

/**
 * The users of a password_file that every line of the broker lets in by it, so hashes with a salt of 12 bytes; of the
 * others the reason why not, in the words of this version where it says no. Empty lines and comments are passed over.
 */
export function importedFromPasswordFile(bytes: Uint8Array, broker: BrokerVersion): PasswordImport {
  const others = [LINE_2_0, LINE_2_1].filter(({ line }) => line !== broker.line);
  const read = [broker, ...others].map((version) => {
    return { version, ...parsePasswordFile(bytes, version) };
  });
  const own = read[0]?.lines ?? [];
  const last = new Map(
    own.flatMap((line) => (line.kind === 'user' ? [[line.username, line.number] as const] : [])),
  );
  const users: ImportedUser[] = [];
  const refused: RefusedLine[] = [];
  for (const [index, line] of own.entries()) {
    if (isPassedOver(line)) continue;
    const reason =
      read.flatMap(({ version, lines }) => whyNot(lines[index], version, broker))[0] ??
      whyNotImported(line, last);
    if (reason !== undefined) refused.push({ line: line.number, reason });
    else if (line.kind === 'user') {
      const credential = hashIn({ raw: line.raw.reveal() });
      users.push({ username: line.username, credential });
    }
  }
  return { users, refused };
}

function isPassedOver({ kind, raw }: PasswordLine): boolean {
  return kind === 'ignored' && /^(#|\s*$)/.test(textOf(raw.reveal()));
}

function whyNot(
  line: PasswordLine | undefined,
  version: BrokerVersion,
  broker: BrokerVersion,
): readonly string[] {
  switch (line?.kind) {
    case 'invalid': {
      const { reason } = line.problem;
      return [
        version === broker ? reason : `Mosquitto ${version.line} does not read it: ${reason}`,
      ];
    }
    case 'ignored':
      return ['The broker does not read this line: it has no colon, or stands behind a NUL byte.'];
    case 'user':
    case undefined:
      return [];
  }
}

function whyNotImported(line: PasswordLine, last: ReadonlyMap<string, number>): string | undefined {
  if (line.kind !== 'user') return undefined;
  const number = last.get(line.username);
  return number === line.number
    ? (whyNoUsername(line.username) ?? whyNoHash(hashIn({ raw: line.raw.reveal() })))
    : `The name stands in line ${number ?? 0}, too, and that one is taken.`;
}
