import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import { get } from 'sparkplug-payload';

const encoder = get('spBv1.0');
if (encoder === null) throw new Error('the encoder has no spBv1.0');

export type Written = Parameters<typeof encoder.encodePayload>[0];
export type WrittenMetric = NonNullable<Written['metrics']>[number];

/** By the encoder of Eclipse Tahu, which shares nothing with ours. */
export const encodePayload = (payload: Written): Uint8Array => encoder.encodePayload(payload);
export const decodeElsewhere = (bytes: Uint8Array): Written => encoder.decodePayload(bytes);

/** A message written field by field, for what that encoder has not. */
export function message(write: (writer: BinaryWriter) => void): Uint8Array {
  const writer = new BinaryWriter();
  write(writer);
  return writer.finish();
}

/** A field that holds a message. */
export function within(
  writer: BinaryWriter,
  field: number,
  write: (writer: BinaryWriter) => void,
): BinaryWriter {
  writer.tag(field, WireType.LengthDelimited).fork();
  write(writer);
  return writer.join();
}

/** A payload with one metric `m`, written field by field after its name. */
export const withMetric = (write: (writer: BinaryWriter) => void): Uint8Array =>
  message((writer) =>
    within(writer, 2, (metric) => {
      metric.tag(1, WireType.LengthDelimited).string('m');
      write(metric);
    }),
  );
