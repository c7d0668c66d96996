import type { Migration } from '../migration.js';

/** What is watched, what became of it, and who is told. Times are milliseconds since 1970. */
export const alerting: Migration = {
  version: 7,
  name: 'alerting',
  statements: [
    `CREATE TABLE alert_rules (
       id INTEGER PRIMARY KEY AUTOINCREMENT, -- never given out again: incidents name it
       name TEXT NOT NULL UNIQUE COLLATE NOCASE,
       description TEXT,
       severity TEXT NOT NULL CHECK (severity IN ('info', 'warning', 'critical')),
       labels TEXT NOT NULL, -- JSON
       condition TEXT NOT NULL, -- JSON
       for_seconds INTEGER NOT NULL,
       renotice_seconds INTEGER NOT NULL,
       enabled INTEGER NOT NULL CHECK (enabled IN (0, 1)),
       version INTEGER NOT NULL,
       created_at INTEGER NOT NULL,
       updated_at INTEGER NOT NULL
     ) STRICT`,
    // Written in one transaction with the incidents and deliveries that come of it.
    `CREATE TABLE alert_states (
       rule_id INTEGER PRIMARY KEY REFERENCES alert_rules (id) ON DELETE CASCADE,
       state TEXT NOT NULL -- JSON
     ) STRICT`,
    `CREATE TABLE alert_incidents (
       number INTEGER PRIMARY KEY AUTOINCREMENT,
       id TEXT NOT NULL UNIQUE,
       rule_id INTEGER NOT NULL, -- of a rule that may be gone
       rule_name TEXT NOT NULL,
       kind TEXT NOT NULL,
       severity TEXT NOT NULL,
       labels TEXT NOT NULL, -- JSON: of the rule and of the instance
       value REAL,
       text TEXT NOT NULL,
       since INTEGER NOT NULL,
       fired_at INTEGER NOT NULL,
       resolved_at INTEGER,
       resolution TEXT CHECK (resolution IN ('recovered', 'vanished', 'rule_changed')),
       firing_noticed_at INTEGER,
       resolved_noticed_at INTEGER
     ) STRICT`,
    'CREATE INDEX alert_incidents_by_rule ON alert_incidents (rule_id, number)',
    `CREATE TABLE alert_windows (
       id INTEGER PRIMARY KEY AUTOINCREMENT,
       name TEXT NOT NULL,
       time TEXT NOT NULL, -- JSON: once or weekly
       rule_ids TEXT, -- JSON
       labels TEXT, -- JSON
       version INTEGER NOT NULL,
       created_at INTEGER NOT NULL,
       updated_at INTEGER NOT NULL
     ) STRICT`,
    `CREATE TABLE webhook_endpoints (
       id INTEGER PRIMARY KEY AUTOINCREMENT,
       name TEXT NOT NULL UNIQUE COLLATE NOCASE,
       url TEXT NOT NULL,
       filters TEXT NOT NULL, -- JSON
       enabled INTEGER NOT NULL CHECK (enabled IN (0, 1)),
       secret BLOB NOT NULL, -- encrypted
       version INTEGER NOT NULL,
       created_at INTEGER NOT NULL,
       updated_at INTEGER NOT NULL
     ) STRICT`,
    `CREATE TABLE webhook_deliveries (
       number INTEGER PRIMARY KEY AUTOINCREMENT,
       id TEXT NOT NULL UNIQUE,
       endpoint_id INTEGER NOT NULL REFERENCES webhook_endpoints (id) ON DELETE CASCADE,
       event TEXT NOT NULL,
       rule_id INTEGER,
       rule_name TEXT,
       message TEXT NOT NULL, -- of the content, for lists
       content TEXT NOT NULL, -- JSON: the body, without what each attempt adds to it
       state TEXT NOT NULL CHECK (state IN ('queued', 'delivered', 'given_up')),
       attempts INTEGER NOT NULL DEFAULT 0,
       created_at INTEGER NOT NULL,
       next_attempt_at INTEGER NOT NULL,
       expires_at INTEGER NOT NULL, -- given up at the first failure after it
       ended_at INTEGER,
       last_attempt_at INTEGER,
       last_status INTEGER,
       last_error TEXT,
       last_response TEXT
     ) STRICT`,
    `CREATE INDEX webhook_deliveries_queued ON webhook_deliveries (endpoint_id, number)
       WHERE state = 'queued'`,
    'CREATE INDEX webhook_deliveries_by_endpoint ON webhook_deliveries (endpoint_id, number)',
  ],
};
