import { Component, computed, inject, input, model, signal, viewChild } from '@angular/core';
import { Icon } from '../ui/icon';
import { SuggestField } from '../ui/suggest-field';
import { NameSuggestions } from './name-suggestions';

/** Which roles somebody has: each can be taken away, others are found while one types. */
@Component({
  selector: 'mcm-roles-field',
  imports: [Icon, SuggestField],
  template: `
    <span class="label" aria-hidden="true">Roles</span>
    @if (value().length > 0) {
      <ul aria-label="Roles">
        @for (role of value(); track role) {
          <li>
            <span class="mono cut" [title]="role">{{ role }}</span>
            <button
              type="button"
              [attr.aria-label]="'Take the role ' + role + ' away'"
              (click)="remove(role)"
            >
              <mcm-icon class="small" name="close" />
            </button>
          </li>
        }
      </ul>
    }
    <mcm-suggest-field
      [fieldId]="fieldId()"
      bare
      [label]="value().length > 0 ? 'Another role' : 'Roles'"
      [placeholder]="value().length > 0 ? 'Another role' : 'Part of its name'"
      [options]="offered()"
      [hint]="hint()"
      [fault]="fault()"
      [(value)]="typed"
      (valueChange)="suggestions.text.set($event)"
      (focused)="suggestions.of.set('role')"
      (left)="leave()"
      (chosen)="add($event)"
      (keydown.enter)="enter($event)"
    />
  `,
  styles: `
    :host {
      display: flex;
      flex-direction: column;
      gap: 6px;
      min-width: 0;
    }
    .label {
      color: var(--mcm-text-2);
      font: var(--mcm-label);
    }
    ul {
      display: flex;
      flex-wrap: wrap;
      gap: 6px;
    }
    li {
      display: flex;
      align-items: center;
      max-width: 100%;
      height: 28px;
      padding-left: 8px;
      border: 1px solid var(--mcm-line-strong);
      border-radius: var(--mcm-r-1);
    }
    button {
      display: grid;
      place-items: center;
      width: 28px;
      height: 26px;
      padding: 0;
      border: 0;
      background: none;
      color: var(--mcm-text-2);
      cursor: pointer;
    }
    button:hover {
      background: var(--mcm-hover);
    }
    @media (max-width: 799px) {
      li {
        height: 36px;
      }
      button {
        width: 36px;
        height: 34px;
      }
    }
  `,
  providers: [NameSuggestions],
})
export class RolesField {
  readonly value = model.required<readonly string[]>();
  /** Unique on the page. */
  readonly fieldId = input.required<string>();
  readonly hint = input<string>();
  /** What is wrong with the roles that are chosen. */
  readonly wrong = input<string>();

  protected readonly suggestions = inject(NameSuggestions);
  private readonly field = viewChild.required(SuggestField);
  protected readonly typed = signal('');
  /** Whether the field was left with a text in it. */
  readonly #left = signal(false);
  protected readonly offered = computed(() =>
    this.suggestions.names().filter((name) => !this.value().includes(name)),
  );
  protected readonly fault = computed(() =>
    this.#left() && this.typed() !== ''
      ? 'This is no role yet: choose one of the list.'
      : this.wrong(),
  );

  /** Whether a text stands in the field that is no role. */
  get unfinished(): boolean {
    this.#left.set(true);
    return this.typed() !== '';
  }

  focus(): void {
    this.field().focus();
  }

  protected add(role: string): void {
    if (!this.value().includes(role)) this.value.set([...this.value(), role]);
    this.typed.set('');
    this.suggestions.text.set('');
  }

  protected remove(role: string): void {
    this.value.set(this.value().filter((name) => name !== role));
    this.focus();
  }

  /** The whole name of a role, typed: as good as chosen. */
  protected enter(event: Event): void {
    if (this.typed() === '') return;
    event.preventDefault();
    const role = this.offered().find((name) => name === this.typed());
    if (role !== undefined) this.add(role);
  }

  protected leave(): void {
    this.#left.set(true);
  }
}
