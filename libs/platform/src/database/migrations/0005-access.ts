import type { Migration } from '../migration.js';

/** What is wanted of the broker's access, how it was brought there, and what is going to be changed. */
export const access: Migration = {
  version: 5,
  name: 'access',
  statements: [
    // seen: in force, whoever changed it; applied: by MCM; imported, adopted: seen, and wanted from then on.
    `ALTER TABLE policy_revisions ADD COLUMN origin TEXT NOT NULL DEFAULT 'seen'
       CHECK (origin IN ('seen', 'imported', 'applied', 'adopted'))`,
    // Those that were never in force, or not for long, keep their number.
    `ALTER TABLE policy_revisions ADD COLUMN state TEXT NOT NULL DEFAULT 'in-force'
       CHECK (state IN ('in-force', 'applying', 'refused', 'restored', 'failed'))`,
    'ALTER TABLE policy_revisions ADD COLUMN base INTEGER',
    'ALTER TABLE policy_revisions ADD COLUMN author TEXT',
    'ALTER TABLE policy_revisions ADD COLUMN note TEXT',
    // Encrypted: the document with its hashes, and the account of the probe.
    'ALTER TABLE policy_revisions ADD COLUMN content BLOB',
    `CREATE TABLE access_draft (
       id INTEGER PRIMARY KEY CHECK (id = 1),
       version INTEGER NOT NULL, -- grows for ever, so that no edit is made to another draft than was read
       base INTEGER, -- the revision; null when there is no draft
       author TEXT,
       changed_at INTEGER,
       edits BLOB -- encrypted: JSON
     ) STRICT`,
    'INSERT INTO access_draft (id, version) VALUES (1, 0)',
    `CREATE TABLE access_applies (
       number INTEGER PRIMARY KEY REFERENCES policy_revisions (number) ON DELETE CASCADE,
       base INTEGER NOT NULL,
       state TEXT NOT NULL CHECK (state IN ('running', 'restoring', 'committed', 'refused', 'restored', 'failed')),
       actor TEXT NOT NULL, -- JSON, as the audit trail has it
       started_at INTEGER NOT NULL,
       ended_at INTEGER,
       steps TEXT NOT NULL, -- JSON
       outcome TEXT,
       survivors TEXT, -- JSON
       -- As what the audit trail is still to say how it ended; null once it has.
       to_audit TEXT DEFAULT 'access.apply' CHECK (to_audit IN ('access.apply', 'access.restore')),
       work BLOB -- encrypted: what it takes to finish or to restore; null when it has ended
     ) STRICT`,
  ],
};
