import { Component, computed, type ElementRef, inject, viewChild } from '@angular/core';
import { MatButton } from '@angular/material/button';
import type { Backup } from '../api/models';
import { Session } from '../session/session';
import { Age } from '../ui/age';
import { Confirm } from '../ui/confirm';
import { type DeedItem, DeedsMenu } from '../ui/deeds-menu';
import { Empty } from '../ui/empty';
import { Failed } from '../ui/failed';
import { Forbidden } from '../ui/forbidden';
import { exactly, size } from '../ui/formats';
import { Icon } from '../ui/icon';
import { Note } from '../ui/note';
import { ToldNote, Teller } from '../ui/told';
import { KIND_WORDS, scheduleWords } from './backup-words';
import { BackupsStore } from './backups-store';

type Deed = 'download' | 'delete';

/** The backups that MCM keeps: the schedule, one more now, and each to download or delete. */
@Component({
  selector: 'mcm-backups-panel',
  imports: [Age, DeedsMenu, Empty, Failed, Forbidden, Icon, MatButton, Note, ToldNote],
  providers: [BackupsStore],
  templateUrl: './backups-panel.html',
  styleUrls: ['../ui/table.scss', './backups-panel.scss'],
  host: { role: 'region', 'aria-labelledby': 'backups', class: 'panel' },
})
export class BackupsPanel {
  readonly #session = inject(Session);
  readonly #confirm = inject(Confirm);
  protected readonly store = inject(BackupsStore);
  protected readonly teller = new Teller();
  private readonly heading = viewChild.required<ElementRef<HTMLElement>>('heading');

  protected readonly refusal = this.#session.refusal('listBackups');
  protected readonly words = computed(() => {
    const schedule = this.store.latest()?.schedule;
    return schedule && scheduleWords(schedule);
  });
  protected readonly kinds = KIND_WORDS;
  protected readonly size = size;
  protected readonly deeds: readonly DeedItem<Deed>[] = [
    { deed: 'download', label: 'Download' },
    { deed: 'delete', label: 'Delete', danger: true },
  ];

  protected async make(): Promise<void> {
    await this.teller.tell(async () => `${(await this.store.make()).name} is made.`);
  }

  protected async act(deed: Deed, backup: Backup): Promise<void> {
    await this.teller.tell(() =>
      deed === 'download' ? this.#download(backup) : this.#delete(backup),
    );
  }

  async #download({ name }: Backup): Promise<string> {
    await this.store.download(name);
    return `${name} is downloaded. Whoever has it has all that MCM stores.`;
  }

  async #delete({ name, madeAt, sizeBytes }: Backup): Promise<string | undefined> {
    const done = await this.#confirm.ask({
      heading: `Delete ${name}?`,
      hits: [
        ['Made', exactly(madeAt)],
        ['Size', size(sizeBytes)],
      ],
      go: 'Delete it',
      keep: 'Keep it',
      act: () => this.store.delete(name),
    });
    if (done) this.heading().nativeElement.focus();
    return done ? `${name} is deleted.` : undefined;
  }
}
