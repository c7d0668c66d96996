import { ReasonCodes } from 'mqtt';
import type { Failure } from '#link/observer';

/** There is no connection to the broker, it broke, or nothing came over it; says which, and the remedy. */
export class BrokerUnreachable extends Error {
  override readonly name = 'BrokerUnreachable';

  /** Of the connection, where it is known: for those who tell it apart from its remedy. */
  readonly failure: Failure | undefined;

  constructor(message: string, options: ErrorOptions & { readonly failure?: Failure } = {}) {
    super(message, options);
    this.failure = options.failure;
  }
}

/** The broker does not take the message; says why, and the remedy if there is one. */
export class PublishRefused extends Error {
  override readonly name = 'PublishRefused';

  constructor(
    message: string,
    /** Of the broker's answer (MQTT 5 section 2.4); absent when it was never asked. */
    readonly code?: number,
  ) {
    super(message);
  }

  static by(code: number, reason?: string): PublishRefused {
    const words = reason === undefined ? nameOf(code) : `${nameOf(code)} (${reason})`;
    const remedy = REMEDIES[code] ?? "The broker's log may say why.";
    return new PublishRefused(`The broker refused the message: ${words}. ${remedy}`, code);
  }
}

/** The broker does not let us subscribe to a filter. */
export class FilterRefused extends Error {
  override readonly name = 'FilterRefused';

  constructor(filter: string, code: number) {
    super(
      `The broker refused the subscription to ${filter}: ${nameOf(code)}. Let the user of mosquitto.username subscribe to it.`,
    );
  }
}

/** There are more retained messages than are taken in at once; names the limit. */
export class TooManyRetained extends Error {
  override readonly name = 'TooManyRetained';
}

const REMEDIES: Readonly<Record<number, string>> = {
  0x87: 'Let the user of mosquitto.username publish to this topic.',
  0x95: 'Publish less, or raise the limit of the broker.',
  0x97: 'Raise the quota of the broker, or try again later.',
  0x9a: 'Publish without retain, or set retain_available in mosquitto.conf.',
  0x9b: 'Publish with a lower QoS, or raise max_qos in mosquitto.conf.',
};

export function nameOf(code: number): string {
  const names: Readonly<Record<number, string>> = ReasonCodes;
  return `${names[code] ?? 'reason code'} (0x${code.toString(16).padStart(2, '0')})`;
}
