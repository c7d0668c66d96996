import { describe, expect, it } from '@jest/globals';
import { statusOf } from '../../testing/status';
import { needsAttention } from './attention';

const calm = statusOf();
const titles = (status: typeof calm) => needsAttention(status).map(({ title }) => title);

describe('what needs attention', () => {
  it('is nothing while all is well', () => {
    expect(needsAttention(calm)).toEqual([]);
  });

  it('begins with the gravest', () => {
    const status = statusOf({
      broker: {
        ...calm.broker,
        status: 'disconnected',
        lastError: { reason: 'Nothing listens on 127.0.0.1:1883.', at: calm.startedAt },
      },
      observer: { ...calm.observer, evictedPayloads: 2 },
      warnings: [{ key: 'mosquitto.managed', text: 'For trying out.' }],
    });
    expect(needsAttention(status).map(({ kind }) => kind)).toEqual(['fault', 'warning', 'info']);
    expect(needsAttention(status)[0]).toMatchObject({
      title: 'The broker cannot be reached',
      detail: 'Nothing listens on 127.0.0.1:1883.',
    });
  });

  it('tells messages that are dropped now from those that were', () => {
    const total = { 'publish/messages/dropped': 1204 };
    expect(titles(statusOf({}, { ...total, 'load/publish/dropped/1min': 37 }))).toEqual([
      'The broker drops messages',
    ]);
    expect(titles(statusOf({}, { ...total, 'load/publish/dropped/1min': 0 }))).toEqual([
      'The broker has dropped messages',
    ]);
  });

  it('names what was let go when the memory was full', () => {
    const observer = { ...calm.observer, evictedTopics: 12, evictedPayloads: 3000 };
    expect(titles(statusOf({ observer }))).toEqual(['MCM let 12 topics go']);
  });

  it('warns of a broker on another machine without TLS', () => {
    const target = { ...calm.broker.target, host: '10.0.7.2', address: '10.0.7.2:1883' };
    expect(titles(statusOf({ broker: { ...calm.broker, target } }))).toEqual([
      'The connection to the broker is not encrypted',
    ]);
    const encrypted = { ...target, tlsEnabled: true };
    expect(titles(statusOf({ broker: { ...calm.broker, target: encrypted } }))).toEqual([]);
  });

  it('says when a connected broker tells nothing below $SYS', () => {
    expect(titles(statusOf({ sys: { figures: [] } }))).toEqual(['The broker tells no figures']);
  });
});
