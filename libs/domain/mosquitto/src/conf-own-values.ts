import { MISSING, refused, type ConfFault } from './conf-fault.js';
import { atoi, atol, isShortTopic, textIn, wordsOf } from './conf-words.js';
import { textFault, wholeFault, type ConfValueGiven } from './conf-value.js';

type Check = (given: ConfValueGiven) => ConfFault | undefined;

/** The checks of options that are like no other. */
export const OWN_CHECKS: ReadonlyMap<string, Check> = new Map<string, Check>([
  ['accept_protocol_versions', ({ rest }) => (/[^, \t]/.test(rest) ? undefined : MISSING)],
  ['dhparamfile', ({ rest, line }) => (line === '2.0' ? textFault(rest) : undefined)],
  ['include_dir', ({ rest }) => (rest === '' ? MISSING : undefined)],
  ['listener', listenerFault],
  ['log_dest', logFault],
  ['max_keepalive', keepaliveFault],
  ['memory_limit', memoryFault],
  ['mount_point', mountFault],
  ['persistent_client_expiration', expirationFault],
  ['port', (given) => wholeFault(given, [1, 65_535])],
  ['protocol', protocolFault],
  ['tls_engine_kpass_sha1', digestFault],
  ['websockets_log_level', (given) => (given.line === '2.0' ? anyWholeFault(given) : undefined)],
  ['auth_plugin', pluginFault],
  ['plugin', pluginFault],
  ['global_plugin', ({ rest }) => (wordsOf(rest).length > 0 ? undefined : MISSING)],
  ['plugin_load', ({ rest }) => (wordsOf(rest).length > 1 ? undefined : MISSING)],
  ['plugin_use', ({ rest }) => textFault(rest)],
]);

const LOG_DESTINATIONS = ['none', 'syslog', 'stdout', 'stderr', 'topic', 'dlt', 'file'];

function anyWholeFault(given: ConfValueGiven): ConfFault | undefined {
  return wholeFault(given, [-2_147_483_648, 2_147_483_647]);
}

/** A port and an address, or port 0 and the path of a Unix socket. */
function listenerFault(given: ConfValueGiven): ConfFault | undefined {
  const fault = wholeFault(given, [0, 65_535]);
  if (fault?.effect === 'refuses') return fault;
  const [port, address] = wordsOf(given.rest);
  const isZero = port !== undefined && /^[+-]?0+$/.test(port.text);
  if (isZero && (address === undefined || address.text.startsWith('#'))) {
    return refused(port.at, 'A listener with port 0 needs the path of a Unix socket.');
  }
  return fault;
}

function logFault(given: ConfValueGiven): ConfFault | undefined {
  const { rest } = given;
  const [destination] = wordsOf(rest);
  if (destination === undefined) return MISSING;
  if (!LOG_DESTINATIONS.includes(destination.text)) {
    return refused(destination.at, `Here stands one of: ${LOG_DESTINATIONS.join(', ')}.`);
  }
  if (destination.text !== 'file' || /[^ \t]/.test(rest.slice(destination.at + 4)))
    return undefined;
  return missingAtEnd(given);
}

function memoryFault({ rest }: ConfValueGiven): ConfFault | undefined {
  const [word] = wordsOf(rest);
  if (word === undefined) return MISSING;
  const bytes = atol(word.text);
  if (bytes < 0n) return refused(word.at, 'A limit is not negative.');
  if (String(bytes) === word.text) return undefined;
  return { at: word.at, reason: `The broker reads this as ${bytes}.`, effect: 'misreads' };
}

/** 2.0 up to 2.0.11 takes no less than 10. */
function keepaliveFault(given: ConfValueGiven): ConfFault | undefined {
  return wholeFault(given, [given.line === '2.0' ? 10 : 0, 65_535]);
}

function mountFault({ rest }: ConfValueGiven): ConfFault | undefined {
  const fault = textFault(rest);
  const text = textIn(rest);
  if (fault !== undefined || text === undefined) return fault;
  if (!/[+#]/.test(text.text) && isShortTopic(text.text)) return undefined;
  return refused(text.at, 'A mount point is a topic without wildcards.');
}

function expirationFault({ rest, line }: ConfValueGiven): ConfFault | undefined {
  const [word] = wordsOf(rest);
  if (word === undefined) return MISSING;
  const units = line === '2.0' ? 'h, d, w, m, y' : 's, h, d, w, m, y';
  const unit = word.text.slice(-1);
  if (/[a-z]/.test(unit) && units.includes(unit) && atoi(word.text.slice(0, -1)) > 0)
    return undefined;
  return refused(word.at, `Here stands a number and one of the letters ${units}.`);
}

function protocolFault({ rest, line }: ConfValueGiven): ConfFault | undefined {
  const [word] = wordsOf(rest);
  if (word === undefined) return MISSING;
  const protocols = line === '2.0' ? ['mqtt', 'websockets'] : ['mqtt', 'websockets', 'http_api'];
  if (protocols.includes(word.text)) return undefined;
  return refused(word.at, `Here stands one of: ${protocols.join(', ')}.`);
}

function digestFault({ rest }: ConfValueGiven): ConfFault | undefined {
  const fault = textFault(rest);
  if (fault !== undefined || /^\s*[0-9a-fA-F]{39,40}\s*$/.test(rest)) return fault;
  return refused(0, 'Here stands a SHA-1 digest: 40 hexadecimal digits.');
}

/** 2.0 takes all of the value as the path, 2.1 the first word. */
function pluginFault({ rest, line }: ConfValueGiven): ConfFault | undefined {
  if (line === '2.0') return textFault(rest);
  return wordsOf(rest).length > 0 ? undefined : MISSING;
}

/** `plugin_opt_<key> <value>`: keys have at least three letters. */
export function pluginOptionFault(key: string, given: ConfValueGiven): ConfFault | undefined {
  if (key.length < 3) {
    const reason = 'The name of an option of a plugin has at least three letters.';
    return refused(-1 - given.name.length, reason);
  }
  return /[^ \t]/.test(given.rest) ? undefined : missingAtEnd(given);
}

/** Where no line end follows, 2.0 takes what it read before for the value. */
function missingAtEnd({ rest, line, isLast }: ConfValueGiven): ConfFault {
  const fault = { ...MISSING, at: rest.length };
  return isLast && line === '2.0' ? { ...fault, effect: 'misreads' } : fault;
}
