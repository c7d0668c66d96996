/** What the linter looks for, by the names that `docs/acl.md` explains. */
export const LINT_RULES = [
  // What a file is not:
  'file-refused',
  'file-ignored',
  'file-misread',
  // Rules that change nothing:
  'shadowed',
  'redundant',
  'duplicate',
  'repeated-entry',
  'deny-without-allow',
  'pattern-deny-beaten',
  'unknown-user',
  'anonymous-refused',
  'impossible-name',
  'impossible-topic',
  'share-topic',
  'sys-write',
  'unused-role',
  'empty-group',
  // Rules that give much:
  'broad-write',
  'broad-pattern',
  'anonymous-write',
  'default-publish',
  'any-name',
  'no-rules',
  // Rules that read as what they are not:
  'keyword-as-topic',
  'comment-in-name',
  'star-level',
  'literal-placeholder',
  'pattern-for-all',
  'plugin-and-acl-file',
  // What versions of the broker answer differently:
  'partial-placeholder',
  'plugin-placeholder',
  'dollar-client-id',
  'dollar-subscription',
  'wildcard-subscriptions',
  'priority-limit',
  'invalid-filter',
  'name-wildcard',
  'name-slash',
  'name-dollar',
  // Of the linter itself:
  'not-compared',
] as const;
export type LintRule = (typeof LINT_RULES)[number];

export type LintedFile = 'acl_file' | 'password_file' | 'dynamic-security';

/** Something about a policy that a person should look at. */
export interface Finding {
  readonly rule: LintRule;
  /** `fault`: the broker does not take the file as it is; `warning`: probably not meant; `notice`: good to know. */
  readonly severity: 'fault' | 'warning' | 'notice';
  readonly file: LintedFile;
  /** Counted from 1; 1 also for what is about the whole file, or about one that is not there. */
  readonly line: number;
  /** One or two sentences. */
  readonly message: string;
  /** The line in the same file that makes this one what it is, such as the rule that shadows it. */
  readonly other?: number;
}

const MOST_SHOWN = 60;

/** A name or filter in a sentence: in quotes, what cannot be printed escaped, and not too long. */
export function shown(text: string): string {
  const part = text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN)}…` : text;
  return `"${part.replaceAll(/[\p{C}\p{Zl}\p{Zp}]/gu, escaped)}"`;
}

function escaped(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  // A byte that is no UTF-8 came as U+DC80 to U+DCFF.
  if (code >= 0xdc80 && code <= 0xdcff) return `\\x${(code - 0xdc00).toString(16)}`;
  return `\\u{${code.toString(16)}}`;
}
