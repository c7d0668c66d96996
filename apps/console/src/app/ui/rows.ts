import { Directive, ElementRef, inject } from '@angular/core';

const STEPS: Readonly<Record<string, (at: number, last: number) => number>> = {
  ArrowDown: (at, last) => Math.min(at + 1, last),
  ArrowUp: (at) => Math.max(at - 1, 0),
  Home: () => 0,
  End: (_, last) => last,
};

/**
 * The body of a table whose rows are links, each with one `a[data-row]`: arrow keys walk from link to
 * link, and a click anywhere in a row is a click on its link.
 */
@Directive({
  selector: 'tbody[mcmRows]',
  host: { '(keydown)': 'walk($event)', '(click)': 'follow($event)' },
})
export class Rows {
  readonly #body = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;

  protected walk(event: KeyboardEvent): void {
    const step = STEPS[event.key];
    const links = [...this.#body.querySelectorAll<HTMLElement>('a[data-row]')];
    const at = links.indexOf(event.target as HTMLElement);
    if (step === undefined || at < 0 || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    links[step(at, links.length - 1)]?.focus();
  }

  protected follow(event: MouseEvent): void {
    const target = event.target as Element;
    const selecting = this.#body.ownerDocument.getSelection()?.type === 'Range';
    if (selecting || target.closest('a, button, [role="menu"]') !== null) return;
    const link = target.closest('tr')?.querySelector('a[data-row]');
    link?.dispatchEvent(new MouseEvent('click', event));
  }
}
