import { ValidateBy } from 'class-validator';
import { filterProblem, topicNameProblem } from '#domain/mqtt';

/** A valid MQTT topic filter (MQTT 5.0 section 4.7); what is wrong with it otherwise. */
export const IsFilter = () => valid('filter', filterProblem);

/** A valid name of a topic, to publish to (MQTT 5.0 section 4.7.3). */
export const IsTopicName = () => valid('topicName', topicNameProblem);

/** A decorator that says in a sentence what is wrong with a text. */
export function valid(
  name: string,
  problemOf: (text: string) => string | undefined,
): PropertyDecorator {
  const problem = (value: unknown) =>
    typeof value === 'string' ? problemOf(value) : 'it is not a text';
  return ValidateBy({
    name,
    validator: {
      validate: (value) => problem(value) === undefined,
      defaultMessage: (given) => `${given?.property ?? name}: ${problem(given?.value) ?? ''}`,
    },
  });
}
