import { effect, inject, Service, signal } from '@angular/core';
import { Session } from '../session/session';
import type { PublishDraft } from './publish-draft';

/** A message that was published from this tab. */
export interface Sent {
  readonly draft: PublishDraft;
  /** Milliseconds since the epoch by the server's clock. */
  readonly at: number;
}

const REMEMBERED = 10;

/** What this tab published last, to be used again, and what was typed and not sent; gone with the log-in. */
@Service()
export class PublishMemory {
  readonly #sent = signal<readonly Sent[]>([]);
  /** The latest first, each message once. */
  readonly sent = this.#sent.asReadonly();
  /** What was typed when the sheet was closed. */
  unsent: PublishDraft | undefined;

  constructor() {
    const { token } = inject(Session);
    // Whoever logs in next in this tab may be somebody else.
    effect(() => {
      if (token() !== undefined) return;
      this.#sent.set([]);
      this.unsent = undefined;
    });
  }

  remember(draft: PublishDraft, at: number): void {
    const same = JSON.stringify(draft);
    const others = this.#sent().filter((sent) => JSON.stringify(sent.draft) !== same);
    this.#sent.set([{ draft, at }, ...others].slice(0, REMEMBERED));
  }

  /** What a sheet begins with: what was typed for the same topic and not sent, else what it is given. */
  begin(given: PublishDraft): PublishDraft {
    const { unsent } = this;
    const same = unsent !== undefined && (given.topic === '' || given.topic === unsent.topic);
    return same ? unsent : given;
  }
}
