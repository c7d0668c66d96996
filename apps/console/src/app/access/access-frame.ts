import { Component, computed, inject, input, output } from '@angular/core';
import { MatButton, MatIconButton } from '@angular/material/button';
import { MatTooltip } from '@angular/material/tooltip';
import { AccessDraftStore } from './access-draft-store';
import { ReadOnlyAccess } from './read-only-access';
import { Empty } from '../ui/empty';
import { counted } from '../ui/formats';
import { Icon } from '../ui/icon';
import { ListBody } from '../ui/list-body';
import { ListPager } from '../ui/list-pager';
import { ReadOnly } from '../ui/read-only';
import { SearchBox } from '../ui/search-box';
import { type Told, ToldNote } from '../ui/told';
import { DraftBar } from './draft-bar';
import type { DraftList } from './draft-list';

/**
 * The frame of a list of what the draft has: heading with its buttons (slot `actions`), search and `filters`, what was
 * done and what waits to be applied, the table, what to do first when there is nothing (`empty`), and the pages.
 */
@Component({
  selector: 'mcm-access-frame',
  imports: [
    DraftBar,
    Empty,
    Icon,
    ListBody,
    ListPager,
    MatButton,
    MatIconButton,
    MatTooltip,
    ReadOnly,
    ReadOnlyAccess,
    SearchBox,
    ToldNote,
  ],
  templateUrl: './access-frame.html',
  styles: `
    :host {
      display: flex;
      flex: 1;
      flex-direction: column;
      min-height: 0;
    }
    .page-head {
      padding-inline: var(--mcm-gutter);
    }
    .grow {
      flex: 1;
    }
    .filters {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: 8px;
      padding: 0 var(--mcm-gutter) 12px;
    }
    .not {
      flex: 1;
      padding-inline: calc(var(--mcm-gutter) - 20px);
      min-height: 0;
      overflow: auto;
      border-top: 1px solid var(--mcm-line);
    }
    @media (max-width: 799px) {
      /* With the list; see list-body.ts. */
      :host {
        display: block;
        overflow: auto;
      }
    }
  `,
})
export class AccessFrame {
  readonly heading = input.required<string>();
  /** One thing of the list, and many: `user`, `users`. */
  readonly noun = input.required<readonly [one: string, many: string]>();
  /** In which order they are: `by name`. */
  readonly order = input.required<string>();
  readonly log = input.required<DraftList>();
  readonly cursors = input.required<readonly string[]>();
  readonly search = input.required<string>();
  readonly searchLabel = input.required<string>();
  /** Whether the search or a filter leaves something out. */
  readonly filtered = input.required<boolean>();
  /** What is said when nothing is found. */
  readonly none = input.required<string>();
  /** Why nothing can be changed. */
  readonly readOnly = input.required<string | undefined>();
  readonly told = input.required<Told | undefined>();
  readonly searched = output<string>();
  readonly turned = output<readonly string[]>();
  readonly cleared = output();
  readonly dismissed = output();

  protected readonly draft = inject(AccessDraftStore);
  protected readonly format = { counted };
  protected readonly done = computed(() => {
    const told = this.told();
    return told?.kind === 'ok' ? told.title : undefined;
  });
}
