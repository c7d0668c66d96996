import type { BrokerVersion } from '#domain/mosquitto';
import { aclSections, type AclRule } from './acl-file-tests.js';
import { lineText } from './lint-acl-sections.js';
import { FilterSet, hasPlaceholder, type Patience } from './lint-filter-set.js';
import type { Finding } from './lint-finding.js';
import type { Policy } from './policy.js';

/** Denials of an acl_file of what nothing gives: what no rule gives is denied without them. */
export function* aclDenialFindings(
  { aclFile, broker }: Policy,
  patience: Patience,
): Generator<Finding> {
  if (aclFile === undefined) return;
  const { anonymous, users, patterns } = aclSections(aclFile);
  const sections = [anonymous, ...users.values()];
  const byPatterns = new Grants(patterns, broker, patience);
  for (const rules of sections) {
    const denials = rules.filter(isDenial);
    const own = new Grants(denials.length > 0 ? rules : [], broker, patience);
    for (const rule of denials) {
      const given = own.overlapping(rule) ?? byPatterns.overlapping(rule);
      if (given === undefined && !patience.isOver) yield withoutGrant(rule);
    }
  }
  const needless = patterns.filter((rule) => isDenial(rule) && !byPatterns.overlapping(rule));
  const own = new Grants(needless.length > 0 ? sections.flat() : [], broker, patience);
  for (const rule of needless) {
    const given = own.overlapping(rule);
    if (!patience.isOver) yield given === undefined ? withoutGrant(rule) : beaten(rule, given);
  }
}

function isDenial({ access }: AclRule): boolean {
  return access === 'deny';
}

/** What the grants among some rules give at most, whatever names are filled in. */
class Grants {
  private readonly grants: readonly AclRule[];
  private readonly filters: FilterSet<AclRule>;
  /** A pattern to which a name can give any beginning, `$` included. */
  private readonly anything: AclRule | undefined;

  constructor(
    rules: readonly AclRule[],
    private readonly broker: BrokerVersion,
    patience: Patience,
  ) {
    this.grants = rules.filter((rule) => !isDenial(rule));
    this.filters = new FilterSet('topics', patience);
    this.anything = this.grants.find((rule) => reachOf(rule, broker) === undefined);
    for (const rule of this.grants) this.filters.add(reachOf(rule, broker) ?? '#', rule);
  }

  /** A grant that can give something of what the rule denies. Without one, there is surely none. */
  overlapping(denial: AclRule): AclRule | undefined {
    const reach = reachOf(denial, this.broker);
    if (reach === undefined) return this.grants[0];
    return this.anything ?? this.filters.overlapping(reach);
  }
}

/** A filter that selects all that the rule does, for whatever client; nothing when that begins with any name. */
function reachOf({ section, filter }: AclRule, { substitutes }: BrokerVersion): string | undefined {
  if (section !== 'pattern' || !hasPlaceholder(filter)) return filter;
  const levels = filter.split('/');
  if (substitutes === 'level') {
    return levels.map((level) => (/^%[cu]$/.test(level) ? '+' : level)).join('/');
  }
  const filled = levels.findIndex(hasPlaceholder);
  return filled === 0 ? undefined : [...levels.slice(0, filled), '#'].join('/');
}

function withoutGrant(rule: AclRule): Finding {
  const message =
    'Without this, nothing changes: nothing gives what it denies, and what nothing gives is denied anyway.';
  return {
    rule: 'deny-without-allow',
    severity: 'notice',
    file: 'acl_file',
    line: rule.line,
    message,
  };
}

function beaten({ line }: AclRule, given: AclRule): Finding {
  const message = `This denies nothing: no pattern gives it, and what a section gives is decided before the patterns are tried, as by ${lineText(given)}.`;
  const place = { file: 'acl_file', line, other: given.line } as const;
  return { rule: 'pattern-deny-beaten', severity: 'warning', ...place, message };
}
