import type { Migration } from '../migration.js';

/** What payloads must look like, by the filter of their topics. */
export const jsonSchemas: Migration = {
  version: 6,
  name: 'json-schemas',
  statements: [
    `CREATE TABLE json_schemas (
       id INTEGER PRIMARY KEY AUTOINCREMENT, -- never given twice: the audit trail names it
       name TEXT NOT NULL UNIQUE,
       topic_filter TEXT NOT NULL,
       draft TEXT NOT NULL CHECK (draft IN ('2020-12', '2019-09', 'draft-07')),
       document TEXT NOT NULL, -- JSON
       enabled INTEGER NOT NULL CHECK (enabled IN (0, 1)),
       description TEXT,
       version INTEGER NOT NULL,
       created_at INTEGER NOT NULL,
       updated_at INTEGER NOT NULL
     ) STRICT`,
  ],
};
