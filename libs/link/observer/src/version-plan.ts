/** How an attempt to connect with one protocol version ended. */
export type Outcome =
  | 'connected'
  /** The broker said that it does not know the version. */
  | 'version-refused'
  /** The broker closed the connection before it answered CONNECT, without a word. */
  | 'closed-unanswered'
  /** Anything that says nothing about the version. */
  | 'failed';

/**
 * - `five`: try MQTT 5.
 * - `perhaps-four`: the broker closed on 5 without a word. It may know 3.1.1 only, or have been starting.
 * - `five-again`: it answered 3.1.1, so it is up: ask for 5 once more, to know which it was.
 * - `four`: it does not know 5.
 */
export type VersionPlan = 'five' | 'perhaps-four' | 'five-again' | 'four';

export function versionOf(plan: VersionPlan): 4 | 5 {
  return plan === 'four' || plan === 'perhaps-four' ? 4 : 5;
}

/**
 * What to try after an attempt of `plan` that ended with `outcome`. Any plan but `five` is tried at once;
 * `five` waits its turn. A session that was established and lost begins with `five` again.
 */
export function nextPlan(plan: VersionPlan, outcome: Outcome): VersionPlan {
  const refused = outcome === 'version-refused' || outcome === 'closed-unanswered';
  switch (plan) {
    case 'five':
      if (outcome === 'version-refused') return 'four';
      return outcome === 'closed-unanswered' ? 'perhaps-four' : 'five';
    case 'perhaps-four':
      return outcome === 'connected' ? 'five-again' : 'five';
    case 'five-again':
      return refused ? 'four' : 'five';
    case 'four':
      return 'five';
  }
}
