import { Component, computed, effect, inject, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MAT_DIALOG_DATA, MatDialogRef } from '@angular/material/dialog';
import { Api } from '../api/api';
import { applyAccess } from '../api/functions';
import type { AccessPlan } from '../api/models';
import { Attempt } from '../session/attempt';
import { Session } from '../session/session';
import { Icon } from '../ui/icon';
import { FailureNote } from '../ui/failure-note';
import { Note } from '../ui/note';
import { TextField } from '../ui/text-field';
import { applyHits } from './apply-hits';
import { RISKS } from './plan-facts';

const LONGEST_NOTE = 200;
/** What has to be typed where MCM loses its own access. */
const FORCE = 'force';

/** What is applied: the plan that was read, and how many changes of the draft it is about. */
export interface ApplyDialogInput {
  readonly plan: AccessPlan;
  readonly changes: number;
}

/** The last step before the broker: what it hits, what it is for, and for what is dangerous a word to be typed. */
@Component({
  selector: 'mcm-apply-dialog',
  imports: [FailureNote, Icon, MatButton, Note, TextField],
  templateUrl: './apply-dialog.html',
  styleUrls: ['../ui/confirm-dialog.scss', './apply-dialog.scss'],
})
export class ApplyDialog {
  readonly #api = inject(Api);
  readonly #attempt = new Attempt();
  protected readonly dialog = inject<MatDialogRef<ApplyDialog, number>>(MatDialogRef);
  protected readonly about = inject<ApplyDialogInput>(MAT_DIALOG_DATA);

  protected readonly risk = RISKS[this.about.plan.risk.level];
  protected readonly hits = applyHits(this.about.plan);
  protected readonly isForced = this.about.plan.lockout.length > 0;
  protected readonly isDangerous = this.isForced || this.about.plan.risk.level === 'high';
  protected readonly longest = LONGEST_NOTE;
  protected readonly force = FORCE;
  protected readonly note = signal('');
  protected readonly typed = signal('');
  protected readonly acting = this.#attempt.asking;
  protected readonly failure = this.#attempt.refusal;
  protected readonly confirmed = computed(() => !this.isForced || this.typed() === FORCE);

  constructor() {
    const { token } = inject(Session);
    // Nobody is logged in any more: the page below is the log-in page.
    effect(() => {
      if (token() === undefined) this.dialog.close();
    });
  }

  protected async act(): Promise<void> {
    if (!this.confirmed()) return;
    const { version } = this.about.plan;
    const note = this.note().trim();
    const body = { version, ...(note !== '' && { note }), ...(this.isForced && { force: true }) };
    await this.#attempt.make(async () => {
      const { number } = await this.#api.invoke(applyAccess, { body });
      this.dialog.close(number);
    });
  }
}
