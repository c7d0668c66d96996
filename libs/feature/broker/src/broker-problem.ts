import { BrokerUnreachable, FilterRefused, PublishRefused, TooManyRetained } from '#link/broker';
import { Problem } from '#platform';

/** What the broker link threw, as the answer to a request; anything else as it is. */
export function brokerProblem(error: unknown): unknown {
  if (error instanceof BrokerUnreachable) {
    return new Problem('broker-unavailable', error.message, { cause: error });
  }
  if (error instanceof PublishRefused || error instanceof FilterRefused) {
    return new Problem('broker-refused', error.message, { cause: error });
  }
  return error instanceof TooManyRetained
    ? new Problem('too-many-retained', error.message, { cause: error })
    : error;
}
