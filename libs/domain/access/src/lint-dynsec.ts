import { filterProblem } from '#domain/mqtt';
import type { BrokerVersion, DynsecAcl, DynsecRole, DynsecState } from '#domain/mosquitto';
import { isFaulty } from './dynsec-tests.js';
import { hasPlaceholder } from './lint-filter-set.js';
import { shown, type Finding } from './lint-finding.js';
import {
  broadWrite,
  guardedTopics,
  impossible,
  isEverything,
  partialLevel,
  starLevels,
  type Remark,
} from './lint-topics.js';
import type { Policy } from './policy.js';

const MOST_PRIORITY = 100_000;
const REDUNDANT = { rule: 'redundant', severity: 'notice' } as const;

/** What can be said of each part of the plugin's state without the others. */
export function* dynsecFindings({ dynsec, broker }: Policy): Generator<Finding> {
  if (dynsec === undefined) return;
  const file = 'dynamic-security';
  for (const remark of wholeRemarks(dynsec)) yield { file, ...remark };
  for (const role of dynsec.roles) {
    for (const remark of roleRemarks(role, broker)) yield { file, line: role.line, ...remark };
    for (const acl of role.acls) {
      for (const remark of entryRemarks(acl, role, broker))
        yield { file, line: acl.line, ...remark };
    }
  }
}

/** A remark that says where it belongs. */
type Placed = Remark & Pick<Finding, 'line'>;

function* wholeRemarks({
  defaults,
  clients,
  groups,
  roles,
  anonymousGroup,
}: DynsecState): Generator<Placed> {
  if (defaults.publishClientSend) {
    const message =
      'The default for publishClientSend is allow: whoever can log in may publish to every topic that no role denies.';
    yield { rule: 'default-publish', severity: 'warning', line: 1, message };
  }
  const used = new Set([...clients, ...groups].flatMap((one) => one.roles.map(({ role }) => role)));
  for (const { name, line } of roles) {
    if (used.has(name)) continue;
    const message = `No client and no group has the role ${shown(name)}.`;
    yield { rule: 'unused-role', severity: 'notice', line, message };
  }
  for (const { name, line, clients: members } of groups) {
    if (members.length > 0 || name === anonymousGroup) continue;
    const message = `The group ${shown(name)} has no members.`;
    yield { rule: 'empty-group', severity: 'notice', line, message };
  }
}

function* roleRemarks(role: DynsecRole, broker: BrokerVersion): Generator<Remark> {
  if (role.allowsWildcardSubscriptions) return;
  const isRead = broker.pluginForbidsWildcards;
  const message = `allowwildcardsubs is false in the role ${shown(role.name)}. Mosquitto 2.0 does not read that and grants subscriptions with wildcards as the entries say; 2.1 refuses them.`;
  yield { rule: 'wildcard-subscriptions', severity: isRead ? 'notice' : 'warning', message };
}

function* entryRemarks(acl: DynsecAcl, role: DynsecRole, broker: BrokerVersion): Generator<Remark> {
  const { type, topic, priority } = acl;
  if (Math.abs(priority) > MOST_PRIORITY) {
    const message =
      'Mosquitto 2.1 takes priorities beyond 100,000 for 100,000, so entries can be tried in another order than on 2.0.';
    yield { rule: 'priority-limit', severity: 'notice', message };
  }
  const isLiteral = type.endsWith('Literal');
  const hopeless = isLiteral ? impossibleSubscription(topic) : (faulty(topic) ?? impossible(topic));
  if (hopeless !== undefined) {
    yield hopeless;
    return;
  }
  yield* topicRemarks(acl);
  if (isLiteral && !role.allowsWildcardSubscriptions) yield* refusedWildcard(acl, role, broker);
  if (hasPlaceholder(topic)) yield placeholder(topic, isLiteral, broker);
}

function* topicRemarks({ type, topic, allow }: DynsecAcl): Generator<Remark> {
  yield* starLevels(topic);
  if (type === 'publishClientSend' || type === 'publishClientReceive') {
    yield* guardedTopics(topic, type === 'publishClientSend' && allow ? 'only' : 'no');
  }
  if (type === 'publishClientSend' && allow && isEverything(topic)) yield broadWrite();
  if (type === 'subscribePattern' && /^[+#]/.test(topic)) {
    const message =
      'On Mosquitto 2.0 this also holds for subscriptions that begin with $, such as $SYS/# and $CONTROL/#; on 2.1 it does not.';
    yield { rule: 'dollar-subscription', severity: 'notice', message };
  }
}

function faulty(filter: string): Remark | undefined {
  if (!isFaulty(filter)) return undefined;
  const message = `${shown(filter)} is no valid filter: + and # stand alone in their level, and # in the last one. Where it comes upon the fault, Mosquitto 2.1 denies; 2.0 goes on with the next entry.`;
  return { rule: 'invalid-filter', severity: 'warning', message };
}

function impossibleSubscription(filter: string): Remark | undefined {
  const problem = filterProblem(filter);
  if (problem === undefined) return undefined;
  const message = `No client can subscribe to this, so the entry never decides. ${problem}`;
  return { rule: 'impossible-topic', severity: 'warning', message };
}

function* refusedWildcard(
  { type, topic, allow }: DynsecAcl,
  role: DynsecRole,
  broker: BrokerVersion,
): Generator<Remark> {
  if (!broker.pluginForbidsWildcards || type !== 'subscribeLiteral' || !/[+#]/.test(topic)) return;
  const message =
    'This never decides: allowwildcardsubs is false in its role, which refuses all subscriptions with wildcards.';
  const kind = allow ? ({ rule: 'shadowed', severity: 'warning' } as const) : REDUNDANT;
  yield { ...kind, message, other: role.line };
}

function placeholder(
  topic: string,
  isLiteral: boolean,
  { pluginSubstitutes }: BrokerVersion,
): Remark {
  if (isLiteral) {
    const message =
      'In entries of the literal types, %c and %u are those characters and stand for no name.';
    return { rule: 'literal-placeholder', severity: 'warning', message };
  }
  if (!pluginSubstitutes) {
    const message =
      'Mosquitto 2.0 fills in no names in roles: here, %c and %u are those characters. 2.1 fills them in where they are a whole level.';
    return { rule: 'literal-placeholder', severity: 'warning', message };
  }
  const level = partialLevel(topic);
  if (level !== undefined) {
    const message = `Mosquitto 2.1 fills in %c and %u only where they are a whole level: in ${shown(level)} they are those characters.`;
    return { rule: 'partial-placeholder', severity: 'warning', message };
  }
  const message =
    'Mosquitto 2.1 fills in %c and %u here. 2.0 does not: there, they are those characters.';
  return { rule: 'plugin-placeholder', severity: 'notice', message };
}
