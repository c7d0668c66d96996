import { beforeEach, describe, expect, it } from '@jest/globals';
import { bdSeqOf, ToldState } from '../../test/told-state.js';
import { rebirthCommand } from '../rebirth-command.js';

const told = new ToldState();
const { birth, data, death, faults, kinds, node, say } = told;
beforeEach(() => told.begin());

describe('a node', () => {
  it('is online from its birth and offline from its death', () => {
    birth();
    expect(node()).toMatchObject({ state: 'online', since: 1_000, births: 1, lastBirthAt: 1_000 });
    data(1, { alias: 1, value: 21.5, type: 'Double' });
    expect(node()).toMatchObject({ state: 'online', lastDataAt: 2_000, seq: 1 });
    death();
    expect(node()).toMatchObject({ state: 'offline', since: 3_000, deaths: 1, lastDeathAt: 3_000 });
    birth(1);
    expect(node()).toMatchObject({ state: 'online', births: 2, bdSeq: 1, seq: 0 });
    expect(faults()).toEqual({});
    expect(kinds()).toEqual(['birth', 'death', 'birth']);
  });

  it('is unknown while its birth was not seen, and none of that is held against it', () => {
    data(17, { alias: 1, value: 1, type: 'Double' }, { name: 'x', value: 1, type: 'Int32' });
    expect(node()).toMatchObject({ state: 'unknown', unknownAliases: 0, faults: 0 });
    data(18);
    say('DDATA/d', { seq: 19 });
    expect(node().devices.get('d')).toMatchObject({ state: 'unknown' });
    birth();
    expect(node()).toMatchObject({ state: 'online', lateBirths: 0, gaps: 0 });
    expect(faults()).toEqual({});
  });

  it('whose death is of another connection than its birth lives on', () => {
    birth(7);
    death(6);
    expect(node()).toMatchObject({ state: 'online', deaths: 0, bdSeqMismatches: 1 });
    expect(faults()).toEqual({ 'bdseq-mismatch': 1 });
    death(7);
    expect(node()).toMatchObject({ state: 'offline', deaths: 1 });
  });

  it('dies once: a death after its death is not counted', () => {
    birth();
    death();
    death();
    expect(node().deaths).toBe(1);
  });

  it('that was never seen alive may be seen dead', () => {
    death(3);
    expect(node()).toMatchObject({ state: 'offline', deaths: 1 });
  });

  it('without bdSeq has a fault, and dies all the same', () => {
    say('NBIRTH', { seq: 0 });
    say('NDEATH');
    expect(node().state).toBe('offline');
    expect(faults()).toEqual({ 'bdseq-missing': 2 });
  });

  it('that sends data before it is born again is late', () => {
    birth();
    death();
    data(0);
    expect(node()).toMatchObject({ state: 'unknown', lateBirths: 0 });
    data(1);
    birth(1);
    expect(node()).toMatchObject({ state: 'online', lateBirths: 1 });
    expect(faults()).toEqual({ 'data-while-offline': 1, 'late-birth': 1 });
  });

  it('that is born five times in a minute is in a storm, until a minute after', () => {
    for (let i = 0; i < 4; i++) birth(i);
    expect(node().inStorm(told.at)).toBe(false);
    birth(4);
    expect(node().inStorm(told.at)).toBe(true);
    birth(5);
    expect(faults()).toEqual({ 'rebirth-storm': 1 });
    expect(node().inStorm(told.at + 60_000)).toBe(false);
  });

  it('whose birth is retained is known by it, and online only when it speaks', () => {
    birth(0, { retained: true });
    expect(node()).toMatchObject({ state: 'unknown', births: 1 });
    expect(faults()).toEqual({ retained: 1 });
    data(1, { alias: 1, value: 5, type: 'Double' });
    expect(node()).toMatchObject({ state: 'online', unknownAliases: 0 });
  });

  it('is not taken for dead by a retained death of who knows when', () => {
    say('NDEATH', { metrics: [bdSeqOf(0)], retained: true });
    expect(node()).toMatchObject({ state: 'unknown', deaths: 0 });
  });

  it('that a host asked for its births has that in its timeline', () => {
    birth();
    told.state.take({
      topic: 'spBv1.0/g/NCMD/n',
      payload: rebirthCommand(5),
      retained: false,
      at: 5,
    });
    expect(kinds()).toEqual(['birth', 'rebirth-requested']);
    expect(node().seq).toBe(0);
  });

  it('keeps its last 20 events', () => {
    for (let i = 0; i < 30; i++) {
      birth(i);
      death(i);
    }
    expect(node().timeline).toHaveLength(20);
  });

  it('that sends what cannot be read has a fault that says where, and no gap after it', () => {
    birth();
    told.state.take({
      ...{ topic: 'spBv1.0/g/NDATA/n', payload: Uint8Array.of(0x08, 1, 0x10, 1) },
      ...{ retained: false, at: 5 },
    });
    expect(faults()).toEqual({ 'bad-payload': 1 });
    expect(node().timeline.at(-1)).toMatchObject({
      ...{ kind: 'bad-payload', detail: 'NDATA, byte 3: Field 2 is a varint, not bytes' },
    });
    data(2);
    expect(node()).toMatchObject({ state: 'online', gaps: 0 });
  });
});

describe('the numbers of messages', () => {
  it('go from 255 to 0, over those of devices, too', () => {
    birth();
    for (let seq = 1; seq <= 300; seq++) {
      if (seq % 3 === 0) say('DBIRTH/d', { seq: seq % 256 });
      else if (seq % 3 === 1) say('DDATA/d', { seq: seq % 256 });
      else data(seq % 256);
    }
    expect(node().gaps).toBe(0);
  });

  it.each([
    ['one is left out', 2],
    ['one comes twice', 0],
    ['one comes too late', 255],
  ])('have a gap when %s', (_, seq) => {
    birth();
    data(seq);
    expect(node()).toMatchObject({ gaps: 1, lastGapAt: 2_000, seq });
    data((seq + 1) % 256);
    expect(node().gaps).toBe(1);
  });

  it('begin anew with a birth, at whatever number', () => {
    birth(0, { seq: 40 });
    data(41);
    birth(1);
    data(1);
    expect(node().gaps).toBe(0);
  });

  it('have none when a message has no number, or one that is none', () => {
    birth();
    say('NDATA');
    say('NDATA', { seq: 256 });
    data(9);
    expect(node().gaps).toBe(0);
    expect(faults()).toEqual({ 'seq-missing': 2 });
  });

  it('have none where MCM missed messages', () => {
    birth();
    told.state.gap(told.at);
    told.state.missed(3);
    data(4);
    data(5);
    expect(node()).toMatchObject({ gaps: 0, state: 'online', faults: 0 });
    expect(told.state.counts().missed).toBe(3);
    data(7);
    expect(node().gaps).toBe(1);
  });
});

describe('what MCM missed is not held against the node:', () => {
  it('a birth of its own, of a device, of an alias', () => {
    birth();
    death();
    told.state.gap(told.at);
    data(3, { alias: 99, value: 1, type: 'Double' });
    say('DDATA/d', { seq: 4, metrics: [{ alias: 98, value: 1, type: 'Double' }] });
    birth(1);
    expect(node()).toMatchObject({ lateBirths: 0, unknownAliases: 0, faults: 0 });
  });

  it('a node that stays silent for a minute after is not taken to be online', () => {
    birth();
    birth(0, { node: 'other' });
    say('DBIRTH/d', { seq: 1 });
    told.state.gap(told.at);
    data(5);
    told.state.sweep(told.at + 30_000);
    expect(told.state.counts().nodes).toEqual({ online: 2, offline: 0, unknown: 0 });
    told.state.sweep(told.at + 60_000);
    expect(node().state).toBe('online');
    expect(node('other')).toMatchObject({ state: 'unknown' });
    expect(node('other').timeline.at(-1)?.kind).toBe('unconfirmed');
  });

  it('the death of a birth that it did not see', () => {
    birth(0);
    told.state.gap(told.at);
    data(9);
    death(1);
    expect(node()).toMatchObject({ state: 'offline', deaths: 1, bdSeqMismatches: 0 });
    data(10);
    expect(node()).toMatchObject({ state: 'unknown', faults: 0 });
  });

  it('a command of a host, which is no sign of life', () => {
    const ask = () =>
      told.state.take({
        ...{ topic: 'spBv1.0/g/NCMD/n', payload: rebirthCommand(5) },
        ...{ retained: false, at: told.at },
      });
    birth();
    birth(0, { node: 'other' });
    told.state.gap(told.at);
    ask();
    told.state.take({
      ...{ topic: 'spBv1.0/g/DCMD/n/d', payload: Uint8Array.of(0xff) },
      ...{ retained: false, at: told.at },
    });
    told.state.sweep(told.at + 60_000);
    expect(node().state).toBe('unknown');
    data(7);
    ask();
    data(8);
    expect(node()).toMatchObject({ state: 'online', gaps: 0 });
  });

  it('not even when it missed some twice: whoever is silent since the second time', () => {
    birth();
    told.state.gap(told.at);
    data(5);
    told.state.gap(told.at + 30_000);
    told.state.sweep(told.at + 60_000);
    expect(node().state).toBe('online');
    told.state.sweep(told.at + 90_000);
    expect(node().state).toBe('unknown');
  });

  it('when MCM was not connected, nobody is, until it speaks', () => {
    birth();
    say('DBIRTH/d', { seq: 1 });
    told.state.interrupted(told.at);
    expect(node()).toMatchObject({ state: 'unknown', born: true });
    expect(node().devices.get('d')?.state).toBe('unknown');
    say('DDATA/d', { seq: 200 });
    expect(node().state).toBe('online');
    expect(node().devices.get('d')?.state).toBe('online');
    expect(node().faults).toBe(0);
  });
});

describe('a device', () => {
  const device = () => node().devices.get('d');

  it('is online from its birth, and offline from its death or that of its node', () => {
    birth();
    say('DBIRTH/d', { seq: 1, metrics: [{ name: 'x', alias: 9, type: 'Int8', value: 1 }] });
    expect(device()).toMatchObject({ state: 'online', births: 1 });
    say('DDATA/d', { seq: 2, metrics: [{ alias: 9, type: 'Int8', value: -5 }] });
    expect(device()?.metrics.get('x')?.value).toBe(-5);
    say('DDEATH/d', { seq: 3 });
    expect(device()).toMatchObject({ state: 'offline', deaths: 1 });
    say('DBIRTH/d', { seq: 4 });
    death();
    expect(device()).toMatchObject({ state: 'offline', deaths: 1 });
    expect(faults()).toEqual({});
  });

  it('has to be born again after its node was', () => {
    birth();
    say('DBIRTH/d', { seq: 1 });
    birth();
    expect(device()?.state).toBe('unknown');
    say('DDATA/d', { seq: 1 });
    expect(device()?.state).toBe('unknown');
    expect(faults()).toEqual({ 'device-without-birth': 1 });
    say('DBIRTH/d', { seq: 2 });
    expect(device()?.state).toBe('online');
  });

  it('that sends data after its death has a fault', () => {
    birth();
    say('DBIRTH/d', { seq: 1 });
    say('DDEATH/d', { seq: 2 });
    say('DDATA/d', { seq: 3 });
    expect(device()?.state).toBe('unknown');
    expect(faults()).toEqual({ 'device-without-birth': 1 });
  });
});

describe('what changed', () => {
  it('is told once, the latest state of each, so many at once', () => {
    birth(0, { node: 'a' });
    birth(0, { node: 'b' });
    say('DBIRTH/d', { seq: 1, node: 'b' });
    expect(told.state.takeChanges(2)).toEqual([
      { nodeId: 'id of spBv1.0/g/a', group: 'g', node: 'a', state: 'online', at: 1_000 },
      { nodeId: 'id of spBv1.0/g/b', group: 'g', node: 'b', state: 'online', at: 2_000 },
    ]);
    expect(told.state.takeChanges(2)).toMatchObject([{ node: 'b', device: 'd', state: 'online' }]);
    expect(told.state.takeChanges(2)).toEqual([]);
  });

  it('is counted: messages by type, and other topics not at all', () => {
    birth();
    data(1);
    data(2);
    told.state.take({ topic: 'plant/x', payload: new Uint8Array(), retained: false, at: told.at });
    expect(told.state.counts().messages).toEqual({ NBIRTH: 1, NDATA: 2 });
  });
});
