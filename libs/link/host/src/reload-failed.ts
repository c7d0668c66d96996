export type ReloadFault =
  /** The pid_file is missing, cannot be read, or holds no process id. */
  | 'pid-file'
  | 'not-running'
  /** The process is no Mosquitto, or one that does not listen to signals (yet). */
  | 'not-a-broker'
  | 'not-allowed'
  | 'command-missing'
  /** It ended with another code than 0. */
  | 'command-failed'
  | 'command-timeout';

/** The broker was not told to read its files again; the message says why, and the remedy. */
export class ReloadFailed extends Error {
  override readonly name = 'ReloadFailed';

  constructor(
    readonly reason: ReloadFault,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
