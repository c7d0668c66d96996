import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import { Ajv2019 } from 'ajv/dist/2019.js';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { DRAFT_URIS, type Draft, type SchemaFault } from './draft.js';
import { linearPattern, PatternFault } from './linear-pattern.js';
import { bytesOf, LARGEST_DOCUMENT } from './size.js';
import { segment, subschemas, type Place } from './subschemas.js';
import { inOrder, violation } from './words.js';

const MOST_FAULTS = 5;
const TYPES_WANTED =
  'must be array, boolean, integer, null, number, object or string, or a list of some of them';

/** What is wrong with a document before it is compiled; nothing when it may be tried. */
export function faultsOf(document: unknown, draft: Draft): readonly SchemaFault[] {
  const fault = shapeFault(document);
  if (fault !== undefined) return [{ pointer: '', detail: fault }];
  const broken = metaFaults(document, draft);
  if (broken.length > 0) return broken;
  const places = [...subschemas(document)];
  const faults = [...places.flatMap(patternFaults), ...dynamicFaults(places)];
  return faults.slice(0, MOST_FAULTS);
}

/** Where a reference stands that leads nowhere, as far as it can be found. */
export function referencePlace(reference: string, document: unknown): string {
  for (const { pointer, schema } of subschemas(document)) {
    for (const keyword of ['$ref', '$dynamicRef', '$recursiveRef']) {
      if (schema[keyword] === reference) return `${pointer}/${keyword}`;
    }
  }
  return '';
}

function shapeFault(document: unknown): string | undefined {
  const isSchema =
    typeof document === 'boolean' || (typeof document === 'object' && document !== null);
  if (!isSchema || Array.isArray(document)) return 'A schema is a JSON object, or true or false.';
  const bytes = bytesOf(document);
  if (bytes <= LARGEST_DOCUMENT) return undefined;
  return `A schema has at most 64 KiB; this one has ${Math.ceil(bytes / 1024)}.`;
}

const metas = new Map<Draft, ValidateFunction>();

/** What the draft's own schema, which all documents of it have to fit, says about this one. */
function metaFaults(document: unknown, draft: Draft): SchemaFault[] {
  const meta = metas.get(draft) ?? metaSchema(draft);
  metas.set(draft, meta);
  if (meta(document)) return [];
  const errors = meta.errors ?? [];
  // A name or a list of names: each form that it is not would be told by itself.
  const isWrongType = ({ keyword, instancePath }: ErrorObject) =>
    keyword === 'anyOf' && instancePath.endsWith('/type');
  const types = new Set(errors.filter(isWrongType).map(({ instancePath }) => instancePath));
  const others = errors.filter(({ instancePath }) => !types.has(typePlace(instancePath)));
  const found = [
    ...[...types].map((pointer) => ({ pointer, detail: TYPES_WANTED })),
    ...inOrder(others.map(violation)).map(({ pointer, detail }) => ({ pointer, detail })),
  ];
  return found.slice(0, MOST_FAULTS);
}

/** The place of a type, when it is that or one of its names. */
const typePlace = (pointer: string): string => pointer.replace(/\/type\/\d+$/, '/type');

function metaSchema(draft: Draft): ValidateFunction {
  const options = {
    strict: false,
    allErrors: true,
    verbose: true,
    validateFormats: false,
  } as const;
  const ajv =
    draft === '2020-12'
      ? new Ajv2020(options)
      : draft === '2019-09'
        ? new Ajv2019(options)
        : new Ajv(options);
  const meta = ajv.getSchema(DRAFT_URIS[draft]);
  if (meta === undefined) throw new Error(`ajv does not know ${draft}`);
  return meta as ValidateFunction;
}

/** ajv follows `$dynamicRef` to what begins a schema with an `$id`, or the document, and takes others for that, too. */
function dynamicFaults(places: readonly Place[]): SchemaFault[] {
  const anchors = new Set<unknown>();
  const within = new Set<unknown>();
  for (const { pointer, schema } of places) {
    const { $dynamicAnchor: anchor, $id: id } = schema;
    if (anchor !== undefined) (pointer === '' || id !== undefined ? anchors : within).add(anchor);
  }
  return places.flatMap(({ pointer, schema: { $dynamicRef: reference } }) => {
    if (typeof reference !== 'string') return [];
    const anchor = reference.slice(1);
    if (reference.startsWith('#') && anchors.has(anchor) && !within.has(anchor)) return [];
    const detail =
      'This is followed only to a $dynamicAnchor beside an $id, or at the beginning of the document.';
    return [{ pointer: `${pointer}/$dynamicRef`, detail }];
  });
}

function patternFaults({ pointer, schema }: Place): SchemaFault[] {
  const { pattern, patternProperties = {} } = schema as {
    pattern?: string;
    patternProperties?: object;
  };
  const patterns: (readonly [string, string])[] = Object.keys(patternProperties).map((one) => [
    `${pointer}/patternProperties/${segment(one)}`,
    one,
  ]);
  if (pattern !== undefined) patterns.push([`${pointer}/pattern`, pattern]);
  return patterns.flatMap(([place, one]) => {
    const detail = patternFault(one);
    return detail === undefined ? [] : [{ pointer: place, detail }];
  });
}

function patternFault(pattern: string): string | undefined {
  try {
    linearPattern(pattern);
    return undefined;
  } catch (error) {
    // PatternFault: nothing else tells whether it can be run.
    if (!(error instanceof PatternFault)) throw error;
    return error.message;
  }
}
