import { DOCUMENT, inject, Service } from '@angular/core';
import { MatDialog } from '@angular/material/dialog';
import { firstValueFrom } from 'rxjs';
import { ConfirmDialog } from './confirm-dialog';
import type { Question } from './question';

/** The second step of whatever is dangerous. */
@Service()
export class Confirm {
  readonly #dialog = inject(MatDialog);
  readonly #document = inject(DOCUMENT);

  /** Whether it was done. */
  async ask(question: Question): Promise<boolean> {
    const before = this.#document.activeElement;
    const dialog = this.#dialog.open<ConfirmDialog, Question, boolean>(ConfirmDialog, {
      data: question,
      role: 'alertdialog',
      ariaLabelledBy: 'confirm-heading',
      ariaDescribedBy: 'confirm-text',
      autoFocus: '.keep',
      restoreFocus: false,
      maxWidth: 'min(480px, calc(100vw - 32px))',
    });
    const done = (await firstValueFrom(dialog.afterClosed())) ?? false;
    // By hand: when it is done, the button that was pressed may go, and the page knows where to go on.
    if (before instanceof HTMLElement) before.focus();
    return done;
  }
}
