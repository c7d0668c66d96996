import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { checkRule, close, NOTHING_ACTIVE } from '#domain/alert';
import { CLOCK, Database, Problem, type Clock } from '#platform';
import { AlertBoard, type Watched } from './alert-board.js';
import { AlertRecorder, type Stepped } from './alert-recorder.js';
import { refuseFaults, requireRoom, requireVersion } from './refusals.js';
import {
  allRules,
  insertRule,
  removeRule,
  updateRule,
  type RuleWish,
  type StoredRule,
} from './store/alert-rules.js';

const MOST_RULES = 200;

/** What is to be watched. A change of what a rule asks ends what it fired; so does disabling it. */
@Injectable()
export class AlertRulesService {
  constructor(
    private readonly board: AlertBoard,
    private readonly database: Database,
    private readonly recorder: AlertRecorder,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** By name. */
  list(): readonly Watched[] {
    return this.board.all().toSorted((one, other) => one.rule.name.localeCompare(other.rule.name));
  }

  /** @throws Problem `alert-rule-not-found` */
  get(id: number): Watched {
    const watched = this.board.find(id);
    if (watched) return watched;
    throw new Problem('alert-rule-not-found', `No alert rule has the id ${id}.`);
  }

  /** @throws Problem `validation-failed` */
  check(wish: RuleWish): void {
    refuseFaults(checkRule(wish));
  }

  /** @throws Problem `validation-failed`, `name-taken`, `too-many-kept` */
  create(wish: RuleWish): Promise<Watched> {
    this.check(wish);
    return this.board.exclusive(async () => {
      requireRoom(this.board.all().length, MOST_RULES, 'alert rules');
      this.requireFreeName(wish.name);
      const id = await this.database.write((tx) => insertRule(tx, wish, this.clock()));
      return this.reload(id, (rule) => ({ rule, state: NOTHING_ACTIVE, unfollowed: 0 }));
    });
  }

  /** @throws Problem `validation-failed`, `alert-rule-not-found`, `name-taken`, `stale-version` */
  update(id: number, wish: RuleWish, version: number | undefined): Promise<Watched> {
    this.check(wish);
    return this.board.exclusive(async () => {
      const before = this.get(id);
      requireVersion(before.rule.version, version);
      this.requireFreeName(wish.name, id);
      const goesOn = wish.enabled && isSameQuestion(before.rule, wish);
      const ended = goesOn ? [] : this.ended(before);
      await this.write(ended, (tx) => updateRule(tx, id, wish, this.clock()));
      const { state, ...rest } = before;
      const after = await this.reload(id, (rule) =>
        goesOn ? { ...rest, state, rule } : { rule, state: NOTHING_ACTIVE, unfollowed: 0 },
      );
      await this.recorder.tell(ended);
      return after;
    });
  }

  /** @throws Problem `alert-rule-not-found`, `stale-version` */
  delete(id: number, version: number | undefined): Promise<void> {
    return this.board.exclusive(async () => {
      const before = this.get(id);
      requireVersion(before.rule.version, version);
      const ended = this.ended(before);
      await this.write(ended, (tx) => removeRule(tx, id));
      this.board.remove(id);
      await this.recorder.tell(ended);
    });
  }

  /** What it fired is over, and those who were told are told so: by the rule as it was. */
  private ended({ rule, state }: Watched): readonly Stepped[] {
    const closed = close(rule, state, this.clock());
    return closed.changed ? [{ rule, step: closed }] : [];
  }

  private async write(
    ended: readonly Stepped[],
    change: (tx: EntityManager) => Promise<void>,
  ): Promise<void> {
    await this.database.write(async (tx) => {
      await this.recorder.write(tx, ended, this.clock());
      await change(tx);
    });
  }

  private async reload(id: number, watch: (rule: StoredRule) => Watched): Promise<Watched> {
    const rule = (await allRules(this.database.read)).find((one) => one.id === id);
    if (rule === undefined) throw new Error(`Rule ${id} is gone from the database.`);
    const watched = watch(rule);
    this.board.set(watched);
    return watched;
  }

  private requireFreeName(name: string, own?: number): void {
    const same = this.board
      .all()
      .some(({ rule }) => rule.id !== own && rule.name.toLowerCase() === name.toLowerCase());
    if (same) throw new Problem('name-taken', `An alert rule has the name ${name} already.`);
  }
}

/** Whether what is pending and firing is still the answer. */
function isSameQuestion(before: StoredRule, { condition, forSeconds }: RuleWish): boolean {
  const sorted = (value: object) => JSON.stringify(Object.entries(value).sort());
  return before.forSeconds === forSeconds && sorted(before.condition) === sorted(condition);
}
