import { Injectable } from '@nestjs/common';
import { declaredBy, editsFor, type Edit } from '#domain/change';
import { AuditNote, resting, timestamp } from '#platform';
import type { AccessDraftDto, DeclaredDto } from '../api/draft.dto.js';
import type { ImportedPasswordDto } from '../api/mqtt-users.dto.js';
import { WantedAccess } from '../wanted-access.js';
import { AccessDrafts, type AccessDraft, type Editor } from './access-drafts.js';
import { Credentials } from './credentials.js';
import { editProblem } from './edit-problem.js';
import { editWords } from './edit-words.js';

/** The draft as a whole. */
@Injectable()
export class DraftService {
  constructor(
    private readonly drafts: AccessDrafts,
    private readonly wanted: WantedAccess,
    private readonly credentials: Credentials,
  ) {}

  async get(): Promise<AccessDraftDto> {
    return draftDto(await this.drafts.get());
  }

  async discard(editor: Editor, note: AuditNote): Promise<AccessDraftDto> {
    const before = await this.drafts.get();
    const draft = await this.drafts.discard(editor);
    note.changed({ changes: before.changes.map(({ edit }) => editWords(edit)) }, undefined);
    return draftDto(draft);
  }

  async undo(number: number, editor: Editor, note: AuditNote): Promise<AccessDraftDto> {
    const { changes } = await this.drafts.get();
    const taken = changes[number - 1];
    if (taken) note.about(number, editWords(taken.edit));
    return draftDto(await this.drafts.undo(number, editor));
  }

  async aclText(text: string, editor: Editor, note: AuditNote): Promise<AccessDraftDto> {
    return this.replace({ kind: 'replace-acl', text }, editor, note);
  }

  /** @throws Problem `revision-not-found`, `revision-not-kept` */
  async revision(number: number, editor: Editor, note: AuditNote): Promise<AccessDraftDto> {
    const { document } = await this.wanted.content(number);
    const why = `Roll back to revision ${number}`;
    return this.replace({ kind: 'replace', document, why }, editor, note);
  }

  async declaration(
    declaration: Record<string, unknown>,
    editor: Editor,
    note: AuditNote,
  ): Promise<DeclaredDto> {
    const { document, version } = await this.drafts.get();
    const passwords: ImportedPasswordDto[] = [];
    const edits = await this.editsFor(document, declaration, passwords);
    note.changed(undefined, { changes: edits.map(editWords) });
    // What it takes was found out for this version: somebody else's edit since would be undone by it.
    const made = { ...editor, expected: editor.expected ?? version };
    const draft = edits.length === 0 ? { version } : await this.drafts.edit(edits, made);
    return { draftVersion: draft.version, changes: edits.length, passwords };
  }

  private async editsFor(
    document: AccessDraft['document'],
    declaration: Record<string, unknown>,
    passwords: ImportedPasswordDto[],
  ): Promise<readonly Edit[]> {
    try {
      return await editsFor(
        document,
        declaredBy(declaration),
        async (username, given) => {
          const { credential, password } = await this.credentials.make(given);
          if (password !== undefined) passwords.push({ username, password });
          return credential;
        },
        resting(),
      );
    } catch (error) {
      // EditRefused and DeclarationInvalid: what is declared comes from outside.
      throw editProblem(error);
    }
  }

  private async replace(edit: Edit, editor: Editor, note: AuditNote): Promise<AccessDraftDto> {
    note.changed(undefined, { change: editWords(edit) });
    return draftDto(await this.drafts.edit([edit], editor));
  }
}

function draftDto({ version, wanted, changes, author, changedAt }: AccessDraft): AccessDraftDto {
  if (changes.length === 0) return { version, changes: [] };
  return {
    ...{ version, base: wanted.number },
    ...(author !== undefined && { author }),
    ...(changedAt !== undefined && { changedAt: timestamp(changedAt) }),
    changes: changes.map(({ edit, author: by, at, conflict }, index) => ({
      ...{ number: index + 1, kind: edit.kind, summary: editWords(edit) },
      ...{ author: by, at: timestamp(at) },
      ...(conflict !== undefined && { conflict }),
    })),
  };
}
