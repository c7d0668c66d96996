import type { ComponentType } from '@angular/cdk/overlay';
import { effect, inject, Service } from '@angular/core';
import { MatDialog, type MatDialogRef } from '@angular/material/dialog';
import { firstValueFrom } from 'rxjs';
import { Session } from '../session/session';

/** How a sheet is opened. */
export interface SheetOptions<Input> {
  readonly data: Input;
  /** The id of its heading. */
  readonly heading: string;
  /** A selector of what gets the focus; without it, the heading. */
  readonly focus?: string;
}

/** Forms in a sheet at the right edge. */
@Service()
export class Sheets {
  readonly #dialog = inject(MatDialog);
  #open: MatDialogRef<unknown> | undefined;

  constructor() {
    const { token } = inject(Session);
    // Nobody is logged in any more: the page below is the log-in page.
    effect(() => {
      if (token() === undefined) this.#open?.close();
    });
  }

  /** What it was closed with; nothing when it was left. */
  async open<Sheet, Input, Result>(
    sheet: ComponentType<Sheet>,
    { data, heading, focus = 'first-heading' }: SheetOptions<Input>,
  ): Promise<Result | undefined> {
    const dialog = this.#dialog.open<Sheet, Input, Result>(sheet, {
      data,
      ariaLabelledBy: heading,
      autoFocus: focus,
      panelClass: 'side-sheet',
      position: { top: '0', right: '0' },
      width: 'min(var(--mcm-sheet), 100vw)',
      maxWidth: '100vw',
      height: '100dvh',
    });
    this.#open = dialog;
    return firstValueFrom(dialog.afterClosed());
  }
}
