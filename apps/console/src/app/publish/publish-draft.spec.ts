import { describe, expect, it } from '@jest/globals';
import {
  checkPayload,
  draftFaults,
  EMPTY_DRAFT,
  hasProperties,
  messageOf,
  type PublishDraft,
  takesAway,
} from './publish-draft';

const draftOf = (change: Partial<PublishDraft>): PublishDraft => ({
  ...EMPTY_DRAFT,
  topic: 'line2/filler/cmd',
  ...change,
});
const faultsOf = (change: Partial<PublishDraft>) => {
  const draft = draftOf(change);
  return Object.fromEntries(draftFaults(draft, checkPayload(draft.payload, draft.format)));
};

describe('a payload as it is typed', () => {
  it.each([
    ['text', 'grün', [0x67, 0x72, 0xc3, 0xbc, 0x6e]],
    ['json', '{"a":1}', [...new TextEncoder().encode('{"a":1}')]],
    ['hex', 'DE ad\nbe ef', [0xde, 0xad, 0xbe, 0xef]],
    ['base64', '3q2+7w==', [0xde, 0xad, 0xbe, 0xef]],
    ['cbor', '{"a":1}', [0xa1, 0x61, 0x61, 0x01]],
    ['msgpack', '{"a":1}', [0x81, 0xa1, 0x61, 0x01]],
  ] as const)('is bytes: %s', (format, text, bytes) => {
    expect([...(checkPayload(text, format).bytes ?? [])]).toEqual(bytes);
  });

  it('is empty in every form when nothing is typed', () => {
    for (const format of ['text', 'json', 'hex', 'base64', 'cbor', 'msgpack'] as const)
      expect(checkPayload('', format).bytes).toHaveLength(0);
  });

  it.each([
    ['json', '{"a":1,}'],
    ['json', ' '],
    ['hex', 'de a'],
    ['base64', '3q2?'],
    ['cbor', '{a:1}'],
    ['msgpack', '[1,'],
  ] as const)('is said to be wrong in words: %s %j', (format, text) => {
    expect(checkPayload(text, format).problem).toMatch(/\.$/);
    expect(faultsOf({ payload: text, format })).toEqual({
      '/payload': checkPayload(text, format).problem,
    });
  });
});

describe('what is wrong with a draft', () => {
  it('is nothing for a topic and no payload', () => {
    expect(faultsOf({})).toEqual({});
  });

  it.each([
    [{ topic: '' }, '/topic', 'Enter a topic.'],
    [{ topic: 'a/#' }, '/topic', 'wildcards'],
    [{ responseTopic: 'a/+/b' }, '/properties/responseTopic', 'wildcards'],
    [{ correlationData: '***' }, '/properties/correlationData', ''],
    [{ messageExpiryInterval: '-1' }, '/properties/messageExpiryInterval', 'whole number'],
    [{ messageExpiryInterval: '1e3' }, '/properties/messageExpiryInterval', 'whole number'],
    [{ messageExpiryInterval: '4294967296' }, '/properties/messageExpiryInterval', '4,294,967,295'],
    [{ payloadIsUtf8: true, format: 'hex', payload: 'ff' }, '/properties/payloadIsUtf8', 'UTF-8'],
  ] as const)('is said at its member: %j', (change, at, words) => {
    const faults = faultsOf(change);
    expect(Object.keys(faults)).toEqual([at]);
    expect(faults[at]).toContain(words);
  });
});

describe('the message that a draft means', () => {
  it('has no properties when none is filled in', () => {
    const draft = draftOf({ payload: 'on', userProperties: [{ name: '', value: '' }] });
    expect(messageOf(draft)).toEqual({
      topic: 'line2/filler/cmd',
      payload: 'on',
      format: 'text',
      qos: 0,
      retain: false,
    });
    expect(hasProperties(draft)).toBe(false);
  });

  it('has each property that is', () => {
    const draft = draftOf({
      contentType: 'text/plain',
      responseTopic: 'answers/7',
      correlationData: 'MDA w\n',
      payloadIsUtf8: true,
      messageExpiryInterval: ' 60 ',
      userProperties: [
        { name: 'site', value: '' },
        { name: '', value: '' },
      ],
    });
    expect(messageOf(draft).properties).toEqual({
      contentType: 'text/plain',
      responseTopic: 'answers/7',
      correlationData: 'MDAw',
      payloadIsUtf8: true,
      messageExpiryInterval: 60,
      userProperties: [{ name: 'site', value: '' }],
    });
    expect(hasProperties(draft)).toBe(true);
  });

  it('deletes what is retained when it is empty and retained', () => {
    expect(takesAway(draftOf({ retain: true }))).toBe(true);
    expect(takesAway(draftOf({ retain: true, payload: ' ' }))).toBe(false);
    expect(takesAway(draftOf({}))).toBe(false);
  });
});
