import { Component } from '@angular/core';
import { RouterLink } from '@angular/router';
import { Empty } from '../ui/empty';

@Component({
  selector: 'mcm-not-found-page',
  imports: [Empty, RouterLink],
  template: `
    <mcm-empty heading="There is no page at this address">
      <p>It may have moved, or the link was cut. <a routerLink="/overview">To the overview</a></p>
    </mcm-empty>
  `,
  host: { class: 'page' },
})
export class NotFoundPage {}
