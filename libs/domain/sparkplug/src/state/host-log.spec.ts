import { beforeEach, describe, expect, it } from '@jest/globals';
import { ToldState } from '../../test/told-state.js';

const told = new ToldState();
const { faults } = told;
beforeEach(() => told.begin());

describe('hosts', () => {
  const text = (topic: string, payload: string) =>
    told.state.take({
      topic,
      payload: new TextEncoder().encode(payload),
      retained: true,
      at: ++told.at,
    });

  it('are online and offline as they say, in both versions', () => {
    text('spBv1.0/STATE/scada', '{"online":true,"timestamp":1000}');
    text('STATE/old', 'ONLINE');
    text('STATE/old', 'OFFLINE');
    expect(told.state.hosts.all()).toEqual([
      { host: 'old', state: 'offline', at: 3, version: '2.2' },
      { host: 'scada', state: 'online', at: 1, version: '3.0', timestamp: 1000 },
    ]);
    expect(faults()).toEqual({});
  });

  it('said so when they did, not when the broker says it again', () => {
    text('spBv1.0/STATE/scada', '{"online":true,"timestamp":1000}');
    text('spBv1.0/STATE/scada', '{"online":true,"timestamp":1000}');
    expect(told.state.hosts.all()[0]).toMatchObject({ state: 'online', at: 1 });
    text('spBv1.0/STATE/scada', '{"online":true,"timestamp":2000}');
    expect(told.state.hosts.all()[0]).toMatchObject({ state: 'online', at: 3 });
  });

  it('do not end by the will of an earlier connection', () => {
    text('spBv1.0/STATE/scada', '{"online":true,"timestamp":1000}');
    text('spBv1.0/STATE/scada', '{"online":false,"timestamp":999}');
    expect(told.state.hosts.all()[0]?.state).toBe('online');
    text('spBv1.0/STATE/scada', '{"online":false,"timestamp":1000}');
    expect(told.state.hosts.all()[0]?.state).toBe('offline');
  });

  it.each([
    ['spBv1.0/STATE/a', 'ONLINE'],
    ['spBv1.0/STATE/a', '{"online":"true","timestamp":1}'],
    ['spBv1.0/STATE/a', '{"online":true}'],
    ['spBv1.0/STATE/a', 'null'],
    ['STATE/a', 'online'],
    ['STATE/a', '{"online":true,"timestamp":1}'],
    ['STATE/a', '\ufffd'.repeat(5_000)],
  ])('that say something else are faults: %s %j', (topic, payload) => {
    text(topic, payload);
    expect(told.state.hosts.all()).toEqual([]);
    expect(faults()).toEqual({ 'bad-state': 1 });
  });

  it('are held up to a thousand', () => {
    for (let i = 0; i < 1_005; i++) text(`STATE/h${i}`, 'ONLINE');
    expect(told.state.hosts.all()).toHaveLength(1_000);
  });
});
