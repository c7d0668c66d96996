import { ValidateBy } from 'class-validator';

/** MQTT 5.0 section 1.5.4. */
const LONGEST_TOPIC = 65_535;

/**
 * One check of the whole list: one for each of very many topics would keep the server busy for too long.
 * Whether they can be published to is not asked: what cannot is denied.
 */
export const IsTopicList = (most: number) =>
  ValidateBy({
    name: 'topicList',
    validator: {
      validate: (value) => isTopicList(value, most),
      defaultMessage: () =>
        `$property must be a list of at most ${most} texts of at most ${LONGEST_TOPIC} characters`,
    },
  });

function isTopicList(value: unknown, most: number): boolean {
  return (
    Array.isArray(value) &&
    value.length <= most &&
    value.every((topic) => typeof topic === 'string' && topic.length <= LONGEST_TOPIC)
  );
}
