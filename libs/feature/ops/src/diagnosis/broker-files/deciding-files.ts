import { dirname, resolve } from 'node:path';
import { consequenceOf, type LintedFile } from '#domain/access';
import {
  listenerSecurity,
  parseAclFile,
  parseDynsecState,
  parsePasswordFile,
  type BrokerConfig,
  type BrokerVersion,
  type FileProblem,
} from '#domain/mosquitto';
import { FileUnreadable, readBrokerFile, type BrokerFilePlaces } from '#link/host';
import { clause } from '../clause.js';
import type { Finding } from '../finding.js';
import { parted } from '../parted.js';
import type { GuardedFile } from './file-rights.js';
import { fail, ok, skip, warn } from '../found.js';

/** A file by which the broker decides about its clients. */
export interface DecidingFile {
  readonly kind: LintedFile;
  readonly path: string;
  /** The line that names it, as `path:line`; absent where MCM's configuration does. */
  readonly namedBy?: string;
}

const area = 'access';
const MOST_LINES = 20;
const CHECKS = {
  acl_file: 'acl-file',
  password_file: 'password-file',
  'dynamic-security': 'plugin-file',
} as const;

/** Those of all listeners, and those that MCM's configuration names in their place; each once. */
export function decidingFiles(
  { configFile = '', ...named }: BrokerFilePlaces,
  config: BrokerConfig | undefined,
): readonly DecidingFile[] {
  const files: DecidingFile[] = [];
  const listeners = config ? listenerSecurity(config) : [];
  for (const { aclFile, passwordFile, dynsecFile } of listeners) {
    for (const [kind, place] of [
      ...[['acl_file', named.aclFile ? undefined : aclFile] as const],
      ...[['password_file', named.passwordFile ? undefined : passwordFile] as const],
      ...[['dynamic-security', named.dynamicSecurityFile ? undefined : dynsecFile] as const],
    ]) {
      if (place === undefined) continue;
      const path = resolve(dirname(configFile), place.value);
      files.push({ kind, path, namedBy: `${place.path}:${place.line}` });
    }
  }
  const { aclFile, passwordFile, dynamicSecurityFile } = named;
  if (aclFile !== undefined) files.push({ kind: 'acl_file', path: aclFile });
  if (passwordFile !== undefined) files.push({ kind: 'password_file', path: passwordFile });
  if (dynamicSecurityFile !== undefined)
    files.push({ kind: 'dynamic-security', path: dynamicSecurityFile });
  return [...new Map(files.map((file) => [`${file.kind} ${file.path}`, file])).values()];
}

/** As a file whose owner and mode matter. */
export function guarded({ kind, path }: DecidingFile): GuardedFile {
  return {
    ...{ path, area, isReadByBroker: true },
    ...(kind !== 'acl_file' && { secret: 'hashes of passwords' }),
  };
}

/**
 * Whether MCM can read the file, and the broker each of its lines.
 * @param mayBeClosed whether MCM has no need to read it
 */
export async function contentFindings(
  file: DecidingFile,
  broker: BrokerVersion,
  mayBeClosed: boolean,
): Promise<readonly Finding[]> {
  const check = { area, check: CHECKS[file.kind] } as const;
  try {
    const { bytes } = await readBrokerFile(file.path);
    const problems = problemsIn(file.kind, bytes, broker);
    if (problems.length > 0) return problemFindings(file, problems, broker);
    return [ok(check, `the broker takes ${file.path} as it reads, line by line`)];
  } catch (error) {
    // FileUnreadable: it is the broker's file, and may be missing or closed to MCM.
    if (!(error instanceof FileUnreadable)) throw error;
    return [unreadableFinding(file, error, mayBeClosed)];
  }
}

function unreadableFinding(file: DecidingFile, error: FileUnreadable, mayBeClosed: boolean) {
  const check = { area, check: CHECKS[file.kind] } as const;
  const { code } = (error.cause ?? {}) as Partial<NodeJS.ErrnoException>;
  if (mayBeClosed && (code === 'EACCES' || code === 'EPERM')) {
    return skip(check, `MCM may not read ${file.path}, and has no need to`);
  }
  const named = file.namedBy ?? `mosquitto.access.${file.kind}`;
  const hint = `Put the file there, or correct ${named}. ${LOSSES[file.kind]}`;
  const { what, hint: remedy } = parted(error.message, hint);
  return fail(check, what, remedy);
}

const LOSSES: Readonly<Record<LintedFile, string>> = {
  acl_file:
    'Without its acl_file Mosquitto 2.0 lets everybody do everything after a reload, and 2.1 stops.',
  password_file:
    'Without its password_file the broker does not start; at a reload Mosquitto 2.0 refuses everybody, or takes any name with any password if anonymous clients are allowed.',
  'dynamic-security': 'Without its file the plugin knows nobody at the next start.',
};

function problemsIn(
  kind: LintedFile,
  bytes: Uint8Array,
  broker: BrokerVersion,
): readonly FileProblem[] {
  switch (kind) {
    case 'acl_file':
      return parseAclFile(bytes).problems;
    case 'password_file':
      return parsePasswordFile(bytes, broker).problems;
    case 'dynamic-security': {
      const { problems, unreadable } = parseDynsecState(bytes);
      // It starts, but with nothing in it.
      return problems.map((problem) =>
        problem === unreadable ? { ...problem, effect: 'refuses' } : problem,
      );
    }
  }
}

function problemFindings(
  { kind, path }: DecidingFile,
  problems: readonly FileProblem[],
  broker: BrokerVersion,
): readonly Finding[] {
  const check = { area, check: CHECKS[kind] } as const;
  const hint =
    kind === 'dynamic-security'
      ? 'Stop the broker, correct the file, and start it again: while it runs the plugin writes over the file.'
      : 'Correct or remove the line before the next reload; mcm acl lint says more about the file.';
  const found = problems.slice(0, MOST_LINES).map(({ line, reason, effect }) => {
    const consequence =
      kind === 'dynamic-security' ? '' : ` ${consequenceOf(kind, effect, broker)}`;
    const what = `${path}:${line}: ${clause(`${reason}${consequence}`)}`;
    return effect === 'ignores' ? warn(check, what, hint) : fail(check, what, hint);
  });
  const more = problems.length - found.length;
  if (more > 0) found.push(warn(check, `${path} has ${more} more lines like these`, hint));
  return found;
}
