import { Component, computed, input, output } from '@angular/core';
import { MatButton } from '@angular/material/button';
import type { PagedLog } from './paged-log';
import { Empty } from './empty';
import { Failed } from './failed';
import { exactly } from './formats';
import { Note } from './note';

/**
 * What a list that the server pages shows: its table, or why there is none. Slots: the table; `none`, what to say when
 * the filters let nothing through; `empty`, when there is nothing at all.
 */
@Component({
  selector: 'mcm-list-body',
  imports: [Empty, Failed, MatButton, Note],
  template: `
    @if (log().failure(); as failure) {
      @if (log().page() && !log().outdated()) {
        <mcm-note class="strip" kind="warning">
          <b>{{ failure.title }}.</b> What you see was read at {{ readAt() }}. {{ failure.detail }}
        </mcm-note>
      }
    }
    <div
      class="body"
      [class.outdated]="log().outdated()"
      [attr.aria-busy]="log().asking()"
      [hidden]="!showsTable()"
    >
      <ng-content />
    </div>
    @if (!showsTable()) {
      <div class="body">
        @if (log().failure(); as failure) {
          <mcm-failed
            [heading]="'The ' + noun()[1] + ' could not be read'"
            [failure]="failure"
            (retry)="log().reload()"
          />
        } @else if (log().page() === undefined) {
          <div class="loading" role="status" [attr.aria-label]="'Loading ' + noun()[1]">
            @for (width of skeleton; track $index) {
              <div>
                <span class="skeleton" [style.width.px]="64"></span>
                <span class="skeleton" [style.width.px]="width"></span>
                <span class="skeleton wide" [style.width.px]="width + 40"></span>
              </div>
            }
          </div>
        } @else if (filtered()) {
          <ng-content select="[none]" />
        } @else if (cursors().length > 0) {
          <mcm-empty [heading]="beyond().heading">
            <button matButton="outlined" type="button" (click)="turned.emit([])">
              {{ beyond().back }}
            </button>
          </mcm-empty>
        } @else {
          <ng-content select="[empty]" />
        }
      </div>
    }
  `,
  styles: `
    :host {
      display: flex;
      flex: 1;
      flex-direction: column;
      min-height: 0;
    }
    .strip {
      align-items: center;
      padding-inline: var(--mcm-gutter);
      border-top: 1px solid var(--mcm-line);
      border-radius: 0;
    }
    .body {
      flex: 1;
      min-height: 0;
      overflow: auto;
      border-top: 1px solid var(--mcm-line);
    }
    .body[hidden] {
      display: none;
    }
    .outdated {
      opacity: 0.55;
    }
    .loading {
      padding-top: 36px;
    }
    .loading div {
      display: flex;
      gap: 48px;
      align-items: center;
      height: var(--mcm-row);
      padding: 0 var(--mcm-gutter);
      border-bottom: 1px solid var(--mcm-line);
    }
    @media (max-width: 799px) {
      /* On a phone the page scrolls as one, so that filters do not take the room of what they filter. */
      :host {
        display: block;
      }
      .body {
        overflow: visible;
      }
    }
  `,
})
export class ListBody {
  readonly log = input.required<PagedLog>();
  /** One thing of the list, and many: `entry`, `entries`. */
  readonly noun = input.required<readonly [one: string, many: string]>();
  /** The cursors of the pages from the first to this one. */
  readonly cursors = input.required<readonly string[]>();
  /** Whether something is filtered out. */
  readonly filtered = input.required<boolean>();
  /** What is said of a page beyond the last, and the way back. */
  readonly beyond = input({ heading: 'Nothing here any more', back: 'To the first' });
  readonly turned = output<readonly string[]>();

  protected readonly showsTable = computed(() => {
    const page = this.log().page();
    if (page === undefined || page.entries.length === 0) return false;
    return this.log().failure() === undefined || !this.log().outdated();
  });
  protected readonly readAt = computed(() => {
    const at = this.log().readAt();
    return at === undefined ? '' : exactly(at);
  });
  protected readonly skeleton = [96, 130, 88, 150, 110, 124, 92, 140, 104, 118, 96, 132];
}
