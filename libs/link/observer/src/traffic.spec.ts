import { describe, expect, it } from '@jest/globals';
import { TrafficHistory } from './traffic-history.js';
import { TrafficMeter } from './traffic-meter.js';

const START = 1_000_000_000;

/** Samples a meter four times a second from `from` to `to` (in seconds), with a steady rate of messages. */
function run(meter: TrafficMeter, from: number, to: number, perSecond = 8, connected = true): void {
  for (let s = from; s < to; s += 0.25) {
    const messages = Math.round(s * perSecond);
    meter.sample({ at: START + s * 1000, messages, payloadBytes: messages * 10 }, connected);
  }
}

describe('TrafficMeter', () => {
  it('tells the rate over the last ten seconds', () => {
    const meter = new TrafficMeter(START);
    run(meter, 0, 60);
    const now = { at: START + 60_000, messages: 480, payloadBytes: 4800 };
    const { messages, payloadBytes } = meter.rates(now);
    expect(messages).toBeCloseTo(8, 0);
    expect(payloadBytes).toBeCloseTo(80, 0);
    expect(meter.rates({ ...now, at: START + 3_600_000 }).messages).toBeCloseTo(0, 0);
  });

  it('makes a point of every ten seconds, absent where nobody looked', () => {
    const meter = new TrafficMeter(START);
    run(meter, 0, 10);
    run(meter, 10, 20, 8, false);
    run(meter, 20, 31);
    const points = meter.takePoints();
    expect(points.map(({ at, absent }) => [(at - START) / 1000, absent])).toEqual([
      [0, false],
      [10, true],
      [20, false],
    ]);
    expect(points[0]).toMatchObject({ messages: 80, payloadBytes: 800 });
    expect(meter.takePoints()).toEqual([]);
  });
});

describe('TrafficHistory', () => {
  const point = (s: number) => ({
    at: START + s * 1000,
    messages: s,
    payloadBytes: 0,
    absent: false,
  });

  it('fills the time in which nobody told anything', () => {
    const history = new TrafficHistory();
    for (const s of [0, 10, 50]) history.add(point(s));
    const shown = history.points(START + 95_000);
    expect(shown.map(({ at, absent }) => [(at - START) / 1000, absent])).toEqual([
      [0, false],
      [10, false],
      [20, true],
      [30, true],
      [40, true],
      [50, false],
      [60, true],
      [70, true],
    ]);
  });

  it('keeps a quarter of an hour', () => {
    const history = new TrafficHistory();
    for (let s = 0; s < 3_600; s += 10) history.add(point(s));
    const shown = history.points(START + 3_600_000);
    expect(shown).toHaveLength(90);
    expect(shown.at(-1)?.messages).toBe(3_590);
  });
});
