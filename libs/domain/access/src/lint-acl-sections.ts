import type { AclAccess } from '#domain/mosquitto';
import { aclSections, type AclRule } from './acl-file-tests.js';
import { FilterSet, type Comparison, type Patience } from './lint-filter-set.js';
import { shown, type Finding } from './lint-finding.js';
import type { Policy } from './policy.js';

/**
 * Rules of an acl_file that change nothing because of others in the same section. All of them can be taken out
 * together: none is needless because of one that is needless itself.
 */
export function* aclSectionFindings(
  { aclFile, broker }: Policy,
  patience: Patience,
): Generator<Finding> {
  if (aclFile === undefined) return;
  const { anonymous, users, patterns } = aclSections(aclFile);
  for (const rules of [anonymous, ...users.values()]) {
    yield* new Section(rules, 'topics', patience).findings();
  }
  const comparison = broker.substitutes === 'text' ? 'texts' : 'topics';
  yield* new Section(patterns, comparison, patience).findings();
}

/** The rules that are tried together: all denials, then what gives. */
class Section {
  private readonly unique = new Map<string, AclRule>();
  private readonly denials: FilterSet<AclRule>;
  private readonly grants: FilterSet<AclRule>;

  constructor(
    private readonly rules: readonly AclRule[],
    comparison: Comparison,
    patience: Patience,
  ) {
    this.denials = new FilterSet(comparison, patience);
    this.grants = new FilterSet(comparison, patience);
  }

  *findings(): Generator<Finding> {
    yield* this.duplicates();
    for (const rule of this.unique.values()) {
      const finding = rule.access === 'deny' ? this.ofDenial(rule) : this.ofGrant(rule);
      if (finding !== undefined) yield finding;
    }
  }

  private *duplicates(): Generator<Finding> {
    for (const rule of this.rules) {
      const key = `${rule.access} ${sameFilter(rule)}`;
      const first = this.unique.get(key);
      if (first !== undefined) {
        yield finding(rule, first, 'duplicate');
        continue;
      }
      this.unique.set(key, rule);
      (rule.access === 'deny' ? this.denials : this.grants).add(rule.filter, rule);
    }
  }

  private ofDenial(rule: AclRule): Finding | undefined {
    const wider = this.denials.covering(rule.filter, (other) => other !== rule);
    return wider && finding(rule, wider, 'redundant');
  }

  private ofGrant(rule: AclRule): Finding | undefined {
    const denial = this.denials.covering(rule.filter);
    if (denial !== undefined) return finding(rule, denial, 'shadowed');
    const wider = this.grants.covering(rule.filter, (o) => o !== rule && gives(o, rule.access));
    if (wider !== undefined) return finding(rule, wider, 'redundant');
    if (rule.access !== 'readwrite') return undefined;
    const isWider = (other: AclRule) => sameFilter(other) !== sameFilter(rule);
    const read = this.grants.covering(rule.filter, (o) => gives(o, 'read') && isWider(o));
    const write = read && this.grants.covering(rule.filter, (o) => gives(o, 'write') && isWider(o));
    return write && finding(rule, read, 'redundant', write);
  }
}

function gives({ access }: AclRule, wanted: AclRule['access']): boolean {
  return access === wanted || access === 'readwrite';
}

/** Equal for filters that select the same topics. */
function sameFilter({ filter }: AclRule): string {
  if (filter === '#') return '+/#';
  return filter === '/#' ? '/+/#' : filter;
}

const SEVERITIES = { duplicate: 'notice', redundant: 'notice', shadowed: 'warning' } as const;
type Needless = keyof typeof SEVERITIES;

function finding(rule: AclRule, other: AclRule, kind: Needless, second?: AclRule): Finding {
  return {
    rule: kind,
    severity: SEVERITIES[kind],
    file: 'acl_file',
    line: rule.line,
    message: messageOf(kind, rule.access, [other, ...(second ? [second] : [])]),
    other: other.line,
  };
}

function messageOf(kind: Needless, access: AclAccess, others: readonly AclRule[]): string {
  const lines = others.map(lineText).join(' and ');
  switch (kind) {
    case 'duplicate':
      return `Without this, nothing changes: ${lines} says the same to the same clients.`;
    case 'shadowed':
      return `This never decides: ${lines} denies all of it, and denials are tried first.`;
    case 'redundant': {
      const does = access === 'deny' ? 'denies' : others.length === 1 ? 'gives' : 'give';
      return `Without this, nothing changes: ${lines} ${does} all of it.`;
    }
  }
}

/** A rule of an acl_file in a sentence. */
export function lineText({ line, section, access, filter }: AclRule): string {
  const keyword = section === 'pattern' ? 'pattern' : 'topic';
  return `line ${line} (${shown(`${keyword} ${access} ${filter}`)})`;
}
