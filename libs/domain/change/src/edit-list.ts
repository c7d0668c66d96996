import { edited } from './change.js';
import type { AccessDocument } from './document.js';
import { EditRefused, type Edit } from './edit.js';

/** Edits as they are found to be needed, and the document with all of them made. */
export class EditList {
  readonly edits: Edit[] = [];
  /** What was changed by no edit. */
  #others = 0;

  /** @param rest called between edits: many, on large files, take their time */
  constructor(
    public document: AccessDocument,
    private readonly rest: () => Promise<void>,
  ) {}

  /**
   * @param place where in a declaration that comes from what the pointer of {@link EditRefused} is about
   * @throws EditRefused with such a place as its pointer
   */
  async add(edit: Edit, place: (pointer: string) => string): Promise<void> {
    await this.rest();
    this.document = placed(() => edited(this.document, edit), place);
    this.edits.push(edit);
  }

  /** The document has so many changes more. */
  bring(document: AccessDocument, changes: number): void {
    this.document = document;
    this.#others += changes;
  }

  /** The edits, if these are all there is and no more than `most`; else one that does all of it. */
  within(most: number): readonly Edit[] {
    const count = this.edits.length + this.#others;
    if (this.#others === 0 && count <= most) return this.edits;
    const why = `Bring access to what is declared (${count} changes)`;
    return [{ kind: 'replace', document: this.document, why }];
  }
}

/** What `work` answers; says of what it refuses where in a declaration that comes from. */
export function placed<T>(work: () => T, place: (pointer: string) => string): T {
  try {
    return work();
  } catch (error) {
    // Whether something can be made is known by making it.
    if (!(error instanceof EditRefused)) throw error;
    throw new EditRefused(error.fault, error.message, place(error.pointer));
  }
}
