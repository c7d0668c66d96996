import type { DataType } from './data-type.js';

/** Of 64 bits: a bigint only where a number could not hold it exactly. */
export type Integer = number | bigint;

export type Scalar = Integer | boolean | string;

export interface DataSet {
  readonly kind: 'dataset';
  readonly columns: readonly string[];
  readonly types: readonly DataType[];
  /** An element without a value is undefined. */
  readonly rows: readonly (readonly (Scalar | undefined)[])[];
}

export interface Parameter {
  readonly name: string;
  readonly type: DataType;
  readonly value: Scalar | undefined;
}

export interface Template {
  readonly kind: 'template';
  readonly version: string | undefined;
  /** The definition that this is an instance of. */
  readonly reference: string | undefined;
  readonly isDefinition: boolean;
  readonly parameters: readonly Parameter[];
  readonly metrics: readonly Metric[];
}

export interface Property {
  readonly type: DataType;
  readonly isNull: boolean;
  readonly value: Scalar | PropertySet | PropertySetList | undefined;
}

export interface PropertySet {
  readonly kind: 'properties';
  readonly properties: ReadonlyMap<string, Property>;
}

export interface PropertySetList {
  readonly kind: 'property-list';
  readonly sets: readonly PropertySet[];
}

export type MetricValue =
  Scalar | Uint8Array | readonly Scalar[] | DataSet | Template | PropertySet | PropertySetList;

/** In which field of the message a value came. */
export type Carrier =
  | 'int'
  | 'long'
  | 'float'
  | 'double'
  | 'boolean'
  | 'string'
  | 'bytes'
  | 'dataset'
  | 'template'
  | 'properties'
  | 'property-list'
  | 'extension';

export interface MetaData {
  readonly isMultiPart?: boolean;
  readonly contentType?: string;
  readonly size?: Integer;
  readonly seq?: Integer;
  readonly fileName?: string;
  readonly fileType?: string;
  readonly md5?: string;
  readonly description?: string;
}

export interface Metric {
  readonly name: string | undefined;
  readonly alias: Integer | undefined;
  /** Milliseconds since 1970. */
  readonly timestamp: Integer | undefined;
  /** Absent where the message does not say it: the birth did. */
  readonly type: DataType | undefined;
  readonly isHistorical: boolean;
  readonly isTransient: boolean;
  readonly isNull: boolean;
  readonly metadata: MetaData | undefined;
  readonly properties: PropertySet | undefined;
  readonly carrier: Carrier | undefined;
  /** As its type says; as it was carried where the type is not known or does not fit. */
  readonly value: MetricValue | undefined;
  /** Whether the value can be one of its type. */
  readonly fits: boolean;
  /** About how many bytes of memory it takes. */
  readonly weight: number;
}

export type Compression = 'DEFLATE' | 'GZIP';

export interface Payload {
  /** Milliseconds since 1970. */
  readonly timestamp: Integer | undefined;
  readonly metrics: readonly Metric[];
  readonly seq: Integer | undefined;
  readonly uuid: string | undefined;
  readonly body: Uint8Array | undefined;
  /** How it was compressed. Its metrics are those within, when it was inflated. */
  readonly compression: Compression | undefined;
}
