-- What a server with schema version 1 left. Never edited.
-- known: {"keys":{"secret.key":"d07fbb62d18b1ea4d4018a07225282e3e6e00831af0314766a68add0aeffd040"},"apiToken":"mcm_3mRYFTlnUhyUHXlmsAj99X5WFprldCkFHkmbaQwWvQM","admin":{"username":"admin","password":"correct horse battery staple"},"anna":{"username":"viewer-2","password":"a password of viewer-2","totpSecret":"TAIEOUV24JHBJK3LYMOR2H4YHLA5ABUU"}}
CREATE TABLE schema_migrations (
       version INTEGER PRIMARY KEY,
       name TEXT NOT NULL,
       applied_at INTEGER NOT NULL
     ) STRICT;
CREATE TABLE admin_users (
       id INTEGER PRIMARY KEY AUTOINCREMENT, -- never given twice: old tokens and audit entries name it
       username TEXT NOT NULL UNIQUE COLLATE NOCASE,
       password_hash TEXT NOT NULL,
       role TEXT NOT NULL CHECK (role IN ('viewer', 'auditor', 'operator', 'admin')),
       disabled INTEGER NOT NULL DEFAULT 0 CHECK (disabled IN (0, 1)),
       created_at INTEGER NOT NULL, -- times are milliseconds since the epoch
       updated_at INTEGER NOT NULL
     ) STRICT;
CREATE TABLE sessions (
       id TEXT PRIMARY KEY, -- the token's jti
       user_id INTEGER NOT NULL REFERENCES admin_users (id) ON DELETE CASCADE,
       created_at INTEGER NOT NULL,
       expires_at INTEGER NOT NULL,
       revoked_at INTEGER
     ) STRICT;
CREATE INDEX sessions_by_user ON sessions (user_id);
CREATE INDEX sessions_by_expiry ON sessions (expires_at);
INSERT INTO schema_migrations (version, name, applied_at) VALUES (1, 'identity', 1795716900709);
INSERT INTO schema_migrations (version, name, applied_at) VALUES (2, 'proofs', 1795716900712);
INSERT INTO schema_migrations (version, name, applied_at) VALUES (3, 'trail', 1795716900714);
INSERT INTO schema_migrations (version, name, applied_at) VALUES (4, 'policies', 1795716900715);
INSERT INTO schema_migrations (version, name, applied_at) VALUES (5, 'access', 1795716900718);
INSERT INTO schema_migrations (version, name, applied_at) VALUES (6, 'json-schemas', 1795716900718);
INSERT INTO schema_migrations (version, name, applied_at) VALUES (7, 'alerting', 1795716900719);
INSERT INTO admin_users (id, username, password_hash, role, disabled, created_at, updated_at) VALUES (1, 'admin', '$argon2id$v=19$m=2048,p=1,t=1$FXuB7QgNWVfyb3kJF9EtiQ$ZjEVEHG7fVQ8TAM+jl7jUtD1as+cC+w3XZT+qDRD4XY', 'admin', 0, 1795716902502, 1795716902502);
INSERT INTO admin_users (id, username, password_hash, role, disabled, created_at, updated_at) VALUES (2, 'operator-1', '$argon2id$v=19$m=2048,p=1,t=1$wYThq5LX/2SsOY6uNHkV7g$uUAc0RXd+vJhBnhhEIoUp4iYmapDF/JEkO99uS+U+uM', 'operator', 0, 1795716902652, 1795716902652);
INSERT INTO admin_users (id, username, password_hash, role, disabled, created_at, updated_at) VALUES (3, 'viewer-2', '$argon2id$v=19$m=2048,p=1,t=1$wd5tbZyG4suXj8/LaaZHjg$UORsmIc07S8HMrcys8sxTCFZ0Mm7HRgvycVJAPfaScg', 'viewer', 0, 1795716903051, 1795716903367);
INSERT INTO sessions (id, user_id, created_at, expires_at, revoked_at) VALUES ('f4dc9105-b86e-4480-96ec-d4d1a1bbade1', 1, 1795716902595, 1795803302000, NULL);
INSERT INTO sessions (id, user_id, created_at, expires_at, revoked_at) VALUES ('e85d9a50-35c3-4a16-937e-32e4671ca677', 2, 1795716902664, 1795803302000, NULL);
INSERT INTO sessions (id, user_id, created_at, expires_at, revoked_at) VALUES ('5ae85bd3-e7f2-4522-b6ff-ae6826f382ce', 3, 1795716903097, 1795803303000, NULL);
DELETE FROM sqlite_sequence;
INSERT INTO sqlite_sequence (name, seq) VALUES ('admin_users', 3);
DELETE FROM schema_migrations WHERE version > 1;
PRAGMA application_id = 1296256305;
PRAGMA user_version = 1;
