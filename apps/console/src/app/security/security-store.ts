import type { HttpContext } from '@angular/common/http';
import { computed, inject, Service, signal } from '@angular/core';
import { Api } from '../api/api';
import {
  exportSecurityEvents$Csv,
  exportSecurityEvents$XNdjson,
  listSecurityEvents,
} from '../api/functions';
import type { ExportFormat } from '../api/models';
import { Session } from '../session/session';
import { logExport } from '../trust/log-export';
import { PAGE_SIZE, pagedLog } from '../ui/paged-log';
import { Clock } from '../ui/clock';
import { type SecurityFilter, securityQuery } from './security-filter';

/** The security log: the page of it that the address names, and all of it as a file. */
@Service({ autoProvided: false })
export class SecurityStore {
  readonly #api = inject(Api);
  readonly #clock = inject(Clock);
  readonly #session = inject(Session);

  readonly filter = signal<SecurityFilter>({ span: {} });
  /** Where the page begins; `undefined` for the newest. */
  readonly cursor = signal<string | undefined>(undefined);

  readonly refusal = computed(() => this.#session.refusal('listSecurityEvents'));
  readonly log = pagedLog(
    computed(() => {
      const question = { filter: this.filter(), cursor: this.cursor() };
      return this.refusal() === undefined ? question : undefined;
    }),
    async ({ filter, cursor }) => {
      const query = securityQuery(filter, this.#clock.read());
      const { events, nextCursor } = await this.#api.invoke(listSecurityEvents, {
        ...query,
        limit: PAGE_SIZE,
        ...(cursor !== undefined && { cursor }),
      });
      return { entries: events, next: nextCursor };
    },
  );
  readonly file = logExport('mcm-security', (format, context) => this.#export(format, context));

  #export(format: ExportFormat, context: HttpContext): Promise<Blob> {
    const query = { ...securityQuery(this.filter(), this.#clock.read()), format };
    return format === 'csv'
      ? this.#api.invoke(exportSecurityEvents$Csv, query, context)
      : this.#api.invoke(exportSecurityEvents$XNdjson, query, context);
  }
}
