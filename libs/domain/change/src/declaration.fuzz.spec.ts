import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { SecretBytes, bytesOf } from '#domain/mosquitto';
import { models } from '../test/dynsec-arbitraries.js';
import { anyFileDocument, fileDocuments } from '../test/file-documents.js';
import { hash } from '../test/file-examples.js';
import { edited } from './change.js';
import { editsFor } from './declaration-edits.js';
import { declarationOf } from './declaration-of.js';
import { declaredBy } from './declaration-reader.js';
import type { AccessDocument, DynsecDocument } from './document.js';
import { EditRefused } from './edit.js';
import { whyNoRoleName } from './name-rules.js';

const written = (document: AccessDocument, hashes = true) =>
  JSON.parse(JSON.stringify(declarationOf(document, { hashes }))) as ReturnType<
    typeof declarationOf
  >;

/** Without what is for people only, the order of rules, and what is said twice, which decide nothing. */
function meaning(document: AccessDocument) {
  const { users, roles, rules, version } = written(document);
  const sorted = (all: readonly object[] = []) =>
    [...new Set(all.map((rule) => JSON.stringify({ ...rule, description: undefined })))].sort();
  return {
    ...{ version, users },
    roles: roles?.map(({ name, rules }) => ({ name, rules: sorted(rules) })),
    rules: rules && sorted(rules),
  };
}

async function applied(document: AccessDocument, declaration: object) {
  const edits = await editsFor(document, declaredBy(declaration), () => Promise.resolve(hash()));
  return { edits, after: edits.reduce(edited, document) };
}

const plugin: fc.Arbitrary<DynsecDocument> = models.map((state) => ({
  ...{ backend: 'dynamic-security', state, newPasswords: [] },
}));

describe('what a document declares', () => {
  it.each([
    ['of files', anyFileDocument as fc.Arbitrary<AccessDocument>],
    ['of the plugin', plugin as fc.Arbitrary<AccessDocument>],
  ])('%s is so already: it takes no edits', async (_, documents) => {
    await fc.assert(
      fc.asyncProperty(documents, fc.boolean(), async (document, hashes) => {
        const isFile = document.backend === 'file';
        const { edits } = await applied(document, written(document, hashes && isFile));
        expect(edits).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    ['files', fileDocuments as fc.Arbitrary<AccessDocument>],
    ['the plugin', plugin as fc.Arbitrary<AccessDocument>],
  ])(
    'is what another document of %s means when it is brought there, and once is enough',
    async (_, documents) => {
      let brought = 0;
      await fc.assert(
        fc.asyncProperty(documents, documents, async (from, to) => {
          const declaration = written(from, from.backend === 'file');
          // A role with a name that MCM would not choose can be the place of somebody's own rules elsewhere.
          fc.pre(declaration.roles?.every(({ name }) => whyNoRoleName(name) === undefined) ?? true);
          try {
            const { after } = await applied(to, declaration);
            expect(meaning(after)).toEqual(meaning(from));
            expect((await applied(after, declaration)).edits).toEqual([]);
            brought++;
          } catch (error) {
            // The plugin can hold what MCM does not make, such as an anonymous group with members.
            if (!(error instanceof EditRefused) || from.backend === 'file') throw error;
          }
        }),
        { numRuns: 400 },
      );
      expect(brought).toBeGreaterThan(100);
    },
  );

  it('can be brought by one edit where it would take very many', async () => {
    const rules = Array.from({ length: 1_500 }, (_, i) => ({
      ...{ user: 'ann', topic: `a/${i}`, permission: 'read' },
    }));
    const empty: AccessDocument = {
      ...{ backend: 'file', acl: '', passwords: new SecretBytes(bytesOf('')), disabled: [] },
    };
    const { edits, after } = await applied(empty, { version: 1, rules });
    expect(edits).toMatchObject([
      { kind: 'replace', why: 'Bring access to what is declared (1500 changes)' },
    ]);
    expect(written(after).rules).toEqual(rules);
  });
});
