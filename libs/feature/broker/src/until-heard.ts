import { setTimeout as pause } from 'node:timers/promises';
import type { BrokerService } from './broker.service.js';

const PATIENCE_MS = 1_000;
const STEP_MS = 10;

/** What the broker holds of a topic since MCM changed it. */
export interface RetainedChange {
  readonly topic: string;
  readonly retained: boolean;
}

/**
 * Waits until the observer has heard of a change, which the broker may tell its author earlier. For a second at most:
 * somebody else may have changed it again, or MCM may not read the topic. Over MQTT 3.1.1 it is not told at all.
 */
export async function untilHeard(
  broker: Pick<BrokerService, 'snapshot' | 'lookUp'>,
  { topic, retained }: RetainedChange,
  signal: AbortSignal,
): Promise<void> {
  if (broker.snapshot().connection.protocolVersion !== 5) return;
  try {
    for (let waited = 0; waited < PATIENCE_MS; waited += STEP_MS) {
      const [row] = await broker.lookUp([topic]);
      if ((row?.seen?.retainedHeld ?? false) === retained) return;
      await pause(STEP_MS, undefined, { signal });
    }
  } catch {
    // MCM is stopped, or the observer started again, which then learns anew what is retained: nothing to wait for.
  }
}
