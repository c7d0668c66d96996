import type { Migration } from '../migration.js';

/** What the broker decided by, as it was seen. */
export const policies: Migration = {
  version: 4,
  name: 'policies',
  statements: [
    `CREATE TABLE policy_revisions (
       number INTEGER PRIMARY KEY AUTOINCREMENT, -- never given twice: people name it
       seen_at INTEGER NOT NULL,
       parts TEXT NOT NULL, -- JSON: SHA-256 of each part that decides
       changed TEXT NOT NULL, -- JSON: the names of the parts that differ from the revision before
       body BLOB NOT NULL -- deflated JSON; without passwords, salts and hashes
     ) STRICT`,
  ],
};
