import { Component, computed, inject, output, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatTooltip } from '@angular/material/tooltip';
import { Api } from '../api/api';
import { inferJsonSchema } from '../api/functions';
import type { InferredSchema } from '../api/models';
import { Attempt } from '../session/attempt';
import { CodeEditor } from '../ui/code-editor';
import { CopyButton } from '../ui/copy-button';
import { FailureNote } from '../ui/failure-note';
import { counted } from '../ui/formats';
import { Icon } from '../ui/icon';
import { Note } from '../ui/note';
import { readDocument } from './json-document';
import { MOST_CHARACTERS, saidDraft, textOf } from './schema-draft';
import { withMoments } from './schema-words';
import { SchemaWriting } from './schema-writing';

/** A document that came from traffic, and what stood there before it. */
interface Proposal extends InferredSchema {
  readonly before: string;
}

/** The document of a schema: written by hand, or drafted from the messages that are held. */
@Component({
  selector: 'mcm-document-panel',
  imports: [CodeEditor, CopyButton, FailureNote, Icon, MatButton, MatTooltip, Note],
  templateUrl: './document-panel.html',
  styleUrl: './document-panel.scss',
})
export class DocumentPanel {
  readonly #api = inject(Api);
  protected readonly writing = inject(SchemaWriting);
  /** Somebody wants to infer, and has no filter yet. */
  readonly filterWanted = output();

  protected readonly inferring = new Attempt();
  readonly #proposal = signal<Proposal | undefined>(undefined);
  protected readonly tooLarge = signal(false);
  protected readonly canTidy = computed(() => this.#tidied() !== undefined);
  readonly #tidied = computed(() => {
    const { text } = this.writing.draft();
    const read = readDocument(text);
    const tidied = 'value' in read ? textOf(read.value) : text;
    return tidied === text ? undefined : tidied;
  });
  protected readonly proposal = computed(() => {
    const proposal = this.#proposal();
    if (proposal === undefined) return undefined;
    const { messages, topics, notes, before } = proposal;
    const seen = `${counted(messages, 'message')} of ${counted(topics, 'topic')}`;
    // The first note begins with what the heading says.
    const more = notes.map((note) => capital(note.replace(`${seen}; `, '')));
    return { isEmpty: messages === 0, seen, notes: more.map(withMoments), before };
  });

  protected write(text: string): void {
    const fits = text.length <= MOST_CHARACTERS;
    this.tooLarge.set(!fits);
    if (fits) this.writing.change({ text });
  }

  protected tidy(): void {
    const text = this.#tidied();
    if (text !== undefined) this.writing.change({ text });
  }

  protected putBack(text: string): void {
    this.writing.change({ text });
    this.dismiss();
  }

  protected dismiss(): void {
    this.#proposal.set(undefined);
  }

  /** Drafts the document from what is held of the topics; nothing of it is saved. */
  async infer(): Promise<void> {
    if (this.writing.filterFault() !== undefined) {
      this.filterWanted.emit();
      return;
    }
    this.dismiss();
    const { topicFilter, draft, text: before } = this.writing.draft();
    await this.inferring.make(async () => {
      const wanted = { topicFilter, draft: saidDraft(before) ?? draft };
      const inferred = await this.#api.invoke(inferJsonSchema, { body: wanted });
      if (inferred.messages > 0) this.writing.change({ text: textOf(inferred.document) });
      this.#proposal.set({ ...inferred, before });
    });
  }
}

const capital = (sentence: string) => sentence.slice(0, 1).toUpperCase() + sentence.slice(1);
