import type { Edit } from '#domain/change';
import type { SecretBytes } from '#domain/mosquitto';
import type { ProbeQuestion } from '#link/broker';
import { PASSWORD } from './access-desk.js';

/** What tells the plant before {@link plantEdits} from the plant afterwards. */
export const PLANT_QUESTIONS: readonly ProbeQuestion[] = [
  ask('ann', 'publish', 'a/x'),
  ask('ann', 'publish', 'c/x'),
  ask('ann', 'receive', 'b/x'),
  ask('bob', 'receive', 'a/x'),
  ask('carol', 'receive', 'c/x'),
  ask('carol', 'publish', 'a/x'),
  ask('stranger', 'publish', 'a/x'),
  ask('stranger', 'receive', 'c/x'),
  { client: { clientId: 'nobody' }, action: 'login', topic: '' },
];

function ask(username: string, action: ProbeQuestion['action'], topic: string): ProbeQuestion {
  return { client: { username, password: PASSWORD, clientId: username }, action, topic };
}

const rule = (name: string, permission: 'read' | 'write', topicFilter: string) => ({
  ...{ principal: { type: 'user', name } as const, permission, topicFilter },
});

/** One goes, one comes, one may do more. */
export const plantEdits = (credential: SecretBytes): readonly Edit[] => [
  { kind: 'delete-user', username: 'bob' },
  { kind: 'create-user', username: 'carol', credential, roles: [], disabled: false },
  { kind: 'create-rule', rule: rule('carol', 'read', 'c/#') },
  { kind: 'create-rule', rule: rule('ann', 'write', 'c/#') },
];
