/** Sparkplug messages as a plant sends them: a birth of each node, then data by alias. */
import { get } from 'sparkplug-payload';

const encoder = get('spBv1.0');
const TIME = 1_764_000_000_000;
const TYPES = ['Double', 'Int32', 'Boolean', 'Float', 'UInt64'];

const valueOf = (type, number) => (type === 'Boolean' ? number % 2 === 0 : number);

/** The NBIRTH of a node with that many metrics, names and aliases and engineering units and all. */
export function birthPayload(metrics) {
  return encoder.encodePayload({
    ...{ timestamp: TIME, seq: 0 },
    metrics: [
      { name: 'bdSeq', type: 'Int64', value: 0, timestamp: TIME },
      ...Array.from({ length: metrics - 1 }, (_, index) => {
        const type = TYPES[index % TYPES.length];
        return {
          ...{ name: `Line ${index % 5}/Drive ${index}/Measured value`, alias: index + 1, type },
          ...{ value: valueOf(type, index), timestamp: TIME },
          properties: { engUnit: { type: 'String', value: '°C' } },
        };
      }),
    ],
  });
}

/** An NDATA with that many metrics by alias. */
export function dataPayload(metrics, seq) {
  return encoder.encodePayload({
    ...{ timestamp: TIME + seq, seq: seq % 256 },
    metrics: Array.from({ length: metrics }, (_, index) => {
      const type = TYPES[index % TYPES.length];
      return { alias: index + 1, type, value: valueOf(type, seq + index), timestamp: TIME + seq };
    }),
  });
}

export const topicOf = (type, number) =>
  `spBv1.0/group ${number % 20}/${type}/edge-node-${String(number).padStart(5, '0')}`;
