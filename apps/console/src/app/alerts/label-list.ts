import { Component, computed, input } from '@angular/core';

/** Labels, each as `name=value`. */
@Component({
  selector: 'mcm-label-list',
  template: `
    @for (label of list(); track label) {
      <span class="mono" [title]="label">{{ label }}</span>
    }
  `,
  styles: `
    :host {
      display: inline-flex;
      flex-wrap: wrap;
      gap: 4px 6px;
      min-width: 0;
      max-width: 100%;
    }
    span {
      max-width: 100%;
      padding: 0 6px;
      overflow: hidden;
      border-radius: var(--mcm-r-1);
      background: var(--mcm-unknown-soft);
      color: var(--mcm-text-2);
      font-size: 11.5px;
      text-overflow: ellipsis;
      white-space: nowrap;
    }
  `,
})
export class LabelList {
  readonly labels = input.required<Readonly<Record<string, string>>>();
  protected readonly list = computed(() =>
    Object.entries(this.labels()).map(([name, value]) => `${name}=${value}`),
  );
}
