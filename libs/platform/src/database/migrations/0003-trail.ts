import type { Migration } from '../migration.js';

/** A member of the entry, to search by; nothing where the entry is no JSON any more, since it was altered. */
const member = (column: string, type: string, path: string) =>
  `${column} ${type} GENERATED ALWAYS AS (CASE WHEN json_valid(body) THEN body ->> '${path}' END) VIRTUAL`;

/** What was done, chained; and what those who guard the installation want to know. */
export const trail: Migration = {
  version: 3,
  name: 'trail',
  statements: [
    // The body is the entry as it was hashed, byte by byte. Everything else is derived from it.
    `CREATE TABLE audit_entries (
       number INTEGER PRIMARY KEY, -- 1, 2, 3, … without gaps
       body TEXT NOT NULL,
       hash BLOB NOT NULL, -- HMAC-SHA256 of the hash before, the number and the body
       ${member('kind', 'TEXT', '$.kind')},
       ${member('intent', 'INTEGER', '$.intent')},
       ${member('at', 'INTEGER', '$.at')},
       ${member('actor', 'TEXT COLLATE NOCASE', '$.actor.name')}, -- as user names compare
       ${member('action', 'TEXT', '$.action')},
       noun TEXT GENERATED ALWAYS AS (substr(action, 1, instr(action, '.') - 1)) VIRTUAL,
       ${member('resource_id', 'TEXT', '$.resourceId')},
       ${member('result', 'TEXT', '$.result')}
     ) STRICT`,
    'CREATE INDEX audit_entries_by_intent ON audit_entries (intent) WHERE intent IS NOT NULL',
    // Few of them have no outcome: those are looked for at each start.
    "CREATE INDEX audit_entries_intents ON audit_entries (number) WHERE kind = 'intent'",
    'CREATE INDEX audit_entries_by_time ON audit_entries (at)',
    'CREATE INDEX audit_entries_by_actor ON audit_entries (actor, number)',
    'CREATE INDEX audit_entries_by_action ON audit_entries (action, number)',
    'CREATE INDEX audit_entries_by_noun ON audit_entries (noun, number)',
    `CREATE INDEX audit_entries_by_resource ON audit_entries (resource_id, number)
       WHERE resource_id IS NOT NULL`,
    // Failures are few, and looked for among all.
    `CREATE INDEX audit_entries_by_result ON audit_entries (result, number)
       WHERE result IS NOT NULL`,

    // Keyed marks of where the chain begins and ends, so that nothing is cut off at either end unseen.
    `CREATE TABLE audit_marks (
       kind TEXT PRIMARY KEY CHECK (kind IN ('start', 'head')),
       body TEXT NOT NULL,
       mac BLOB NOT NULL
     ) STRICT`,

    `CREATE TABLE security_events (
       id INTEGER PRIMARY KEY AUTOINCREMENT,
       category TEXT NOT NULL,
       reason TEXT NOT NULL,
       username TEXT COLLATE NOCASE,
       source_ip TEXT,
       route TEXT,
       detail TEXT,
       observed_at INTEGER NOT NULL,
       last_observed_at INTEGER NOT NULL, -- of those that this row stands for
       count INTEGER NOT NULL -- how many it stands for
     ) STRICT`,
    'CREATE INDEX security_events_by_time ON security_events (last_observed_at)',
    'CREATE INDEX security_events_by_category ON security_events (category, id)',
  ],
};
