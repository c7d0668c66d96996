import { STORM_BIRTHS, STORM_MS, type EdgeNode } from './edge-node.js';
import type { NodeMessage } from './node-message.js';
import type { NodeRecorder } from './node-recorder.js';
import { SEQ_VALUES, seqOf } from './session-numbers.js';

/** A message of the session of a node came, of its own or of a device, other than its birth. */
export function followSession(recorder: NodeRecorder, node: EdgeNode, message: NodeMessage): void {
  checkSeq(recorder, node, message);
  confirm(recorder, node, message.at);
}

/** A birth came now: are there too many of them? */
export function watchStorm(recorder: NodeRecorder, node: EdgeNode, at: number): void {
  node.birthTimes.push(at);
  if (node.birthTimes.length > STORM_BIRTHS) node.birthTimes.shift();
  const storming = node.inStorm(at);
  if (storming && !node.storming) {
    const detail = `${STORM_BIRTHS} births within ${STORM_MS / 1000} s`;
    recorder.fault(node, at, { kind: 'rebirth-storm', detail });
  }
  node.storming = storming;
}

/** 6.4.5: each message but the birth has the number after that of the one before, and 0 comes after 255. */
function checkSeq(
  recorder: NodeRecorder,
  node: EdgeNode,
  { topic, payload, at }: NodeMessage,
): void {
  const seq = seqOf(payload);
  const before = node.epoch === recorder.epoch ? node.seq : undefined;
  node.seq = seq;
  if (seq === undefined) {
    recorder.fault(node, at, {
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
  recorder.fault(node, at, {
    kind: 'seq-gap',
    detail: `${topic.type} has seq ${seq}, not ${expected}`,
  });
}

/** Whoever speaks is there, and born unless that was not seen. */
function confirm(recorder: NodeRecorder, node: EdgeNode, at: number): void {
  if (node.born) {
    recorder.enter(node, undefined, 'online', at);
    return;
  }
  if (node.state === 'offline') {
    // After a loss of MCM's, it may well have been born.
    if (node.epoch === recorder.epoch && !node.deathDoubted) {
      node.dataBeforeBirth = true;
      recorder.fault(node, at, {
        kind: 'data-while-offline',
        detail: 'It sent data after its death, before a birth',
      });
    }
  }
  if (node.state !== 'unknown') node.tell(at, 'data', 'Data came, and no birth before it');
  recorder.enter(node, undefined, 'unknown', at);
}
