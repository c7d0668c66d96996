import { filterProblem, textProblem } from '#domain/mqtt';
import { PROBE_USER } from './probe.js';
import type { RulePrincipal } from './view.js';

/** What names may not have, and why. */
const UNFIT_NAMES: readonly (readonly [what: RegExp, why: string])[] = [
  [
    /[/+#]/,
    'A name cannot contain /, + or #: filled in for %u it would select other topics, and with + or # no pattern holds for it.',
  ],
  [/^\$/, 'A name cannot begin with $: filled in for %u it would reach into $SYS and its kin.'],
  [/:/, 'A name cannot contain a colon, which ends the name in a password_file.'],
  [/^\uFEFF/, 'A name cannot begin with a byte order mark, which nobody sees or types.'],
  [
    // Unicode Cf, such as U+202E: also zero-width ones and a byte order mark within the name.
    /\p{Cf}/u,
    'A name cannot contain invisible format characters, such as those that turn the direction of writing: with them one name looks like another.',
  ],
  [/^\s|\s$/, 'A name cannot begin or end with white space, which the broker cuts off.'],
];

/** Why nobody should be called so, as a sentence; nothing when the name is fit for both backends. */
export function whyNoUsername(name: string): string | undefined {
  if (name === '')
    return 'A name needs at least one character; the broker takes an empty one for none.';
  if (name === PROBE_USER) {
    return `${PROBE_USER} is the account by which MCM proves which rules are in force. Choose another name.`;
  }
  return textProblem(name, 'name') ?? UNFIT_NAMES.find(([what]) => what.test(name))?.[1];
}

/** Roles that MCM makes in the plugin for rules that belong to no role. */
const RESERVED_ROLES: readonly string[] = ['all-users', 'anonymous'];

/** Why no role should be called so, as a sentence; nothing when the name is fit for both backends. */
export function whyNoRoleName(name: string): string | undefined {
  if (!isRoleName(name)) {
    return 'A role is called by 1 to 64 of the characters A-Z, a-z, 0-9, dot, underscore and hyphen.';
  }
  return RESERVED_ROLES.includes(name)
    ? `${name} is what MCM calls rules that belong to no role. Choose another name.`
    : undefined;
}

export function isRoleName(name: string): boolean {
  return /^[A-Za-z0-9._-]{1,64}$/.test(name);
}

/** Why an acl_file cannot have a rule about this, as a sentence; nothing when it can. */
export function whyNoFilter(filter: string, principal: RulePrincipal['type']): string | undefined {
  const problem = filterProblem(filter);
  if (problem !== undefined) return problem;
  if (filter.startsWith('$share/')) {
    return 'A rule names the topic itself: leave out $share/ and the group.';
  }
  // Control characters are refused before.
  if (/^ | $/.test(filter)) {
    return 'A topic neither begins nor ends with a space in an acl_file, where the broker cuts it off.';
  }
  return PLACEHOLDERS[principal](filter);
}

const WHOLE_LEVEL =
  'needs a level of its own, as in a/%u/b: versions of the broker differ otherwise.';

/** What is wrong with `%c` and `%u` in rules for these. */
const PLACEHOLDERS: Readonly<
  Record<RulePrincipal['type'], (filter: string) => string | undefined>
> = {
  all: (filter) =>
    ['%c', '%u'].flatMap((name) => (isInPart(filter, name) ? [`${name} ${WHOLE_LEVEL}`] : []))[0],
  role: (filter) => {
    if (filter.includes('%c')) {
      return 'In an acl_file a role cannot have %c. Make it a rule for all users.';
    }
    return isInPart(filter, '%u') ? `%u ${WHOLE_LEVEL}` : undefined;
  },
  user: (filter) => notFilledIn(filter, 'Write the name itself, or make it a rule for all users.'),
  anonymous: (filter) => notFilledIn(filter, 'Name the topics themselves.'),
};

function isInPart(filter: string, name: string): boolean {
  return filter.split('/').some((level) => level !== name && level.includes(name));
}

function notFilledIn(filter: string, remedy: string): string | undefined {
  const found = filter.split('/').find((level) => level === '%c' || level === '%u');
  return found === undefined
    ? undefined
    : `In a rule for these clients alone the broker fills in nothing for ${found}. ${remedy}`;
}

/** Why a comment of the acl_file cannot say this, as a sentence; nothing when it can. */
export function whyNoDescription(text: string): string | undefined {
  if (/\p{Cc}/u.test(text)) return 'A description is one line, without control characters.';
  if (!text.isWellFormed())
    return 'A description must be Unicode text; this holds half a character.';
  return /^\s*mcm(\s|$)/.test(text)
    ? 'A description cannot begin with "mcm": so MCM marks its own lines in the file. Begin with another word.'
    : undefined;
}
