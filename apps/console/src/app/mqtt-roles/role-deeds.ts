import { inject, Service } from '@angular/core';
import { editSeen, ifMatch, type Seen } from '../access/seen';
import { Api } from '../api/api';
import { deleteMqttRole, getMqttRole } from '../api/functions';
import type { MqttRole } from '../api/models';
import { Confirm } from '../ui/confirm';
import { counted } from '../ui/formats';
import { someOf } from './role-draft';

/** What is done to a role. */
@Service({ autoProvided: false })
export class RoleDeeds {
  readonly #api = inject(Api);
  readonly #confirm = inject(Confirm);

  async delete({ id }: MqttRole): Promise<boolean> {
    const read = () => this.read(id);
    const seen = await read();
    const { name, rules, users, groups } = seen.thing;
    return this.#confirm.ask({
      heading: `Delete the role ${name}?`,
      hits: [
        ['Rules', rules.length === 0 ? 'none' : `${counted(rules.length, 'rule')}, gone with it`],
        ['Users', users.length === 0 ? 'nobody has it' : `lose it: ${someOf(users)}`],
        ...(groups.length === 0 ? [] : [['Groups', `lose it: ${someOf(groups)}`] as const]),
      ],
      undo: 'take the change back in Changes, until it is applied',
      go: 'Delete',
      keep: 'Keep',
      act: () =>
        editSeen(seen, read, (version) =>
          this.#api.invoke(deleteMqttRole, { id, ...ifMatch(version) }),
        ),
    });
  }

  async read(id: string): Promise<Seen<MqttRole>> {
    const { role, draftVersion } = await this.#api.invoke(getMqttRole, { id });
    return { thing: role, version: draftVersion };
  }
}
