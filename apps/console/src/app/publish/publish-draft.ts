import { topicNameProblem } from '#domain/mqtt';
import { type Decode, encode } from '#domain/payload';
import type { Publish, PublishProperties, UserProperty } from '../api/models';

export type Qos = 0 | 1 | 2;

/** A message as somebody is typing it; an empty text of a property is no property. */
export interface PublishDraft {
  readonly topic: string;
  /** In the form that `format` says. */
  readonly payload: string;
  readonly format: Decode;
  readonly qos: Qos;
  readonly retain: boolean;
  readonly contentType: string;
  readonly responseTopic: string;
  /** Base64. */
  readonly correlationData: string;
  readonly payloadIsUtf8: boolean;
  /** Seconds. */
  readonly messageExpiryInterval: string;
  readonly userProperties: readonly UserProperty[];
}

export const EMPTY_DRAFT: PublishDraft = {
  topic: '',
  payload: '',
  format: 'text',
  qos: 0,
  retain: false,
  contentType: '',
  responseTopic: '',
  correlationData: '',
  payloadIsUtf8: false,
  messageExpiryInterval: '',
  userProperties: [],
};

export const MOST_USER_PROPERTIES = 100;
const LONGEST_INTERVAL = 4_294_967_295;

/** What is wrong, by the JSON pointer of the member of the request: `/properties/responseTopic`. */
export type Faults = ReadonlyMap<string, string>;

export type CheckedPayload =
  | { readonly bytes: Uint8Array; readonly problem?: undefined }
  | { readonly problem: string; readonly bytes?: undefined };

/** The bytes that were typed, or why they are none. An empty text is an empty payload in every form. */
export function checkPayload(text: string, format: Decode): CheckedPayload {
  if (text === '') return { bytes: new Uint8Array() };
  const encoded = encode(text, format);
  return 'bytes' in encoded ? { bytes: encoded.bytes } : { problem: encoded.problem };
}

/** What is wrong with a draft; what the server alone can know comes from there, by the same pointers. */
export function draftFaults(draft: PublishDraft, { bytes, problem }: CheckedPayload): Faults {
  const { topic, responseTopic, correlationData, messageExpiryInterval } = draft;
  const found: readonly (readonly [string, string | undefined])[] = [
    ['/topic', topic === '' ? 'Enter a topic.' : topicNameProblem(topic)],
    ['/payload', problem],
    [
      '/properties/responseTopic',
      responseTopic === '' ? undefined : topicNameProblem(responseTopic),
    ],
    ['/properties/correlationData', base64Problem(correlationData)],
    ['/properties/messageExpiryInterval', intervalProblem(messageExpiryInterval)],
    ['/properties/payloadIsUtf8', draft.payloadIsUtf8 ? utf8Problem(bytes) : undefined],
  ];
  return new Map(found.flatMap(([at, fault]) => (fault === undefined ? [] : [[at, fault]])));
}

function base64Problem(text: string): string | undefined {
  const encoded = encode(text, 'base64');
  return 'problem' in encoded ? encoded.problem : undefined;
}

function intervalProblem(text: string): string | undefined {
  if (text.trim() === '') return undefined;
  const seconds = Number(text);
  return /^\d+$/.test(text.trim()) && seconds <= LONGEST_INTERVAL
    ? undefined
    : 'A whole number of seconds, at most 4,294,967,295.';
}

function utf8Problem(bytes: Uint8Array | undefined): string | undefined {
  if (bytes === undefined) return undefined;
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return undefined;
  } catch {
    // A TypeError: that the bytes are not UTF-8 is the answer.
    return 'The payload is not UTF-8; receivers may refuse it (MQTT 5.0 section 3.3.2.3.2).';
  }
}

/** The request that a draft means. */
export function messageOf(draft: PublishDraft): Publish {
  const { topic, payload, format, qos, retain } = draft;
  const properties = propertiesOf(draft);
  return {
    ...{ topic, payload, format, qos, retain },
    ...(Object.keys(properties).length > 0 && { properties }),
  };
}

function propertiesOf(draft: PublishDraft): PublishProperties {
  const { contentType, responseTopic, correlationData, messageExpiryInterval } = draft;
  const userProperties = draft.userProperties.filter(({ name, value }) => name + value !== '');
  return {
    ...(contentType !== '' && { contentType }),
    ...(responseTopic !== '' && { responseTopic }),
    ...(correlationData.trim() !== '' && {
      correlationData: correlationData.replaceAll(/\s/g, ''),
    }),
    ...(draft.payloadIsUtf8 && { payloadIsUtf8: true }),
    ...(messageExpiryInterval.trim() !== '' && {
      messageExpiryInterval: Number(messageExpiryInterval),
    }),
    ...(userProperties.length > 0 && { userProperties }),
  };
}

/** Whether a draft has any of the properties that are folded away. */
export function hasProperties(draft: PublishDraft): boolean {
  return Object.keys(propertiesOf(draft)).length > 0;
}

/** Whether publishing it takes away what is retained under its topic (MQTT 5.0 section 3.3.1.3). */
export function takesAway({ retain, payload }: PublishDraft): boolean {
  return retain && payload === '';
}
