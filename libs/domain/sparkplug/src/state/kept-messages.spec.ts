import { beforeEach, describe, expect, it } from '@jest/globals';
import { bdSeqOf, ToldState } from '../../test/told-state.js';

const told = new ToldState();
const { birth, data, faults, node, say } = told;
beforeEach(() => told.begin());

describe('what the broker kept from before', () => {
  const old = (what: string, seq: number, ...metrics: object[]) =>
    say(what, { seq, metrics, retained: true });
  const reconnect = () => {
    told.state.interrupted(told.at);
    told.state.gap(told.at);
  };

  it('does not make a node online that nobody hears: neither its birth nor its data', () => {
    birth(0, { retained: true });
    old('NDATA', 1, { alias: 1, value: 5, type: 'Double' });
    old('DBIRTH/d', 2);
    old('DDATA/d', 3);
    expect(node().state).toBe('unknown');
    expect(node().lastDataAt).toBeUndefined();
    expect(node().metrics.get('temperature')?.value).toBe(5);
    expect(node().devices.get('d')?.state).toBe('unknown');
  });

  it('is no gap, no storm and no second birth when MCM connects again', () => {
    birth(0, { retained: true });
    data(1);
    for (let seq = 2; seq < 10; seq++) {
      reconnect();
      birth(0, { retained: true });
      old('NDATA', 1, { alias: 1, value: 5, type: 'Double' });
      data(seq, { alias: 1, value: seq, type: 'Double' });
      expect(node().metrics.get('temperature')?.value).toBe(seq);
    }
    expect(node()).toMatchObject({ state: 'online', births: 1, gaps: 0, lastBirthAt: 1_000 });
    expect(faults()).toEqual({ retained: 2 });
  });

  it('tells of a birth that MCM missed, and blames nobody for what was in between', () => {
    birth(0);
    reconnect();
    birth(1, { retained: true });
    expect(node()).toMatchObject({ state: 'unknown', births: 2, bdSeq: 1 });
    data(40, { alias: 99, value: 1, type: 'Double' });
    expect(node()).toMatchObject({ state: 'online', gaps: 0, unknownAliases: 0 });
  });

  it('tells of a death that MCM missed only where it is that of the birth that is known', () => {
    birth(3);
    reconnect();
    say('NDEATH', { metrics: [bdSeqOf(2)], retained: true });
    expect(node()).toMatchObject({ state: 'unknown', bdSeqMismatches: 0, deaths: 0 });
    reconnect();
    say('NDEATH', { metrics: [bdSeqOf(3)], retained: true });
    expect(node()).toMatchObject({ state: 'offline', deaths: 1 });
  });

  it('is deleted by an empty message, which says nothing itself', () => {
    birth(0, { retained: true });
    data(1);
    for (const topic of ['g/NBIRTH/n', 'g/NDEATH/n', 'g/DDEATH/n/d', 'STATE/h']) {
      for (let i = 0; i < 2; i++) {
        const deletion = { payload: new Uint8Array(), retained: true, at: told.at };
        told.state.take({ topic: `spBv1.0/${topic}`, ...deletion });
      }
    }
    expect(node()).toMatchObject({ state: 'online', births: 1, metricCount: 3 });
    expect(node().devices.size).toBe(0);
    expect(faults()).toEqual({ retained: 1 });
    expect(told.state.counts().messages).toEqual({ NBIRTH: 1, NDATA: 1 });
  });

  it('is none of what a node keeps while it is heard: that is as any other message', () => {
    birth(0, { retained: true });
    old('NDATA', 1);
    old('NDATA', 2);
    expect(node().state).toBe('online');
    old('NDATA', 4);
    expect(node()).toMatchObject({ gaps: 1, births: 1 });
    birth(0, { retained: true });
    expect(node()).toMatchObject({ state: 'online', births: 2 });
  });
});
