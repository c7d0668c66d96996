import { computed, inject, resource, Service } from '@angular/core';
import { Api } from '../api/api';
import { verifyAuditTrail } from '../api/functions';
import type { VerificationProblem } from '../api/models';
import { Session } from '../session/session';
import { lastAnswer } from '../ui/last-answer';

/** What is known of one entry's place in the chain. */
export type Proof =
  /** `newer` than the last proof; `doubtful` when that found problems, of which none names this entry. */
  | { readonly kind: 'proven' | 'unproven' | 'newer' | 'doubtful' }
  | { readonly kind: 'broken'; readonly problem: VerificationProblem };

/** Whether the trail is whole: asked for once when the page opens, and again on demand. */
@Service({ autoProvided: false })
export class ChainStore {
  readonly #api = inject(Api);
  readonly #session = inject(Session);

  readonly #answer = resource({
    params: () => this.#session.refusal('verifyAuditTrail') === undefined || undefined,
    loader: () => this.#api.invoke(verifyAuditTrail),
  });
  readonly #last = lastAnswer(this.#answer);

  readonly verification = this.#last.latest;
  readonly failure = this.#last.failure;
  readonly asking = this.#answer.isLoading;
  readonly #broken = computed(
    () => new Map(this.verification()?.problems.map((problem) => [problem.number, problem])),
  );

  proveAgain(): void {
    this.#answer.reload();
  }

  /** What the last proof says of an entry, and of the one that says what was intended. */
  proofOf({ id, intent }: { readonly id: number; readonly intent?: number }): Proof {
    const problem = this.#broken().get(id) ?? this.#broken().get(intent ?? id);
    if (problem !== undefined) return { kind: 'broken', problem };
    const known = this.verification();
    if (known === undefined) return { kind: 'unproven' };
    if (id > (known.head?.number ?? 0)) return { kind: 'newer' };
    return { kind: known.valid ? 'proven' : 'doubtful' };
  }
}
