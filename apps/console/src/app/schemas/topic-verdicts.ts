import { Component, computed, inject, input, resource } from '@angular/core';
import { RouterLink } from '@angular/router';
import { Api } from '../api/api';
import { listTopicVerdicts } from '../api/functions';
import type { TopicVerdict } from '../api/models';
import { Session } from '../session/session';
import { Age } from '../ui/age';
import { Failed } from '../ui/failed';
import { count } from '../ui/formats';
import { Icon } from '../ui/icon';
import { lastAnswer } from '../ui/last-answer';
import { followVerdicts } from './follow-verdicts';
import { ViolationLines } from './violation-lines';

/** What the schemas say of the last message to a topic; for roles that may read them. */
@Component({
  selector: 'mcm-topic-verdicts',
  imports: [Age, Failed, Icon, RouterLink, ViolationLines],
  templateUrl: './topic-verdicts.html',
  styleUrl: './topic-verdicts.scss',
})
export class TopicVerdicts {
  readonly #api = inject(Api);
  readonly #session = inject(Session);
  readonly topic = input.required<string>();

  protected readonly count = count;
  protected readonly refusal = computed(() => this.#session.refusal('listTopicVerdicts'));
  protected readonly mayWrite = computed(
    () => this.#session.refusal('createJsonSchema') === undefined,
  );
  readonly #answer = resource({
    params: () => (this.refusal() === undefined ? { topic: this.topic() } : undefined),
    loader: async ({ params }) => {
      const { verdicts } = await this.#api.invoke(listTopicVerdicts, { body: params });
      return { topic: params.topic, verdicts };
    },
  });
  readonly #last = lastAnswer(this.#answer);
  protected readonly failure = this.#last.failure;
  /** Of this topic, not of the one before; those it breaks first. */
  protected readonly verdicts = computed((): readonly TopicVerdict[] | undefined => {
    const last = this.#last.latest();
    if (last?.topic !== this.topic()) return undefined;
    return last.verdicts.toSorted((one, other) => gravity(one) - gravity(other));
  });

  constructor() {
    followVerdicts(
      () => this.reload(),
      ({ topic }) => topic === this.topic(),
    );
  }

  protected reload(): void {
    this.#answer.reload();
  }
}

function gravity({ valid }: TopicVerdict): number {
  return valid === false ? 0 : 1;
}
