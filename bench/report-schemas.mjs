/** What is told of JSON Schemas. */
import { table, whole } from './figures.mjs';

export function schemas({ pure, live }) {
  return table(
    ['Messages per second, a JSON Schema of ten fields', ''],
    [
      ['judged, without a thread or a broker', whole(pure.perSecond)],
      ['judged by MCM while it observes a flood', whole(live.judgedPerSecond)],
      ['… of that flood skipped, and counted as such', whole(live.skippedPerSecond)],
      ['… observed in all', whole(live.sentPerSecond)],
    ],
  );
}
