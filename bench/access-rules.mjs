/** Rules, clients and topics of a factory, for measuring what answers about them cost. */
import { brokerVersion, bytesOf, parseAclFile } from '#domain/mosquitto';

const PLANTS = 7;
const LINES = 50;
const CELLS = 300;
const VALUES = [
  ...['temperature', 'pressure', 'state', 'cmd', 'speed'],
  ...['torque', 'power', 'alarm', 'mode', 'count'],
];
const ACCESSES = ['read', 'write', 'readwrite', 'deny'];

/** Ten of each machine, which are of three levels above them: `plant-3/line-17/cell-117/machine-1017/speed`. */
export function topicNames(count) {
  const names = Array.from({ length: count }, (_, i) => {
    const machine = Math.floor(i / VALUES.length);
    const place = `plant-${machine % PLANTS}/line-${machine % LINES}/cell-${machine % CELLS}`;
    return `${place}/machine-${machine}/${VALUES[i % VALUES.length]}`;
  });
  // In one piece each, as from a message: what is joined from parts stays in parts until it is read.
  return JSON.parse(JSON.stringify(names));
}

/** Each is one of the machines, by its client id. */
export function clientsOf(count) {
  return Array.from({ length: count }, (_, i) => ({
    ...{ username: `user-${i}`, clientId: `machine-${i}` },
  }));
}

/** A thousand rules, all of them for the first user. */
export function section() {
  const rules = Array.from({ length: 1_000 }, (_, i) => {
    const line = i % 3 === 0 ? '+' : `line-${i % LINES}`;
    const rest = i % 5 === 0 ? '+/state' : '#';
    return `topic ${access(i)} plant-${i % PLANTS}/${line}/cell-${i % CELLS}/${rest}`;
  });
  return ['user user-0', ...rules];
}

/** A thousand rules, spread over the users, and twenty patterns for all; `turn` turns what each of them gives. */
export function spread(users, turn = 0) {
  const rules = Array.from({ length: 1_000 }, (_, i) => {
    const own = `plant-${i % PLANTS}/line-${i % LINES}/#`;
    const where = i < 500 ? own : `+/+/cell-${i % CELLS}/#`;
    return [`user user-${i % users}`, `topic ${access(i + turn)} ${where}`];
  });
  const patterns = Array.from({ length: 20 }, (_, i) => {
    const plant = i % 5 === 0 ? '+' : `plant-${i % PLANTS}`;
    const who = i % 2 === 0 ? '%c' : '%u';
    return `pattern ${access(i + turn)} ${plant}/+/+/${who}/${i % 3 === 0 ? VALUES[i % 10] : '#'}`;
  });
  return [...rules.flat(), ...patterns];
}

/** Each of the ten values by patterns of its own, so that no two topics in a row have the same rule. */
export function scattered(word) {
  return VALUES.flatMap((value) => [
    `pattern ${word} +/+/+/+/${value}`,
    `pattern ${word} plant-0/+/+/+/${value}`,
  ]);
}

function access(i) {
  return ACCESSES[i % ACCESSES.length];
}

/** What a broker decides by with these lines in its acl_file. */
export function policyOf(lines) {
  const aclFile = parseAclFile(bytesOf(lines.join('\n')));
  return { broker: brokerVersion('2.0'), allowAnonymous: false, aclFile };
}
