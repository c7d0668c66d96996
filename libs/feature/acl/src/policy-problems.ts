import { consequenceOf, type LintedFile, type Policy } from '#domain/access';
import type { BrokerVersion, FileProblem } from '#domain/mosquitto';
import { Problem } from '#platform';
import type { KnownPolicy } from './known-policy.js';

/** The files with rules, by the member of the policy that holds them. */
export const ACCESS_FILES = ['aclFile', 'passwordFile', 'dynsec'] as const;
export type AccessFile = (typeof ACCESS_FILES)[number];

/** All files, likewise. */
export const POLICY_FILES = ['configFile', ...ACCESS_FILES] as const;
export type PolicyFile = (typeof POLICY_FILES)[number];

/** As they are called where the rules of access are known. */
export const LINTED_FILES: Readonly<Record<AccessFile, LintedFile>> = {
  aclFile: 'acl_file',
  passwordFile: 'password_file',
  dynsec: 'dynamic-security',
};

/** A fault in one of the files, and what the broker does about it. */
export interface PolicyProblem extends Omit<FileProblem, 'username'> {
  readonly file: PolicyFile;
  /** Absent for a draft. */
  readonly path?: string;
  /** With the remedy where only one by hand helps. */
  readonly consequence: string;
  /** Whether nothing can be said about who may do what because of it. */
  readonly isFatal: boolean;
}

/** How many faults one answer tells of. */
const MOST_TOLD = 20;

/** In the order of {@link POLICY_FILES}, and of what stands in them. */
export function policyProblems(known: KnownPolicy, policy: Policy): PolicyProblem[] {
  const { broker } = policy;
  const ofConfig = (known.configFile?.problems ?? []).map((problem) => ({
    ...problem,
    file: 'configFile' as const,
    consequence: consequenceOfConfig(problem.effect, broker),
    isFatal: problem.effect === 'refuses',
  }));
  return [...ofConfig, ...ACCESS_FILES.flatMap((file) => problemsOf(file, known, policy))];
}

function problemsOf(file: AccessFile, known: KnownPolicy, policy: Policy): PolicyProblem[] {
  const path = known[file]?.path;
  return (policy[file]?.problems ?? []).map((found) => {
    const { username, ...problem } = found;
    const fatal = isFatal(file, found, policy);
    const consequence = consequenceOf(LINTED_FILES[file], problem.effect, policy.broker);
    const remedy = fatal && file === 'passwordFile' ? ` ${passwordRemedy(username)}` : '';
    return {
      ...{ ...problem, file, ...(path && { path }) },
      ...{ consequence: `${consequence}${remedy}`, isFatal: fatal },
    };
  });
}

/** By hand: a line that the broker may not take is no user whom MCM could change. */
function passwordRemedy(username: string | undefined): string {
  const mending =
    username === undefined
      ? 'Correct the line or delete it'
      : `Give ${username} a new password with mosquitto_passwd, or delete the line`;
  return `${mending}, and adopt that as a change made elsewhere.`;
}

/** A file of lines that is misread may as well be refused; of the plugin's state, that is about a single entry. */
function isFatal(file: AccessFile, problem: FileProblem, { dynsec }: Policy): boolean {
  if (file === 'dynsec' && dynsec?.unreadable === problem) return true;
  const { effect } = problem;
  return effect === 'refuses' || (effect === 'misreads' && file !== 'dynsec');
}

function consequenceOfConfig(effect: FileProblem['effect'], { line }: BrokerVersion): string {
  switch (effect) {
    case 'refuses':
      return `Mosquitto ${line} does not start with this configuration; at a reload it keeps the settings that it has.`;
    case 'ignores':
      return `Mosquitto ${line} reads on as if this were not there.`;
    case 'misreads':
      return `Mosquitto ${line} takes it, but not as it looks.`;
  }
}

/**
 * Lets only those policies pass about which something can be said.
 * @param pointerTo where a file stands in the request
 * @throws Problem `policy-invalid`
 */
export function requireSound(
  problems: readonly PolicyProblem[],
  pointerTo: (file: PolicyFile) => string,
): void {
  const fatal = problems.filter((problem) => problem.isFatal);
  const [first] = fatal;
  if (first === undefined) return;
  const errors = fatal
    .slice(0, MOST_TOLD)
    .map((problem) => ({ pointer: pointerTo(problem.file), detail: sentence(problem) }));
  throw new Problem('policy-invalid', sentence(first), { extensions: { errors } });
}

function sentence({ file, path, line, column, reason, consequence }: PolicyProblem): string {
  const name = path ?? (file === 'configFile' ? 'mosquitto.conf' : LINTED_FILES[file]);
  return `${name}, line ${line}, column ${column}: ${reason} ${consequence}`;
}
