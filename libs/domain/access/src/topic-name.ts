import { topicNameProblem } from '#domain/mqtt';

/** No more slashes than there may be, and no character that would have to be looked at closely; most names are so. */
const PLAIN = /^[ -"$-*,-~]{1,200}$/;

/** Whether messages can be published to this topic. */
export function isTopicName(text: string): boolean {
  return PLAIN.test(text) || topicNameProblem(text) === undefined;
}
