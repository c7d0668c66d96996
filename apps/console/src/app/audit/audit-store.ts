import { HttpContext } from '@angular/common/http';
import { computed, inject, Service, signal } from '@angular/core';
import { Api } from '../api/api';
import {
  exportAuditEvents$Csv,
  exportAuditEvents$XNdjson,
  listAuditEvents,
} from '../api/functions';
import type { AuditEvent, ExportFormat, UnreadableEntry } from '../api/models';
import { Session } from '../session/session';
import { logExport } from '../trust/log-export';
import { PAGE_SIZE, pagedLog } from '../ui/paged-log';
import { Clock } from '../ui/clock';
import { type AuditFilter, auditQuery } from './audit-filter';

export type AuditEntry = AuditEvent | UnreadableEntry;

/** Whether an entry was altered so much that it is no entry any more. */
export function isUnreadable(entry: AuditEntry): entry is UnreadableEntry {
  return 'unreadable' in entry;
}

/** The trail: the page of it that the address names, and all of it as a file. */
@Service({ autoProvided: false })
export class AuditStore {
  readonly #api = inject(Api);
  readonly #clock = inject(Clock);
  readonly #session = inject(Session);

  readonly filter = signal<AuditFilter>({ span: {} });
  /** Where the page begins; `undefined` for the newest. */
  readonly cursor = signal<string | undefined>(undefined);

  readonly refusal = computed(() => this.#session.refusal('listAuditEvents'));
  readonly log = pagedLog(
    computed(() => {
      const question = { filter: this.filter(), cursor: this.cursor() };
      return this.refusal() === undefined ? question : undefined;
    }),
    async ({ filter, cursor }) => {
      const query = auditQuery(filter, this.#clock.read());
      const { events, nextCursor } = await this.#api.invoke(listAuditEvents, {
        ...query,
        limit: PAGE_SIZE,
        ...(cursor !== undefined && { cursor }),
      });
      return { entries: events, next: nextCursor };
    },
  );
  readonly file = logExport('mcm-audit', (format, context) => this.#export(format, context));

  #export(format: ExportFormat, context: HttpContext): Promise<Blob> {
    const query = { ...auditQuery(this.filter(), this.#clock.read()), format };
    return format === 'csv'
      ? this.#api.invoke(exportAuditEvents$Csv, query, context)
      : this.#api.invoke(exportAuditEvents$XNdjson, query, context);
  }
}
