import { inject, Service } from '@angular/core';
import { Api } from '../api/api';
import { deleteMqttUser, getMqttUser, updateMqttUser } from '../api/functions';
import type { MqttUser } from '../api/models';
import { editSeen, ifMatch, type Seen } from '../access/seen';
import { Confirm } from '../ui/confirm';
import { counted } from '../ui/formats';

/** What is done to a user in one step, or in two. */
@Service({ autoProvided: false })
export class UserDeeds {
  readonly #api = inject(Api);
  readonly #confirm = inject(Confirm);

  /** Harmless until the draft is applied, and done back as easily: it is not asked for twice. */
  async setDisabled({ id }: MqttUser, disabled: boolean): Promise<void> {
    await this.#api.invoke(updateMqttUser, { id, body: { disabled } });
  }

  async delete({ id }: MqttUser): Promise<boolean> {
    const read = () => this.read(id);
    const seen = await read();
    const { username, roles, groups, rules } = seen.thing;
    return this.#confirm.ask({
      heading: `Delete ${username}?`,
      text: 'To keep it out for a while, disable it instead.',
      hits: [
        ['User', 'gone, with its password'],
        ['Its own rules', rules === 0 ? 'none' : `${counted(rules, 'rule')}, gone as well`],
        ['Roles', roles.length === 0 ? 'none' : `stay, without it: ${roles.join(', ')}`],
        ...(groups.length === 0 ? [] : [['Groups', `lose it: ${groups.join(', ')}`] as const]),
        ['Clients', 'logged in by this name are disconnected once the draft is applied'],
      ],
      undo: 'take the change back in Changes, until it is applied',
      go: 'Delete',
      keep: 'Keep',
      act: () =>
        editSeen(seen, read, (version) =>
          this.#api.invoke(deleteMqttUser, { id, ...ifMatch(version) }),
        ),
    });
  }

  async read(id: string): Promise<Seen<MqttUser>> {
    const { user, draftVersion } = await this.#api.invoke(getMqttUser, { id });
    return { thing: user, version: draftVersion };
  }
}
