import { Injectable } from '@nestjs/common';
import type { Policy } from '#domain/access';
import { bytesOf, type BrokerLine } from '#domain/mosquitto';
import { Problem } from '#platform';
import { Brokers, type Reader } from './brokers.js';
import type { KnownPolicy } from './known-policy.js';
import { namesIn, policyOf } from './policy-of.js';
import { policyProblems, requireSound } from './policy-problems.js';
import { Revisions } from './revisions.js';

/** What is left out is as in force; null: none is configured. */
export interface PolicyDraft {
  readonly aclFile?: string | null;
  readonly dynsec?: string | null;
  readonly passwordFile?: string | null;
  readonly allowAnonymous?: boolean;
}

/** A revision, a draft, or, with neither, the policy in force. */
export interface PolicyRef {
  readonly revision?: number;
  readonly draft?: PolicyDraft;
}

export interface FoundPolicy {
  readonly policy: Policy;
  readonly known: KnownPolicy;
  readonly reader: Reader;
  /** Absent for a draft. */
  readonly revision?: number;
}

/** Which policy is meant, ready to be asked. */
@Injectable()
export class Policies {
  constructor(
    private readonly revisions: Revisions,
    private readonly brokers: Brokers,
  ) {}

  /**
   * The policy with all its faults.
   * @param at where the request says which it is, as a JSON pointer
   * @throws Problem `no-policy`, `policy-unreadable`, `revision-not-found`
   */
  async find({ revision, draft }: PolicyRef, line?: BrokerLine, at = ''): Promise<FoundPolicy> {
    const reader = this.brokers.reader(line);
    if (draft !== undefined) {
      requireOne(revision, at);
      const base = isWhole(draft) ? undefined : (await this.revisions.current()).policy;
      const known = drafted(base, draft);
      return { policy: policyOf(known, reader.version), known, reader };
    }
    const { number, policy: known } =
      revision === undefined ? await this.revisions.current() : await this.revisions.get(revision);
    return { policy: policyOf(known, reader.version), known, reader, revision: number };
  }

  /**
   * The policy, if the broker would take it.
   * @throws Problem as {@link find}, and `policy-invalid`
   */
  async findSound(ref: PolicyRef, line?: BrokerLine, at = ''): Promise<FoundPolicy> {
    const found = await this.find(ref, line, at);
    const { known, policy } = found;
    requireSound(policyProblems(known, policy), (file) => {
      const isGiven = file !== 'configFile' && ref.draft?.[file] !== undefined;
      return isGiven ? `${at}/draft/${file}` : at;
    });
    return found;
  }
}

/** A policy is a revision or a draft. */
function requireOne(revision: number | undefined, at: string): void {
  if (revision === undefined) return;
  const detail = 'A draft goes by the policy in force: send either a revision or a draft.';
  throw new Problem('validation-failed', detail, {
    extensions: { errors: [{ pointer: `${at}/revision`, detail }] },
  });
}

/** The policy with the parts of the draft in place of its own. */
function drafted(base: KnownPolicy | undefined, draft: PolicyDraft): KnownPolicy {
  const aclFile = draft.aclFile === undefined ? base?.aclFile : textFile(draft.aclFile);
  const dynsec = draft.dynsec === undefined ? base?.dynsec : textFile(draft.dynsec);
  const passwordFile =
    draft.passwordFile === undefined ? base?.passwordFile : namesFile(draft.passwordFile);
  return {
    allowAnonymous: draft.allowAnonymous ?? base?.allowAnonymous ?? false,
    ...(base?.configFile && { configFile: base.configFile }),
    ...(base?.listener && { listener: base.listener }),
    ...(aclFile && { aclFile }),
    ...(passwordFile && { passwordFile }),
    ...(dynsec && { dynsec }),
  };
}

/** Whether nothing of the draft is as in force. */
function isWhole({ aclFile, passwordFile, dynsec, allowAnonymous }: PolicyDraft): boolean {
  return [aclFile, passwordFile, dynsec, allowAnonymous].every((part) => part !== undefined);
}

/** Files that are nowhere. */
const DRAFTED = { path: '', changedAt: 0 } as const;

const textFile = (text: string | null) => (text === null ? undefined : { ...DRAFTED, text });

const namesFile = (text: string | null) =>
  text === null ? undefined : { ...DRAFTED, readBy: namesIn(bytesOf(text)) };
