import { RULE_KINDS, type AlertCondition, type LoginDoor, type RuleKind } from '#domain/alert';

/** What a rule asks, as somebody is filling it in: numbers as they are typed. Fields of other kinds are of no use. */
export interface ConditionDraft {
  readonly kind: RuleKind;
  readonly filter: string;
  readonly seconds: number;
  readonly pointer: string;
  readonly topic: string;
  readonly side: 'above' | 'below';
  readonly threshold: string;
  /** Empty: it clears at the threshold. */
  readonly clearAt: string;
  readonly schemaId: number | undefined;
  readonly perMinute: string;
  readonly door: LoginDoor;
  readonly count: string;
  readonly minutes: string;
  readonly days: string;
  readonly freePercent: string;
  readonly group: string;
  readonly node: string;
}

/** In the order in which they are offered: what most people want first. */
export const OFFERED_KINDS: readonly RuleKind[] = [
  'topic_silent',
  'field_threshold',
  'schema_violations',
  'sparkplug_node_dead',
  'broker_down',
  'sys_figure',
  'login_failures',
  'access_drift',
  'certificate_expiring',
  'disk_low',
] satisfies readonly (typeof RULE_KINDS)[number][];

export const NEW_CONDITION: ConditionDraft = {
  ...{ kind: 'topic_silent', filter: '', seconds: 300, pointer: '', topic: '' },
  ...{ side: 'above', threshold: '', clearAt: '', schemaId: undefined, perMinute: '0' },
  ...{ door: 'any', count: '5', minutes: '10', days: '30', freePercent: '10' },
  ...{ group: '', node: '' },
};

/** What is typed as a number; `NaN` for what is none, and for nothing. */
export function numberOf(text: string): number {
  const trimmed = text.trim();
  return trimmed === '' ? Number.NaN : Number(trimmed);
}

export function conditionOf(draft: ConditionDraft): AlertCondition {
  const { kind, filter, group, node } = draft;
  switch (kind) {
    case 'broker_down':
    case 'access_drift':
      return { kind };
    case 'topic_silent':
      return { kind, filter, seconds: draft.seconds };
    case 'field_threshold':
      return { kind, filter, pointer: draft.pointer, ...thresholdOf(draft) };
    case 'sys_figure':
      return { kind, topic: draft.topic, ...thresholdOf(draft) };
    case 'schema_violations': {
      const { schemaId } = draft;
      const perMinute = numberOf(draft.perMinute);
      return { kind, perMinute, ...(schemaId !== undefined && { schemaId }) };
    }
    case 'login_failures': {
      const [count, minutes] = [numberOf(draft.count), numberOf(draft.minutes)];
      return { kind, door: draft.door, count, minutes };
    }
    case 'certificate_expiring':
      return { kind, days: numberOf(draft.days) };
    case 'disk_low':
      return { kind, freePercent: numberOf(draft.freePercent) };
    case 'sparkplug_node_dead':
      return { kind, ...(group !== '' && { group }), ...(node !== '' && { node }) };
  }
}

function thresholdOf({ side, threshold, clearAt }: ConditionDraft) {
  const clears = clearAt.trim() === '' ? {} : { clearAt: numberOf(clearAt) };
  return { [side]: numberOf(threshold), ...clears };
}

/** The draft of a rule that is there. */
export function conditionDraftOf(condition: AlertCondition): ConditionDraft {
  const { kind } = condition;
  const draft = { ...NEW_CONDITION, kind };
  switch (kind) {
    case 'broker_down':
    case 'access_drift':
      return draft;
    case 'topic_silent':
      return { ...draft, filter: condition.filter, seconds: condition.seconds };
    case 'field_threshold': {
      const { filter, pointer } = condition;
      return { ...draft, filter, pointer, ...thresholdDraftOf(condition) };
    }
    case 'sys_figure':
      return { ...draft, topic: condition.topic, ...thresholdDraftOf(condition) };
    case 'schema_violations':
      return { ...draft, schemaId: condition.schemaId, perMinute: String(condition.perMinute) };
    case 'login_failures': {
      const { door, count, minutes } = condition;
      return { ...draft, door, count: String(count), minutes: String(minutes) };
    }
    case 'certificate_expiring':
      return { ...draft, days: String(condition.days) };
    case 'disk_low':
      return { ...draft, freePercent: String(condition.freePercent) };
    case 'sparkplug_node_dead':
      return { ...draft, group: condition.group ?? '', node: condition.node ?? '' };
  }
}

interface Threshold {
  readonly above?: number;
  readonly below?: number;
  readonly clearAt?: number;
}

function thresholdDraftOf({ above, below, clearAt }: Threshold) {
  return {
    side: above === undefined ? 'below' : 'above',
    threshold: String(above ?? below ?? ''),
    clearAt: clearAt === undefined ? '' : String(clearAt),
  } as const;
}
