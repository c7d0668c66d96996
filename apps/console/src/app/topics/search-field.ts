import {
  Component,
  computed,
  debounced,
  effect,
  type ElementRef,
  input,
  linkedSignal,
  output,
  untracked,
  viewChild,
} from '@angular/core';
import { MatIconButton } from '@angular/material/button';
import { MatButtonToggle, MatButtonToggleGroup } from '@angular/material/button-toggle';
import { MatFormField, MatPrefix, MatSuffix } from '@angular/material/form-field';
import { MatInput } from '@angular/material/input';
import { Icon } from '../ui/icon';
import {
  explainSearch,
  guessMode,
  MODE_WORDS,
  SEARCH_MODES,
  type SearchMode,
} from './topic-search';

/** What is looked for; `mode` only when the person chose it. */
export interface Search {
  readonly text: string;
  readonly mode?: SearchMode;
}

const SETTLE_MS = 300;

/** Looks for topics by name, filter or value; says while one types what it will look for. */
@Component({
  selector: 'mcm-search-field',
  imports: [
    Icon,
    MatButtonToggle,
    MatButtonToggleGroup,
    MatFormField,
    MatIconButton,
    MatInput,
    MatPrefix,
    MatSuffix,
  ],
  template: `
    <mat-form-field appearance="outline" subscriptSizing="dynamic" [class.faulty]="problem()">
      <mcm-icon matPrefix name="search" class="t3" />
      <input
        #field
        matInput
        type="text"
        role="searchbox"
        autocapitalize="none"
        autocomplete="off"
        spellcheck="false"
        maxlength="1024"
        aria-label="Search topics"
        aria-keyshortcuts="/"
        placeholder="Text, filter or value"
        [attr.aria-invalid]="problem() ? 'true' : null"
        [attr.aria-describedby]="typed() === '' ? null : 'search-said'"
        [value]="typed()"
        (input)="typed.set(field.value)"
        (keydown.enter)="settle()"
        (keydown.escape)="escape($event)"
        (keydown.arrowDown)="leave.emit(); $event.preventDefault()"
      />
      @if (typed() === '') {
        <kbd matSuffix class="wide" aria-hidden="true">/</kbd>
      } @else {
        <button matIconButton matSuffix type="button" aria-label="Clear" (click)="clear()">
          <mcm-icon class="small" name="close" />
        </button>
      }
    </mat-form-field>
    @if (explained(); as explained) {
      <div class="modes">
        <mat-button-toggle-group
          aria-label="Search for"
          hideSingleSelectionIndicator
          [value]="mode()"
          (change)="choose($event.value)"
        >
          @for (choice of modes; track choice) {
            <mat-button-toggle [value]="choice">{{ words[choice] }}</mat-button-toggle>
          }
        </mat-button-toggle-group>
        <p id="search-said" class="caption" role="status">
          @if (problem(); as problem) {
            <mcm-icon class="small fault" name="fault" />{{ problem }}
          } @else {
            {{ said() }}
          }
        </p>
      </div>
    }
  `,
  styleUrl: './search-field.scss',
})
export class SearchField {
  readonly search = input.required<Search>();
  readonly searchChange = output<Search>();
  /** The person goes on to what was found. */
  readonly leave = output();

  private readonly field = viewChild.required<ElementRef<HTMLInputElement>>('field');
  readonly typed = linkedSignal(() => this.search().text);
  /** What was asked for last; the address has it only a moment later. */
  readonly #asked = linkedSignal(() => this.search());
  readonly #settled = debounced(this.typed, SETTLE_MS);
  /** What is chosen, or else what it looks like so far. */
  protected readonly mode = computed(() => this.#asked().mode ?? guessMode(this.typed()));
  protected readonly explained = computed(() =>
    this.typed() === '' ? undefined : explainSearch(this.mode(), this.typed()),
  );
  protected readonly problem = computed(() => {
    const explained = this.explained();
    return explained !== undefined && 'problem' in explained ? explained.problem : undefined;
  });
  protected readonly said = computed(() => {
    const explained = this.explained();
    return explained !== undefined && 'words' in explained ? explained.words : '';
  });
  protected readonly modes = SEARCH_MODES;
  protected readonly words = MODE_WORDS;

  constructor() {
    effect(() => {
      const settled = this.#settled.hasValue() ? this.#settled.value() : undefined;
      if (settled !== undefined && settled === untracked(this.typed))
        untracked(() => this.settle());
    });
  }

  focus(): void {
    this.field().nativeElement.focus();
    this.field().nativeElement.select();
  }

  protected settle(): void {
    const { text, mode } = this.#asked();
    const typed = this.typed();
    // Another step may have overtaken the one that was to take it into the address: then it is asked for again.
    if (typed === text && typed === this.search().text) return;
    // What was chosen for one text is not chosen for the next that begins from nothing.
    this.#ask({ text: typed, ...(mode !== undefined && typed !== '' && { mode }) });
  }

  protected choose(mode: SearchMode): void {
    this.#ask({ text: this.typed(), mode });
  }

  protected clear(): void {
    this.typed.set('');
    this.settle();
    this.field().nativeElement.focus();
  }

  protected escape(event: Event): void {
    event.preventDefault();
    event.stopPropagation();
    if (this.typed() === '') this.field().nativeElement.blur();
    else this.clear();
  }

  #ask(search: Search): void {
    this.#asked.set(search);
    this.searchChange.emit(search);
  }
}
