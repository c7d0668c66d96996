import { HttpContext } from '@angular/common/http';
import { DOCUMENT, inject, type Signal, signal } from '@angular/core';
import type { ExportFormat } from '../api/models';
import { Clock } from '../ui/clock';
import { DOWNLOAD, fromBlob, saveFile, timedName } from '../ui/download';
import { type Failure, failureOf } from '../ui/failure';

export type ExportState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'running'; readonly bytes: number }
  | { readonly kind: 'done'; readonly name: string; readonly bytes: number }
  | { readonly kind: 'failed'; readonly format: ExportFormat; readonly failure: Failure };

/** A log as a file. */
export interface LogExport {
  readonly state: Signal<ExportState>;
  start(format: ExportFormat): Promise<void>;
  cancel(): void;
  /** Takes what was said of the last one away. */
  dismiss(): void;
}

/** Asks for the file; `context` goes along with the request. */
type Ask = (format: ExportFormat, context: HttpContext) => Promise<Blob>;

/**
 * Fetches a log as a file with the session's token in its header, and hands it to the browser whole. Must
 * be called where things are injected.
 *
 * @param what - the beginning of the file's name
 */
export function logExport(what: string, ask: Ask): LogExport {
  const clock = inject(Clock);
  const document = inject(DOCUMENT);
  const state = signal<ExportState>({ kind: 'idle' });
  let running: AbortController | undefined;

  const run = async (format: ExportFormat, { signal: ended }: AbortController): Promise<void> => {
    const progress = (bytes: number) => state.set({ kind: 'running', bytes });
    try {
      const blob = await ask(format, new HttpContext().set(DOWNLOAD, { progress, signal: ended }));
      const name = timedName(what, format, clock.read());
      saveFile(blob, name, document);
      state.set({ kind: 'done', name, bytes: blob.size });
    } catch (error) {
      // Refused, cut off in the middle, or ended here: all but the last is said.
      if (ended.aborted) return;
      state.set({ kind: 'failed', format, failure: failureOf(await fromBlob(error)) });
    }
  };
  const dismiss = () => state.set({ kind: 'idle' });
  return {
    state: state.asReadonly(),
    start: async (format) => {
      if (state().kind === 'running') return;
      state.set({ kind: 'running', bytes: 0 });
      running = new AbortController();
      await run(format, running);
    },
    cancel: () => {
      running?.abort();
      dismiss();
    },
    dismiss,
  };
}
