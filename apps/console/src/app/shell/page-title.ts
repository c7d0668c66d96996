import { inject, Service } from '@angular/core';
import { Title } from '@angular/platform-browser';
import { type RouterStateSnapshot, TitleStrategy } from '@angular/router';

/** "Topics · MCM": what the page is first, since tabs are cut at the end. */
@Service()
export class PageTitle extends TitleStrategy {
  readonly #title = inject(Title);

  override updateTitle(snapshot: RouterStateSnapshot): void {
    this.name(this.buildTitle(snapshot));
  }

  /** Names what the page shows, for a page that knows it only after it has asked. */
  name(shown: string | undefined): void {
    this.#title.setTitle(shown === undefined ? 'MCM' : `${shown} · MCM`);
  }
}
