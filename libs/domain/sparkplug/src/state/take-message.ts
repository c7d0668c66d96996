import type { Payload } from '../payload.js';
import { asksForRebirth } from '../rebirth-command.js';
import type { DeviceTopic, NodeTopic } from '../sparkplug-topic.js';
import {
  Device,
  STORM_BIRTHS,
  STORM_MS,
  type EdgeNode,
  NAME_WEIGHT,
  type NodeState,
  type StateListener,
} from './edge-node.js';
import type { FaultKind } from './faults.js';
import { bdSeqOf, birthWords, markOf, SEQ_VALUES, seqOf } from './session-numbers.js';
import { takeBirth, takeData, type Amiss } from './take-metrics.js';

const LONGEST_DETAIL = 200;
/** A device, beside its metrics. */
const DEVICE_WEIGHT = 768;

/** A message of a node or a device that could be decoded. */
export interface NodeMessage {
  readonly topic: NodeTopic | DeviceTopic;
  readonly payload: Payload;
  readonly retained: boolean;
  readonly at: number;
}

/** A message, and whether the broker may have kept it from before MCM subscribed. */
interface Taken extends NodeMessage {
  readonly old: boolean;
}

interface Fault {
  readonly kind: FaultKind;
  readonly detail: string;
  readonly count?: number;
}

/** Applies messages to a node as Sparkplug 3.0 sections 5 and 6 say, and tells where a node does not keep to them. */
export class MessageTaker {
  readonly #listener: StateListener;
  /** Counts how often MCM may have missed something. */
  epoch = 0;

  constructor(listener: StateListener) {
    this.#listener = listener;
  }

  take(node: EdgeNode, message: NodeMessage): void {
    const { topic } = message;
    if (topic.kind === 'node') {
      const old = this.#isOld(node, node, message);
      this.#takeOfNode(node, topic, { ...message, old });
      if (!old) this.#heard(node, topic);
      return;
    }
    if (topic.type === 'DCMD') return;
    const device = deviceOf(node, topic.device, message.at);
    const old = this.#isOld(node, device, message);
    this.#takeOfDevice(node, device, topic.type, { ...message, old });
    if (!old) this.#heard(node, topic);
  }

  /** A message that could not be decoded. */
  takeBad(node: EdgeNode, { topic, at }: Omit<NodeMessage, 'payload'>, detail: string): void {
    this.fault(node, at, { kind: 'bad-payload', detail });
    // Nobody knows its number, so the next one is not held against it.
    if (!isCommand(topic)) node.seq = undefined;
    this.#heard(node, topic);
  }

  /** Records what a node did wrong; in the timeline once, however often. */
  fault(node: EdgeNode, at: number, { kind, detail, count = 1 }: Fault): void {
    node.faults += count;
    node.tell(at, kind, detail.slice(0, LONGEST_DETAIL));
    this.#listener.fault(kind, count);
  }

  /** What a node said is not known any more: it may be there or not. */
  unconfirm(node: EdgeNode, at: number, why: string): void {
    if (node.state !== 'online') return;
    this.#enter(node, undefined, 'unknown', at);
    for (const device of node.devices.values()) {
      if (device.state === 'online') this.#enter(node, device, 'unknown', at);
    }
    node.tell(at, 'unconfirmed', why);
  }

  /**
   * Whether a message may be of before. A broker hands over what it kept once for each subscription, so the second
   * retained message of a topic within an epoch is one of now.
   */
  #isOld(node: EdgeNode, source: Device | EdgeNode, { topic, retained, at }: NodeMessage): boolean {
    if (!retained) return false;
    const before = source.retained(topic.type, this.epoch);
    const old = before !== this.epoch;
    // 6.4.19 to 6.4.26: whoever subscribes later must not take what was for what is. What comes again was told before.
    if (!old || before === undefined) {
      this.fault(node, at, { kind: 'retained', detail: `${topic.type} is retained` });
    }
    return old;
  }

  /** In commands a host speaks, not the node. */
  #heard(node: EdgeNode, topic: NodeTopic | DeviceTopic): void {
    if (!isCommand(topic)) node.epoch = this.epoch;
  }

  #takeOfNode(node: EdgeNode, topic: NodeTopic, message: Taken): void {
    switch (topic.type) {
      case 'NBIRTH':
        this.#nodeBirth(node, message);
        return;
      case 'NDEATH':
        this.#nodeDeath(node, message);
        return;
      case 'NDATA':
        if (message.old) {
          takeKept(node, node, message);
          return;
        }
        this.#checkSeq(node, message);
        this.#nodeSpoke(node, message.at);
        this.#data(node, node, message);
        return;
      case 'NCMD':
        if (asksForRebirth(message.payload)) {
          node.tell(message.at, 'rebirth-requested', 'A host application asked for its births');
        }
        return;
    }
  }

  #takeOfDevice(
    node: EdgeNode,
    device: Device,
    type: Exclude<DeviceTopic['type'], 'DCMD'>,
    message: Taken,
  ): void {
    const { at, old } = message;
    if (old) {
      if (type === 'DBIRTH') this.#deviceBirth(node, device, message);
      if (type === 'DDATA') takeKept(node, device, message);
      return;
    }
    this.#checkSeq(node, message);
    this.#nodeSpoke(node, at);
    switch (type) {
      case 'DBIRTH':
        this.#deviceBirth(node, device, message);
        return;
      case 'DDEATH':
        if (device.state !== 'offline') device.deaths += 1;
        device.lastDeathAt = at;
        device.born = false;
        node.tell(at, 'device-death', device.name.slice(0, LONGEST_DETAIL));
        this.#enter(node, device, 'offline', at);
        return;
      case 'DDATA':
        if (!device.born && this.#sawAll(node)) {
          this.fault(node, at, {
            kind: 'device-without-birth',
            detail: `${device.name} sent data before its birth`,
          });
        }
        this.#enter(node, device, device.born ? 'online' : 'unknown', at);
        this.#data(node, device, message);
        return;
    }
  }

  #nodeBirth(node: EdgeNode, { payload, old, at }: Taken): void {
    if (old && node.birthMark === markOf(payload)) return;
    const late = node.dataBeforeBirth && node.epoch === this.epoch && !old;
    node.births += 1;
    node.lastBirthAt = at;
    node.born = true;
    node.birthMark = markOf(payload);
    node.birthEpoch = old ? undefined : this.epoch;
    node.dataBeforeBirth = false;
    node.bdSeq = bdSeqOf(payload.metrics);
    // A birth begins anew, at whatever number (6.4.5: 0). Others may have followed one of before.
    const seq = seqOf(payload);
    node.seq = old ? undefined : seq;
    // 5.4: its devices have to be born again.
    node.aliases.clear();
    for (const device of node.devices.values()) {
      device.born = false;
      device.strays = undefined;
      if (device.state === 'online') this.#enter(node, device, 'unknown', at);
    }
    node.tell(at, 'birth', birthWords(payload, node.bdSeq));
    if (late) {
      node.lateBirths += 1;
      this.fault(node, at, {
        kind: 'late-birth',
        detail: 'Data came before the birth of this session',
      });
    }
    if (seq === undefined)
      this.fault(node, at, { kind: 'seq-missing', detail: 'NBIRTH without seq' });
    if (node.bdSeq === undefined)
      this.fault(node, at, { kind: 'bdseq-missing', detail: 'NBIRTH without bdSeq' });
    this.#tellAmiss(node, at, takeBirth(node, node, payload.metrics, at));
    if (!old) this.#watchStorm(node, at);
    this.#enter(node, undefined, old ? 'unknown' : 'online', at);
  }

  #nodeDeath(node: EdgeNode, { payload, old, at }: Taken): void {
    const bdSeq = bdSeqOf(payload.metrics);
    // Of what was before, only the end of the session that is known tells something.
    if (old && (!node.born || bdSeq === undefined || bdSeq !== node.bdSeq)) return;
    if (bdSeq === undefined)
      this.fault(node, at, { kind: 'bdseq-missing', detail: 'NDEATH without bdSeq' });
    const differs =
      node.born && bdSeq !== undefined && node.bdSeq !== undefined && bdSeq !== node.bdSeq;
    // Where MCM may have missed a birth, it is rather the death of that.
    if (differs && this.#sawAll(node)) {
      // 5.5: the will of an earlier connection; that of this one has the number of the birth.
      node.bdSeqMismatches += 1;
      this.fault(node, at, {
        kind: 'bdseq-mismatch',
        detail: `NDEATH has bdSeq ${bdSeq}, the birth ${node.bdSeq}`,
      });
      node.tell(at, 'stale-death', 'It does not end the session');
      return;
    }
    if (node.state === 'offline') return;
    node.deathDoubted = differs;
    node.deaths += 1;
    node.lastDeathAt = at;
    node.born = false;
    node.dataBeforeBirth = false;
    node.seq = undefined;
    node.tell(at, 'death', bdSeq === undefined ? '' : `bdSeq ${bdSeq}`);
    this.#enter(node, undefined, 'offline', at);
    for (const device of node.devices.values()) {
      device.born = false;
      this.#enter(node, device, 'offline', at);
    }
  }

  #deviceBirth(node: EdgeNode, device: Device, { payload, old, at }: Taken): void {
    if (old && device.birthMark === markOf(payload)) return;
    device.birthMark = markOf(payload);
    device.births += 1;
    device.lastBirthAt = at;
    device.born = true;
    node.tell(at, 'device-birth', device.name.slice(0, LONGEST_DETAIL));
    this.#tellAmiss(node, at, takeBirth(node, device, payload.metrics, at));
    this.#enter(node, device, old ? 'unknown' : 'online', at);
  }

  #data(node: EdgeNode, source: Device | EdgeNode, { payload, at }: NodeMessage): void {
    source.lastDataAt = at;
    // A node that speaks for its devices only is heard all the same.
    node.lastDataAt = at;
    const amiss = takeData(node, source, payload.metrics, at);
    // Without its birth, or after a loss of MCM's, it is not the node that is to blame.
    const blamed = source.born && this.#sawAll(node);
    this.#tellAmiss(node, at, blamed ? amiss : { ...amiss, unknownAliases: 0, unknownMetrics: 0 });
  }

  /** A message of its session, other than a birth, came. */
  #nodeSpoke(node: EdgeNode, at: number): void {
    if (node.born) {
      this.#enter(node, undefined, 'online', at);
      return;
    }
    if (node.state === 'offline') {
      // After a loss of MCM's, it may well have been born.
      if (node.epoch === this.epoch && !node.deathDoubted) {
        node.dataBeforeBirth = true;
        this.fault(node, at, {
          kind: 'data-while-offline',
          detail: 'It sent data after its death, before a birth',
        });
      }
    }
    if (node.state !== 'unknown') node.tell(at, 'data', 'Data came, and no birth before it');
    this.#enter(node, undefined, 'unknown', at);
  }

  /** 6.4.5: each message but the birth has the number after that of the one before, and 0 comes after 255. */
  #checkSeq(node: EdgeNode, { topic, payload, at }: NodeMessage): void {
    const seq = seqOf(payload);
    const before = node.epoch === this.epoch ? node.seq : undefined;
    node.seq = seq;
    if (seq === undefined) {
      this.fault(node, at, {
        kind: 'seq-missing',
        detail: `${topic.type} without a seq of 0 to 255`,
      });
      return;
    }
    if (before === undefined) return;
    const expected = (before + 1) % SEQ_VALUES;
    if (seq === expected) return;
    node.gaps += 1;
    node.lastGapAt = at;
    this.fault(node, at, {
      kind: 'seq-gap',
      detail: `${topic.type} has seq ${seq}, not ${expected}`,
    });
  }

  /** Whether MCM heard everything since the birth of the node. */
  #sawAll(node: EdgeNode): boolean {
    return node.born && node.birthEpoch === this.epoch;
  }

  #watchStorm(node: EdgeNode, at: number): void {
    node.birthTimes.push(at);
    if (node.birthTimes.length > STORM_BIRTHS) node.birthTimes.shift();
    const storming = node.inStorm(at);
    if (storming && !node.storming) {
      const detail = `${STORM_BIRTHS} births within ${STORM_MS / 1000} s`;
      this.fault(node, at, { kind: 'rebirth-storm', detail });
    }
    node.storming = storming;
  }

  #tellAmiss(node: EdgeNode, at: number, amiss: Amiss): void {
    const { collisions, unknownAliases, unknownMetrics, misfits, first = '' } = amiss;
    node.unknownAliases += unknownAliases;
    const tell = (kind: FaultKind, count: number) => {
      if (count > 0) this.fault(node, at, { kind, detail: `${count}, the first: ${first}`, count });
    };
    tell('alias-collision', collisions);
    tell('unknown-alias', unknownAliases);
    tell('unknown-metric', unknownMetrics);
    tell('type-mismatch', misfits);
  }

  #enter(node: EdgeNode, device: Device | undefined, state: NodeState, at: number): void {
    const source = device ?? node;
    if (source.state === state) return;
    source.state = state;
    source.since = at;
    this.#listener.changed(node, device, at);
  }
}

function deviceOf(node: EdgeNode, name: string, at: number): Device {
  const known = node.devices.get(name);
  if (known !== undefined) return known;
  const device = new Device(name, at);
  node.devices.set(name, device);
  node.weight += DEVICE_WEIGHT + name.length * NAME_WEIGHT;
  return device;
}

/** What was kept is the last that is known only where nothing else is. */
function takeKept(node: EdgeNode, source: Device | EdgeNode, { payload, at }: Taken): void {
  if (source.lastDataAt === undefined) takeData(node, source, payload.metrics, at);
}

const isCommand = ({ type }: NodeTopic | DeviceTopic): boolean =>
  type === 'NCMD' || type === 'DCMD';
