import { dataType, type DataType } from './data-type.js';
import { interpret } from './interpret.js';
import type {
  Carrier,
  MetaData,
  Property,
  PropertySet,
  PropertySetList,
  Scalar,
} from './payload.js';
import type { WireSource } from './wire-source.js';

/** In the order of their fields, wherever scalars are. */
export const SCALARS = ['int', 'long', 'float', 'double', 'boolean', 'string'] as const;
export type ScalarCarrier = (typeof SCALARS)[number];

export function readScalar(source: WireSource, carrier: ScalarCarrier): Scalar {
  switch (carrier) {
    case 'int':
      return source.uint32();
    case 'long':
      return source.uint64();
    case 'float':
      return source.float();
    case 'double':
      return source.double();
    case 'boolean':
      return source.bool();
    case 'string':
      return source.text();
  }
}

/** As its type says, or as it was carried where it is none of that type. */
export function scalarOf(type: DataType, carrier: ScalarCarrier, carried: Scalar): Scalar {
  return (interpret(type, carrier, carried) as Scalar | undefined) ?? carried;
}

/** Where the scalars begin in a PropertyValue. */
const FIRST_SCALAR = 3;

/** The message `PropertySet` that the source stands at. */
export function readPropertySet(source: WireSource): PropertySet {
  const end = source.openNested();
  const keys: string[] = [];
  const values: Property[] = [];
  while (source.next(end)) {
    if (source.field === 1) keys.push(source.text());
    else if (source.field === 2) values.push(readProperty(source));
    else source.skip();
  }
  source.closeNested();
  if (keys.length !== values.length)
    source.fail('A property set has more keys than values, or less');
  const properties = new Map<string, Property>();
  for (const [index, value] of values.entries()) properties.set(keys[index] ?? '', value);
  return { kind: 'properties', properties };
}

function readPropertySets(source: WireSource): PropertySetList {
  const end = source.openNested();
  const sets: PropertySet[] = [];
  while (source.next(end)) {
    if (source.field === 1) sets.push(readPropertySet(source));
    else source.skip();
  }
  source.closeNested();
  return { kind: 'property-list', sets };
}

function readProperty(source: WireSource): Property {
  const end = source.open();
  let type: DataType = 'Unknown';
  let isNull = false;
  let carrier: Carrier | undefined;
  let value: Property['value'];
  while (source.next(end)) {
    const { field } = source;
    const scalar = SCALARS[field - FIRST_SCALAR];
    if (field === 1) type = dataType(source.uint32());
    else if (field === 2) isNull = source.bool();
    else if (scalar !== undefined) [carrier, value] = [scalar, readScalar(source, scalar)];
    else if (field === 9) [carrier, value] = ['properties', readPropertySet(source)];
    else if (field === 10) [carrier, value] = ['property-list', readPropertySets(source)];
    else source.skip();
  }
  if (isNull || carrier === undefined || value === undefined) {
    return { type, isNull: true, value: undefined };
  }
  const read = interpret(type, carrier, value) as Property['value'];
  return { type, isNull: false, value: read ?? value };
}

export function readMetaData(source: WireSource): MetaData {
  const end = source.open();
  let metadata: MetaData = {};
  while (source.next(end)) metadata = { ...metadata, ...readMetaField(source) };
  return metadata;
}

function readMetaField(source: WireSource): MetaData {
  switch (source.field) {
    case 1:
      return { isMultiPart: source.bool() };
    case 2:
      return { contentType: source.text() };
    case 3:
      return { size: source.uint64() };
    case 4:
      return { seq: source.uint64() };
    case 5:
      return { fileName: source.text() };
    case 6:
      return { fileType: source.text() };
    case 7:
      return { md5: source.text() };
    case 8:
      return { description: source.text() };
    default:
      source.skip();
      return {};
  }
}
