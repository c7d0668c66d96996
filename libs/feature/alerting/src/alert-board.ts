import { Injectable, type OnModuleInit } from '@nestjs/common';
import { NOTHING_ACTIVE, type AlertState } from '#domain/alert';
import { Database } from '#platform';
import { allRules, type StoredRule } from './store/alert-rules.js';
import { allStates } from './store/alert-states.js';
import { allWindows, type StoredWindow } from './store/alert-windows.js';

/** A rule, and what is known of it. */
export interface Watched {
  readonly rule: StoredRule;
  /** As it is kept, but for newer values and texts. */
  readonly state: AlertState;
  /** When it was last looked at, in ms since 1970. */
  readonly readAt?: number;
  /** Why nobody could tell at the last look. */
  readonly unknown?: string;
  /** Instances that hold and are not followed. */
  readonly unfollowed: number;
}

/** Rules with their states, and windows, as they are in the database; in memory, since they are looked at every second. */
@Injectable()
export class AlertBoard implements OnModuleInit {
  private readonly byId = new Map<number, Watched>();
  private shown: readonly StoredWindow[] = [];
  private last: Promise<unknown> = Promise.resolve();

  constructor(private readonly database: Database) {}

  async onModuleInit(): Promise<void> {
    const { read } = this.database;
    const states = await allStates(read);
    for (const rule of await allRules(read)) {
      this.byId.set(rule.id, { rule, state: states.get(rule.id) ?? NOTHING_ACTIVE, unfollowed: 0 });
    }
    this.shown = await allWindows(read);
  }

  /** In the order of their ids. */
  all(): readonly Watched[] {
    return [...this.byId.values()].sort((one, other) => one.rule.id - other.rule.id);
  }

  find(id: number): Watched | undefined {
    return this.byId.get(id);
  }

  windows(): readonly StoredWindow[] {
    return this.shown;
  }

  set(watched: Watched): void {
    this.byId.set(watched.rule.id, watched);
  }

  remove(id: number): void {
    this.byId.delete(id);
  }

  setWindows(windows: readonly StoredWindow[]): void {
    this.shown = windows;
  }

  /** How many instances are pending and firing, of all rules. */
  counts(): { readonly pending: number; readonly firing: number } {
    const active = this.all().flatMap(({ state }) => state.active);
    const firing = active.filter(({ phase }) => phase === 'firing').length;
    return { pending: active.length - firing, firing };
  }

  /** Changes are made one after the other: what is here and what is kept stay the same. */
  exclusive<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.last.then(work);
    this.last = turn.catch(() => undefined); // told to whoever waits for it
    return turn;
  }
}
