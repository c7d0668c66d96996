import { describe, expect, it } from '@jest/globals';
import type { SparkplugEvent } from '../api/models';
import { healthOf } from './health';

const AT = '2026-11-23T14:20:31.000Z';
const LATER = '2026-11-23T14:21:00.000Z';
type Known = Parameters<typeof healthOf>[0];
const node = (amiss: Partial<Known> = {}): Known => ({
  ...{ state: 'online', births: 1, faults: 0, lateBirths: 0, unknownAliases: 0 },
  ...{ rebirthStorm: false, timeline: [] },
  ...{ seq: { last: 12, gaps: 0 }, bdSeq: { birth: 3, mismatches: 0 } },
  ...amiss,
});
const event = (kind: SparkplugEvent['kind'], at = AT, detail = ''): SparkplugEvent => ({
  ...{ at, kind, detail },
});
const said = (amiss: Partial<Known>) =>
  healthOf(node(amiss)).map(({ icon, title }) => `${icon}: ${title}`);

describe('the health of a node', () => {
  it('is one row that all is well', () => {
    expect(said({})).toEqual(['ok: Keeps to the specification']);
    expect(said({ births: 0, seq: { gaps: 0 } })).toEqual(['info: Nothing to judge by yet']);
  });

  it('counts what the node has counters for, with the last time', () => {
    const [gaps, deaths] = healthOf(
      node({
        seq: { last: 2, gaps: 3, lastGapAt: LATER },
        bdSeq: { birth: 1, mismatches: 1 },
        timeline: [event('bdseq-mismatch'), event('seq-gap')],
        faults: 4,
      }),
    );
    expect(gaps).toMatchObject({ icon: 'warning', title: '3 gaps in seq', lastAt: LATER });
    expect(gaps?.todo).toContain('Ask for a rebirth');
    expect(deaths).toMatchObject({ title: '1 death of another session', lastAt: AT });
    expect(said({ lateBirths: 1, unknownAliases: 2, faults: 3 })).toEqual([
      'warning: 1 birth after its data',
      'warning: 2 values by unknown aliases',
    ]);
  });

  it('names what else stands in the timeline, once', () => {
    const timeline = [event('retained', LATER), event('birth'), event('retained')];
    expect(healthOf(node({ timeline, faults: 2 }))).toMatchObject([
      { icon: 'warning', title: 'Retained message', lastAt: LATER },
    ]);
  });

  it('puts a storm that goes on first, as a fault', () => {
    const seq = { last: 2, gaps: 1 };
    expect(said({ rebirthStorm: true, seq, faults: 2 })).toEqual([
      'fault: Rebirth storm',
      'warning: 1 gap in seq',
    ]);
    expect(said({ timeline: [event('rebirth-storm')], faults: 1 })).toEqual([
      'warning: Rebirth storm',
    ]);
  });

  it('remembers that there were faults when none of the last events is one', () => {
    expect(said({ faults: 7, timeline: [event('birth')] })).toEqual([
      'info: 7 faults, some time ago',
    ]);
  });

  it('says why nobody knows whether it is there', () => {
    const timeline = [event('unconfirmed', AT, 'MCM was not connected to the broker')];
    expect(healthOf(node({ state: 'unknown', timeline }))).toEqual([
      {
        ...{ kind: 'doubt', icon: 'info', title: 'Not confirmed', lastAt: AT },
        todo: 'MCM was not connected to the broker. Its next message confirms it; a rebirth does so now.',
      },
    ]);
    expect(said({ state: 'unknown', births: 0 })).toEqual(['info: Birth not seen']);
    expect(said({ state: 'unknown' })).toEqual(['info: Not born again yet']);
  });
});
