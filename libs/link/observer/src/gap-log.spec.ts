import { describe, expect, it } from '@jest/globals';
import { GapLog } from './gap-log.js';

const DROPPED = '$SYS/broker/publish/messages/dropped';
const UPTIME = '$SYS/broker/uptime';

describe('the gaps that a thread tells of', () => {
  it('begin with the time before the first connection', () => {
    const log = new GapLog(1_000);
    expect(log.take()).toEqual([{ reason: 'absent', from: 1_000 }]);
    expect(log.take()).toEqual([]);
    log.trafficUp(3_000);
    expect(log.take()).toEqual([{ reason: 'absent', from: 1_000, until: 3_000 }]);
    log.trafficUp(3_001);
    expect(log.take()).toEqual([]);
  });

  it('hold each absence, from when the broker was last heard', () => {
    const log = new GapLog(0);
    log.trafficUp(1);
    log.trafficDown(5_000);
    log.trafficUp(9_000);
    log.trafficDown(12_000);
    expect(log.take()).toEqual([
      { reason: 'absent', from: 0, until: 1 },
      { reason: 'absent', from: 5_000, until: 9_000 },
      { reason: 'absent', from: 12_000 },
    ]);
  });

  it('end no earlier than they began, whatever the clock does', () => {
    const log = new GapLog(10_000);
    log.trafficUp(4_000);
    expect(log.take()).toEqual([{ reason: 'absent', from: 10_000, until: 10_000 }]);
  });

  it('hold what was dropped, once however often it grew', () => {
    const log = new GapLog(0);
    log.trafficUp(0);
    log.take();
    log.named();
    for (const [second, dropped] of [0, 4, 9].entries()) {
      log.figure(UPTIME, second, second * 1_000);
      log.figure(DROPPED, dropped, second * 1_000);
    }
    expect(log.take()).toEqual([
      { reason: 'dropped', from: 0, until: 2_000, upTo: 9, named: true },
    ]);
    expect(log.missedUpTo).toBe(9);
  });

  it('are the latest 200 when nobody takes them', () => {
    const log = new GapLog(0);
    for (let at = 1; at < 2_000; at += 2) {
      log.trafficUp(at);
      log.trafficDown(at + 1);
    }
    const gaps = log.take();
    expect(gaps).toHaveLength(200);
    expect(gaps.at(-1)).toEqual({ reason: 'absent', from: 2_000 });
  });
});
