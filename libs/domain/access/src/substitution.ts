import type { Condition } from './decision-list.js';
import type { Names } from './odd-filter.js';
import type { Client } from './policy.js';

/**
 * What a pattern selects for a client. `text`: 2.0 writes the names in wherever `%c` and `%u` stand. `level`: 2.1
 * fills in whole levels only, with names that fit into one; elsewhere `%c` and `%u` are those characters.
 */
export function substituted(
  pattern: string,
  client: Client,
  substitutes: 'text' | 'level',
): Condition {
  if (pattern.includes('%u') && client.username === undefined) {
    return { kind: 'never', why: 'anonymous' };
  }
  if (substitutes === 'level') return substitutedLevels(pattern, client);
  const filter = pattern.replaceAll(/%[cu]/g, (name) => nameOf(name, client));
  return { kind: 'selected', filter };
}

/** The same for a pattern of the plugin, where an anonymous client is no reason to skip what needs no name. */
export function substitutedLevels(pattern: string, client: Client): Condition {
  const levels = pattern.split('/');
  let unfit: Condition | undefined;
  const filled = levels.map((level, depth) => {
    if (level !== '%c' && level !== '%u') return level;
    if (level === '%u' && client.username === undefined) {
      unfit ??= { kind: 'never', why: 'anonymous' };
      return level;
    }
    const name = nameOf(level, client);
    // A name with a slash is longer than a level, one with a wildcard cannot be in a topic, and what a pattern
    // begins with is `%` when the broker looks whether it begins with `$`.
    if (/[/+#]/.test(name) || (depth === 0 && name.startsWith('$'))) {
      unfit ??= { kind: 'never', why: 'unfit-name' };
    }
    return name;
  });
  return unfit ?? { kind: 'selected', filter: filled.join('/') };
}

function nameOf(placeholder: string, client: Client): string {
  return placeholder === '%c' ? clientIdOf(client) : (client.username ?? '');
}

/** What each placeholder stands for. */
export function namesOf(client: Client): Names {
  return { '%c': clientIdOf(client), '%u': client.username };
}

/** A client without an id gets one like this from the broker (`auto-` and a UUID); this one is none of them. */
const MADE_UP = 'auto-00000000-0000-0000-0000-000000000000';

function clientIdOf({ clientId }: Client): string {
  return clientId === '' ? MADE_UP : clientId;
}
