import { isList, weightOf } from './array-values.js';
import { dataType, type DataType } from './data-type.js';
import { interpret } from './interpret.js';
import type {
  Carrier,
  Integer,
  MetaData,
  Metric,
  MetricValue,
  Parameter,
  PropertySet,
  Scalar,
  Template,
} from './payload.js';
import { readDataSet } from './read-data-set.js';
import {
  readMetaData,
  readPropertySet,
  readScalar,
  SCALARS,
  scalarOf,
  type ScalarCarrier,
} from './read-properties.js';
import type { WireSource } from './wire-source.js';

/** Where the value's fields begin in a Metric and in a Parameter. */
const METRIC_VALUE = 10;
const PARAMETER_VALUE = 3;
/** The object that a metric is, and its entry in a list. */
const METRIC_WEIGHT = 160;

/** Filled while its message is read. */
class Draft implements Metric {
  name: string | undefined;
  alias: Integer | undefined;
  timestamp: Integer | undefined;
  type: DataType | undefined;
  isHistorical = false;
  isTransient = false;
  isNull = false;
  metadata: MetaData | undefined;
  properties: PropertySet | undefined;
  carrier: Carrier | undefined;
  value: MetricValue | undefined;
  fits = true;
  weight = METRIC_WEIGHT;
}

/** The message `Metric` that the source stands at. */
export function readMetric(source: WireSource): Metric {
  source.metric();
  const before = source.weight;
  const end = source.open();
  const metric = new Draft();
  while (source.next(end)) {
    if (source.field >= METRIC_VALUE) readValue(source, metric);
    else readAttribute(source, metric);
  }
  // Members of a message come in any order: only now are type and value both known.
  if (metric.isNull) {
    metric.carrier = undefined;
    metric.value = undefined;
  } else {
    typeMetric(source, metric);
  }
  metric.weight += source.weight - before;
  return metric;
}

function typeMetric(source: WireSource, metric: Draft): void {
  const { type, carrier, value } = metric;
  if (type === undefined || carrier === undefined || value === undefined) return;
  const read = interpret(type, carrier, value);
  metric.fits = read !== undefined;
  metric.value = read ?? value;
  if (isList(read)) source.items(read.length, weightOf(read));
}

function readAttribute(source: WireSource, metric: Draft): void {
  switch (source.field) {
    case 1:
      metric.name = source.text();
      return;
    case 2:
      metric.alias = source.uint64();
      return;
    case 3:
      metric.timestamp = source.uint64();
      return;
    case 4:
      metric.type = dataType(source.uint32());
      return;
    case 5:
      metric.isHistorical = source.bool();
      return;
    case 6:
      metric.isTransient = source.bool();
      return;
    case 7:
      metric.isNull = source.bool();
      return;
    case 8:
      metric.metadata = readMetaData(source);
      return;
    case 9:
      metric.properties = readPropertySet(source);
      return;
  }
}

/** A `oneof`: the last one counts. */
function readValue(source: WireSource, metric: Draft): void {
  const scalar = SCALARS[source.field - METRIC_VALUE];
  if (scalar !== undefined) {
    metric.carrier = scalar;
    metric.value = readScalar(source, scalar);
  } else if (source.field === 16) {
    metric.carrier = 'bytes';
    metric.value = source.bytes();
  } else if (source.field === 17) {
    metric.carrier = 'dataset';
    metric.value = readDataSet(source);
  } else if (source.field === 18) {
    metric.carrier = 'template';
    metric.value = readTemplate(source);
  } else {
    source.skip();
  }
}

function readTemplate(source: WireSource): Template {
  const end = source.openNested();
  const parameters: Parameter[] = [];
  const metrics: Metric[] = [];
  let version: string | undefined;
  let reference: string | undefined;
  let isDefinition = false;
  while (source.next(end)) {
    const { field } = source;
    if (field === 1) version = source.text();
    else if (field === 2) metrics.push(readMetric(source));
    else if (field === 3) parameters.push(readParameter(source));
    else if (field === 4) reference = source.text();
    else if (field === 5) isDefinition = source.bool();
    else source.skip();
  }
  source.closeNested();
  return { kind: 'template', version, reference, isDefinition, parameters, metrics };
}

function readParameter(source: WireSource): Parameter {
  const end = source.open();
  let name = '';
  let type: DataType = 'Unknown';
  let carrier: ScalarCarrier | undefined;
  let value: Scalar | undefined;
  while (source.next(end)) {
    const scalar = SCALARS[source.field - PARAMETER_VALUE];
    if (source.field === 1) name = source.text();
    else if (source.field === 2) type = dataType(source.uint32());
    else if (scalar !== undefined) [carrier, value] = [scalar, readScalar(source, scalar)];
    else source.skip();
  }
  if (carrier === undefined || value === undefined) return { name, type, value: undefined };
  return { name, type, value: scalarOf(type, carrier, value) };
}
