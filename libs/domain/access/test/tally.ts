import { ACL_TYPES } from '#domain/mosquitto';
import type { Explanation } from '../src/explanation.js';

/** How often each kind of ruling decided. */
export class Tally {
  private readonly counts = new Map<string, number>();
  private decisions = 0;
  private allowed = 0;

  count(explanation: Explanation): void {
    this.decisions++;
    if (explanation.allowed) this.allowed++;
    for (const kind of kindsOf(explanation)) {
      this.counts.set(kind, (this.counts.get(kind) ?? 0) + 1);
    }
  }

  get total(): number {
    return this.decisions;
  }

  /** The share of decisions that allowed, from 0 to 1. */
  get allowedShare(): number {
    return this.allowed / this.decisions;
  }

  /** Of the kinds that are named, those that decided less often than `least`. */
  rarerThan(least: number, kinds: readonly string[]): string[] {
    return kinds
      .map((kind) => ({ kind, count: this.counts.get(kind) ?? 0 }))
      .filter(({ count }) => count < least)
      .map(({ kind, count }) => `${kind}: ${count}`);
  }

  toString(): string {
    const lines = [...this.counts].sort(([, a], [, b]) => b - a).map(([kind, n]) => `${n} ${kind}`);
    return [`${this.decisions} decisions, ${this.allowed} allowed`, ...lines].join('\n');
  }
}

/** What the ruling is, in one or two respects. */
function kindsOf({ because, allowed }: Explanation): string[] {
  const answer = allowed ? 'allows' : 'denies';
  switch (because.kind) {
    case 'acl-line':
      return [`${because.section} line ${answer}`];
    case 'role-acl': {
      const whose = because.group === undefined ? 'own' : "group's";
      return [`${whose} role ${answer}`, `${because.type} ${answer}`];
    }
    case 'role-wildcards':
      return ['role without wildcards'];
    case 'dynsec-default':
      return [`default ${because.type} ${answer}`];
    case 'broker':
      return [because.rule];
  }
}

/** The kinds of rulings that a search must have come upon. */
export const ACL_KINDS = answers(['user line', 'anonymous line', 'pattern line']);
export const ROLE_KINDS = answers(['own role', "group's role", ...ACL_TYPES]);

function answers(kinds: readonly string[]): readonly string[] {
  return kinds.flatMap((kind) => [`${kind} allows`, `${kind} denies`]);
}
