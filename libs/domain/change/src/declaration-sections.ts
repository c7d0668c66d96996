import { accountsOf } from './accounts.js';
import { hasNoSection, withNewSections, type NewSection } from './acl-new-sections.js';
import type { Declaration } from './declaration.js';
import { rulePlace } from './declaration-rules.js';
import { userPlace } from './declaration-users.js';
import type { FileDocument } from './document.js';
import { placed, type EditList } from './edit-list.js';
import type { RuleSpec } from './view.js';

/** So many at once: each edit reads the acl_file anew. */
const MANY = 100;

type Place = (pointer: string) => string;

/** A new section, and where in the declaration its parts come from. */
interface DeclaredSection extends NewSection {
  readonly rules: RuleSpec[];
  readonly places: Map<RuleSpec | undefined, Place>;
}

/** Gives very many users at once what they are to have, of whom the acl_file says nothing. The users are there. */
export function addSections(list: EditList, declaration: Declaration): void {
  const { document } = list;
  if (document.backend !== 'file' || document.acl === undefined) return;
  const sections = newSections(document, declaration);
  if (sections.size <= MANY) return;
  let place: Place | undefined;
  const after = placed(
    () =>
      withNewSections(document, [...sections.values()], ({ username }, rule) => {
        place = sections.get(username)?.places.get(rule);
      }),
    (pointer) => place?.(pointer) ?? pointer,
  );
  const counts = [...sections.values()].map(({ places }) => places.size);
  list.bring(
    after,
    counts.reduce((sum, count) => sum + count, 0),
  );
}

function newSections(
  document: FileDocument,
  { users = [], rules = [] }: Declaration,
): ReadonlyMap<string, DeclaredSection> {
  const isNew = hasNoSection(document);
  const accounts = accountsOf(document);
  const sections = new Map<string, DeclaredSection>();
  for (const user of users) {
    const { name: username, roles } = user;
    if (roles.length === 0 || !isNew(username) || !accounts.has(username)) continue;
    const places = new Map<RuleSpec | undefined, Place>([[undefined, userPlace(user)]]);
    sections.set(username, { username, roles, rules: [], places });
  }
  for (const { pointer, rule } of rules) {
    const { principal } = rule;
    if (principal.type !== 'user' || !isNew(principal.name)) continue;
    const { name: username } = principal;
    const fresh: DeclaredSection = { username, roles: [], rules: [], places: new Map() };
    const section = sections.get(username) ?? fresh;
    section.rules.push(rule);
    section.places.set(rule, rulePlace(pointer));
    sections.set(username, section);
  }
  return sections;
}
