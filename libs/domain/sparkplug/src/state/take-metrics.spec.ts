import { beforeEach, describe, expect, it } from '@jest/globals';
import { bdSeqOf, TEMPERATURE, ToldState } from '../../test/told-state.js';

const told = new ToldState();
const { begin, birth, data, faults, node, say } = told;
beforeEach(() => told.begin());

describe('metrics', () => {
  const metric = (name: string) => node().metrics.get(name);

  it('are found by their alias, with the type of their birth', () => {
    birth();
    say('NDATA', { seq: 1, metrics: [{ alias: 1, type: 'Double', value: 30 }] });
    expect(metric('temperature')).toMatchObject({
      ...{ value: 30, type: 'Double', at: 2_000, ofBirth: false, alias: 1 },
    });
    expect(metric('pressure')).toMatchObject({ value: 3, at: 1_000, ofBirth: true });
  });

  it('keep their properties when data do not repeat them', () => {
    birth();
    data(1, { alias: 2, type: 'Int32', value: 4 });
    expect(metric('pressure')?.properties?.properties.get('Quality')?.value).toBe(192);
  });

  it('are forgotten with the next birth, when that does not have them', () => {
    birth();
    say('NBIRTH', { seq: 0, metrics: [bdSeqOf(1), { ...TEMPERATURE, alias: 2 }] });
    expect([...node().metrics.keys()]).toEqual(['bdSeq', 'temperature']);
    data(1, { alias: 2, type: 'Double', value: 8 });
    expect(metric('temperature')?.value).toBe(8);
    data(2, { alias: 1, type: 'Double', value: 9 });
    expect(node().unknownAliases).toBe(1);
    expect(told.state.counts().metrics).toBe(2);
  });

  it('that no birth had are faults: by an alias unknown, by a name taken in', () => {
    birth();
    data(1, { alias: 77, type: 'Double', value: 1 }, { alias: 78, type: 'Double', value: 1 });
    data(2, { name: 'new', type: 'Int32', value: 5 });
    expect(node()).toMatchObject({ unknownAliases: 2, faults: 3 });
    expect(faults()).toEqual({ 'unknown-alias': 2, 'unknown-metric': 1 });
    expect(metric('new')?.value).toBe(5);
  });

  it('with one alias are told apart by whose they are, and are a fault', () => {
    birth();
    say('DBIRTH/d', { seq: 1, metrics: [{ name: 'x', alias: 1, type: 'Int8', value: 1 }] });
    expect(faults()).toEqual({ 'alias-collision': 1 });
    say('DDATA/d', { seq: 2, metrics: [{ alias: 1, type: 'Int8', value: 7 }] });
    data(3, { alias: 1, type: 'Double', value: 8 });
    expect(node().devices.get('d')?.metrics.get('x')?.value).toBe(7);
    expect(metric('temperature')?.value).toBe(8);
    expect(node().unknownAliases).toBe(0);
  });

  it('of another device are not reached by their alias', () => {
    birth();
    say('DBIRTH/d', { seq: 1, metrics: [{ name: 'x', alias: 9, type: 'Int8', value: 1 }] });
    say('DBIRTH/e', { seq: 2 });
    say('DDATA/e', { seq: 3, metrics: [{ alias: 9, type: 'Int8', value: 7 }] });
    expect(node().devices.get('d')?.metrics.get('x')?.value).toBe(1);
    expect(node().unknownAliases).toBe(1);
  });

  it('keep what is true now when a buffered value comes', () => {
    birth();
    data(1, { alias: 1, type: 'Double', value: 1, isHistorical: true });
    expect(metric('temperature')?.value).toBe(20.5);
  });

  it('of another type than they say are a fault', () => {
    say('NBIRTH', {
      seq: 0,
      metrics: [bdSeqOf(0), { name: 'x', type: 'UInt8', value: 300 }],
    });
    expect(faults()).toEqual({ 'type-mismatch': 1 });
    expect(metric('x')?.value).toBe(300);
  });

  it('that are too large are held without their value', () => {
    const value = 'x'.repeat(20_000);
    say('NBIRTH', { seq: 0, metrics: [bdSeqOf(0), { name: 'x', type: 'String', value }] });
    expect(metric('x')).toMatchObject({ value: undefined, omitted: true });
    data(1, { name: 'x', type: 'String', value: 'small' });
    expect(metric('x')).toMatchObject({ value: 'small', omitted: false });
  });
});

describe('what is held', () => {
  const limits = { nodes: 1_000, metrics: 1_000, weight: 10_000_000 };

  it('lets the nodes go that were silent longest: too many nodes', () => {
    begin({ ...limits, nodes: 2 });
    birth(0, { node: 'a' });
    birth(0, { node: 'b' });
    say('NDATA', { seq: 1, node: 'a' });
    birth(0, { node: 'c' });
    expect(told.state.nodes().map(({ name }) => name)).toEqual(['a', 'c']);
    expect(told.state.counts()).toMatchObject({ evicted: 1, metrics: 6 });
    expect(told.state.node('id of spBv1.0/g/b')).toBeUndefined();
  });

  it('lets the nodes go that were silent longest: too many metrics', () => {
    begin({ ...limits, metrics: 8 });
    for (const name of ['a', 'b', 'c']) birth(0, { node: name });
    expect(told.state.nodes().map(({ name }) => name)).toEqual(['b', 'c']);
  });

  it('counts what names take, which may be long', () => {
    begin({ ...limits, weight: 600_000 });
    for (let i = 0; i < 10; i++) birth(0, { node: `${i}${'n'.repeat(60_000)}` });
    expect(told.state.nodes().length).toBeLessThan(6);
    begin({ ...limits, weight: 600_000 });
    for (let i = 0; i < 10; i++) say(`DBIRTH/${i}${'n'.repeat(60_000)}`, { node: `${i}` });
    expect(told.state.nodes().length).toBeLessThan(6);
  });

  it('counts two bytes for each letter of a text that is not ASCII', () => {
    const value = 'ж'.repeat(9_000);
    say('NBIRTH', { seq: 0, metrics: [{ name: 'x', type: 'String', value }] });
    expect(node().metrics.get('x')).toMatchObject({ omitted: true });
  });

  it('keeps few changes of long names until they are taken', () => {
    for (let i = 0; i < 1_000; i++) say(`DBIRTH/${i}${'n'.repeat(60_000)}`, { node: 'a' });
    const names = told.state.takeChanges(Infinity).map(({ device = '' }) => device);
    expect(names.at(-1)).toMatch(/^999n/);
    expect(names.join('').length).toBeLessThan(20_000_000);
  });

  it('lets a node go that alone is too large', () => {
    begin({ ...limits, weight: 6_500 });
    birth();
    say('NBIRTH', { metrics: [{ name: 'x', type: 'String', value: 'y'.repeat(3_000) }] });
    expect(told.state.nodes()).toEqual([]);
    expect(told.state.counts()).toMatchObject({ metrics: 0, evicted: 1 });
  });
});
