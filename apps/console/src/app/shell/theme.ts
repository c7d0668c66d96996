import { DOCUMENT, effect, inject, Service, signal } from '@angular/core';

export const THEMES = ['system', 'light', 'dark'] as const;
export type ThemeName = (typeof THEMES)[number];

const KEY = 'mcm-theme';

/** Light, dark or as the system has it; remembered in this browser. */
@Service()
export class Theme {
  readonly #document = inject(DOCUMENT);
  readonly chosen = signal<ThemeName>(this.#remembered());

  constructor() {
    effect(() => {
      const chosen = this.chosen();
      if (chosen === 'system') delete this.#document.documentElement.dataset['theme'];
      else this.#document.documentElement.dataset['theme'] = chosen;
    });
  }

  choose(name: ThemeName): void {
    this.chosen.set(name);
    try {
      this.#document.defaultView?.localStorage.setItem(KEY, name);
    } catch {
      // SecurityError: this browser forbids storage; the choice lasts as long as the page.
    }
  }

  #remembered(): ThemeName {
    try {
      const stored = this.#document.defaultView?.localStorage.getItem(KEY);
      return THEMES.find((name) => name === stored) ?? 'system';
    } catch {
      // SecurityError, as above.
      return 'system';
    }
  }
}
