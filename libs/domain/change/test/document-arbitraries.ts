import fc from 'fast-check';
import type { FileDocument } from '../src/document.js';
import { EditRefused, type Edit } from '../src/edit.js';
import { fileEdited } from '../src/file-edit.js';
import { fileRules } from '../src/file-views.js';
import type { RulePrincipal, RuleSpec } from '../src/view.js';
import { documentOf, hash } from './file-examples.js';

/** Random documents and edits, of few words so that they meet. */
export const NAMES = ['ann', 'bob', 'a b', 'ü😀'] as const;
const ROLES = ['r', 's', 'r.2'] as const;

const name = fc.constantFrom(...NAMES);
const roleName = fc.constantFrom(...ROLES);
const permission = fc.constantFrom('read', 'write', 'readwrite', 'deny');
const filter = fc.constantFrom('a', 'a/b', 'a/+', 'a/#', '+/b', '#', 'b', 'a b', '$dev/#', 'read');
/** With names to fill in, of which a role takes one. */
const roleFilter = fc.oneof(filter, fc.constantFrom('%u', 'a/%u', '%u/#'));
const patternFilter = fc.oneof(roleFilter, fc.constantFrom('%c', 'a/%c/#'));
const description = fc.constantFrom('why', 'Ann', 'a # b', undefined, undefined, undefined);

const lineEnd = fc.constantFrom('\n', '\n', '\n', '\r\n', ' \t\n');
const comment = fc.constantFrom('# note', '# two', '#', '#topic read a', '## head', '# mcm odd');
const blank = fc.constantFrom('', '', '  ');
const aclLine = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...NAMES, '$dev', 'a+').map((who) => `user ${who}`) },
  { weight: 6, arbitrary: fc.tuple(permission, filter).map((words) => `topic ${words.join(' ')}`) },
  {
    weight: 2,
    arbitrary: fc.tuple(permission, patternFilter).map((words) => `pattern ${words.join(' ')}`),
  },
  { weight: 2, arbitrary: comment },
  { weight: 1, arbitrary: blank },
);
const isEnded = fc.integer({ min: 0, max: 3 }).map((number) => number > 0);

/** Lines with their ends; the last one now and then without. */
function text(line: fc.Arbitrary<string>, maxLength: number): fc.Arbitrary<string> {
  const lines = fc.array(fc.tuple(line, lineEnd), { maxLength, size: 'max' });
  return fc.tuple(lines, isEnded).map(([all, ended]) => {
    const whole = all.map((parts) => parts.join('')).join('');
    return ended ? whole : whole.trimEnd();
  });
}

const passwords = text(
  fc.oneof(
    { weight: 4, arbitrary: name },
    { weight: 1, arbitrary: fc.constantFrom('# note', '', ' bob :x', 'eve:') },
  ),
  6,
);

/** Files as people write them. */
export const handWritten: fc.Arbitrary<FileDocument> = fc
  .noBias(fc.tuple(text(aclLine, 20), passwords))
  .map(([acl, lines]) => documentOf(acl, lines, lines.includes('ann') ? [] : ['ann']));

/** An edit that may name a rule by its place among the rules, counted around. */
export type EditTemplate = (document: FileDocument) => Edit;

function rules(of: fc.Arbitrary<string>) {
  return fc.record({ permission, topicFilter: of });
}

const role = fc
  .record({
    name: roleName,
    rules: fc.array(rules(roleFilter), { maxLength: 3 }),
    text: description,
  })
  .map(({ text: said, ...rest }) => ({
    ...rest,
    ...(said !== undefined && { description: said }),
  }));

const spec: fc.Arbitrary<RuleSpec> = fc
  .oneof(
    {
      weight: 4,
      arbitrary: fc.tuple(
        name.map((who) => principalOf('user', who)),
        rules(filter),
      ),
    },
    {
      weight: 1,
      arbitrary: fc.tuple(
        roleName.map((who) => principalOf('role', who)),
        rules(roleFilter),
      ),
    },
    {
      weight: 2,
      arbitrary: fc.tuple(fc.constant<RulePrincipal>({ type: 'all' }), rules(patternFilter)),
    },
    {
      weight: 1,
      arbitrary: fc.tuple(fc.constant<RulePrincipal>({ type: 'anonymous' }), rules(filter)),
    },
  )
  .chain(([principal, rest]) =>
    description.map((said) => ({
      principal,
      ...rest,
      ...(said !== undefined && principal.type !== 'role' && { description: said }),
    })),
  );

function principalOf(type: 'user' | 'role', who: string): RulePrincipal {
  return { type, name: who };
}

const credential = fc.nat(5).map(hash);
const username = fc.record({ username: name });
const roles = fc.uniqueArray(roleName, { maxLength: 3 });
const fixed = (edits: fc.Arbitrary<Edit>): fc.Arbitrary<EditTemplate> =>
  edits.map((edit) => () => edit);

/** One by its place; where there is none, one that is not there. */
function keyAt(document: FileDocument, place: number): string {
  const all = fileRules(document);
  return all[place % Math.max(1, all.length)]?.key ?? 'none';
}

export const edits: fc.Arbitrary<EditTemplate> = fc.oneof(
  fixed(
    fc.record({
      kind: fc.constant('create-user'),
      username: name,
      credential,
      roles,
      disabled: fc.boolean(),
    }),
  ),
  fixed(
    fc.record({
      kind: fc.constant('import-users'),
      users: fc.array(
        fc.record(
          { username: name, credential, roles },
          { requiredKeys: ['username', 'credential'] },
        ),
        { maxLength: 4 },
      ),
    }),
  ),
  fixed(fc.record({ kind: fc.constant('set-password'), username: name, credential })),
  fixed(
    fc
      .tuple(fc.constantFrom('enable-user', 'disable-user', 'delete-user'), username)
      .map(([word, who]) => ({ kind: word, ...who })),
  ),
  fixed(fc.record({ kind: fc.constant('set-roles'), username: name, roles })),
  fixed(fc.record({ kind: fc.constant('create-role'), role })),
  fixed(fc.record({ kind: fc.constant('create-role'), role })),
  fixed(fc.record({ kind: fc.constant('change-role'), name: roleName, role })),
  fixed(fc.record({ kind: fc.constant('delete-role'), name: roleName })),
  fixed(fc.record({ kind: fc.constant('create-rule'), rule: spec })),
  fc.tuple(fc.nat(30), spec).map(([place, rule]) => (document: FileDocument): Edit => {
    return { kind: 'change-rule', key: keyAt(document, place), rule };
  }),
  fc.nat(30).map((place) => (document: FileDocument): Edit => {
    return { kind: 'delete-rule', key: keyAt(document, place) };
  }),
);

/** The document after those of the edits that are not refused. */
export function afterPossible(
  document: FileDocument,
  templates: readonly EditTemplate[],
): FileDocument {
  return templates.reduce((now, template) => attempted(now, template(now)) ?? now, document);
}

/** The document after the edit; nothing when that is refused. */
export function attempted(document: FileDocument, edit: Edit): FileDocument | undefined {
  try {
    return fileEdited(document, edit);
  } catch (error) {
    // That an edit is refused depends on the document and shows only here.
    if (error instanceof EditRefused) return undefined;
    throw error;
  }
}

/** Files that people and MCM wrote in turn. */
export const documents: fc.Arbitrary<FileDocument> = fc
  .noBias(fc.tuple(handWritten, fc.array(edits, { maxLength: 12, size: 'max' })))
  .map(([document, templates]) => afterPossible(document, templates));
