import { Component, computed, effect, inject, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MAT_DIALOG_DATA, MatDialogRef } from '@angular/material/dialog';
import { Session } from '../session/session';
import { type Failure, failureOf } from './failure';
import { Icon } from './icon';
import { Note } from './note';
import type { Question } from './question';
import { TextField } from './text-field';

@Component({
  selector: 'mcm-confirm-dialog',
  imports: [Icon, MatButton, Note, TextField],
  template: `
    <div class="body">
      @if (question.harmless) {
        <mcm-icon class="large t3" name="info" />
      } @else {
        <mcm-icon class="large fault" name="fault" />
      }
      <div class="words">
        <h2 id="confirm-heading">{{ question.heading }}</h2>
        <div id="confirm-text">
          @if (question.text; as text) {
            <p class="t2">{{ text }}</p>
          }
          <dl>
            @for (hit of question.hits; track $index) {
              <dt>{{ hit[0] }}</dt>
              <dd>{{ hit[1] }}</dd>
            }
            @if (!question.harmless) {
              <dt>Undo</dt>
              @if (question.undo; as undo) {
                <dd>{{ undo }}</dd>
              } @else {
                <dd class="fault">Cannot be undone</dd>
              }
            }
          </dl>
        </div>
        @if (question.typed; as typed) {
          <mcm-text-field
            class="typed"
            fieldId="confirm-typed"
            mono
            [label]="'Type the ' + typed.what + ' to confirm'"
            [(value)]="entered"
            (keydown.enter)="act()"
          />
        }
        @if (failure(); as failure) {
          <mcm-note kind="fault">
            <b>{{ failure.title }}.</b> {{ failure.detail }}
          </mcm-note>
        }
      </div>
    </div>
    <footer>
      <button matButton="outlined" type="button" class="keep" (click)="dialog.close(false)">
        {{ question.keep }}
      </button>
      <button
        matButton="filled"
        type="button"
        [class.go]="!question.harmless"
        [attr.aria-busy]="acting()"
        [disabled]="!confirmed()"
        (click)="act()"
      >
        {{ question.go }}
      </button>
    </footer>
  `,
  styleUrl: './confirm-dialog.scss',
})
export class ConfirmDialog {
  protected readonly question = inject<Question>(MAT_DIALOG_DATA);
  protected readonly dialog = inject<MatDialogRef<ConfirmDialog, boolean>>(MatDialogRef);
  protected readonly acting = signal(false);
  protected readonly entered = signal('');
  protected readonly confirmed = computed(
    () => this.question.typed === undefined || this.entered() === this.question.typed.text,
  );
  protected readonly failure = signal<Failure | undefined>(undefined);

  constructor() {
    const { token } = inject(Session);
    // Nobody is logged in any more: the page below is the log-in page.
    effect(() => {
      if (token() === undefined) this.dialog.close(false);
    });
  }

  protected async act(): Promise<void> {
    if (this.acting() || !this.confirmed()) return;
    this.acting.set(true);
    this.failure.set(undefined);
    try {
      await this.question.act();
      this.dialog.close(true);
    } catch (error) {
      // Whatever came back is said here, and the question can be answered again.
      this.failure.set(failureOf(error));
    } finally {
      this.acting.set(false);
    }
  }
}
