/** A client that the broker did not let in. */
export interface RefusedLogin {
  /** Absent where the broker does not say: Mosquitto 2.0.11, and clients that gave none. */
  readonly clientId?: string;
  /** IP address of the client. Mosquitto 2.0 does not say it in this line. */
  readonly address?: string;
}

// The client id is as the client wrote it, so what follows it is looked for from the end.
const V2_1 =
  /^Client (.*) \[([\d.]+|[\da-fA-F:.]+(?:%[\w.-]+)?):\d{1,5}\] disconnected: not authorised\.$/;
const V2_0 = /^Client (.*) disconnected, not authorised\.$/;

/**
 * Who was refused by the line `message` of the broker's log; nothing for other lines.
 *
 * The line of 2.0 follows one that says `New connection from …`, but which of several open connections it is
 * about, nobody can tell: so there is no address then. No version tells the user name.
 */
export function refusedLogin(message: string): RefusedLogin | undefined {
  const [, id, address] = V2_1.exec(message) ?? V2_0.exec(message) ?? [];
  if (id === undefined) return undefined;
  const isKnown = id !== '' && id !== '<unknown>' && id !== address;
  return { ...(isKnown && { clientId: id }), ...(address !== undefined && { address }) };
}
