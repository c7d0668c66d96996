import { errorCode } from '../config/error-code.js';
import { DatabaseError, type DatabaseErrorKind } from './database-error.js';

/** SQLite's result codes that an operator can do something about. */
const KNOWN: Readonly<Record<string, readonly [kind: DatabaseErrorKind, sentence: string]>> = {
  SQLITE_NOTADB: ['not-a-database', 'is not a SQLite database: set database.path to another file'],
  SQLITE_CORRUPT: ['damaged', 'is damaged: restore it from a backup'],
  EACCES: ['not-writable', 'cannot be read: look at the owner and mode of it and its folder'],
  SQLITE_READONLY: [
    'not-writable',
    'cannot be written: look at the owner and the mount of its folder',
  ],
  SQLITE_CANTOPEN: ['not-writable', 'cannot be opened: look at the owner and mode of its folder'],
  SQLITE_PERM: ['not-writable', 'cannot be opened: look at its owner and mode'],
  SQLITE_BUSY: ['busy', 'is locked by another process: stop that one first'],
  SQLITE_IOERR: ['disk-fault', 'cannot be read or written: look whether the disk is full or fails'],
  SQLITE_FULL: ['disk-full', 'cannot grow, the disk is full: make room and start again'],
};

/** What went wrong while opening, as a sentence if we know one; anything else is thrown as it is. */
export function explain(error: unknown, path: string): unknown {
  const known = KNOWN[errorCode(error) ?? ''];
  if (error instanceof DatabaseError || known === undefined) return error;
  const [kind, sentence] = known;
  return new DatabaseError(kind, `the database ${path} ${sentence}`, { cause: error });
}
