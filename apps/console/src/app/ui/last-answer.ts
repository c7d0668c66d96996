import { linkedSignal, type ResourceRef, type Signal } from '@angular/core';
import { type Failure, failureOf } from './failure';

/** What a question was answered last, and why the last try failed, until another is answered. */
export interface LastAnswer<T> {
  readonly latest: Signal<T | undefined>;
  readonly failure: Signal<Failure | undefined>;
}

/**
 * The last true picture of a resource: it stays while the next one is on its way, or fails. For a template,
 * which reads it all the time: what nobody reads is not remembered.
 */
export function lastAnswer<T>(question: ResourceRef<T | undefined>): LastAnswer<T> {
  return {
    latest: linkedSignal<T | undefined, T | undefined>({
      source: () => (question.hasValue() ? question.value() : undefined),
      computation: (answer, previous) => answer ?? previous?.value,
    }).asReadonly(),
    failure: linkedSignal<Error | undefined, Failure | undefined>({
      source: question.error,
      computation: (error, previous) => {
        if (error !== undefined) return failureOf(error);
        return question.hasValue() ? undefined : previous?.value;
      },
    }).asReadonly(),
  };
}
