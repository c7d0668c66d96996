import { isUtf8 } from 'node:buffer';
import { textProblem } from '#domain/mqtt';
import { encode } from '#domain/payload';
import { encodeProperties, type PublishProperties } from '#link/broker';
import { Problem } from '#platform';
import type { PublishDto, PublishPropertiesDto } from './api/messages.dto.js';

interface Fault {
  readonly pointer: string;
  readonly detail: string;
}

/** The bytes of a payload as people wrote it; a problem that says where it is not what it should be. */
export function payloadOf({ payload, format }: PublishDto): Uint8Array {
  if (payload === '') return new Uint8Array();
  const encoded = encode(payload, format);
  if ('bytes' in encoded) return encoded.bytes;
  throw invalid([{ pointer: '/payload', detail: encoded.problem }]);
}

/** The bytes of the properties; a problem when the broker would end the connection over them. */
export function propertiesOf(dto: PublishPropertiesDto | undefined, payload: Uint8Array) {
  if (!dto) return new Uint8Array();
  const faults = [...textFaults(dto)];
  if (dto.payloadIsUtf8 && !isUtf8(payload)) {
    faults.push({ pointer: '/properties/payloadIsUtf8', detail: 'The payload is not UTF-8.' });
  }
  if (faults.length > 0) throw invalid(faults);
  return encodeProperties(wireProperties(dto));
}

function* textFaults({ contentType, userProperties = [] }: PublishPropertiesDto): Generator<Fault> {
  const texts = [
    ['/properties/contentType', contentType ?? ''],
    ...userProperties.flatMap(({ name, value }, i) => [
      [`/properties/userProperties/${i}/name`, name],
      [`/properties/userProperties/${i}/value`, value],
    ]),
  ] as const;
  for (const [pointer = '', text = ''] of texts) {
    const detail = textProblem(text, 'property');
    if (detail !== undefined) yield { pointer, detail };
  }
}

function wireProperties(dto: PublishPropertiesDto): PublishProperties {
  const { payloadIsUtf8, messageExpiryInterval, contentType, responseTopic } = dto;
  const { correlationData, userProperties } = dto;
  return {
    ...(payloadIsUtf8 !== undefined && { payloadIsUtf8 }),
    ...(messageExpiryInterval !== undefined && { messageExpiryInterval }),
    ...(contentType !== undefined && { contentType }),
    ...(responseTopic !== undefined && { responseTopic }),
    ...(correlationData !== undefined && {
      correlationData: Buffer.from(correlationData, 'base64'),
    }),
    ...(userProperties !== undefined && { userProperties }),
  };
}

function invalid(faults: readonly Fault[]): Problem {
  const detail = faults.map(({ pointer, detail: words }) => `${pointer} ${words}`).join(' ');
  return new Problem('validation-failed', detail, { extensions: { errors: faults } });
}
