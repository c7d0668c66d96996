import { explain, type Policy, type Question } from '#domain/access';
import {
  parseAclFile,
  parseDynsecState,
  parsePasswordFile,
  type BrokerVersion,
} from '#domain/mosquitto';
import { BrokerFiles, FileUnreadable, type BrokerFilesRead } from '#link/host';
import type { Finding } from '../finding.js';
import type { BrokerPlaces } from './broker-places.js';
import { ok, warn } from '../found.js';
import { versionsOf, type KnownBroker } from './known-broker.js';

const check = { area: 'access', check: 'mcm-rights' } as const;
/** Stands for what the observer makes up. */
const CLIENT_ID = 'mcm';

const NEEDS: readonly (Pick<Question, 'action' | 'topic'> & { readonly without: string })[] = [
  { action: 'login', topic: '', without: 'log in' },
  { action: 'subscribe', topic: '#', without: 'subscribe to # (what is published)' },
  { action: 'subscribe', topic: '$SYS/#', without: 'subscribe to $SYS/# (figures and log)' },
  { action: 'receive', topic: '$SYS/broker/uptime', without: 'receive figures ($SYS/broker/#)' },
  { action: 'receive', topic: '$SYS/broker/log/N', without: 'receive the log ($SYS/broker/log/#)' },
];

/** Whether the broker's rules let MCM's account for observing do what it needs. */
export async function rightsOfMcm(
  places: BrokerPlaces,
  broker: KnownBroker,
): Promise<readonly Finding[]> {
  const [version] = versionsOf(broker);
  const policy = await policyIn(places, broker, version);
  if (policy === undefined) return [];
  const { username } = places;
  const client = { clientId: CLIENT_ID, ...(username !== undefined && { username }) };
  const denied = NEEDS.filter(
    ({ action, topic }) => !explain(policy, { client, action, topic }).allowed,
  );
  const who = username === undefined ? 'an anonymous client' : JSON.stringify(username);
  if (denied.length === 0) {
    return [ok(check, `the rules let MCM see what it needs, as ${who}`)];
  }
  // Who cannot log in has no other worries.
  const told = denied.some(({ action }) => action === 'login') ? denied.slice(0, 1) : denied;
  const what = `by the rules MCM, which logs in as ${who}, may not ${told.map(({ without }) => without).join(', nor ')}`;
  const hint =
    'Grant the account mosquitto.username what the README says (topic read #, topic read $SYS/#), or set the right one.';
  return [warn(check, what, hint)];
}

/** Nothing where not all of it can be read, or others decide, too. */
async function policyIn(
  { files }: BrokerPlaces,
  broker: KnownBroker,
  version: BrokerVersion,
): Promise<Policy | undefined> {
  try {
    const read = await new BrokerFiles(files).read(versionsOf(broker));
    const { listener, config, aclFile, passwordFile, dynsec } = read;
    const isKnown = config ?? aclFile ?? passwordFile ?? dynsec;
    if (isKnown === undefined || (listener?.otherPlugins.length ?? 0) > 0) return undefined;
    return policyOf(read, version);
  } catch (error) {
    // FileUnreadable: told where the file is read.
    if (!(error instanceof FileUnreadable)) throw error;
    return undefined;
  }
}

function policyOf(
  { allowAnonymous, aclFile, passwordFile, dynsec }: BrokerFilesRead,
  broker: BrokerVersion,
): Policy | undefined {
  const acl = aclFile && parseAclFile(aclFile.bytes);
  const state = dynsec && parseDynsecState(dynsec.bytes);
  // What the broker does not take decides nothing.
  if (acl?.problems.some(({ effect }) => effect === 'refuses') === true) return undefined;
  if (state?.unreadable) return undefined;
  return {
    ...{ broker, allowAnonymous },
    ...(acl && { aclFile: acl }),
    ...(passwordFile && { passwordFile: parsePasswordFile(passwordFile.bytes, broker) }),
    ...(state && { dynsec: state }),
  };
}
