-- What a server with schema version 2 left. Never edited.
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
     , version INTEGER NOT NULL DEFAULT 1, password_temporary INTEGER NOT NULL DEFAULT 0
       CHECK (password_temporary IN (0, 1)), totp_key BLOB, totp_pending_key BLOB, totp_last_step INTEGER) STRICT;
CREATE TABLE sessions (
       id TEXT PRIMARY KEY, -- the token's jti
       user_id INTEGER NOT NULL REFERENCES admin_users (id) ON DELETE CASCADE,
       created_at INTEGER NOT NULL,
       expires_at INTEGER NOT NULL,
       revoked_at INTEGER
     , address TEXT, user_agent TEXT, last_used_at INTEGER) STRICT;
CREATE INDEX sessions_by_user ON sessions (user_id);
CREATE INDEX sessions_by_expiry ON sessions (expires_at);
CREATE TABLE recovery_codes (
       id INTEGER PRIMARY KEY,
       user_id INTEGER NOT NULL REFERENCES admin_users (id) ON DELETE CASCADE,
       code_hash BLOB NOT NULL, -- keyed
       pending INTEGER NOT NULL CHECK (pending IN (0, 1)),
       used_at INTEGER
     ) STRICT;
CREATE INDEX recovery_codes_by_user ON recovery_codes (user_id);
CREATE TABLE api_tokens (
       id INTEGER PRIMARY KEY AUTOINCREMENT, -- never given twice: audit entries name it
       user_id INTEGER NOT NULL REFERENCES admin_users (id) ON DELETE CASCADE,
       name TEXT NOT NULL,
       role TEXT NOT NULL CHECK (role IN ('viewer', 'auditor', 'operator', 'admin')),
       token_hash BLOB NOT NULL UNIQUE, -- keyed
       created_at INTEGER NOT NULL,
       expires_at INTEGER NOT NULL,
       last_used_at INTEGER,
       UNIQUE (user_id, name)
     ) STRICT;
CREATE TABLE failed_logins (
       id INTEGER PRIMARY KEY,
       username TEXT NOT NULL, -- in lower case
       source TEXT NOT NULL, -- an IPv4 address, or the first 64 bits of an IPv6 one
       device TEXT, -- of a browser that had logged in as this user before
       failed_at INTEGER NOT NULL
     ) STRICT;
CREATE INDEX failed_logins_by_username ON failed_logins (username, failed_at);
CREATE INDEX failed_logins_by_source ON failed_logins (source, failed_at);
CREATE INDEX failed_logins_by_time ON failed_logins (failed_at);
INSERT INTO schema_migrations (version, name, applied_at) VALUES (1, 'identity', 1795716900709);
INSERT INTO schema_migrations (version, name, applied_at) VALUES (2, 'proofs', 1795716900712);
INSERT INTO schema_migrations (version, name, applied_at) VALUES (3, 'trail', 1795716900714);
INSERT INTO schema_migrations (version, name, applied_at) VALUES (4, 'policies', 1795716900715);
INSERT INTO schema_migrations (version, name, applied_at) VALUES (5, 'access', 1795716900718);
INSERT INTO schema_migrations (version, name, applied_at) VALUES (6, 'json-schemas', 1795716900718);
INSERT INTO schema_migrations (version, name, applied_at) VALUES (7, 'alerting', 1795716900719);
INSERT INTO admin_users (id, username, password_hash, role, disabled, created_at, updated_at, version, password_temporary, totp_key, totp_pending_key, totp_last_step) VALUES (1, 'admin', '$argon2id$v=19$m=2048,p=1,t=1$FXuB7QgNWVfyb3kJF9EtiQ$ZjEVEHG7fVQ8TAM+jl7jUtD1as+cC+w3XZT+qDRD4XY', 'admin', 0, 1795716902502, 1795716902502, 1, 0, NULL, NULL, NULL);
INSERT INTO admin_users (id, username, password_hash, role, disabled, created_at, updated_at, version, password_temporary, totp_key, totp_pending_key, totp_last_step) VALUES (2, 'operator-1', '$argon2id$v=19$m=2048,p=1,t=1$wYThq5LX/2SsOY6uNHkV7g$uUAc0RXd+vJhBnhhEIoUp4iYmapDF/JEkO99uS+U+uM', 'operator', 0, 1795716902652, 1795716902652, 1, 1, NULL, NULL, NULL);
INSERT INTO admin_users (id, username, password_hash, role, disabled, created_at, updated_at, version, password_temporary, totp_key, totp_pending_key, totp_last_step) VALUES (3, 'viewer-2', '$argon2id$v=19$m=2048,p=1,t=1$wd5tbZyG4suXj8/LaaZHjg$UORsmIc07S8HMrcys8sxTCFZ0Mm7HRgvycVJAPfaScg', 'viewer', 0, 1795716903051, 1795716903367, 3, 1, X'5F5759D95EBF0B29CB2B129D965F169C317B4BE9E205C223F7B82C4E1173FDC3806CCB18E62C9E424DE79B16C1892DB3375EC5D634978DCE8DC0A758', NULL, 59857230);
INSERT INTO sessions (id, user_id, created_at, expires_at, revoked_at, address, user_agent, last_used_at) VALUES ('f4dc9105-b86e-4480-96ec-d4d1a1bbade1', 1, 1795716902595, 1795803302000, NULL, '127.0.0.1', 'node', NULL);
INSERT INTO sessions (id, user_id, created_at, expires_at, revoked_at, address, user_agent, last_used_at) VALUES ('e85d9a50-35c3-4a16-937e-32e4671ca677', 2, 1795716902664, 1795803302000, NULL, '127.0.0.1', 'node', NULL);
INSERT INTO sessions (id, user_id, created_at, expires_at, revoked_at, address, user_agent, last_used_at) VALUES ('5ae85bd3-e7f2-4522-b6ff-ae6826f382ce', 3, 1795716903097, 1795803303000, NULL, '127.0.0.1', 'node', NULL);
INSERT INTO recovery_codes (id, user_id, code_hash, pending, used_at) VALUES (1, 3, X'D073F89021094B5BC1B445B5D4EE642F3F8655F055B9648413F886A43EEFBE64', 0, NULL);
INSERT INTO recovery_codes (id, user_id, code_hash, pending, used_at) VALUES (2, 3, X'E66FE29550913AD3B820FD5522A3F63AADAA5ACA7432D9A420BDB31709F36714', 0, NULL);
INSERT INTO recovery_codes (id, user_id, code_hash, pending, used_at) VALUES (3, 3, X'16B296824FFAE663E30E69F152CD91D7FC80505494435B463779D1A72C73BE12', 0, NULL);
INSERT INTO recovery_codes (id, user_id, code_hash, pending, used_at) VALUES (4, 3, X'5EA5CA1D7373613865198E14FD71AEEB0D8AE380E38B4B4C643E216E434EB46B', 0, NULL);
INSERT INTO recovery_codes (id, user_id, code_hash, pending, used_at) VALUES (5, 3, X'406E87FAA7EFD2591BFE6AA8BE77FF49FD8D87E51EA83E3B89D7AE95470C1E94', 0, NULL);
INSERT INTO recovery_codes (id, user_id, code_hash, pending, used_at) VALUES (6, 3, X'8DD114BDB5AADD23B95843A48B4FC2A65E938DCCE855684E52189137D7E79871', 0, NULL);
INSERT INTO recovery_codes (id, user_id, code_hash, pending, used_at) VALUES (7, 3, X'4E578570DDC6103E3FDC463D843F7ED1168FE883B58566C74D82B62ACF46557F', 0, NULL);
INSERT INTO recovery_codes (id, user_id, code_hash, pending, used_at) VALUES (8, 3, X'EF738EB3BC894102EAA4A826AE87C1CF822DA4A84ADB105F10DC5E193C2A1447', 0, NULL);
INSERT INTO recovery_codes (id, user_id, code_hash, pending, used_at) VALUES (9, 3, X'C064DB1958349DB7B0694A80A91EA091C6E73D238066A3FF91E51A189F008C64', 0, NULL);
INSERT INTO recovery_codes (id, user_id, code_hash, pending, used_at) VALUES (10, 3, X'A4D9FB6980610CA903F281EC4A38DA41896CE259F1C76D087704DEBB2750557E', 0, NULL);
INSERT INTO api_tokens (id, user_id, name, role, token_hash, created_at, expires_at, last_used_at) VALUES (1, 1, 'line report', 'viewer', X'4E8F448EDD03A361737174D501294CB56B7A231085E5D5BFF030D33072A82A40', 1795716903518, 4102444800000, NULL);
INSERT INTO failed_logins (id, username, source, device, failed_at) VALUES (1, 'admin', '127.0.0.1', NULL, 1795716903554);
DELETE FROM sqlite_sequence;
INSERT INTO sqlite_sequence (name, seq) VALUES ('admin_users', 3), ('api_tokens', 1);
DELETE FROM schema_migrations WHERE version > 2;
PRAGMA application_id = 1296256305;
PRAGMA user_version = 2;
