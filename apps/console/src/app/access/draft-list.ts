import { computed, inject, type Signal } from '@angular/core';
import { AccessDraftStore } from './access-draft-store';
import { newsOf } from '../live/news';
import { type LogPage, pagedLog, type PagedLog } from '../ui/paged-log';

/** Things on one page. */
export const PAGE_SIZE = 100;

/** A page of what the draft has. */
export interface DraftPage<Entry> extends LogPage<Entry> {
  /** Of the draft that the page shows: an edit of what is on it says so. */
  readonly version: number;
  /** On all pages. */
  readonly total: number;
}

/** A list of what the draft has, and the page of it that is asked for. */
export interface DraftList<
  Page extends DraftPage<unknown> = DraftPage<unknown>,
> extends PagedLog<Page> {
  /** Whether MCM is set up to read access, but not to change it. */
  readonly isReadOnly: Signal<boolean>;
}

/**
 * Asks for the page that `question` names whenever it changes, and again when the draft or what is in force does. Must
 * be called where things are injected.
 *
 * @param question - `undefined` while nothing may be asked
 */
export function draftList<Question extends object, Page extends DraftPage<unknown>>(
  question: Signal<Question | undefined>,
  ask: (question: Question) => Promise<Page>,
): DraftList<Page> {
  const news = newsOf('access_draft_changed', 'access_changed');
  const draft = inject(AccessDraftStore);
  const log = pagedLog(question, ask, news.edition);
  return {
    ...log,
    // With the figure of what waits, should the stream be lost.
    reload: () => {
      news.publish();
      draft.reload();
    },
    isReadOnly: computed(() => log.failure()?.kind === 'access-read-only'),
  };
}
