import { inject, Service } from '@angular/core';
import { Api } from '../api/api';
import { deleteAlertWindow, getAlertWindow, updateAlertWindow } from '../api/functions';
import type { AlertRule, AlertWindow } from '../api/models';
import { Clock } from '../ui/clock';
import { Confirm } from '../ui/confirm';
import { Sheets } from '../ui/sheets';
import { WindowSheet, type WindowSheetInput } from './window-sheet';
import { scopeWords, timeWords } from './window-words';

/** What is done to maintenance windows; each answers what is to be told, or nothing when it was not done. */
@Service({ autoProvided: false })
export class WindowDeeds {
  readonly #api = inject(Api);
  readonly #clock = inject(Clock);
  readonly #confirm = inject(Confirm);
  readonly #sheets = inject(Sheets);

  add(rules: readonly AlertRule[]): Promise<string | undefined> {
    return this.#show({ rules });
  }

  async edit({ id }: AlertWindow, rules: readonly AlertRule[]): Promise<string | undefined> {
    return this.#show({ seen: await this.#read(id), rules });
  }

  /** It ends now, whatever it said before; what fires is told. */
  async end({ id }: AlertWindow): Promise<string> {
    const { window, version } = await this.#read(id);
    const { name, from, ruleIds, labels } = window;
    const until = new Date(this.#clock.read()).toISOString();
    const body = { name, from, until, ruleIds, labels };
    await this.#api.invoke(updateAlertWindow, { id, body, ...tagOf(version) });
    return `The maintenance window ${name} has ended.`;
  }

  async delete(window: AlertWindow, rules: readonly AlertRule[]): Promise<string | undefined> {
    const { id, name } = window;
    const done = await this.#confirm.ask({
      heading: `Delete the maintenance window ${name}?`,
      text: 'What it holds back and fires still is told at once.',
      hits: [
        ['When', timeWords(window, this.#clock.read())],
        ['For', scopeWords(window, rules)],
      ],
      ...{ go: 'Delete', keep: 'Keep' },
      act: () => this.#api.invoke(deleteAlertWindow, { id }),
    });
    return done ? `The maintenance window ${name} was deleted.` : undefined;
  }

  #show(data: WindowSheetInput): Promise<string | undefined> {
    return this.#sheets.open<WindowSheet, WindowSheetInput, string>(WindowSheet, {
      ...{ data, heading: 'window-sheet' },
    });
  }

  async #read(id: number) {
    const { body, headers } = await this.#api.invoke$Response(getAlertWindow, { id });
    return { window: body, version: headers.get('etag') };
  }
}

const tagOf = (version: string | null) => (version === null ? {} : { 'If-Match': version });
