import type { Migration } from '../migration.js';

/** What proves who one is, besides a password; and what was tried without success. */
export const proofs: Migration = {
  version: 2,
  name: 'proofs',
  statements: [
    // Grows with every change of the row: an ETag.
    'ALTER TABLE admin_users ADD COLUMN version INTEGER NOT NULL DEFAULT 1',
    // 1 while the password is one that somebody else knows: printed, or set by another admin.
    `ALTER TABLE admin_users ADD COLUMN password_temporary INTEGER NOT NULL DEFAULT 0
       CHECK (password_temporary IN (0, 1))`,
    // TOTP keys, encrypted. A set-up that was not confirmed lies beside the one in force and cannot harm it.
    'ALTER TABLE admin_users ADD COLUMN totp_key BLOB',
    'ALTER TABLE admin_users ADD COLUMN totp_pending_key BLOB',
    // The time step of the last code that was taken: none is taken twice.
    'ALTER TABLE admin_users ADD COLUMN totp_last_step INTEGER',

    'ALTER TABLE sessions ADD COLUMN address TEXT',
    'ALTER TABLE sessions ADD COLUMN user_agent TEXT',
    'ALTER TABLE sessions ADD COLUMN last_used_at INTEGER',

    `CREATE TABLE recovery_codes (
       id INTEGER PRIMARY KEY,
       user_id INTEGER NOT NULL REFERENCES admin_users (id) ON DELETE CASCADE,
       code_hash BLOB NOT NULL, -- keyed
       pending INTEGER NOT NULL CHECK (pending IN (0, 1)),
       used_at INTEGER
     ) STRICT`,
    'CREATE INDEX recovery_codes_by_user ON recovery_codes (user_id)',

    `CREATE TABLE api_tokens (
       id INTEGER PRIMARY KEY AUTOINCREMENT, -- never given twice: audit entries name it
       user_id INTEGER NOT NULL REFERENCES admin_users (id) ON DELETE CASCADE,
       name TEXT NOT NULL,
       role TEXT NOT NULL CHECK (role IN ('viewer', 'auditor', 'operator', 'admin')),
       token_hash BLOB NOT NULL UNIQUE, -- keyed
       created_at INTEGER NOT NULL,
       expires_at INTEGER NOT NULL,
       last_used_at INTEGER,
       UNIQUE (user_id, name)
     ) STRICT`,

    `CREATE TABLE failed_logins (
       id INTEGER PRIMARY KEY,
       username TEXT NOT NULL, -- in lower case
       source TEXT NOT NULL, -- an IPv4 address, or the first 64 bits of an IPv6 one
       device TEXT, -- of a browser that had logged in as this user before
       failed_at INTEGER NOT NULL
     ) STRICT`,
    'CREATE INDEX failed_logins_by_username ON failed_logins (username, failed_at)',
    'CREATE INDEX failed_logins_by_source ON failed_logins (source, failed_at)',
    'CREATE INDEX failed_logins_by_time ON failed_logins (failed_at)',
  ],
};
