import { clientsTouched, type ClientTouch, type PolicyChange } from '#domain/change';
import type { LiveClient, LiveClients } from '#domain/session';
import { timestamp } from '#platform';
import type { AccessDifferenceDto, TouchedClientDto, TouchedClientsDto } from '../api/plan.dto.js';

const MOST_CLIENTS = 500;

/** Who is connected and what becomes of them, in steps. */
export function* touchedClients(
  live: LiveClients,
  change: PolicyChange,
): Generator<undefined, TouchedClientsDto> {
  const touches = yield* clientsTouched(live.clients, change);
  return {
    known: live.subscriptionsLogged,
    ...(live.since !== undefined && { since: timestamp(live.since) }),
    connected: live.clients.length,
    clients: touches.slice(0, MOST_CLIENTS).map(touchDto),
    clientsLeftOff: Math.max(0, touches.length - MOST_CLIENTS),
  };
}

/** Whose clients are disconnected by what is done, though they may log in again. */
export function disconnectedUsers({
  users,
  commands,
}: AccessDifferenceDto): PolicyChange['disconnects'] {
  const byCommand = commands.flatMap(({ disconnects }) => disconnects);
  const byPassword = users.filter(({ change }) => change === 'password');
  return new Map([
    ...byCommand.map((username) => [username, 'command'] as const),
    ...byPassword.map(({ username }) => [username, 'password'] as const),
  ]);
}

function touchDto(touch: ClientTouch<LiveClient>): TouchedClientDto {
  const { client, effect, filters } = touch;
  const { clientId, username } = client;
  return {
    ...{ clientId, effect, detail: detailOf(touch), filters: [...filters] },
    ...(username !== undefined && { username }),
  };
}

function detailOf({ effect, cause, topic = '' }: ClientTouch): string {
  switch (effect) {
    case 'disconnected':
      return CAUSES[cause ?? 'login'];
    case 'keeps-subscription':
      return `Could not subscribe again, but messages such as ${topic} still reach it.`;
    case 'loses':
      return `No longer receives ${topic}.`;
    case 'gains':
      return `Receives ${topic} from now on.`;
  }
}

const CAUSES = {
  login: 'May no longer log in.',
  password: 'Its password is another: it has to log in again with that.',
  command: 'The plugin disconnects it because its rights change; it may log in again.',
} as const;
