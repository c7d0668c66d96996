import { computed, inject, linkedSignal, resource, signal, type Signal } from '@angular/core';
import { Clock } from './clock';
import { type Failure, failureOf } from './failure';

/** Entries on one page. */
export const PAGE_SIZE = 50;

const NEVER = signal(undefined).asReadonly();

/** One page of a log, newest first. */
export interface LogPage<Entry> {
  readonly entries: readonly Entry[];
  /** Where the next page begins; absent on the last. */
  readonly next?: string | undefined;
}

/** A log as the server pages it, and the page that is asked for. */
export interface PagedLog<Page extends LogPage<unknown> = LogPage<unknown>> {
  /** The last page that was read; it stays while the next one is on its way. */
  readonly page: Signal<Page | undefined>;
  /** When it was read, by the server's clock. */
  readonly readAt: Signal<number | undefined>;
  readonly asking: Signal<boolean>;
  /** Whether the page answers an older question than the one that is asked now. */
  readonly outdated: Signal<boolean>;
  readonly failure: Signal<Failure | undefined>;
  /** Asks the same again. */
  reload(): void;
}

/**
 * Asks for the page that `question` names whenever it changes. Must be called where things are injected.
 *
 * @param question - `undefined` while nothing may be asked
 * @param again - with each change of it the same is asked again, also while an answer is on its way
 */
export function pagedLog<Question extends object, Page extends LogPage<unknown>>(
  question: Signal<Question | undefined>,
  ask: (question: Question) => Promise<Page>,
  again: Signal<unknown> = NEVER,
): PagedLog<Page> {
  const clock = inject(Clock);
  const answer = resource({
    params: () => {
      const [asked, times] = [question(), again()];
      return asked && { asked, times };
    },
    loader: async ({ params: { asked } }) => {
      const page = await ask(asked);
      return { page, question: asked, at: clock.read() };
    },
  });
  type Answer = ReturnType<typeof answer.value>;
  const last = linkedSignal<Answer, Answer>({
    source: () => (answer.hasValue() ? answer.value() : undefined),
    computation: (value, previous) => value ?? previous?.value,
  });
  return {
    page: computed(() => last()?.page),
    readAt: computed(() => last()?.at),
    asking: answer.isLoading,
    outdated: computed(() => last() !== undefined && last()?.question !== question()),
    failure: computed(() => {
      const error = answer.error();
      return error === undefined ? undefined : failureOf(error);
    }),
    reload: () => void answer.reload(),
  };
}

/** The cursors in the address, of the page that is shown and those on the way to it, newest first. */
export function readCursors(cursor: string | readonly string[] | undefined): readonly string[] {
  if (cursor === undefined || cursor === '') return [];
  return typeof cursor === 'string' ? [cursor] : cursor;
}
