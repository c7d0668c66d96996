import { filterProblem, topicNameProblem } from '#domain/mqtt';
import { valid } from './is-filter.js';

/** What begins with one of these is the broker's own. */
const RESERVED: ReadonlyMap<string, string> = new Map([
  ['$SYS', 'The broker publishes what is below $SYS, and nobody else can.'],
  [
    '$CONTROL',
    'What is below $CONTROL changes the broker; MCM publishes there only to apply a plan.',
  ],
]);

/** A topic that operators may publish to. */
export const IsOpenTopic = () =>
  valid('openTopic', (topic) => topicNameProblem(topic) ?? reservedProblem(topic));

/** A filter whose retained messages operators may delete. */
export const IsOpenFilter = () =>
  valid('openFilter', (filter) => {
    if (/^\$share(\/|$)/.test(filter)) {
      return 'A shared subscription is not sent retained messages: leave out $share and the group.';
    }
    return filterProblem(filter) ?? reservedProblem(filter);
  });

function reservedProblem(text: string): string | undefined {
  return RESERVED.get(text.split('/', 1)[0] ?? '');
}
