import type { Device, EdgeNode } from './edge-node.js';
import type { NodeMessage } from './node-message.js';
import type { NodeRecorder } from './node-recorder.js';
import { takeData } from './take-metrics.js';

/** Takes the data that a node or device sends now. */
export function takeValues(
  recorder: NodeRecorder,
  node: EdgeNode,
  source: Device | EdgeNode,
  { payload, at }: NodeMessage,
): void {
  source.lastDataAt = at;
  // A node that speaks for its devices only is heard all the same.
  node.lastDataAt = at;
  const amiss = takeData(node, source, payload.metrics, at);
  // Without its birth, or after a loss of MCM's, it is not the node that is to blame.
  const blamed = source.born && recorder.sawAll(node);
  recorder.tellAmiss(node, at, blamed ? amiss : { ...amiss, unknownAliases: 0, unknownMetrics: 0 });
}

/** What was kept is the last that is known only where nothing else is. */
export function takeKept(
  node: EdgeNode,
  source: Device | EdgeNode,
  { payload, at }: NodeMessage,
): void {
  if (source.lastDataAt === undefined) takeData(node, source, payload.metrics, at);
}
