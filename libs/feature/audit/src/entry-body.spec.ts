import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { AUDIT_ACTIONS } from '#contract';
import { readBody, writeBody, type EntryBody } from './entry-body.js';

const intent: EntryBody = {
  ...{ kind: 'intent', at: 1_795_608_000_000, requestId: 'r-1', action: 'api_token.create' },
  actor: { name: 'ada', via: 'api-token', token: 'ci', address: '192.0.2.7' },
  ...{ resourceId: '7', resourceName: 'backup' },
};
const outcome: EntryBody = {
  ...{ ...intent, kind: 'outcome', intent: 4 },
  outcome: {
    ...{ result: 'failure', reason: 'name-taken' },
    changes: [{ pointer: '/name', before: null, after: 'x' }],
  },
};
const bytes = (text: string) => new TextEncoder().encode(text);

describe('the body of an entry', () => {
  it('has its members in this order, and none that says nothing', () => {
    expect(writeBody(intent)).toBe(
      '{"kind":"intent","at":1795608000000,"requestId":"r-1",' +
        '"actor":{"name":"ada","via":"api-token","token":"ci","address":"192.0.2.7"},' +
        '"action":"api_token.create","resourceId":"7","resourceName":"backup"}',
    );
    const least: EntryBody = {
      ...{ kind: 'outcome', at: 1, requestId: 'r', action: 'audit.cut' },
      ...{ actor: { name: 'system', via: 'system' }, outcome: { result: 'success', changes: [] } },
    };
    expect(writeBody(least)).toBe(
      '{"kind":"outcome","at":1,"requestId":"r","actor":{"name":"system","via":"system"},' +
        '"action":"audit.cut","result":"success"}',
    );
  });

  it.each([intent, outcome])('is read as it was written: %j', (body) => {
    expect(readBody(bytes(writeBody(body)))).toEqual(body);
  });

  it.each([
    '',
    'null',
    '[]',
    '{}',
    '{"kind":"intent"',
    writeBody(intent).replace('"intent"', '"indent"'),
    writeBody(intent).replace('api_token.create', 'api_token.forge'),
    writeBody(intent).replace('"name":"ada"', '"name":7'),
    writeBody(intent).replace('"via":"api-token"', '"via":"magic"'),
    writeBody(intent).replace('"at":1795608000000', '"at":"today"'),
    writeBody(intent).replace('"at":1795608000000', '"at":1e300'),
    writeBody(intent).replace('"resourceId":"7"', '"resourceId":7'),
    writeBody(intent).replace('"kind":"intent"', '"kind":"outcome"'),
    writeBody(outcome).replace('"result":"failure"', '"result":"started"'),
    writeBody(outcome).replace('"changes":[', '"changes":{"a":[').replace('}]}', '}]}}'),
  ])('that was altered to %s is none any more', (text) => {
    expect(readBody(bytes(text))).toBeUndefined();
  });

  it('is none when it is no UTF-8', () => {
    const body = bytes(writeBody({ ...intent, resourceName: 'ü' }));
    expect(readBody(body.map((byte) => (byte === 0xbc ? 0xff : byte)))).toBeUndefined();
  });

  it('is read as it was written, whatever people called the things', () => {
    const text = fc.string({ unit: 'binary', minLength: 1 });
    fc.assert(
      fc.property(text, text, fc.constantFrom(...AUDIT_ACTIONS), (name, resourceName, action) => {
        const body = { ...intent, resourceName, action, actor: { name, via: 'session' } as const };
        expect(readBody(bytes(writeBody(body)))).toEqual(body);
      }),
    );
  });

  it('never throws, whatever the bytes', () => {
    fc.assert(fc.property(fc.uint8Array(), (body) => void readBody(body)));
    fc.assert(fc.property(fc.json(), (body) => void readBody(bytes(body))));
  });
});
