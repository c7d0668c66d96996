import { aclSections, type Policy } from '#domain/access';
import type { FileProblem } from '#domain/mosquitto';
import type { AccessPolicy, PolicyDraft } from '../api/models';

/** The broker's files as texts: those that it reads, or a draft of them. */
export interface PolicyFiles {
  readonly allowAnonymous: boolean;
  readonly aclFile?: string;
  /** The state of the dynamic-security plugin, as JSON. */
  readonly dynsec?: string;
  readonly passwordFile?: KnownUsers;
}

/** All that is told of a password_file: who can log in by it, and what is wrong with it. */
export interface KnownUsers {
  readonly users: readonly string[];
  readonly problems: readonly FileProblem[];
}

/** What is different in a draft; `null` for a file that is taken away. A password_file is as in force. */
export type Draft = Omit<PolicyDraft, 'passwordFile'>;

export function filesOf(policy: AccessPolicy): PolicyFiles {
  const { allowAnonymous, aclFile, dynsec, passwordFile } = policy;
  const problems = policy.problems.filter(({ file }) => file === 'passwordFile');
  return {
    allowAnonymous,
    ...(aclFile && { aclFile: aclFile.text }),
    ...(dynsec && { dynsec: dynsec.text }),
    ...(passwordFile && { passwordFile: { users: passwordFile.users, problems } }),
  };
}

/** Without files to start from, a draft is one of a broker that lets everybody in. */
const NOTHING: PolicyFiles = { allowAnonymous: true };

export function drafted(live: PolicyFiles | undefined, draft: Draft): PolicyFiles {
  const { allowAnonymous, aclFile, dynsec, passwordFile } = live ?? NOTHING;
  const acl = draft.aclFile === undefined ? aclFile : (draft.aclFile ?? undefined);
  const state = draft.dynsec === undefined ? dynsec : (draft.dynsec ?? undefined);
  return {
    allowAnonymous: draft.allowAnonymous ?? allowAnonymous,
    ...(acl !== undefined && { aclFile: acl }),
    ...(state !== undefined && { dynsec: state }),
    ...(passwordFile && { passwordFile }),
  };
}

/** Whom the files name, each once, in their order; clients without a username, whose name is empty, are last. */
export function usersOf({ dynsec, passwordFile, aclFile }: Policy): readonly string[] {
  const names = [
    ...(dynsec?.clients ?? []).map(({ username }) => username),
    ...(passwordFile?.users ?? []).map(({ username }) => username),
    ...(aclFile === undefined ? [] : aclSections(aclFile).users.keys()),
  ];
  return [...new Set(names.filter((name) => name !== '')), ''];
}
