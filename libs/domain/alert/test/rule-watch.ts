import type { MaintenanceWindow, Sample } from '../src/index.js';
import {
  close,
  NOTHING_ACTIVE,
  step,
  type AlertRule,
  type AlertState,
  type Step,
} from '../src/index.js';

export const RULE: AlertRule = {
  ...{ id: 7, name: 'Silo', severity: 'warning', labels: { hall: 'B' }, enabled: true },
  ...{ condition: { kind: 'broker_down' }, forSeconds: 0, renoticeSeconds: 0 },
};

/** What can be seen of one instance. `gone`: it is not among those there are; `deaf`: nobody could look. */
export type Seen = Sample['holds'] | 'gone' | 'deaf';

/** One rule, looked at again and again; what is to be kept of its state is kept as text, as in a database. */
export class RuleWatch {
  readonly events: string[] = [];
  state: AlertState = NOTHING_ACTIVE;
  private kept = JSON.stringify(NOTHING_ACTIVE);
  private count = 0;

  constructor(
    private readonly rule: Partial<AlertRule> = {},
    private readonly windows: readonly MaintenanceWindow[] = [],
  ) {}

  /** Only what was kept is remembered. */
  restart(): void {
    this.state = JSON.parse(this.kept) as AlertState;
  }

  /** Looks at these instances at a second; answers what is told, such as `firing a`. */
  look(second: number, seen: Readonly<Record<string, Seen>>): readonly string[] {
    const samples = Object.entries(seen).flatMap(([name, holds]): Sample[] => {
      if (holds === 'gone' || holds === 'deaf') return [];
      return [{ labels: { name }, holds, text: `${name} at ${second}` }];
    });
    const isDeaf = Object.values(seen).includes('deaf');
    return this.take(
      step({ ...RULE, ...this.rule }, this.state, {
        at: second * 1_000,
        reading: isDeaf ? undefined : { samples },
        windows: this.windows,
        newId: () => `i${++this.count}`,
      }),
    );
  }

  close(second: number): readonly string[] {
    return this.take(close({ ...RULE, ...this.rule }, this.state, second * 1_000));
  }

  private take({ state, notices, changed }: Step): readonly string[] {
    this.state = state;
    if (changed) this.kept = JSON.stringify(state);
    const told = notices.flatMap(({ event, instances }) =>
      instances.map(({ labels }) => `${event} ${labels['name'] ?? ''}`),
    );
    for (const { event, instances } of notices) {
      this.events.push(...instances.map(({ incident }) => `${event} ${incident}`));
    }
    return told;
  }
}
