import { DOCUMENT } from '@angular/common';
import { Component, computed, inject, input } from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import type { AuditEvent } from '../api/models';
import { Clock } from '../ui/clock';
import { CopyButton } from '../ui/copy-button';
import { DetailSheet } from '../ui/detail-sheet';
import { count, exactly } from '../ui/formats';
import { Icon } from '../ui/icon';
import type { IconName } from '../ui/icons';
import { Note } from '../ui/note';
import { whenExactly } from '../ui/when';
import { actionWords, reasonWords, resourceWords, resultMark, shortHash, who } from './audit-words';
import type { Proof } from './chain-store';
import { ChangeView } from './change-view';

const PROOFS: Readonly<Record<Proof['kind'], { readonly icon: IconName; readonly text: string }>> =
  {
    proven: { icon: 'ok', text: 'Proven: as it was written, in its place.' },
    unproven: { icon: 'unknown', text: 'Not proven yet.' },
    newer: { icon: 'unknown', text: 'Newer than the last proof. Prove again to include it.' },
    doubtful: { icon: 'warning', text: 'The last proof found problems, none of them named here.' },
    broken: { icon: 'fault', text: 'The chain is broken here.' },
  };

/** One act: what it changed, who did it, how it ended, and its place in the chain. */
@Component({
  selector: 'mcm-audit-entry',
  imports: [ChangeView, CopyButton, DetailSheet, Icon, Note, RouterLink],
  templateUrl: './audit-entry.html',
  styleUrls: ['../ui/facts.scss', './audit-entry.scss'],
})
export class AuditEntryView {
  readonly entry = input.required<AuditEvent>();
  readonly proof = input.required<Proof>();

  readonly #router = inject(Router);
  readonly #origin = inject(DOCUMENT).location.origin;
  protected readonly now = inject(Clock).now;
  protected readonly format = { count, exactly, shortHash };

  protected readonly words = computed(() => {
    const entry = this.entry();
    return {
      action: actionWords(entry),
      result: resultMark(entry),
      reason: reasonWords(entry.reason),
      who: who(entry.actor),
      on: resourceWords(entry),
    };
  });
  protected readonly problem = computed(() => {
    const proof = this.proof();
    return proof.kind === 'broken' ? proof.problem : undefined;
  });
  protected readonly at = computed(() =>
    whenExactly(Date.parse(this.entry().occurredAt), this.now()),
  );
  protected readonly chain = computed(() => {
    const { id, intent, hash } = this.entry();
    return [...(intent === undefined ? [] : [{ id: intent, hash: undefined }]), { id, hash }];
  });
  protected readonly proofWords = computed(() => PROOFS[this.proof().kind]);
  /** An address that leads here whatever was done since: it asks for the moment of this entry. */
  protected readonly link = computed(() => {
    const { id, occurredAt } = this.entry();
    const since = new Date(occurredAt).toISOString();
    const until = new Date(Date.parse(occurredAt) + 1).toISOString();
    const tree = this.#router.createUrlTree(['/audit', id], { queryParams: { since, until } });
    return `${this.#origin}${this.#router.serializeUrl(tree)}`;
  });
}
