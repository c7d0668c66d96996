import { dataType } from './data-type.js';
import type { DataSet, Scalar } from './payload.js';
import { readScalar, SCALARS, scalarOf, type ScalarCarrier } from './read-properties.js';
import type { WireSource } from './wire-source.js';

interface Element {
  readonly carrier: ScalarCarrier;
  readonly value: Scalar;
}

/** The message `DataSet` that the source stands at. */
export function readDataSet(source: WireSource): DataSet {
  const end = source.open();
  const columns: string[] = [];
  const codes: number[] = [];
  const rows: (readonly (Element | undefined)[])[] = [];
  while (source.next(end)) {
    const { field } = source;
    if (field === 1) source.uint64();
    else if (field === 2) columns.push(source.text());
    else if (field === 3) source.uint32s(codes);
    else if (field === 4) rows.push(readRow(source));
    else source.skip();
  }
  const types = codes.map(dataType);
  // Only now are the types known, which may come after the rows.
  const read = (element: Element | undefined, column: number) =>
    element && scalarOf(types[column] ?? 'Unknown', element.carrier, element.value);
  return { kind: 'dataset', columns, types, rows: rows.map((row) => row.map(read)) };
}

function readRow(source: WireSource): readonly (Element | undefined)[] {
  const end = source.open();
  const elements: (Element | undefined)[] = [];
  while (source.next(end)) {
    if (source.field === 1) elements.push(readElement(source));
    else source.skip();
  }
  return elements;
}

function readElement(source: WireSource): Element | undefined {
  const end = source.open();
  let element: Element | undefined;
  while (source.next(end)) {
    const carrier = SCALARS[source.field - 1];
    if (carrier === undefined) source.skip();
    else element = { carrier, value: readScalar(source, carrier) };
  }
  return element;
}
