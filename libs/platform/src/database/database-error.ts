export type DatabaseErrorKind =
  | 'absent'
  | 'not-writable'
  | 'not-a-database'
  | 'not-mcm'
  | 'newer-version'
  | 'older-version'
  | 'damaged'
  | 'busy'
  | 'disk-full'
  | 'disk-fault'
  | 'key-file';

/** The data folder cannot be used. The message is a sentence for operators: the file, the reason, the remedy. */
export class DatabaseError extends Error {
  override readonly name = 'DatabaseError';

  readonly kind: DatabaseErrorKind;

  constructor(kind: DatabaseErrorKind, message: string, options?: ErrorOptions) {
    super(message, options);
    this.kind = kind;
  }
}
