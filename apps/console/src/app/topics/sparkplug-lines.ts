import type { SparkplugMetricValue, SparkplugPayload } from '../api/models';
import { isPlottable, meant } from '../sparkplug/metric-words';
import { counted } from '../ui/formats';
import { jsonLines, type Line, type Token } from './json-text';

const plain = (text: string): Token => ({ kind: 'plain', text });

/** A Sparkplug payload on several lines; a number's line has the name of its metric as its path. */
export function sparkplugLines(payload: SparkplugPayload): readonly Line[] {
  const { timestamp, seq, uuid, bodyBytes, compression, metrics, metricCount } = payload;
  const facts: readonly (readonly [string, Token | undefined])[] = [
    ['timestamp', timestamp === undefined ? undefined : { kind: 'string', text: timestamp }],
    ['seq', seq === undefined ? undefined : { kind: 'number', text: String(seq) }],
    ['uuid', uuid === undefined ? undefined : { kind: 'string', text: uuid }],
    ['body', bodyBytes === undefined ? undefined : plain(counted(bodyBytes, 'byte'))],
    ['compressed', compression === undefined ? undefined : { kind: 'word', text: compression }],
    ['metrics', { kind: 'number', text: String(metricCount) }],
  ];
  const left = metricCount - metrics.length;
  return [
    ...facts.flatMap(([name, token]) => (token === undefined ? [] : [factLine(name, token)])),
    ...metrics.flatMap(metricLines),
    ...(left > 0 ? [textLine(`… ${counted(left, 'more metric')}`)] : []),
  ];
}

/** What has to be known to read it; nothing on an ordinary day. */
export function sparkplugNotes({ unresolved, beforeBirth }: SparkplugPayload): readonly string[] {
  return [
    ...(unresolved > 0
      ? [
          `${counted(unresolved, 'metric has', 'metrics have')} an alias only, and no birth that MCM saw explains it.`,
        ]
      : []),
    ...(beforeBirth
      ? [
          'The message is older than the birth by which its aliases were read: they may have meant others.',
        ]
      : []),
  ];
}

function factLine(name: string, token: Token): Line {
  return { tokens: [{ kind: 'key', text: name }, plain(': '), token], numeric: false };
}

function textLine(text: string): Line {
  return { tokens: [plain(text)], numeric: false };
}

function metricLines(metric: SparkplugMetricValue): readonly Line[] {
  const { name, alias, type, value } = metric;
  const key: Token =
    name === undefined ? plain(`alias ${alias ?? '?'}`) : { kind: 'key', text: name };
  const begin = [plain('  '), key, plain(': ')];
  const end = plain(`  ${[type, ...flagsOf(metric)].join(', ')}`);
  if (value === null || typeof value !== 'object') {
    const numeric = isPlottable(metric) && value !== null;
    return [
      {
        tokens: [...begin, scalarToken(metric), end],
        ...(name !== undefined && { path: name }),
        numeric: numeric && name !== undefined,
      },
    ];
  }
  const [first, ...rest] = jsonLines(JSON.stringify(meant(value)));
  return [
    { tokens: [...begin, ...(first?.tokens ?? []), end], numeric: false },
    ...rest.map(({ tokens }) => ({ tokens: [plain('  '), ...tokens], numeric: false })),
  ];
}

function scalarToken({ type, value, isNull }: SparkplugMetricValue): Token {
  if (isNull || value === null) return { kind: 'word', text: 'null' };
  if (typeof value === 'boolean') return { kind: 'word', text: String(value) };
  // Beyond 2^53 an integer comes as text.
  if (typeof value === 'number' || isPlottable({ type, value })) {
    return { kind: 'number', text: String(meant(value)) };
  }
  return { kind: 'string', text: JSON.stringify(value) };
}

function flagsOf(metric: SparkplugMetricValue): readonly string[] {
  const { isHistorical, isTransient, misfit, quality } = metric;
  return [
    ...(isHistorical ? ['historical'] : []),
    ...(isTransient ? ['transient'] : []),
    ...(misfit ? ['not of its type'] : []),
    ...(quality === undefined ? [] : [`quality ${quality}`]),
  ];
}

/** The metrics by name, as JSON, for comparing one message with another. */
export function sparkplugValues({ metrics }: SparkplugPayload): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    metrics.map(({ name, alias, value }) => [name ?? `alias ${alias ?? '?'}`, meant(value)]),
  );
}
