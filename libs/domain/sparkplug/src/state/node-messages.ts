import { asksForRebirth } from '../rebirth-command.js';
import type { NodeTopic } from '../sparkplug-topic.js';
import type { EdgeNode } from './edge-node.js';
import { followSession, watchStorm } from './follow-session.js';
import type { Taken } from './node-message.js';
import type { NodeRecorder } from './node-recorder.js';
import { bdSeqOf, birthWords, markOf, seqOf } from './session-numbers.js';
import { takeBirth } from './take-metrics.js';
import { takeKept, takeValues } from './take-values.js';

/** Applies what a node says of itself: its birth, death and data. */
export class NodeMessages {
  readonly #recorder: NodeRecorder;

  constructor(recorder: NodeRecorder) {
    this.#recorder = recorder;
  }

  take(node: EdgeNode, topic: NodeTopic, message: Taken): void {
    switch (topic.type) {
      case 'NBIRTH':
        this.#birth(node, message);
        return;
      case 'NDEATH':
        this.#death(node, message);
        return;
      case 'NDATA':
        if (message.old) {
          takeKept(node, node, message);
          return;
        }
        followSession(this.#recorder, node, message);
        takeValues(this.#recorder, node, node, message);
        return;
      case 'NCMD':
        if (asksForRebirth(message.payload)) {
          node.tell(message.at, 'rebirth-requested', 'A host application asked for its births');
        }
        return;
    }
  }

  #birth(node: EdgeNode, { payload, old, at }: Taken): void {
    if (old && node.birthMark === markOf(payload)) return;
    const late = node.dataBeforeBirth && node.epoch === this.#recorder.epoch && !old;
    node.births += 1;
    node.lastBirthAt = at;
    node.born = true;
    node.birthMark = markOf(payload);
    node.birthEpoch = old ? undefined : this.#recorder.epoch;
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
      if (device.state === 'online') this.#recorder.enter(node, device, 'unknown', at);
    }
    node.tell(at, 'birth', birthWords(payload, node.bdSeq));
    if (late) {
      node.lateBirths += 1;
      this.#recorder.fault(node, at, {
        kind: 'late-birth',
        detail: 'Data came before the birth of this session',
      });
    }
    if (seq === undefined)
      this.#recorder.fault(node, at, { kind: 'seq-missing', detail: 'NBIRTH without seq' });
    if (node.bdSeq === undefined)
      this.#recorder.fault(node, at, { kind: 'bdseq-missing', detail: 'NBIRTH without bdSeq' });
    this.#recorder.tellAmiss(node, at, takeBirth(node, node, payload.metrics, at));
    if (!old) watchStorm(this.#recorder, node, at);
    this.#recorder.enter(node, undefined, old ? 'unknown' : 'online', at);
  }

  #death(node: EdgeNode, { payload, old, at }: Taken): void {
    const bdSeq = bdSeqOf(payload.metrics);
    // Of what was before, only the end of the session that is known tells something.
    if (old && (!node.born || bdSeq === undefined || bdSeq !== node.bdSeq)) return;
    if (bdSeq === undefined)
      this.#recorder.fault(node, at, { kind: 'bdseq-missing', detail: 'NDEATH without bdSeq' });
    const differs =
      node.born && bdSeq !== undefined && node.bdSeq !== undefined && bdSeq !== node.bdSeq;
    // Where MCM may have missed a birth, it is rather the death of that.
    if (differs && this.#recorder.sawAll(node)) {
      // 5.5: the will of an earlier connection; that of this one has the number of the birth.
      node.bdSeqMismatches += 1;
      this.#recorder.fault(node, at, {
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
    this.#recorder.enter(node, undefined, 'offline', at);
    for (const device of node.devices.values()) {
      device.born = false;
      this.#recorder.enter(node, device, 'offline', at);
    }
  }
}
