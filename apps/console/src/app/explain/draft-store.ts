import { computed, debounced, DOCUMENT, effect, inject, Service, signal } from '@angular/core';
import { Session } from '../session/session';
import type { Draft } from './policy-files';

const KEY = 'mcm-explain-draft';
/** Characters of a file that can be worked on here. */
export const MOST_CHARACTERS = 1_000_000;
/** It is kept once one pauses. */
const SETTLE_MS = 500;

/** A draft of the broker's files, kept in this tab and nowhere else; gone with the log-in. */
@Service()
export class DraftStore {
  readonly #storage = storageOf(inject(DOCUMENT));
  readonly #draft = signal<Draft>(this.#read());
  readonly current = this.#draft.asReadonly();
  readonly isEmpty = computed(() => Object.keys(this.#draft()).length === 0);
  /** Whether a reload of the page would lose it. */
  readonly unkept = signal(false);

  constructor() {
    const { token } = inject(Session);
    // Whoever logs in next in this tab may be somebody else.
    effect(() => {
      if (token() === undefined) this.clear();
    });
    const settled = debounced(this.#draft, SETTLE_MS);
    effect(() => this.#keep(settled.value()));
  }

  patch(change: Draft): void {
    this.#draft.update((draft) => ({ ...draft, ...change }));
  }

  clear(): void {
    this.#draft.set({});
    this.#storage?.removeItem(KEY);
  }

  #keep(draft: Draft): void {
    // What was thrown away in the meantime must not come back.
    if (this.isEmpty() || Object.keys(draft).length === 0) return;
    try {
      this.#storage?.setItem(KEY, JSON.stringify(draft));
      this.unkept.set(this.#storage === undefined);
    } catch {
      // QuotaExceededError: the tab's storage is full. What was kept before is older than what is shown.
      this.#storage?.removeItem(KEY);
      this.unkept.set(true);
    }
  }

  #read(): Draft {
    const text = this.#storage?.getItem(KEY) ?? '{}';
    try {
      const draft: unknown = JSON.parse(text);
      return isDraft(draft) ? draft : {};
    } catch {
      // SyntaxError: something else wrote under this key.
      return {};
    }
  }
}

function isDraft(value: unknown): value is Draft {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const { aclFile = null, dynsec = null, allowAnonymous = false } = value as Partial<Draft>;
  const texts: readonly unknown[] = [aclFile, dynsec];
  return (
    texts.every((text) => text === null || typeof text === 'string') &&
    typeof allowAnonymous === 'boolean'
  );
}

function storageOf({ defaultView }: Document): Storage | undefined {
  try {
    return defaultView?.sessionStorage;
  } catch {
    // SecurityError: this browser forbids storage. The draft then lasts as long as the page.
    return undefined;
  }
}
