import { computed, type Signal } from '@angular/core';
import type { LintedFile, Policy } from '#domain/access';
import {
  type AclFile,
  type BrokerVersion,
  bytesOf,
  type FileProblem,
  parseAclFile,
  parseDynsecState,
} from '#domain/mosquitto';
import type { KnownUsers, PolicyFiles } from './policy-files';

/** A fault, and in which file it is. */
export interface PlacedProblem extends FileProblem {
  readonly file: LintedFile;
}

/** A policy with what is wrong with its files. */
export interface ParsedPolicy {
  readonly policy: Signal<Policy | undefined>;
  readonly aclFile: Signal<AclFile | undefined>;
  readonly problems: Signal<readonly PlacedProblem[]>;
  /** The first fault for which nothing can be said: the broker does not take the file, or not as it looks. */
  readonly refusal: Signal<PlacedProblem | undefined>;
}

/** Reads the files again whenever their texts change, each for itself. */
export function parsedPolicy(
  files: Signal<PolicyFiles | undefined>,
  broker: Signal<BrokerVersion>,
): ParsedPolicy {
  const aclText = computed(() => files()?.aclFile);
  const dynsecText = computed(() => files()?.dynsec);
  const aclFile = computed(() => read(aclText(), parseAclFile));
  const dynsec = computed(() => read(dynsecText(), parseDynsecState));
  const problems = computed((): readonly PlacedProblem[] => [
    ...placed('dynamic-security', dynsec()?.problems),
    ...placed('acl_file', aclFile()?.problems),
    ...placed('password_file', files()?.passwordFile?.problems),
  ]);
  const refusal = computed(() => {
    const [unreadable] = placed('dynamic-security', oneOrNone(dynsec()?.unreadable));
    return unreadable ?? problems().find(isFatal);
  });
  const policy = computed((): Policy | undefined => {
    const texts = files();
    if (texts === undefined) return undefined;
    const [acl, state] = [aclFile(), dynsec()];
    return {
      broker: broker(),
      allowAnonymous: texts.allowAnonymous,
      ...(acl && { aclFile: acl }),
      ...(state && { dynsec: state }),
      ...(texts.passwordFile && { passwordFile: passwordFileOf(texts.passwordFile) }),
    };
  });
  return { policy, aclFile, problems, refusal };
}

function placed(file: LintedFile, problems: readonly FileProblem[] = []): readonly PlacedProblem[] {
  return problems.map((problem) => ({ ...problem, file }));
}

const oneOrNone = <T>(value: T | undefined): readonly T[] => (value === undefined ? [] : [value]);

/** Of the plugin's state a misread part is about one entry; a file of lines that is misread may be lost whole. */
function isFatal({ file, effect }: PlacedProblem): boolean {
  return file !== 'dynamic-security' && effect !== 'ignores';
}

function read<T>(text: string | undefined, parse: (bytes: Uint8Array) => T): T | undefined {
  return text === undefined ? undefined : parse(bytesOf(text));
}

/** Of a password_file only the names are known here, which is all that decides. */
function passwordFileOf({ users, problems }: KnownUsers): Policy['passwordFile'] {
  const known = users.map((username, at) => ({ username, line: at + 1 }));
  return { users: known, problems };
}
