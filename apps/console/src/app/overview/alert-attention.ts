import type { Alert, AlertSeverity } from '../api/models';
import { counted } from '../ui/formats';
import type { Attention } from './attention';

/** So many stand by themselves; of more, the page of alerts has the list. */
const SHOWN = 5;
const KINDS: Readonly<Record<AlertSeverity, Attention['kind']>> = {
  critical: 'fault',
  warning: 'warning',
  info: 'info',
};
const ORDER = ['critical', 'warning', 'info'] as const;

/** What fires and needs somebody's attention, by rule: a rule that fires for many topics is one thing. */
export function alertAttention(firing: readonly Alert[]): readonly Attention[] {
  const byRule = Map.groupBy(firing, ({ ruleId }) => ruleId);
  const rules = [...byRule.values()].sort(gravestFirst);
  const rest = rules.slice(SHOWN).length;
  return [...rules.slice(0, SHOWN).map(itemOf), ...(rest > 0 ? [restOf(rules.slice(SHOWN))] : [])];
}

function itemOf(alerts: readonly Alert[]): Attention {
  const [first] = alerts;
  const more = alerts.length > 1 ? ` And ${counted(alerts.length - 1, 'more', 'more')}.` : '';
  return {
    kind: KINDS[first?.severity ?? 'warning'],
    title: first?.ruleName ?? '',
    detail: `${first?.text ?? ''}${more}`,
    about: 'Alert',
    since: Math.min(...alerts.map(({ firedAt, since }) => Date.parse(firedAt ?? since))),
    link: '/alerts',
  };
}

function restOf(rules: readonly (readonly Alert[])[]): Attention {
  return {
    kind: KINDS[rules[0]?.[0]?.severity ?? 'warning'],
    title: `${counted(rules.length, 'more rule')} fire`,
    detail: rules.map(([first]) => first?.ruleName ?? '').join(', '),
    about: 'Alert',
    link: '/alerts',
  };
}

function gravestFirst([one]: readonly Alert[], [other]: readonly Alert[]): number {
  return ORDER.indexOf(one?.severity ?? 'info') - ORDER.indexOf(other?.severity ?? 'info');
}
