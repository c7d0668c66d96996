import { Component, effect, ElementRef, inject, input } from '@angular/core';
import { type IconName, marksOf } from './icons';

const SVG = 'http://www.w3.org/2000/svg';

/**
 * An icon beside a word; hidden from assistive technology, since the word says it.
 *
 * Not `mat-icon`: that sets `innerHTML` through a second Trusted Types policy, and the console's
 * Content-Security-Policy allows Angular's own alone. Here elements are created, no markup is parsed.
 */
@Component({
  selector: 'mcm-icon',
  template: '',
  host: { 'aria-hidden': 'true' },
  styles: `
    :host {
      display: inline-flex;
      flex: none;
      width: 16px;
      height: 16px;
    }
    :host(.small) {
      width: 14px;
      height: 14px;
    }
    :host(.large) {
      width: 20px;
      height: 20px;
    }
  `,
})
export class Icon {
  readonly name = input.required<IconName>();
  readonly #host = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;

  constructor() {
    effect(() => this.#host.replaceChildren(this.#draw(this.name())));
  }

  #draw(name: IconName): Element {
    const document = this.#host.ownerDocument;
    const make = (element: string, attributes: readonly (readonly [string, string])[]) => {
      const made: Element = document.createElementNS(SVG, element);
      for (const [key, value] of attributes) made.setAttribute(key, value);
      return made;
    };
    const svg = make('svg', FRAME);
    svg.append(...marksOf(name).map((mark) => make(mark.element, mark.attributes)));
    return svg;
  }
}

const FRAME = [
  ['viewBox', '0 0 24 24'],
  ['width', '100%'],
  ['height', '100%'],
  ['fill', 'none'],
  ['stroke', 'currentColor'],
  ['stroke-width', '1.75'],
  ['stroke-linecap', 'round'],
  ['stroke-linejoin', 'round'],
] as const;
