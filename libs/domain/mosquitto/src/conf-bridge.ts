import { MISSING, refused, type ConfFault } from './conf-fault.js';
import type { ConfValueGiven } from './conf-value.js';
import { atoi, isShortTopic, wholeOf, wordsOf, type ConfWord } from './conf-words.js';

type Check = (given: ConfValueGiven) => ConfFault | undefined;

/** The checks of a bridge's options that are like no other. */
export const BRIDGE_CHECKS: ReadonlyMap<string, Check> = new Map<string, Check>([
  ['address', addressFault],
  ['addresses', addressFault],
  ['bridge_protocol_version', protocolFault],
  ['bridge_tcp_keepalive', keepaliveFault],
  ['connection', ({ rest }) => (wordsOf(rest).length > 0 ? undefined : MISSING)],
  ['restart_timeout', restartFault],
  ['topic', topicFault],
]);

/** Any number of addresses, each with a port after its last colon; a word with # ends them. */
function addressFault({ rest }: ConfValueGiven): ConfFault | undefined {
  const words = wordsOf(rest);
  const comment = words.findIndex(({ text }) => text.startsWith('#'));
  const addresses = comment === -1 ? words : words.slice(0, comment);
  if (addresses.length === 0) return MISSING;
  for (const { text, at } of addresses) {
    const colon = text.lastIndexOf(':');
    const port = colon === -1 ? 1883 : atoi(text.slice(colon + 1));
    if (port < 1 || port > 65_535) {
      return refused(at + colon + 1, 'After the last colon stands a port from 1 to 65535.');
    }
  }
  return undefined;
}

/** Without white space around it: the broker compares all that stands behind the first space. */
function protocolFault({ rest }: ConfValueGiven): ConfFault | undefined {
  if (rest === '') return MISSING;
  if (['mqttv31', 'mqttv311', 'mqttv50'].includes(rest)) return undefined;
  return refused(0, 'Here stands mqttv31, mqttv311 or mqttv50, without spaces around it.');
}

function keepaliveFault({ rest, line }: ConfValueGiven): ConfFault | undefined {
  const [idle, interval, counter] = wordsOf(rest);
  for (const word of [idle, interval, counter]) {
    const whole = word === undefined ? undefined : wholeOf(word.text, line);
    if (whole === undefined || whole <= 0) {
      return refused(word?.at ?? 0, 'Here stand three numbers above 0: idle, interval, counter.');
    }
  }
  return undefined;
}

function restartFault({ rest, line }: ConfValueGiven): ConfFault | undefined {
  const [first, cap, stable] = wordsOf(rest);
  if (first === undefined) return MISSING;
  const highest = line === '2.0' ? Infinity : 3600;
  const base = Math.min(Math.max(atoi(first.text), 1), highest);
  if (cap !== undefined && atoi(cap.text) < base) {
    return refused(cap.at, 'The longest wait is not below the shortest.');
  }
  if (line === '2.0' || stable === undefined || atoi(stable.text) >= 0) return undefined;
  return refused(stable.at, 'This time is not negative.');
}

/** `topic <filter> [out|in|both [qos [local prefix [remote prefix]]]]`. */
function topicFault({ rest, line }: ConfValueGiven): ConfFault | undefined {
  const words = line === '2.0' ? wordsOf(rest) : quotedWords(rest);
  if (words === undefined) return refused(0, 'The closing quote is missing.');
  const [topic, direction, qos] = words;
  if (topic === undefined) return MISSING;
  if (direction !== undefined && !/^(?:out|in|both)$/i.test(direction.text)) {
    return refused(direction.at, 'After the topic stands out, in or both.');
  }
  // The broker keeps the lowest 8 bits of this number.
  if (qos !== undefined && (atoi(qos.text) & 255) > 2) {
    return refused(qos.at, 'A QoS is 0, 1 or 2.');
  }
  return prefixFault(topic, prefixesOf(words));
}

type Prefixes = readonly [local: ConfWord | undefined, remote: ConfWord | undefined];

/** Two double quotes stand for none; a word with # begins a comment. */
function prefixesOf([, , qos, local, remote]: readonly ConfWord[]): Prefixes {
  if (qos?.text.startsWith('#') === true) return [undefined, undefined];
  const isNone = (word?: ConfWord) => word?.text === '""' || word?.text.startsWith('#') === true;
  if (local?.text.startsWith('#') === true) return [undefined, undefined];
  return [isNone(local) ? undefined : local, isNone(remote) ? undefined : remote];
}

function prefixFault(topic: ConfWord, [local, remote]: Prefixes): ConfFault | undefined {
  const isEmpty = topic.text === '""';
  for (const prefix of [local, remote]) {
    if (prefix === undefined) continue;
    if (/[+#]/.test(prefix.text) || !isShortTopic(prefix.text)) {
      return refused(prefix.at, 'A prefix is a topic without wildcards.');
    }
    if (!isFilter(prefix.text + (isEmpty ? '' : topic.text))) {
      return refused(prefix.at, 'The prefix and the topic together are no valid filter.');
    }
  }
  if (!isEmpty || (local !== undefined && remote !== undefined)) return undefined;
  return refused(topic.at, 'An empty topic needs a local and a remote prefix.');
}

/** What `mosquitto_sub_topic_check` lets pass. */
function isFilter(text: string): boolean {
  if (/#./s.test(text) || /[^/][+#]|\+[^/]/s.test(text)) return false;
  return isShortTopic(text);
}

/** In 2.1 the topic can stand in double quotes, with spaces in it. */
function quotedWords(rest: string): ConfWord[] | undefined {
  const [first, ...others] = wordsOf(rest);
  if (first === undefined || !/^"(?!")/.test(first.text)) return first ? [first, ...others] : [];
  const from = first.at + first.text.length + 1;
  const quote = rest.indexOf('"', from);
  if (quote === -1) return undefined;
  const topic = { text: `${first.text.slice(1)} ${rest.slice(from, quote)}`, at: first.at };
  const after = wordsOf(rest.slice(quote + 1)).map(({ text, at }) => ({
    text,
    at: at + quote + 1,
  }));
  return [topic, ...after];
}
