import { computed, linkedSignal, Service, signal } from '@angular/core';
import { filterProblem } from '#domain/mqtt';
import type { LineMark, LineTarget } from '../ui/code-rows';
import type { Failure } from '../ui/failure';
import { lineOf, readDocument } from './json-document';
import { newSchema, type SchemaDraft, sizeFault } from './schema-draft';

/** Where the document stands in what is sent. */
const DOCUMENT = '/document';

/** Something that is wrong with the document, at its line. */
export interface DocumentFault {
  readonly line: number;
  readonly text: string;
}

/** The schema that is being written, and what is wrong with its document. */
@Service({ autoProvided: false })
export class SchemaWriting {
  readonly draft = signal<SchemaDraft>(newSchema());
  /** What is wrong with the topic filter. */
  readonly filterFault = computed(() => {
    const { topicFilter } = this.draft();
    if (topicFilter.startsWith('$share/')) return 'Leave out $share/…: nothing is published there.';
    return topicFilter === '' ? 'Enter a topic filter.' : filterProblem(topicFilter);
  });
  readonly #text = computed(() => this.draft().text);
  readonly #read = computed(() => readDocument(this.#text()));

  /** What the server had against this very text. */
  readonly #refused = linkedSignal<string, ReadonlyMap<string, string>>({
    source: this.#text,
    computation: () => new Map(),
  });
  /** What can be seen here; while there is anything, nothing is sent. */
  readonly #own = computed((): DocumentFault | undefined => {
    const read = this.#read();
    if ('fault' in read) return read.fault;
    const text = sizeFault(read.value);
    return text === undefined ? undefined : { line: 1, text };
  });
  readonly faults = computed((): readonly DocumentFault[] => {
    const own = this.#own();
    if (own !== undefined) return [own];
    return [...this.#refused()].map(([pointer, text]) => ({
      line: lineOf(this.#text(), pointer.slice(DOCUMENT.length)),
      text,
    }));
  });
  readonly notes = computed((): ReadonlyMap<number, LineMark> => {
    const marks = this.faults().map(({ line, text }) => [line, { kind: 'fault', text }] as const);
    // Of several at one line the first is seen; all of them stand below.
    return new Map(marks.toReversed());
  });
  /** The line that is gone to. */
  readonly target = signal<LineTarget | undefined>(undefined);

  change(change: Partial<SchemaDraft>): void {
    this.draft.update((draft) => ({ ...draft, ...change }));
  }

  /** The document; nothing while something is wrong with it: then that line is gone to. */
  document(): { readonly value: unknown } | undefined {
    const [read, own] = [this.#read(), this.#own()];
    if (own === undefined && 'value' in read) return read;
    this.goTo(own?.line ?? 1);
    return undefined;
  }

  goTo(line: number): void {
    this.target.set({ line });
  }

  /** Keeps what the server has against the document; whether it has anything. */
  hear(failure: Failure | undefined): boolean {
    const told = [...(failure?.faults ?? [])].filter(([pointer]) => isOfDocument(pointer));
    this.#refused.set(new Map(told));
    const [fault] = this.faults();
    if (told.length > 0 && fault !== undefined) this.goTo(fault.line);
    return told.length > 0;
  }
}

/** Whether the document itself says what is wrong at a place of the request. */
export function isOfDocument(pointer: string): boolean {
  return pointer === DOCUMENT || pointer.startsWith(`${DOCUMENT}/`);
}
