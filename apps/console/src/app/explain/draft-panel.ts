import {
  Component,
  computed,
  type ElementRef,
  inject,
  input,
  output,
  signal,
  viewChild,
} from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatButtonToggle, MatButtonToggleGroup } from '@angular/material/button-toggle';
import { MatCheckbox } from '@angular/material/checkbox';
import type { Explanation } from '#domain/access';
import { type AclFile, textOf } from '#domain/mosquitto';
import { Confirm } from '../ui/confirm';
import { CopyButton } from '../ui/copy-button';
import { counted } from '../ui/formats';
import { Icon } from '../ui/icon';
import { Note } from '../ui/note';
import { firstSentence, lineMarks } from './acl-rows';
import { CodeEditor } from '../ui/code-editor';
import type { LineMark, LineTarget } from '../ui/code-rows';
import { DraftStore, MOST_CHARACTERS } from './draft-store';
import type { PlacedProblem } from './parsed-policy';
import { type DraftFile } from './explain-view';
import type { PolicyFiles } from './policy-files';

/** The broker's files as a text to be tried out: typed, pasted or read from a file. */
@Component({
  selector: 'mcm-draft-panel',
  imports: [
    CodeEditor,
    CopyButton,
    Icon,
    MatButton,
    MatButtonToggle,
    MatButtonToggleGroup,
    MatCheckbox,
    Note,
  ],
  template: `
    <div class="head">
      <mat-button-toggle-group
        aria-label="Which file"
        hideSingleSelectionIndicator
        [value]="file()"
        (change)="fileChange.emit($event.value)"
      >
        <mat-button-toggle value="acl_file">acl_file</mat-button-toggle>
        <mat-button-toggle value="dynamic-security">Plugin’s state</mat-button-toggle>
      </mat-button-toggle-group>
      <span class="grow"></span>
      <input #chosen hidden type="file" (change)="take(chosen)" />
      <button matButton type="button" aria-label="Upload a file" (click)="chosen.click()">
        <mcm-icon class="small" name="upload" /><span class="wide">Upload</span>
      </button>
      <mcm-copy-button [text]="text() ?? ''" label="Copy the draft" />
      <button
        matButton
        type="button"
        aria-label="Reset the draft"
        [disabled]="store.isEmpty()"
        (click)="reset()"
      >
        <mcm-icon class="small" name="undo" /><span class="wide">Reset</span>
      </button>
    </div>
    @if (tooLarge(); as size) {
      <mcm-note class="strip" kind="warning">
        <b>This is too large to be worked on here.</b> {{ size }}
      </mcm-note>
    }
    <mcm-code-editor
      [label]="file() === 'acl_file' ? 'Draft of the acl_file' : 'Draft of the plugin’s state'"
      [placeholder]="placeholder()"
      [text]="text() ?? ''"
      [notes]="notes()"
      [target]="target()"
      describedBy="draft-said"
      (textChange)="write($event)"
    />
    <footer>
      <mat-checkbox
        [checked]="files().allowAnonymous"
        (change)="store.patch({ allowAnonymous: $event.checked })"
        >allow_anonymous</mat-checkbox
      >
      @if (text() !== undefined) {
        <button matButton type="button" (click)="store.patch(without())">
          Without {{ file() === 'acl_file' ? 'an acl_file' : 'the plugin' }}
        </button>
      }
      <p class="caption t3" id="draft-said">
        @if (text() === undefined) {
          {{
            file() === 'acl_file'
              ? 'No acl_file is configured in this draft.'
              : 'The plugin is not loaded in this draft.'
          }}
        }
        Tried out in this tab alone: nothing is sent to the broker.
        @if (store.unkept()) {
          This browser does not keep it; it is gone when the page is loaded anew.
        }
      </p>
    </footer>
  `,
  styleUrl: './draft-panel.scss',
})
export class DraftPanel {
  readonly #confirm = inject(Confirm);
  protected readonly store = inject(DraftStore);
  readonly file = input.required<DraftFile>();
  readonly fileChange = output<DraftFile>();
  /** As they are typed. */
  readonly files = input.required<PolicyFiles>();
  readonly aclFile = input<AclFile>();
  readonly explanation = input<Explanation>();
  readonly problems = input.required<readonly PlacedProblem[]>();
  readonly target = input<LineTarget>();

  /** As the draft names it. */
  readonly #member = computed(() => (this.file() === 'acl_file' ? 'aclFile' : 'dynsec'));
  protected readonly tooLarge = signal<string | undefined>(undefined);
  private readonly chosen = viewChild.required<ElementRef<HTMLInputElement>>('chosen');
  protected readonly text = computed(() => this.files()[this.#member()]);
  protected readonly placeholder = computed(() =>
    this.file() === 'acl_file'
      ? 'user nodered\ntopic readwrite line2/#'
      : 'The content of dynamic-security.json',
  );
  protected readonly without = computed(() => ({ [this.#member()]: null }));
  protected readonly notes = computed((): ReadonlyMap<number, LineMark> => {
    const [acl, explanation] = [this.aclFile(), this.explanation()];
    if (this.file() === 'acl_file') return acl ? lineMarks(acl, explanation) : new Map();
    const notes = new Map<number, LineMark>();
    const by = explanation?.because;
    if (by !== undefined && (by.kind === 'role-acl' || by.kind === 'role-wildcards'))
      notes.set(by.line, {
        kind: 'decides',
        text: `decides: ${explanation?.allowed ? 'allow' : 'deny'}`,
      });
    for (const { file, line, reason } of this.problems())
      if (file === 'dynamic-security')
        notes.set(line, { kind: 'fault', text: firstSentence(reason) });
    return notes;
  });

  protected write(text: string): void {
    if (text.length > MOST_CHARACTERS) {
      this.tooLarge.set(
        `It has ${counted(text.length, 'character')}; ${counted(MOST_CHARACTERS, 'character')} are the most. The command mcm acl takes files of any size.`,
      );
      return;
    }
    this.tooLarge.set(undefined);
    this.store.patch({ [this.#member()]: text });
  }

  protected async take(field: HTMLInputElement): Promise<void> {
    const [file] = field.files ?? [];
    if (file === undefined) return;
    const bytes = new Uint8Array(await file.arrayBuffer());
    field.value = '';
    this.write(textOf(bytes));
  }

  protected async reset(): Promise<void> {
    await this.#confirm.ask({
      heading: 'Throw the draft away?',
      text: 'The draft is then what the broker’s files say.',
      hits: [['Draft', 'of this tab']],
      go: 'Throw it away',
      keep: 'Keep it',
      act: () => {
        this.store.clear();
        return Promise.resolve();
      },
    });
  }
}
