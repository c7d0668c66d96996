import { Component, computed, input, output } from '@angular/core';
import { type DeedItem, DeedsMenu } from '../ui/deeds-menu';

export type RetainedDeed = 'publish' | 'delete';

/** What can be done to a retained message; what the role does not allow is there as well, with the reason. */
@Component({
  selector: 'mcm-retained-menu',
  imports: [DeedsMenu],
  template: `
    <mcm-deeds-menu [name]="topic()" [items]="items()" (chosen)="chosen.emit($event)" />
  `,
})
export class RetainedMenu {
  readonly topic = input.required<string>();
  /** Why it cannot be deleted. */
  readonly readOnly = input.required<string | undefined>();
  /** Why nothing can be published. */
  readonly mute = input.required<string | undefined>();
  readonly chosen = output<RetainedDeed>();

  protected readonly items = computed((): readonly DeedItem<RetainedDeed>[] => [
    { deed: 'publish', label: 'Publish another value …', reason: this.mute() },
    { deed: 'delete', label: 'Delete …', reason: this.readOnly(), danger: true },
  ]);
}
