import {
  afterNextRender,
  Component,
  computed,
  ElementRef,
  inject,
  Injector,
  input,
  signal,
} from '@angular/core';
import { MatButton } from '@angular/material/button';
import { Api } from '../api/api';
import { testAlertRule } from '../api/functions';
import type { AlertRuleRequest, AlertSample, AlertTest, WouldHaveFired } from '../api/models';
import { Attempt } from '../session/attempt';
import { between, count, counted } from '../ui/formats';
import { FailureNote } from '../ui/failure-note';
import { Icon } from '../ui/icon';
import { When } from '../ui/when';

/** Lines of each list that are shown at once. */
const SHOWN = 10;

/** Tries the rule of a form on what is recorded: what would have fired, and what that could see. */
@Component({
  selector: 'mcm-rule-test',
  imports: [FailureNote, Icon, MatButton, When],
  templateUrl: './rule-test.html',
  styleUrl: './rule-test.scss',
})
export class RuleTest {
  /** Nothing while the form has a fault. */
  readonly rule = input.required<AlertRuleRequest | undefined>();

  readonly #api = inject(Api);
  readonly #injector = inject(Injector);
  readonly #host = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;
  readonly #answer = signal<{ readonly test: AlertTest; readonly of: string } | undefined>(
    undefined,
  );
  protected readonly asking = new Attempt();
  protected readonly format = { count, counted };
  protected readonly shown = SHOWN;
  protected readonly test = computed(() => this.#answer()?.test);
  /** Whether the form says something else by now. */
  protected readonly isOld = computed(
    () => this.#answer() !== undefined && this.#answer()?.of !== JSON.stringify(this.rule()),
  );
  protected readonly holding = computed(
    () => this.test()?.now.filter(({ standing }) => standing === 'holds').length ?? 0,
  );
  protected readonly would = computed(() => this.test()?.would.slice(0, SHOWN) ?? []);
  protected readonly now = computed(() => this.test()?.now.slice(0, SHOWN) ?? []);

  protected async run(): Promise<void> {
    const rule = this.rule();
    if (rule === undefined) return;
    await this.asking.make(async () => {
      const test = await this.#api.invoke(testAlertRule, { body: { rule } });
      this.#answer.set({ test, of: JSON.stringify(rule) });
    });
    // It stands at the end of a long form: what is said would be below its edge.
    const show = () => this.#host.scrollIntoView({ block: 'nearest' });
    afterNextRender(show, { injector: this.#injector });
  }

  protected lasted({ from, until }: WouldHaveFired): string {
    if (until === undefined) return 'would fire still';
    return `for ${between(Date.parse(until) - Date.parse(from))}`;
  }

  protected what(labels: AlertSample['labels'], text: string): string {
    return labels['topic'] === undefined ? text : labels['topic'];
  }
}
