/** What was measured of Sparkplug, as a table: see report.mjs. */
import { atLeast, atMost, megabytes, micros, table, whole } from './figures.mjs';

const AIMS = { metricsPerSecond: 500_000, memoryBytes: 200e6 };

export function sparkplug({ nodes, metrics, metricsOfData, pure, thread, memory }) {
  return table(
    [`${whole(nodes)} nodes with ${metrics} metrics each`, '', 'Aim'],
    [
      [
        `metrics decoded per second, ${metricsOfData} to a message`,
        ...[whole(pure.decoded), atLeast(AIMS.metricsPerSecond, pure.decoded, whole)],
      ],
      ['… and taken into the state of their nodes', whole(pure.followed), ''],
      ['metrics per second through the broker and all of MCM', whole(thread.perSecond), ''],
      ['processor time of the thread per metric', micros(thread.cpuMicros), ''],
      ['… messages that the broker dropped, of its queue for MCM', whole(thread.dropped), ''],
      ['… messages that the thread passed over', whole(thread.passedOver), ''],
      [
        `resident memory for ${whole(memory.held)} metrics`,
        ...[megabytes(memory.grown), atMost(AIMS.memoryBytes, memory.grown, megabytes)],
      ],
    ],
  );
}
