import type { Policy } from '#domain/access';
import {
  BROKER_LINES,
  brokerVersion,
  bytesOf,
  parseAclFile,
  parseDynsecState,
  parsePasswordFile,
  type AclFile,
  type BrokerVersion,
  type DynsecState,
} from '#domain/mosquitto';
import {
  partDigests,
  type KnownNames,
  type KnownPolicy,
  type KnownText,
  type KnownUsers,
  type PartDigests,
} from './known-policy.js';

const aclFiles = new WeakMap<KnownText, AclFile>();
const states = new WeakMap<KnownText, DynsecState>();

/** What is known, as the rules of access are asked of it; the same text is read once. */
export function policyOf(
  { allowAnonymous, aclFile, passwordFile, dynsec }: KnownPolicy,
  broker: BrokerVersion,
): Policy {
  return {
    ...{ broker, allowAnonymous },
    ...(aclFile && { aclFile: aclFileOf(aclFile) }),
    ...(passwordFile && { passwordFile: passwordFile.readBy[broker.line] }),
    ...(dynsec && { dynsec: stateOf(dynsec) }),
  };
}

function aclFileOf(known: KnownText): AclFile {
  const parsed = aclFiles.get(known) ?? parseAclFile(bytesOf(known.text));
  aclFiles.set(known, parsed);
  return parsed;
}

export function stateOf(known: KnownText): DynsecState {
  const parsed = states.get(known) ?? parseDynsecState(bytesOf(known.text));
  states.set(known, parsed);
  return parsed;
}

/** What decides in a policy, as digests. @param passwords the bytes of its password_file */
export const digestsOf = (policy: KnownPolicy, passwords: Uint8Array | undefined): PartDigests =>
  partDigests(policy, policy.dynsec && stateOf(policy.dynsec), passwords);

/** The names in a password_file, without the passwords, as each line of the broker reads it. */
export function namesIn(bytes: Uint8Array): KnownUsers['readBy'] {
  const [older, newer] = BROKER_LINES;
  return { [older]: namesFor(older, bytes), [newer]: namesFor(newer, bytes) };
}

function namesFor(line: (typeof BROKER_LINES)[number], bytes: Uint8Array): KnownNames {
  const version = brokerVersion(line);
  if (version === undefined) throw new Error(`There is no Mosquitto ${line}.`);
  const { users, problems } = parsePasswordFile(bytes, version);
  return { users, problems };
}
