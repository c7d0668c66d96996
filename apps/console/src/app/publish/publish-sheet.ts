import { Component, effect, inject, input, untracked } from '@angular/core';
import { MatDialog, type MatDialogRef } from '@angular/material/dialog';
import { Router } from '@angular/router';
import { firstValueFrom } from 'rxjs';
import { EMPTY_DRAFT, type PublishDraft } from './publish-draft';
import type { PublishForm } from './publish-form';

/**
 * Publishes a message, in a sheet at the side. It is open while the address has the query parameter `publish`:
 * empty, or the topic to publish to. A page that has this element only has to set the parameter.
 */
@Component({
  selector: 'mcm-publish-sheet',
  template: '',
  styles: `
    :host {
      display: none;
    }
  `,
})
export class PublishSheet {
  /** The query parameter `publish`, as the address has it. */
  readonly wanted = input.required<string | undefined>();
  /** What the page knows: the topic it shows, and what may be published to it. */
  readonly prefill = input<Partial<PublishDraft>>({});
  /** Whether the page knows already what to fill in. */
  readonly ready = input(true);

  readonly #dialog = inject(MatDialog);
  readonly #router = inject(Router);
  #open: MatDialogRef<PublishForm> | undefined;

  constructor() {
    effect(() => {
      const wanted = this.wanted() !== undefined;
      const ready = this.ready();
      untracked(() => {
        if (!wanted) this.#open?.close();
        else if (ready && this.#open === undefined) void this.#show();
      });
    });
  }

  async #show(): Promise<void> {
    const { PublishForm } = await import('./publish-form');
    const topic = this.wanted();
    // The address may have changed while the sheet was on its way.
    if (topic === undefined || this.#open !== undefined) return;
    const data: PublishDraft = {
      ...EMPTY_DRAFT,
      ...this.prefill(),
      ...(topic !== '' && { topic }),
    };
    this.#open = this.#dialog.open(PublishForm, {
      data,
      ariaLabelledBy: 'publish-sheet',
      autoFocus: data.topic === '' ? '#publish-topic' : '#publish-payload',
      panelClass: 'side-sheet',
      position: { top: '0', right: '0' },
      width: 'min(var(--mcm-sheet), 100vw)',
      maxWidth: '100vw',
      height: '100dvh',
    });
    await firstValueFrom(this.#open.afterClosed());
    this.#open = undefined;
    if (this.wanted() === undefined) return;
    await this.#router.navigate([], {
      queryParams: { publish: null },
      queryParamsHandling: 'merge',
    });
  }
}
