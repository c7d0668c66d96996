import { inject, Service } from '@angular/core';
import { Api } from '../api/api';
import {
  adoptAccess,
  discardAccessDraft,
  disconnectSurvivors,
  draftAccessRevision,
  overwriteAccess,
  stopAccessApply,
  undoAccessChange,
} from '../api/functions';
import type { AccessApply, AccessDraft, AccessDrift, DraftChange } from '../api/models';
import { Confirm } from '../ui/confirm';
import { counted } from '../ui/formats';
import type { Question } from '../ui/question';

/** Changes named in a question; the others are counted. */
const MOST_NAMED = 4;

/** What is done to the draft and to the broker; what cannot be taken back is asked for a second time. */
@Service({ autoProvided: false })
export class ChangeDeeds {
  readonly #api = inject(Api);
  readonly #confirm = inject(Confirm);

  /** The numbers of the changes are those of this version of the draft, and of no other. */
  async takeBack({ number }: DraftChange, { version }: AccessDraft): Promise<void> {
    await this.#api.invoke(undoAccessChange, { number, 'If-Match': `"${version}"` });
  }

  discard({ version, changes }: AccessDraft): Promise<boolean> {
    const named = changes.slice(0, MOST_NAMED).map(({ summary }) => summary);
    const more = changes.length - named.length;
    return this.#confirm.ask({
      heading: `Discard ${counted(changes.length, 'change')}?`,
      text: 'The broker stays as it is: none of these has been applied.',
      hits: [
        ...named.map((summary) => ['Change', summary] as const),
        ...(more > 0 ? [['And', counted(more, 'more change')] as const] : []),
      ],
      go: 'Discard',
      keep: 'Keep them',
      act: async () => {
        await this.#api.invoke(discardAccessDraft, { 'If-Match': `"${version}"` });
      },
    });
  }

  /** Into the draft alone, so it is not asked for twice. */
  async rollBack(revision: number): Promise<void> {
    await this.#api.invoke(draftAccessRevision, { body: { revision } });
  }

  /** At once: what it does is what happens anyway when anything fails. */
  async stop({ number }: AccessApply): Promise<void> {
    await this.#api.invoke(stopAccessApply, { number });
  }

  /** Changes nothing on the broker, so it is not asked for twice. */
  async adopt(): Promise<void> {
    await this.#api.invoke(adoptAccess);
  }

  /** The number of what is then on its way; nothing when it was not done. */
  async overwrite(drift: AccessDrift): Promise<number | undefined> {
    const { applied, seen } = drift;
    let number: number | undefined;
    await this.#confirm.ask({
      heading: 'Overwrite what was changed elsewhere?',
      text: `Revision ${applied ?? ''} is brought to the broker again: tried on a shadow broker first, and proven by probes.`,
      hits: undoneBy(drift),
      ...(seen !== undefined && { undo: `by hand: revision ${seen} stays in the list` }),
      go: 'Overwrite',
      keep: 'Keep it',
      act: async () => {
        ({ number } = await this.#api.invoke(overwriteAccess));
      },
    });
    return number;
  }

  disconnect({ number, survivors }: AccessApply, usernames: readonly string[]): Promise<boolean> {
    const clients = (survivors?.clients ?? []).filter(
      ({ username }) => username !== undefined && usernames.includes(username),
    );
    const who = usernames.length === 1 ? usernames.join('') : counted(usernames.length, 'user');
    return this.#confirm.ask({
      heading: `Disconnect the clients of ${who}?`,
      text: 'All clients of the user lose their connection and may then do what the rules say.',
      hits: clients.map(({ clientId, filters }) => [
        'Client',
        `${clientId}: ${filters.join(', ')}`,
      ]),
      undo: 'most clients connect again by themselves',
      go: 'Disconnect',
      keep: 'Keep them',
      act: async () => {
        await this.#api.invoke(disconnectSurvivors, {
          number,
          body: { usernames: [...usernames] },
        });
      },
    });
  }
}

function undoneBy({ difference }: AccessDrift): NonNullable<Question['hits']> {
  if (difference === undefined) return [];
  const { aclFile, users, commands } = difference;
  const lines = aclFile && `${counted(aclFile.added + aclFile.removed, 'line')} of ${aclFile.path}`;
  return [
    ...(lines === undefined ? [] : [['Lines', lines] as const]),
    ...(users.length === 0 ? [] : [['Users', counted(users.length, 'change')] as const]),
    ...(commands.length === 0 ? [] : [['Plugin', counted(commands.length, 'change')] as const]),
  ];
}
