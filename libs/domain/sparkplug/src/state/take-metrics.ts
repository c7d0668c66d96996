import { ofType } from '../interpret.js';
import type { Metric } from '../payload.js';
import { HeldMetric, type Device, type EdgeNode } from './edge-node.js';

/** A value that weighs more is left out; it can be read where its message is held. */
const MOST_WEIGHT = 16_384;
const HELD_WEIGHT = 224;
/** Longer names are none that people gave. */
const LONGEST_NAME = 4_096;

/** How many metrics were not as they must be. */
export interface Amiss {
  collisions: number;
  unknownAliases: number;
  unknownMetrics: number;
  misfits: number;
  /** The name or alias of the first of them. */
  first: string | undefined;
}

const nothingAmiss = (): Amiss => ({
  ...{ collisions: 0, unknownAliases: 0, unknownMetrics: 0, misfits: 0 },
  first: undefined,
});

/** Replaces the metrics of `source` by those of its birth. */
export function takeBirth(
  node: EdgeNode,
  source: Device | EdgeNode,
  metrics: readonly Metric[],
  at: number,
): Amiss {
  const amiss = nothingAmiss();
  forgetMetrics(node, source);
  for (const metric of metrics) {
    const { name, alias } = metric;
    if (name === undefined || name.length > LONGEST_NAME) continue;
    // Of a name that occurs twice, the last counts.
    const held = source.metrics.get(name) ?? add(node, source, name, alias);
    addAlias(node, held, amiss);
    hold(node, held, metric, { at, ofBirth: true });
    judgeFit(metric, amiss);
  }
  return amiss;
}

/** Takes the values of a data message; those of metrics that were not in the birth, too. */
export function takeData(
  node: EdgeNode,
  source: Device | EdgeNode,
  metrics: readonly Metric[],
  at: number,
): Amiss {
  const amiss = nothingAmiss();
  for (const metric of metrics) {
    const held = find(node, source, metric) ?? addUnborn(node, source, metric, amiss);
    // 6.4.6: what was buffered while the node was away is not what is true now.
    if (held === undefined || (metric.isHistorical && held.at > 0)) continue;
    const typed = ofType(metric, held.type === 'Unknown' ? undefined : held.type);
    hold(node, held, typed, { at, ofBirth: false });
    judgeFit(typed, amiss);
  }
  return amiss;
}

/** The metric that is meant, by its name or else its alias. */
function find(
  node: EdgeNode,
  source: Device | EdgeNode,
  { name, alias }: Pick<Metric, 'name' | 'alias'>,
): HeldMetric | undefined {
  if (name !== undefined) return source.metrics.get(name);
  if (alias === undefined) return undefined;
  const stray = source.strays?.get(alias);
  if (stray !== undefined) return stray;
  const held = node.aliases.get(alias);
  return held?.owner === source ? held : undefined;
}

/** Lets go of the metrics of `source`. */
function forgetMetrics(node: EdgeNode, source: Device | EdgeNode): void {
  for (const held of source.metrics.values()) {
    const { alias, weight } = held;
    node.weight -= weight;
    if (alias !== undefined && node.aliases.get(alias) === held) node.aliases.delete(alias);
  }
  node.metricCount -= source.metrics.size;
  source.metrics.clear();
  source.strays = undefined;
}

function add(
  node: EdgeNode,
  source: Device | EdgeNode,
  name: string,
  alias: Metric['alias'],
): HeldMetric {
  const held = new HeldMetric(source, name, alias);
  source.metrics.set(name, held);
  node.metricCount += 1;
  return held;
}

function addUnborn(
  node: EdgeNode,
  source: Device | EdgeNode,
  { name, alias }: Metric,
  amiss: Amiss,
): HeldMetric | undefined {
  if (name === undefined || name.length > LONGEST_NAME) {
    if (alias !== undefined) {
      amiss.unknownAliases += 1;
      amiss.first ??= `alias ${alias}`;
    }
    return undefined;
  }
  amiss.unknownMetrics += 1;
  amiss.first ??= name;
  return add(node, source, name, alias);
}

function addAlias(node: EdgeNode, held: HeldMetric, amiss: Amiss): void {
  const { alias, owner } = held;
  if (alias === undefined) return;
  const other = node.aliases.get(alias);
  if (other === held) return;
  if (other === undefined) {
    node.aliases.set(alias, held);
    return;
  }
  // 6.4.6: unique among all metrics of a node and its devices.
  amiss.collisions += 1;
  amiss.first ??= `alias ${alias}`;
  owner.strays ??= new Map();
  owner.strays.set(alias, held);
}

function hold(
  node: EdgeNode,
  held: HeldMetric,
  metric: Metric,
  { at, ofBirth }: { readonly at: number; readonly ofBirth: boolean },
): void {
  const { type, value, properties, isNull, isHistorical, isTransient, timestamp } = metric;
  const omitted = metric.weight > MOST_WEIGHT;
  if (type !== undefined) held.type = type;
  held.value = omitted ? undefined : value;
  // Data need not repeat the properties that did not change.
  const keeps = properties === undefined && held.properties !== undefined;
  if (!keeps) held.properties = omitted ? undefined : properties;
  held.omitted = omitted;
  held.isNull = isNull;
  held.isHistorical = isHistorical;
  held.isTransient = isTransient;
  held.timestamp = timestamp;
  held.at = at;
  held.ofBirth = ofBirth;
  const weight = HELD_WEIGHT + (omitted ? held.name.length : metric.weight);
  const now = keeps ? Math.max(weight, held.weight) : weight;
  node.weight += now - held.weight;
  held.weight = now;
}

function judgeFit({ fits, name, alias }: Metric, amiss: Amiss): void {
  if (fits) return;
  amiss.misfits += 1;
  amiss.first ??= name ?? `alias ${alias}`;
}
