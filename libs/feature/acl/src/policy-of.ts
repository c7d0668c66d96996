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

/** A change is looked at from many sides, but has only a text before and one after it. */
const MOST_TEXTS = 2;

/** Reads texts, and those that were read lately no second time, wherever they come from. */
class Reader<Read> {
  private readonly byFile = new WeakMap<KnownText, Read>();
  private latest: readonly { readonly text: string; readonly read: Read }[] = [];

  constructor(private readonly parse: (bytes: Uint8Array) => Read) {}

  read(file: KnownText): Read {
    const read = this.byFile.get(file) ?? this.readText(file.text);
    this.byFile.set(file, read);
    return read;
  }

  private readText(text: string): Read {
    const known = this.latest.find((one) => one.text === text);
    const found = known ?? { text, read: this.parse(bytesOf(text)) };
    this.latest = [found, ...this.latest.filter((one) => one !== known)].slice(0, MOST_TEXTS);
    return found.read;
  }
}

const aclFiles = new Reader<AclFile>(parseAclFile);
const states = new Reader<DynsecState>(parseDynsecState);

/** What is known, as the rules of access are asked of it; the same text is read once. */
export function policyOf(
  { allowAnonymous, aclFile, passwordFile, dynsec }: KnownPolicy,
  broker: BrokerVersion,
): Policy {
  return {
    ...{ broker, allowAnonymous },
    ...(aclFile && { aclFile: aclFiles.read(aclFile) }),
    ...(passwordFile && { passwordFile: passwordFile.readBy[broker.line] }),
    ...(dynsec && { dynsec: stateOf(dynsec) }),
  };
}

export const stateOf = (known: KnownText): DynsecState => states.read(known);

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
