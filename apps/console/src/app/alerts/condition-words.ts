import type { AlertCondition, LoginDoor, RuleKind } from '#domain/alert';
import type { TextPart } from '../ui/code-parts';
import { count, counted } from '../ui/formats';
import { exactSeconds } from './seconds';

export const KIND_WORDS: Readonly<Record<RuleKind, string>> = {
  topic_silent: 'Topic silent',
  field_threshold: 'Number over or under a threshold',
  broker_down: 'Broker down',
  sys_figure: '$SYS figure',
  schema_violations: 'Schema violations',
  sparkplug_node_dead: 'Sparkplug node dead',
  login_failures: 'Failed log-ins',
  access_drift: 'Drift of access',
  certificate_expiring: 'Certificate expiring',
  disk_low: 'Disk low',
};

/** What a kind looks at, for who chooses one. */
export const KIND_HINTS: Readonly<Record<RuleKind, string>> = {
  topic_silent: 'No message on a topic for so long. Each topic of a filter counts by itself.',
  field_threshold: 'A number in the payload of each topic of a filter.',
  broker_down: 'MCM is not connected to the broker.',
  sys_figure: 'A figure that the broker tells below $SYS.',
  schema_violations: 'Messages that break their JSON Schema, in the last minute.',
  sparkplug_node_dead: 'A Sparkplug edge node sent its death certificate.',
  login_failures: 'Log-ins that failed, in the last minutes.',
  access_drift: 'Who may do what was changed, and not by MCM.',
  certificate_expiring: 'A certificate of MCM or of the broker is about to end.',
  disk_low: 'The disk that holds MCM’s data.',
};

export const DOOR_WORDS: Readonly<Record<LoginDoor, string>> = {
  any: 'To MCM or the broker',
  broker: 'To the broker',
  mcm: 'To MCM',
};

/** Names of schemas by their ids. */
export type SchemaNames = ReadonlyMap<number, string>;

const plain = (text: string): TextPart => ({ text, code: false });
const code = (text: string): TextPart => ({ text, code: true });

/** What a rule asks, as a person would say it: "Topic silent for 5 min: line/+/temp". */
export function conditionWords(
  condition: AlertCondition,
  schemas: SchemaNames = new Map(),
): readonly TextPart[] {
  switch (condition.kind) {
    case 'broker_down':
      return [plain('Broker not connected')];
    case 'topic_silent':
      return [
        plain(`Topic silent for ${exactSeconds(condition.seconds)}: `),
        code(condition.filter),
      ];
    case 'field_threshold': {
      const { pointer, filter } = condition;
      const place = pointer === '' ? plain('Value') : code(pointer);
      return [place, plain(` ${thresholdWords(condition)}: `), code(filter)];
    }
    case 'sys_figure':
      return [code(condition.topic), plain(` ${thresholdWords(condition)}`)];
    case 'schema_violations':
      return violationWords(condition.perMinute, condition.schemaId, schemas);
    case 'login_failures': {
      const { door, minutes } = condition;
      const failed = counted(condition.count, 'failed log-in');
      const where = { any: '', broker: ' to the broker', mcm: ' to MCM' }[door];
      return [plain(`${failed}${where} within ${exactSeconds(minutes * 60)}`)];
    }
    case 'access_drift':
      return [plain('Access changed behind MCM’s back')];
    case 'certificate_expiring':
      return [plain(`A certificate ends in less than ${count(condition.days)} d`)];
    case 'disk_low':
      return [plain(`Less than ${number(condition.freePercent)} % of the disk free`)];
    case 'sparkplug_node_dead':
      return nodeWords(condition.group, condition.node);
  }
}

/** The same as one text. */
export function conditionText(condition: AlertCondition, schemas?: SchemaNames): string {
  return conditionWords(condition, schemas)
    .map(({ text }) => text)
    .join('');
}

interface Threshold {
  readonly above?: number;
  readonly below?: number;
  readonly clearAt?: number;
}

function thresholdWords({ above, below, clearAt }: Threshold): string {
  const over = above === undefined ? `under ${number(below)}` : `over ${number(above)}`;
  return clearAt === undefined ? over : `${over}, until it is back at ${number(clearAt)}`;
}

function violationWords(
  perMinute: number,
  schemaId: number | undefined,
  schemas: SchemaNames,
): readonly TextPart[] {
  const rate = `More than ${counted(perMinute, 'violation')} a minute of `;
  if (schemaId === undefined) return [plain(`${rate}any schema`)];
  const name = schemas.get(schemaId);
  return name === undefined
    ? [plain(`${rate}schema ${schemaId}`)]
    : [plain(`${rate}the schema `), code(name)];
}

function nodeWords(group: string | undefined, node: string | undefined): readonly TextPart[] {
  if (group === undefined) return [plain('Any Sparkplug node dead')];
  return node === undefined
    ? [plain('Any Sparkplug node dead of the group '), code(group)]
    : [plain('Sparkplug node dead: '), code(`${group}/${node}`)];
}

const exact = new Intl.NumberFormat(undefined, { maximumSignificantDigits: 12 });
/** A number that somebody wrote, as exactly as they wrote it. */
const number = (value: number | undefined): string => exact.format(value ?? Number.NaN);
