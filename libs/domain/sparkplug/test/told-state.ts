import type { EdgeNode } from '../src/state/edge-node.js';
import { SparkplugState, type StateLimits } from '../src/state/sparkplug-state.js';
import { encodePayload, type WrittenMetric } from './payloads.js';

export const bdSeqOf = (value: number) => ({ name: 'bdSeq', type: 'Int64', value });
export const TEMPERATURE = { name: 'temperature', alias: 1, type: 'Double', value: 20.5 };
const PRESSURE = {
  ...{ name: 'pressure', alias: 2, type: 'Int32', value: 3 },
  properties: { Quality: { type: 'Int32', value: 192 } },
};

interface Said {
  readonly seq?: number;
  readonly metrics?: readonly object[];
  readonly retained?: boolean;
  readonly node?: string;
}

/** A state, and messages to tell it, each a second after the one before. */
export class ToldState {
  state = new SparkplugState({ idOf: (name) => name });
  at = 0;

  readonly begin = (held?: StateLimits): void => {
    this.state = new SparkplugState({
      idOf: (name) => `id of ${name}`,
      ...(held && { held }),
    });
    this.at = 0;
  };

  /** A message of node `n`, or of its device after the slash. */
  readonly say = (what: string, said: Said = {}): void => {
    const { seq, metrics = [], retained = false, node = 'n' } = said;
    const [type = '', device] = what.split('/');
    this.at += 1_000;
    const topic = ['spBv1.0', 'g', type, node, ...(device === undefined ? [] : [device])].join('/');
    const payload = encodePayload({
      ...(seq !== undefined && { seq }),
      metrics: metrics as WrittenMetric[],
    });
    this.state.take({ topic, payload, retained, at: this.at });
  };

  readonly birth = (bdSeq = 0, more: Said = {}): void => {
    const metrics = [bdSeqOf(bdSeq), TEMPERATURE, PRESSURE];
    this.say('NBIRTH', { seq: 0, metrics, ...more });
  };

  readonly death = (bdSeq = 0): void => this.say('NDEATH', { metrics: [bdSeqOf(bdSeq)] });

  readonly data = (seq: number, ...metrics: object[]): void => this.say('NDATA', { seq, metrics });

  readonly node = (name = 'n'): EdgeNode => {
    const found = this.state.nodes().find((one) => one.name === name);
    if (found === undefined) throw new Error(`no node ${name}`);
    return found;
  };

  readonly faults = () => this.state.counts().faults;

  readonly kinds = () => this.node().timeline.map(({ kind }) => kind);
}
