/** Why MCM could not do what it was asked to, in a sentence that names the thing and the remedy. */
export class StartError extends Error {
  override readonly name = 'StartError';
}
