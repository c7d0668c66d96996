import { Component, computed, inject, input, output, resource } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatTooltip } from '@angular/material/tooltip';
import { RouterLink } from '@angular/router';
import { Api } from '../api/api';
import { listAlertIncidents } from '../api/functions';
import type { AlertRule } from '../api/models';
import { newsOf } from '../live/news';
import { Clock } from '../ui/clock';
import { DetailSheet } from '../ui/detail-sheet';
import { Failed } from '../ui/failed';
import { ago, counted, exactly } from '../ui/formats';
import { lastAnswer } from '../ui/last-answer';
import { Note } from '../ui/note';
import { TextParts } from '../ui/text-parts';
import { wishOf } from './alert-rule-draft';
import type { AlertRuleDeed } from './alert-rule-deeds';
import { conditionWords, KIND_WORDS } from './condition-words';
import { IncidentsTable } from './incidents-table';
import { LabelList } from './label-list';
import { RuleState } from './rule-state';
import { SchemaChoices } from './schema-choices';
import { exactSeconds } from './seconds';
import { SeverityMark } from './severity-mark';

const LAST = 5;

/** One rule: what it asks, how it stands, and what it fired last. */
@Component({
  selector: 'mcm-alert-rule-detail',
  imports: [
    DetailSheet,
    Failed,
    IncidentsTable,
    LabelList,
    MatButton,
    MatTooltip,
    Note,
    RouterLink,
    RuleState,
    SeverityMark,
    TextParts,
  ],
  templateUrl: './alert-rule-detail.html',
  styleUrls: ['../ui/facts.scss'],
  styles: `
    dl {
      margin-top: 8px;
    }
    .past {
      display: block;
      margin-inline: -16px;
    }
  `,
})
export class AlertRuleDetail {
  readonly rule = input.required<AlertRule>();
  /** Why nothing can be changed. */
  readonly readOnly = input.required<string | undefined>();
  readonly chosen = output<AlertRuleDeed>();

  readonly #api = inject(Api);
  readonly #news = newsOf('alerts_changed');
  readonly #schemas = inject(SchemaChoices).names;
  readonly #now = inject(Clock).now;
  protected readonly kindWords = KIND_WORDS;
  protected readonly format = { counted, exactly, exactSeconds };
  protected readonly words = computed(() =>
    conditionWords(wishOf(this.rule()).condition, this.#schemas()),
  );
  protected readonly hasLabels = computed(() => Object.keys(this.rule().labels).length > 0);
  readonly #id = computed(() => this.rule().id);
  readonly #incidents = resource({
    params: () => ({ rule: this.#id(), edition: this.#news.edition() }),
    loader: async ({ params: { rule } }) => {
      const { incidents } = await this.#api.invoke(listAlertIncidents, { rule, limit: LAST });
      return { rule, incidents };
    },
  });
  protected readonly last = lastAnswer(this.#incidents);
  /** Of this rule, not of the one before. */
  protected readonly incidents = computed(() => {
    const latest = this.last.latest();
    return latest?.rule === this.#id() ? latest.incidents : undefined;
  });
  protected readonly retry = this.#news.publish;

  protected seen(at: string): string {
    return ago(Date.parse(at), this.#now());
  }
}
