import { computed, debounced, inject, Service, signal } from '@angular/core';
import { explain, type Explanation, lint, type Question } from '#domain/access';
import { brokerVersion, type BrokerVersion } from '#domain/mosquitto';
import type { Decision } from './decision-stages';
import { DraftStore } from './draft-store';
import { type ExplainView, questionOf, readExplain } from './explain-view';
import { LivePolicy } from './live-policy';
import { parsedPolicy, type PlacedProblem } from './parsed-policy';
import { drafted, usersOf } from './policy-files';

/** While one types, so long nothing is worked out anew. */
const SETTLE_MS = 120;

/** And so much longer for what compares all rules and all users with each other. */
const REST_MS = 400;

/** What there is to say to the question of the address. */
export type Verdict =
  | { readonly kind: 'answer'; readonly decision: Decision }
  /** The broker does not take the file as it is. */
  | { readonly kind: 'cannot-say'; readonly problem: PlacedProblem }
  | { readonly kind: 'unasked' };

/** The question of the address put to the policy of the address: that in force, or the draft. */
@Service({ autoProvided: false })
export class ExplainStore {
  readonly live = inject(LivePolicy);
  readonly #draft = inject(DraftStore);
  readonly view = signal<ExplainView>(readExplain({}));

  readonly broker = computed((): BrokerVersion => {
    const [wanted, reported] = [this.view().broker, this.live.broker()];
    if (wanted === undefined || wanted === reported.line) return reported;
    return brokerVersion(wanted) ?? reported;
  });

  /** Nothing until it is known what there is to start from. */
  readonly #drafted = computed(() => {
    const { files, failure } = this.live;
    const isKnown = files() !== undefined || failure() !== undefined;
    return isKnown ? drafted(files(), this.#draft.current()) : undefined;
  });
  readonly #settled = debounced(this.#drafted, SETTLE_MS);
  /** The files of the draft as they are typed. */
  readonly draftFiles = this.#drafted;
  readonly inForce = parsedPolicy(this.live.files, this.broker);
  readonly draft = parsedPolicy(
    computed(() => this.#settled.value()),
    this.broker,
  );
  readonly #shown = computed(() => (this.view().source === 'draft' ? this.draft : this.inForce));

  readonly policy = computed(() => this.#shown().policy());
  readonly aclFile = computed(() => this.#shown().aclFile());
  readonly problems = computed(() => this.#shown().problems());
  readonly refusal = computed(() => this.#shown().refusal());
  readonly users = computed(() => {
    const policy = this.policy();
    return policy === undefined ? [] : usersOf(policy);
  });

  readonly #rested = debounced(this.policy, REST_MS);
  /** The policy, a moment after the rest: for what takes long to work out. */
  readonly restedPolicy = computed(() => this.#rested.value());
  /** What people should look at. */
  readonly findings = computed(() => {
    const policy = this.restedPolicy();
    return policy && lint(policy, this.live.files() === undefined ? 'files' : 'policy');
  });

  readonly question = computed(() => questionOf(this.view()), { equal: isSame });
  readonly verdict = computed((): Verdict => {
    const [policy, question, problem] = [this.policy(), this.question(), this.refusal()];
    if (problem !== undefined) return { kind: 'cannot-say', problem };
    if (policy === undefined || question === undefined) return { kind: 'unasked' };
    const login: Question = { ...question, action: 'login', topic: '' };
    return {
      kind: 'answer',
      decision: {
        policy,
        question,
        login: explain(policy, login),
        explanation: explain(policy, question),
      },
    };
  });
  readonly explanation = computed((): Explanation | undefined => {
    const verdict = this.verdict();
    return verdict.kind === 'answer' ? verdict.decision.explanation : undefined;
  });
}

function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
