import { Component, computed, inject, input, linkedSignal, output } from '@angular/core';
import { MatButtonToggle, MatButtonToggleGroup } from '@angular/material/button-toggle';
import type { AccessDifference as Difference, UserChange, UserChangeKind } from '../api/models';
import { CodeRows } from '../ui/code-rows';
import { Empty } from '../ui/empty';
import { count, counted } from '../ui/formats';
import type { ChangesView } from './changes-view';
import { commandRows, stateRows } from './command-rows';
import { differenceRows } from './difference-rows';
import { RevisionLines } from './revision-lines';

interface UserRow {
  readonly username: string;
  readonly sign: '+' | '−' | '~';
  readonly change: 'added' | 'removed' | 'changed';
  readonly words: string;
}

const USER_WORDS: Readonly<
  Record<UserChangeKind, readonly [change: UserRow['change'], words: string]>
> = {
  created: ['added', 'new user'],
  deleted: ['removed', 'deleted'],
  password: ['changed', 'another password'],
  disabled: ['removed', 'kept from logging in'],
  enabled: ['added', 'may log in again'],
};
const SIGNS = { added: '+', removed: '−', changed: '~' } as const;

/** What exactly becomes different: lines of the acl_file, users, and commands for the plugin. */
@Component({
  selector: 'mcm-access-difference',
  imports: [CodeRows, Empty, MatButtonToggle, MatButtonToggleGroup],
  providers: [RevisionLines],
  templateUrl: './access-difference.html',
  styleUrl: './access-difference.scss',
})
export class AccessDifference {
  readonly difference = input.required<Difference>();
  readonly view = input.required<ChangesView['view']>();
  readonly viewChange = output<ChangesView['view']>();
  /** The revision from which it is the difference. */
  readonly base = input<number>();

  readonly #lines = inject(RevisionLines);
  protected readonly notUnfolded = this.#lines.failed;
  protected readonly format = { count, counted };
  readonly #unfolded = linkedSignal<Difference, ReadonlySet<number>>({
    source: this.difference,
    computation: () => new Set(),
  });
  protected readonly lines = computed(() => {
    const { aclFile } = this.difference();
    return aclFile && differenceRows(aclFile, this.#unfolded(), this.#lines.lines());
  });
  protected readonly commands = computed(() => {
    const { commands } = this.difference();
    return this.view() === 'commands' ? commandRows(commands) : stateRows(commands);
  });
  protected readonly users = computed(() => this.difference().users.map(userRow));
  protected readonly isSame = computed(() => {
    const { aclFile, users, commands } = this.difference();
    return aclFile === undefined && users.length === 0 && commands.length === 0;
  });

  protected signed(change: UserRow['change']): number {
    return this.users().filter((user) => user.change === change).length;
  }

  protected unfold(from: number): void {
    this.#unfolded.update((unfolded) => new Set([...unfolded, from]));
    const base = this.base();
    if (base !== undefined) this.#lines.want(base);
  }
}

function userRow({ username, change: kind }: UserChange): UserRow {
  const [change, words] = USER_WORDS[kind];
  return { username, change, words, sign: SIGNS[change] };
}
