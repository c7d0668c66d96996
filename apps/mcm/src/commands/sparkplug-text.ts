import type { DescribedMetric, DescribedPayload } from '#domain/sparkplug';
import { visible } from './acl-text.js';

/** A payload for people: what it says of itself, then a line for each metric. */
export function payloadText(payload: DescribedPayload): string {
  const { timestamp, seq, uuid, bodyBytes, compression, metrics, metricCount } = payload;
  const facts: readonly (readonly [string, string | number | undefined])[] = [
    ['timestamp', timestamp],
    ['seq', seq],
    ['uuid', uuid],
    ['body', bodyBytes === undefined ? undefined : `${bodyBytes} bytes`],
    ['compressed with', compression],
    ['metrics', metricCount],
  ];
  const lines = facts.flatMap(([name, fact]) =>
    fact === undefined ? [] : [`${name}: ${visible(String(fact))}`],
  );
  return [...lines, ...metrics.map(metricLine), ''].join('\n');
}

/** `  temperature (alias 1)  Double  20.5  quality 192`. */
function metricLine(metric: DescribedMetric): string {
  const { name, alias, type, value, quality, timestamp } = metric;
  const called = name === undefined ? '' : visible(name);
  const number = alias === undefined ? '' : `(alias ${alias})`;
  const notes = [
    ...(quality === undefined ? [] : [`quality ${quality}`]),
    ...(metric.isHistorical ? ['historical'] : []),
    ...(metric.isTransient ? ['transient'] : []),
    ...(metric.misfit === true ? [`not a ${type}`] : []),
    ...(timestamp === undefined ? [] : [`at ${timestamp}`]),
  ];
  const shown = metric.isNull ? 'null' : visible(JSON.stringify(value));
  const what = [called, number].filter((part) => part !== '').join(' ');
  return `  ${[what, type, shown, ...notes].join('  ')}`;
}
