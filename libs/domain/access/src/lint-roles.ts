import type { AclType, BrokerVersion, DynsecAcl, DynsecRole } from '#domain/mosquitto';
import { entriesInOrder, literalEntries } from './dynsec-roles.js';
import { isFaulty } from './dynsec-tests.js';
import { FilterSet, type Patience } from './lint-filter-set.js';
import { shown, type Finding } from './lint-finding.js';
import { earlierRoles } from './lint-role-order.js';
import { impossible } from './lint-topics.js';
import type { Policy } from './policy.js';

/**
 * Entries of roles that never decide, because others come first: in the same role, or in roles that are asked before
 * it whoever has it. All of them can be taken out together.
 */
export function* roleFindings({ dynsec, broker }: Policy, patience: Patience): Generator<Finding> {
  if (dynsec === undefined) return;
  const indexes = new Map(
    dynsec.roles.map((role) => [role, new RoleIndex(role, broker, patience)] as const),
  );
  for (const index of indexes.values()) yield* index.findings();
  for (const [role, others] of earlierRoles(dynsec, broker, patience)) {
    const earlier = others.flatMap((other) => indexes.get(other) ?? []);
    yield* indexes.get(role)?.findingsBehind(earlier) ?? [];
  }
}

/** The entries of a role by their types, as far as they are asked. */
class RoleIndex {
  private readonly asked = new Map<AclType, Entries>();
  /** Those of which it is said already, and those which another one for the same topic would replace. */
  private readonly settled = new Set<DynsecAcl>();

  constructor(
    private readonly role: DynsecRole,
    private readonly broker: BrokerVersion,
    private readonly patience: Patience,
  ) {}

  *findings(): Generator<Finding> {
    const types = new Set(this.role.acls.map(({ type }) => type));
    for (const type of types) {
      const inOrder = type.endsWith('Literal') ? literalEntries : entriesInOrder;
      const order = inOrder(this.role, type, this.broker).map(({ acl }) => acl);
      yield* this.repeated(type, order);
      yield* this.behindOthers(type, order);
    }
  }

  /** Those that others make needless which are asked before this role. */
  *findingsBehind(earlier: readonly RoleIndex[]): Generator<Finding> {
    for (const acl of this.role.acls) {
      if (this.settled.has(acl)) continue;
      for (const { role, asked } of earlier) {
        const first = asked.get(acl.type)?.covering(acl);
        if (first === undefined) continue;
        yield covered(acl, first, role);
        break;
      }
    }
  }

  private *repeated(type: AclType, order: readonly DynsecAcl[]): Generator<Finding> {
    const all = this.role.acls.filter((acl) => acl.type === type);
    const topics = new Map(order.map((acl) => [acl.topic, acl] as const).reverse());
    const counts = new Map<string, number>();
    for (const { topic } of all) counts.set(topic, (counts.get(topic) ?? 0) + 1);
    for (const acl of all) {
      if (counts.get(acl.topic) === 1) continue;
      this.settled.add(acl);
      const asked = topics.get(acl.topic);
      if (asked !== undefined && asked !== acl) yield replaced(acl, asked);
    }
  }

  private *behindOthers(type: AclType, order: readonly DynsecAcl[]): Generator<Finding> {
    const entries = new Entries(type, this.broker, this.patience);
    this.asked.set(type, entries);
    for (const acl of order) {
      const first = this.settled.has(acl) ? undefined : entries.covering(acl);
      if (first === undefined) {
        entries.add(acl);
      } else {
        this.settled.add(acl);
        yield covered(acl, first);
      }
    }
  }
}

/** Entries of one type, to be asked which of them decides all that another one does. */
class Entries {
  private readonly literals = new Map<string, DynsecAcl>();
  private readonly filters: FilterSet<DynsecAcl> | undefined;

  constructor(type: AclType, broker: BrokerVersion, patience: Patience) {
    const comparison = type.startsWith('publish') ? 'topics' : broker.comparesSubscriptions;
    this.filters = type.endsWith('Literal') ? undefined : new FilterSet(comparison, patience);
  }

  add(acl: DynsecAcl): void {
    if (this.filters === undefined) this.literals.set(acl.topic, acl);
    else if (isComparable(acl.topic)) this.filters.add(acl.topic, acl);
  }

  covering({ topic }: DynsecAcl): DynsecAcl | undefined {
    if (this.filters === undefined) return this.literals.get(topic);
    return isComparable(topic) ? this.filters.covering(topic) : undefined;
  }
}

function isComparable(filter: string): boolean {
  return !isFaulty(filter) && impossible(filter) === undefined;
}

function covered(acl: DynsecAcl, first: DynsecAcl, role?: DynsecRole): Finding {
  const where =
    role === undefined
      ? 'comes first'
      : `of the role ${shown(role.name)} comes first for everybody who has this role`;
  const line = `line ${first.line} (${shown(`${first.allow ? 'allow' : 'deny'} ${first.topic}`)})`;
  const kind =
    acl.allow === first.allow
      ? ({ rule: 'redundant', severity: 'notice' } as const)
      : ({ rule: 'shadowed', severity: 'warning' } as const);
  const then = acl.allow === first.allow ? 'says the same of all of it' : 'decides all of it';
  const message = `This never decides: ${line} ${where} and ${then}.`;
  return { ...kind, file: 'dynamic-security', line: acl.line, message, other: first.line };
}

function replaced(acl: DynsecAcl, asked: DynsecAcl): Finding {
  const place = { file: 'dynamic-security', line: acl.line, other: asked.line } as const;
  if (acl.allow === asked.allow) {
    const message = `Without this, nothing changes: line ${asked.line} is an entry of the same type for the same topic.`;
    return { rule: 'duplicate', severity: 'notice', ...place, message };
  }
  const message = `This never decides: of several entries of a type for the same topic, one is asked, here that of line ${asked.line}. Up to Mosquitto 2.0.11 it is not the same one as later.`;
  return { rule: 'repeated-entry', severity: 'warning', ...place, message };
}
