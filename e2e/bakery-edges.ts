import type { TestBroker } from '#testing';
import { EdgeNode, type EdgeScript, type Metric } from './edge-node.js';

const good = (unit: string): NonNullable<Metric['properties']> => ({
  engUnit: { type: 'String', value: unit },
  Quality: { type: 'Int32', value: 192 },
});

const oven = (celsius: number): readonly Metric[] => [
  { name: 'Temperature', alias: 1, type: 'Float', value: celsius, properties: good('°C') },
  { name: 'Setpoint', alias: 2, type: 'Float', value: 236, properties: good('°C') },
  { name: 'Door/Closed', alias: 3, type: 'Boolean', value: true },
  { name: 'Batches', alias: 4, type: 'UInt32', value: 1_204, isTransient: true },
  { name: 'Burner', alias: 5, type: 'Float', value: null, isNull: true },
  {
    name: 'Recipe',
    alias: 6,
    type: 'DataSet',
    value: {
      numOfColumns: 3,
      columns: ['Zone', 'Celsius', 'Steam'],
      types: ['Int32', 'Float', 'Boolean'],
      rows: [
        [1, 232, true],
        [2, 241, true],
        [3, 236, false],
      ],
    },
  },
  {
    name: 'Motor',
    alias: 7,
    type: 'Template',
    value: {
      version: '1.0',
      templateRef: 'Drive',
      isDefinition: false,
      metrics: [{ name: 'RPM', type: 'Int32', value: 1_480 }],
      parameters: [{ name: 'Maker', type: 'String', value: 'Hobart' }],
    },
  },
];

/** Some gateways of a bakery, as they are there to be looked at. */
const BAKERY: readonly EdgeScript[] = [
  {
    group: 'bakery',
    node: 'line-1',
    metrics: [
      { name: 'Node Info/Hardware', type: 'String', value: 'Groov EPIC' },
      { name: 'CPU', alias: 20, type: 'Double', value: 12.5, properties: good('%') },
    ],
    devices: { 'oven-1': oven(236.1) },
  },
  {
    group: 'bakery',
    node: 'line-2',
    metrics: [{ name: 'CPU', alias: 20, type: 'Double', value: 18.25, properties: good('%') }],
    devices: { 'oven-2': oven(233.4) },
  },
  {
    group: 'energy',
    node: 'meters',
    metrics: [
      { name: 'Power', alias: 1, type: 'Double', value: 84.21, properties: good('kW') },
      { name: 'Energy', alias: 2, type: 'UInt64', value: 120_418, properties: good('kWh') },
    ],
  },
];

/** Starts them; one has lost messages on its way, another one is gone again. */
export async function openBakery(broker: TestBroker): Promise<readonly EdgeNode[]> {
  const nodes: EdgeNode[] = [];
  for (const script of BAKERY) nodes.push(await EdgeNode.start(broker, script));
  const [first, , meters] = nodes;
  for (const [index, celsius] of [236.4, 236.9, 237.2, 236.6, 235.8].entries()) {
    await first?.tell([{ alias: 1, type: 'Float', value: celsius }], 'oven-1');
    if (index === 2) first?.skip(3);
  }
  meters?.die();
  return nodes;
}
