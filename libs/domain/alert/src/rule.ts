/** How much it matters, the least first. */
export const SEVERITIES = ['info', 'warning', 'critical'] as const;
export type Severity = (typeof SEVERITIES)[number];

export const isAtLeast = (severity: Severity, least: Severity): boolean =>
  SEVERITIES.indexOf(severity) >= SEVERITIES.indexOf(least);

/** What a rule can ask. */
export const RULE_KINDS = [
  'broker_down',
  'topic_silent',
  'field_threshold',
  'schema_violations',
  'sys_figure',
  'login_failures',
  'access_drift',
  'certificate_expiring',
  'disk_low',
  'sparkplug_node_dead',
] as const;
export type RuleKind = (typeof RULE_KINDS)[number];

/** Whose log-ins are counted: those to MCM, those to the broker, or both. */
export const LOGIN_DOORS = ['mcm', 'broker', 'any'] as const;
export type LoginDoor = (typeof LOGIN_DOORS)[number];

/** Exactly one of `above` and `below`. */
export interface Threshold {
  /** It holds when the value is greater. */
  readonly above?: number;
  /** It holds when the value is smaller. */
  readonly below?: number;
  /** Once it holds, it goes on until the value has come back to here. */
  readonly clearAt?: number;
}

export interface BrokerDown {
  readonly kind: 'broker_down';
}

export interface TopicSilent {
  readonly kind: 'topic_silent';
  readonly filter: string;
  /** Without a message for so long. */
  readonly seconds: number;
}

export interface FieldThreshold extends Threshold {
  readonly kind: 'field_threshold';
  readonly filter: string;
  /** JSON pointer (RFC 6901) to a number in the payload; empty for a payload that is one. */
  readonly pointer: string;
}

export interface SchemaViolations {
  readonly kind: 'schema_violations';
  /** Of this schema; absent: of each. */
  readonly schemaId?: number;
  /** More violations in a minute than these. */
  readonly perMinute: number;
}

export interface SysFigureThreshold extends Threshold {
  readonly kind: 'sys_figure';
  /** Below `$SYS`. */
  readonly topic: string;
}

export interface LoginFailures {
  readonly kind: 'login_failures';
  readonly door: LoginDoor;
  /** So many or more. */
  readonly count: number;
  readonly minutes: number;
}

export interface AccessDrifted {
  readonly kind: 'access_drift';
}

export interface CertificateExpiring {
  readonly kind: 'certificate_expiring';
  /** It ends in fewer days than these. */
  readonly days: number;
}

export interface DiskLow {
  readonly kind: 'disk_low';
  /** Less than this part of it is free. */
  readonly freePercent: number;
}

export interface SparkplugNodeDead {
  readonly kind: 'sparkplug_node_dead';
  /** Of this group, and the node of this name; absent: of all. */
  readonly group?: string;
  readonly node?: string;
}

export type AlertCondition =
  | BrokerDown
  | TopicSilent
  | FieldThreshold
  | SchemaViolations
  | SysFigureThreshold
  | LoginFailures
  | AccessDrifted
  | CertificateExpiring
  | DiskLow
  | SparkplugNodeDead;

export type Labels = Readonly<Record<string, string>>;

/** What is watched, and how it is told. */
export interface AlertRule {
  readonly id: number;
  readonly name: string;
  readonly description?: string;
  readonly severity: Severity;
  readonly labels: Labels;
  readonly condition: AlertCondition;
  /** The condition has to hold for so long before it fires. */
  readonly forSeconds: number;
  /** While it fires, it is told again after so long; 0: never. */
  readonly renoticeSeconds: number;
  readonly enabled: boolean;
}
