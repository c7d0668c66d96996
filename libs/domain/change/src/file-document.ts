import { bytesOf, SecretBytes, textOf } from '#domain/mosquitto';
import type { DisabledUser, FileDocument } from './document.js';
import { EditRefused } from './edit.js';
import { aclOf, passwordsOf } from './file-parts.js';
import { withoutProbe, withProbe, type Probe } from './file-probe.js';
import { joined, passwordLines, type PasswordEntry } from './password-lines.js';
import { PROBE_USER } from './probe.js';

/** The bytes of the files; absent where the broker has none. */
export interface FileBytes {
  readonly acl?: Uint8Array;
  readonly passwords?: Uint8Array;
}

/** What is written to the disk, the probe included. */
export interface RenderedFiles {
  readonly acl?: Uint8Array;
  readonly passwords?: SecretBytes;
}

/** The files as a document, without the probe. Who has a line in the password_file again is not disabled any more. */
export function fileDocument(
  { acl, passwords }: FileBytes,
  disabled: readonly DisabledUser[],
): FileDocument {
  const kept = passwords && new SecretBytes(withoutProbeLines(passwords));
  const lines = kept === undefined ? [] : passwordLines(kept).lines;
  const listed = new Set(lines.map(({ username }) => username));
  return {
    backend: 'file',
    ...(acl !== undefined && { acl: withoutProbe(textOf(acl)) }),
    ...(kept !== undefined && { passwords: kept }),
    disabled: disabled.filter(({ username }) => !listed.has(username)),
  };
}

/**
 * The bytes of the files, with the probe at their ends where one is given. Throws {@link EditRefused} where a probe
 * would make the broker read lines that it does not read now, or not be read itself.
 */
export function renderedFiles(document: FileDocument, probe?: Probe): RenderedFiles {
  const { acl, passwords } = document;
  if (probe === undefined) {
    return { ...(acl !== undefined && { acl: bytesOf(acl) }), ...(passwords && { passwords }) };
  }
  refuseCutOff(document);
  return {
    ...(acl !== undefined && { acl: bytesOf(withProbe(acl, probe.revision)) }),
    ...(passwords && { passwords: new SecretBytes(withProbeLine(passwords.reveal(), probe)) }),
  };
}

function refuseCutOff(document: FileDocument): void {
  const faults = [
    ['acl_file', aclOf(document)?.cutOff],
    ['password_file', passwordsOf(document)?.problem],
  ] as const;
  for (const [file, problem] of faults) {
    if (problem === undefined) continue;
    const message = `The ${file} has a fault in line ${problem.line}: ${problem.reason} Mend it first.`;
    throw new EditRefused('invalid', message);
  }
}

const LINE_FEED = 10;
const COLON = 58;

/**
 * One more line. What follows a further colon means nothing to the broker: it says here that the line above had no
 * end. (A comment would say it, too, but `mosquitto_passwd` cuts off what stands behind one.)
 */
function withProbeLine(file: Uint8Array, { hash }: Probe): Uint8Array {
  const isUnended = file.length > 0 && file.at(-1) !== LINE_FEED;
  const line = [bytesOf(`${PROBE_USER}:`), hash.reveal(), bytesOf(isUnended ? ':\n' : '\n')];
  return joined(isUnended ? [file, Uint8Array.of(LINE_FEED), ...line] : [file, ...line]);
}

function withoutProbeLines(file: Uint8Array): Uint8Array {
  const { lines } = passwordLines(new SecretBytes(file));
  const rest = joined(lines.filter((line) => !isProbe(line)).map(({ raw }) => raw));
  const last = lines.at(-1);
  if (last === undefined || !isProbe(last) || rest.at(-1) !== LINE_FEED) return rest;
  return last.raw.at(-2) === COLON ? rest.subarray(0, -1) : rest;
}

function isProbe({ username }: PasswordEntry): boolean {
  return username === PROBE_USER;
}
