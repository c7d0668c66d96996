import type { Policy } from '#domain/access';
import type { PolicyProblem } from '../policy-problems.js';

/**
 * Roles that forbid subscriptions with wildcards, where the plugin has no such setting: it would take the role without
 * it, which gives more than is wanted.
 */
export function unkeptWildcards({ dynsec, broker }: Policy): readonly PolicyProblem[] {
  if (broker.pluginForbidsWildcards) return [];
  const roles = dynsec?.roles.filter((role) => !role.allowsWildcardSubscriptions) ?? [];
  return roles.map(({ name, line }) => ({
    ...({ file: 'dynsec', line, column: 1, effect: 'refuses', isFatal: true } as const),
    reason: `The role ${name} forbids subscriptions with wildcards (allowwildcardsubs is false).`,
    consequence: `The plugin of Mosquitto ${broker.line} has no such setting and would grant them. Take a revision without it, or let the broker be Mosquitto 2.1.`,
  }));
}
