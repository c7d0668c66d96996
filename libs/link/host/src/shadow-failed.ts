export type ShadowFault =
  /** There is no Mosquitto on this machine. */
  | 'missing'
  /** Older than 2.0. */
  | 'too-old'
  /** There is no dynamic-security plugin on this machine. */
  | 'no-plugin'
  /** It does not take the files; its own words are in the message. */
  | 'refused'
  | 'other';

/** There is no shadow broker to ask; the message says why, and the remedy. */
export class ShadowFailed extends Error {
  override readonly name = 'ShadowFailed';

  constructor(
    readonly reason: ShadowFault,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
