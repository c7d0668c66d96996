import type { Finding, LintedFile } from '#domain/access';
import type { FileProblem } from '#domain/mosquitto';
import type { AccessFile, Finding as ToldFinding, PolicyProblem } from '../api/models';

/** A fault: in which file it is, and what the broker does about it. */
export interface ShownProblem extends FileProblem {
  readonly file: LintedFile;
  readonly consequence: string;
}

/** What the broker’s files are called in a sentence. */
export const FILE_NAMES = {
  acl_file: 'acl_file',
  password_file: 'password_file',
  'dynamic-security': 'plugin’s state',
} as const satisfies Record<LintedFile, string>;

/** The files by the names that the API has for them. */
const FILES: Readonly<Record<AccessFile, LintedFile>> = {
  aclFile: 'acl_file',
  passwordFile: 'password_file',
  dynsec: 'dynamic-security',
};

/** A finding of the server as one of the linter that runs here. */
export function findingOf({ file, ...finding }: ToldFinding): Finding {
  return { ...finding, file: FILES[file] };
}

/** A fault that the server tells of; those of mosquitto.conf are none of these files. */
export function problemsOf(problems: readonly PolicyProblem[]): readonly ShownProblem[] {
  return problems.flatMap(({ file, ...problem }) =>
    file === 'configFile' ? [] : [{ ...problem, file: FILES[file] }],
  );
}
