import { computed, effect, inject, linkedSignal, resource, Service } from '@angular/core';
import { HttpErrorResponse } from '@angular/common/http';
import { Api } from '../api/api';
import { getTopic } from '../api/functions';
import type { TopicMessage } from '../api/models';
import { type Failure, failureOf } from '../ui/failure';
import { OpenTopic } from './open-topic';

/** A message and the one before it, as far as that is known. */
export type MessagePair =
  | { readonly kind: 'first'; readonly message: TopicMessage }
  | { readonly kind: 'let-go'; readonly message: TopicMessage }
  | { readonly kind: 'both'; readonly message: TopicMessage; readonly before: TopicMessage };

interface Answer {
  readonly id: string;
  readonly number: number;
  /** Absent when it is no longer held. */
  readonly message?: TopicMessage;
}

/** The message before the one that is shown. */
@Service({ autoProvided: false })
export class MessageBefore {
  readonly #api = inject(Api);
  readonly #topic = inject(OpenTopic);
  /** The messages shown last: the latest of them is most often the one before the next. */
  #shown: readonly Answer[] = [];

  readonly #wanted = computed(
    (): { readonly id: string; readonly number: number } | undefined => {
      const id = this.#topic.id();
      const number = this.#topic.message()?.number ?? 0;
      return id === undefined || number <= 1 ? undefined : { id, number: number - 1 };
    },
    { equal: (a, b) => a?.id === b?.id && a?.number === b?.number },
  );
  readonly #answer = resource({ params: this.#wanted, loader: ({ params }) => this.#ask(params) });

  /** The last pair that is whole; it stays while the one before the next message is on its way. */
  readonly pair = linkedSignal<MessagePair | undefined, MessagePair | undefined>({
    source: () => this.#pair(),
    computation: (pair, previous) => {
      if (pair !== undefined) return pair;
      return this.#topic.message() === undefined ? undefined : previous?.value;
    },
  }).asReadonly();
  readonly failure = computed((): Failure | undefined => {
    const error = this.#answer.error();
    return error === undefined ? undefined : failureOf(error);
  });

  constructor() {
    effect(() => {
      const [id, message] = [this.#topic.id(), this.#topic.message()];
      if (id === undefined || message === undefined) return;
      this.#shown = [{ id, number: message.number, message }, ...this.#shown].slice(0, 3);
    });
  }

  retry(): void {
    this.#answer.reload();
  }

  #pair(): MessagePair | undefined {
    const id = this.#topic.id();
    const message = this.#topic.message();
    if (message === undefined || id === undefined) return undefined;
    if (message.number === 1) return { kind: 'first', message };
    const answer = this.#answer.hasValue() ? this.#answer.value() : undefined;
    if (answer?.id !== id || answer.number !== message.number - 1) return undefined;
    const { message: before } = answer;
    if (before?.payload === undefined || message.payload === undefined)
      return { kind: 'let-go', message };
    return { kind: 'both', message, before };
  }

  async #ask({ id, number }: { readonly id: string; readonly number: number }): Promise<Answer> {
    const shown = this.#shown.find((answer) => answer.id === id && answer.number === number);
    if (shown !== undefined) return shown;
    try {
      const { message } = await this.#api.invoke(getTopic, { id, number, decode: 'sparkplug' });
      return { id, number, ...(message?.number === number && { message }) };
    } catch (error) {
      // 404: it was let go; anything else is told.
      if (error instanceof HttpErrorResponse && error.status === 404) return { id, number };
      throw error;
    }
  }
}
