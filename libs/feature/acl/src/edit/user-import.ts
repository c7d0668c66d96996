import { Injectable } from '@nestjs/common';
import { importedFromPasswordFile, type ImportedUser } from '#domain/change';
import { bytesOf } from '#domain/mosquitto';
import { Problem } from '#platform';
import type {
  ImportedPasswordDto,
  MqttUserImportRequest,
  RefusedLineDto,
} from '../api/mqtt-users.dto.js';
import { AccessBackends } from '../backend/access-backends.js';
import { Brokers } from '../brokers.js';
import { readUserCsv } from './user-csv.js';
import { Credentials } from './credentials.js';

const AT_ONCE = 64;

/** What a file with users brings. */
export interface ImportRead {
  readonly users: readonly ImportedUser[];
  readonly refused: RefusedLineDto[];
  /** Those that were made. */
  readonly passwords: ImportedPasswordDto[];
}

/** Reads users from a CSV or a password_file. */
@Injectable()
export class UserImport {
  constructor(
    private readonly credentials: Credentials,
    private readonly backends: AccessBackends,
    private readonly brokers: Brokers,
  ) {}

  /** @param known the names of the roles that there are */
  async read(
    { format, text }: MqttUserImportRequest,
    known: ReadonlySet<string>,
  ): Promise<ImportRead> {
    if (format === 'csv') return this.readCsv(text, known);
    if (this.backends.get().kind !== 'file') {
      throw new Problem(
        'not-supported',
        'The dynamic-security plugin takes passwords, not hashes: import a CSV instead.',
      );
    }
    const { users, refused } = importedFromPasswordFile(
      bytesOf(text),
      this.brokers.reader().version,
    );
    return { users, refused: [...refused], passwords: [] };
  }

  private async readCsv(text: string, known: ReadonlySet<string>): Promise<ImportRead> {
    const { rows, refused } = readUserCsv(text, known);
    const users: ImportedUser[] = [];
    const passwords: ImportedPasswordDto[] = [];
    for (let at = 0; at < rows.length; at += AT_ONCE) {
      const some = rows.slice(at, at + AT_ONCE);
      const made = await Promise.all(some.map((row) => this.credentials.make(row.password)));
      for (const [index, { username, roles }] of some.entries()) {
        const one = made[index];
        if (!one) continue;
        users.push({ username, credential: one.credential, ...(roles && { roles }) });
        if (one.password !== undefined) passwords.push({ username, password: one.password });
      }
    }
    return { users, refused: [...refused], passwords };
  }
}
