const MAX_BYTES = 65_535;
/** Mosquitto disconnects a client that uses more (`TOPIC_HIERARCHY_LIMIT`). */
const MAX_SLASHES = 200;

/** Why `name` cannot be published to, as a sentence; nothing when it can (MQTT 5.0 section 4.7.3). */
export function topicNameProblem(name: string): string | undefined {
  if (name === '') return 'A topic name needs at least one character.';
  if (/[+#]/.test(name)) {
    return 'A topic name cannot contain the wildcards + and #; those belong in filters.';
  }
  return stringProblem(name, 'topic name');
}

/** Why `filter` cannot be subscribed to, as a sentence; nothing when it can (sections 4.7 and 4.8.2). */
export function filterProblem(filter: string): string | undefined {
  if (filter === '') return 'A topic filter needs at least one character.';
  return stringProblem(filter, 'topic filter') ?? sharedProblem(filter) ?? wildcardProblem(filter);
}

/** Why Mosquitto does not take `text` in a packet, as a sentence about a `what` (section 1.5.4). */
export function textProblem(text: string, what: string): string | undefined {
  if (!text.isWellFormed())
    return `A ${what} must be Unicode text; this one holds half a character.`;
  const refused = refusedCharacter(text);
  if (refused !== undefined) {
    return `A ${what} cannot contain the character ${refused}: the broker disconnects clients that use it.`;
  }
  // No character takes more than three bytes per UTF-16 unit: short ones need not be encoded.
  if (text.length * 3 > MAX_BYTES && new TextEncoder().encode(text).length > MAX_BYTES) {
    return `A ${what} can be at most 65,535 bytes long.`;
  }
  return undefined;
}

function stringProblem(text: string, what: string): string | undefined {
  const problem = textProblem(text, what);
  if (problem !== undefined) return problem;
  return slashes(text) > MAX_SLASHES
    ? `A ${what} can have at most ${MAX_SLASHES} slashes; the broker refuses more.`
    : undefined;
}

function wildcardProblem(filter: string): string | undefined {
  if (/#./s.test(filter)) return 'The wildcard # can only be the last level of a filter.';
  if (/[^/][+#]|\+[^/]/s.test(filter)) {
    return 'The wildcards + and # must stand alone in their level, as in a/+/b or a/#.';
  }
  return undefined;
}

function sharedProblem(filter: string): string | undefined {
  if (filter !== '$share' && !filter.startsWith('$share/')) return undefined;
  return /^\$share\/[^/+#]+\/./s.test(filter)
    ? undefined
    : 'A shared subscription is written $share/<group>/<filter>, with a group without wildcards.';
}

/** Mosquitto refuses control characters and Unicode's non-characters (MQTT 5.0 section 1.5.4 lets it). */
function refusedCharacter(text: string): string | undefined {
  const found = /[\p{Cc}\p{Noncharacter_Code_Point}]/u.exec(text)?.[0].codePointAt(0);
  return found === undefined ? undefined : `U+${found.toString(16).toUpperCase().padStart(4, '0')}`;
}

function slashes(text: string): number {
  let count = 0;
  for (let at = text.indexOf('/'); at !== -1; at = text.indexOf('/', at + 1)) count++;
  return count;
}
