import { timestamp } from '#platform';
import type { AccessPolicyDto, PolicyFileDto, PolicyProblemDto } from './api/policy.dto.js';
import type { AccessRevisionDto } from './api/revisions.dto.js';
import type { Reader } from './brokers.js';
import type { KnownFile } from './known-policy.js';
import { policyOf } from './policy-of.js';
import { policyProblems, type PolicyProblem } from './policy-problems.js';
import type { PolicyRevision, StoredPolicy } from './store/policy-revisions.js';

/** A policy as the API shows it, read by the rules of that broker. `startedAt`: of the broker, for the one in force. */
export function policyView(
  { number, seenAt, policy: known }: StoredPolicy,
  { version, seen }: Reader,
  startedAt?: number,
): AccessPolicyDto {
  const { allowAnonymous, configFile, listener, aclFile, passwordFile, dynsec } = known;
  const users = passwordFile?.readBy[version.line].users ?? [];
  return {
    ...{ revision: number, seenAt: timestamp(seenAt), broker: version.line, allowAnonymous },
    ...(seen !== undefined && { brokerVersion: seen }),
    ...(startedAt !== undefined && { brokerStartedAt: timestamp(startedAt) }),
    ...(configFile && { configFile: fileView(configFile) }),
    ...(listener && { listener: { ...listener, otherPlugins: [...listener.otherPlugins] } }),
    ...(aclFile && { aclFile: { ...fileView(aclFile), text: aclFile.text } }),
    ...(passwordFile && {
      passwordFile: { ...fileView(passwordFile), users: users.map(({ username }) => username) },
    }),
    ...(dynsec && { dynsec: { ...fileView(dynsec), text: dynsec.text } }),
    problems: policyProblems(known, policyOf(known, version)).map(problemView),
  };
}

function fileView({ path, changedAt }: KnownFile): Pick<PolicyFileDto, 'path' | 'changedAt'> {
  return { path, changedAt: timestamp(changedAt) };
}

export function problemView({ isFatal: _, ...problem }: PolicyProblem): PolicyProblemDto {
  return problem;
}

export function revisionView({ seenAt, changed, ...rest }: PolicyRevision): AccessRevisionDto {
  return { ...rest, seenAt: timestamp(seenAt), changed: [...changed] };
}
