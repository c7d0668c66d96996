/** The command cannot be meant like this; the message says how it is used. */
export class Misuse extends Error {
  override readonly name = 'Misuse';
}

/** A file that a command was given cannot be read or written; the message names it and says why. */
export class FileError extends Error {
  override readonly name = 'FileError';
}

/** What a command was asked it could not find out; the message says why. */
export class CannotTell extends Error {
  override readonly name = 'CannotTell';
}
