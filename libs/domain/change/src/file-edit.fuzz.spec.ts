import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { matrix, type Client, type Policy } from '#domain/access';
import { BROKER_LINES, brokerVersion, bytesOf, parseAclFile } from '#domain/mosquitto';
import { attempted, edits, handWritten, NAMES } from '../test/document-arbitraries.js';
import { expected, modelOf, saidBy, type Model } from '../test/document-model.js';
import { filledIn } from './acl-outline.js';
import { isComment, startWithDescription } from './acl-text.js';
import type { FileDocument } from './document.js';
import type { Edit } from './edit.js';
import { fileDocument, renderedFiles } from './file-document.js';
import { aclOf } from './file-parts.js';
import { fileRoles, fileRules, fileUsers, outdatedRoles } from './file-views.js';
import type { RoleRule } from './view.js';

const RUNS = process.env['MCM_SEARCH_RUNS'] === undefined ? 60 : 1_000;

interface Step {
  readonly before: FileDocument;
  readonly edit: Edit;
  readonly after: FileDocument;
}

/** Edits one after the other, of files as people write them; those that are refused are left out. */
const steps: fc.Arbitrary<readonly Step[]> = fc
  .tuple(handWritten, fc.array(edits, { minLength: 15, maxLength: 25 }))
  .map(([document, templates]) => {
    const made: Step[] = [];
    let before = document;
    for (const template of templates) {
      const edit = template(before);
      const after = attempted(before, edit);
      if (after === undefined) continue;
      made.push({ before, edit, after });
      before = after;
    }
    return made;
  });

function eachStep(check: (step: Step) => void): void {
  const property = fc.property(steps, (made) => {
    for (const step of made) check(step);
  });
  fc.assert(property, { numRuns: RUNS });
}

describe('an edit of random files', () => {
  it('does what it says and nothing else', () => {
    const made = new Map<string, number>();
    eachStep(({ before, edit, after }) => {
      made.set(edit.kind, (made.get(edit.kind) ?? 0) + 1);
      expect(saidBy(modelOf(after))).toEqual(saidBy(expected(modelOf(before), edit)));
      expect(outdatedRoles(after)).toEqual([]);
    });
    expect(made.size).toBe(13);
    expect(Math.min(...made.values())).toBeGreaterThan(0);
  });

  it('leaves all comments in their order, but those about rules that go', () => {
    eachStep(({ before, after }) => {
      const left = commentsIn(after);
      let from = 0;
      for (const comment of foreignComments(before)) {
        const at = left.indexOf(comment, from);
        expect([comment, at]).not.toEqual([comment, -1]);
        from = at + 1;
      }
    });
  });

  it('makes a file that the broker reads as MCM does', () => {
    eachStep(({ after }) => {
      const written = parseAclFile(bytesOf(after.acl!));
      expect(written.problems).toEqual([]);
      const said = parseAclFile(bytesOf(plainFile(modelOf(after))));
      for (const line of BROKER_LINES) {
        const policy = { broker: brokerVersion(line)!, allowAnonymous: true };
        expect(decisions({ ...policy, aclFile: written })).toEqual(
          decisions({ ...policy, aclFile: said }),
        );
      }
    });
  });

  it('keeps in mind of the lines what they say', () => {
    eachStep(({ before, after }) => {
      const { acl, passwords } = renderedFiles(after);
      const read = fileDocument({ acl: acl!, passwords: passwords!.reveal() }, after.disabled);
      expect([fileUsers(read), fileRoles(read)]).toEqual([fileUsers(after), fileRoles(after)]);
      expect(fileRules(read)).toEqual(fileRules(after));
      if (after.acl !== before.acl) expect(after.acl).toMatch(/^$|\n$/);
    });
  });
});

function commentsIn(document: FileDocument): readonly string[] {
  return aclOf(document)!.lines.flatMap((line) => (isComment(line) ? [line.text.trimEnd()] : []));
}

/** Those that are about no rule. */
function foreignComments(document: FileDocument): readonly string[] {
  const { lines } = aclOf(document)!;
  return lines.flatMap((line, at) => {
    const kind = lines[at + 1]?.says.kind;
    const isAbout =
      (kind === 'topic' || kind === 'pattern') && startWithDescription(lines, at + 1) === at;
    return isComment(line) && !isAbout ? [line.text.trimEnd()] : [];
  });
}

/** An acl_file that says the same in another way. */
function plainFile({ rules, roles, members }: Model): string {
  const line = (kind: string) => (rule: RoleRule) =>
    `${kind} ${rule.permission} ${rule.topicFilter}`;
  const of = (type: string) => rules.filter(({ principal }) => principal.type === type);
  const users = [...NAMES, '$dev', 'a+'].flatMap((name) => [
    `user ${name}`,
    ...of('user')
      .filter(({ principal }) => 'name' in principal && principal.name === name)
      .map(line('topic')),
    ...(members.get(name) ?? []).flatMap((role) =>
      roles.get(role)!.rules.map((rule) => line('topic')(filledIn(rule, name))),
    ),
  ]);
  return [...of('anonymous').map(line('topic')), ...of('all').map(line('pattern')), ...users].join(
    '\n',
  );
}

const CLIENTS: readonly Client[] = [
  { clientId: 'c1' },
  ...[...NAMES, '$dev', 'a+', 'carl'].flatMap((username) => [
    { username, clientId: 'c1' },
    { username, clientId: 'b' },
  ]),
];
const TOPICS = [
  'a',
  'b',
  'a/b',
  'a/b/c',
  'a b',
  'a/ann',
  'ann',
  'ann/x',
  'c1',
  'a/c1',
  '$dev/a',
  'x',
];

function decisions(policy: Policy): Uint8Array {
  return matrix(policy, CLIENTS, [...TOPICS, 'read', 'ü😀/a', 'a/ü😀', 'a b/x']);
}
