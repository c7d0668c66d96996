-- What a server with schema version 8 left. Never edited.
-- known: {"keys":{"secret.key":"caae15d407e941002342820959b5a34281cf44894af4ebf71d76a1e9b1baa699","audit.key":"227b532c32b8b6ebd2174a0b8e708a8c2099e256cdfb526ec1e3cb43145d80d2"},"apiToken":"mcm_vfZWWgaZNdeBZi4iDOoSnBbzkPODgCbn73QKP2sFUaU","admin":{"username":"admin","password":"correct horse battery staple"},"anna":{"username":"viewer-2","password":"a password of viewer-2","totpSecret":"PHBJDQ3OJZ6MVVFFZIWIL2EOXKCWVSZ5"}}
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
CREATE TABLE audit_entries (
       number INTEGER PRIMARY KEY, -- 1, 2, 3, … without gaps
       body TEXT NOT NULL,
       hash BLOB NOT NULL, -- HMAC-SHA256 of the hash before, the number and the body
       kind TEXT GENERATED ALWAYS AS (CASE WHEN json_valid(body) THEN body ->> '$.kind' END) VIRTUAL,
       intent INTEGER GENERATED ALWAYS AS (CASE WHEN json_valid(body) THEN body ->> '$.intent' END) VIRTUAL,
       at INTEGER GENERATED ALWAYS AS (CASE WHEN json_valid(body) THEN body ->> '$.at' END) VIRTUAL,
       actor TEXT COLLATE NOCASE GENERATED ALWAYS AS (CASE WHEN json_valid(body) THEN body ->> '$.actor.name' END) VIRTUAL, -- as user names compare
       action TEXT GENERATED ALWAYS AS (CASE WHEN json_valid(body) THEN body ->> '$.action' END) VIRTUAL,
       noun TEXT GENERATED ALWAYS AS (substr(action, 1, instr(action, '.') - 1)) VIRTUAL,
       resource_id TEXT GENERATED ALWAYS AS (CASE WHEN json_valid(body) THEN body ->> '$.resourceId' END) VIRTUAL,
       result TEXT GENERATED ALWAYS AS (CASE WHEN json_valid(body) THEN body ->> '$.result' END) VIRTUAL
     ) STRICT;
CREATE INDEX audit_entries_by_intent ON audit_entries (intent) WHERE intent IS NOT NULL;
CREATE INDEX audit_entries_intents ON audit_entries (number) WHERE kind = 'intent';
CREATE INDEX audit_entries_by_time ON audit_entries (at);
CREATE INDEX audit_entries_by_actor ON audit_entries (actor, number);
CREATE INDEX audit_entries_by_action ON audit_entries (action, number);
CREATE INDEX audit_entries_by_noun ON audit_entries (noun, number);
CREATE INDEX audit_entries_by_resource ON audit_entries (resource_id, number)
       WHERE resource_id IS NOT NULL;
CREATE INDEX audit_entries_by_result ON audit_entries (result, number)
       WHERE result IS NOT NULL;
CREATE TABLE audit_marks (
       kind TEXT PRIMARY KEY CHECK (kind IN ('start', 'head')),
       body TEXT NOT NULL,
       mac BLOB NOT NULL
     ) STRICT;
CREATE TABLE security_events (
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
     ) STRICT;
CREATE INDEX security_events_by_time ON security_events (last_observed_at);
CREATE INDEX security_events_by_category ON security_events (category, id);
CREATE TABLE policy_revisions (
       number INTEGER PRIMARY KEY AUTOINCREMENT, -- never given twice: people name it
       seen_at INTEGER NOT NULL,
       parts TEXT NOT NULL, -- JSON: SHA-256 of each part that decides
       changed TEXT NOT NULL, -- JSON: the names of the parts that differ from the revision before
       body BLOB NOT NULL -- deflated JSON; without passwords, salts and hashes
     , origin TEXT NOT NULL DEFAULT 'seen'
       CHECK (origin IN ('seen', 'imported', 'applied', 'adopted')), state TEXT NOT NULL DEFAULT 'in-force'
       CHECK (state IN ('in-force', 'applying', 'refused', 'restored', 'failed')), base INTEGER, author TEXT, note TEXT, content BLOB) STRICT;
CREATE TABLE access_draft (
       id INTEGER PRIMARY KEY CHECK (id = 1),
       version INTEGER NOT NULL, -- grows for ever, so that no edit is made to another draft than was read
       base INTEGER, -- the revision; null when there is no draft
       author TEXT,
       changed_at INTEGER,
       edits BLOB -- encrypted: JSON
     ) STRICT;
CREATE TABLE access_applies (
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
     ) STRICT;
CREATE TABLE json_schemas (
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
     ) STRICT;
CREATE TABLE alert_rules (
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
     ) STRICT;
CREATE TABLE alert_states (
       rule_id INTEGER PRIMARY KEY REFERENCES alert_rules (id) ON DELETE CASCADE,
       state TEXT NOT NULL -- JSON
     ) STRICT;
CREATE TABLE alert_incidents (
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
     ) STRICT;
CREATE INDEX alert_incidents_by_rule ON alert_incidents (rule_id, number);
CREATE TABLE alert_windows (
       id INTEGER PRIMARY KEY AUTOINCREMENT,
       name TEXT NOT NULL,
       time TEXT NOT NULL, -- JSON: once or weekly
       rule_ids TEXT, -- JSON
       labels TEXT, -- JSON
       version INTEGER NOT NULL,
       created_at INTEGER NOT NULL,
       updated_at INTEGER NOT NULL
     ) STRICT;
CREATE TABLE webhook_endpoints (
       id INTEGER PRIMARY KEY AUTOINCREMENT,
       name TEXT NOT NULL UNIQUE COLLATE NOCASE,
       url TEXT NOT NULL,
       filters TEXT NOT NULL, -- JSON
       enabled INTEGER NOT NULL CHECK (enabled IN (0, 1)),
       secret BLOB NOT NULL, -- encrypted
       version INTEGER NOT NULL,
       created_at INTEGER NOT NULL,
       updated_at INTEGER NOT NULL
     ) STRICT;
CREATE TABLE webhook_deliveries (
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
     ) STRICT;
CREATE INDEX webhook_deliveries_queued ON webhook_deliveries (endpoint_id, number)
       WHERE state = 'queued';
CREATE INDEX webhook_deliveries_by_endpoint ON webhook_deliveries (endpoint_id, number);
CREATE TABLE broker_samples (
       at INTEGER PRIMARY KEY,
       status TEXT NOT NULL CHECK (status IN ('connected', 'disconnected')),
       messages INTEGER NOT NULL, -- since the sample before, as are the next two
       payload_bytes INTEGER NOT NULL,
       missed_up_to INTEGER NOT NULL,
       topics INTEGER NOT NULL,
       figures TEXT NOT NULL -- JSON: numbers by their names below $SYS/broker
     ) STRICT;
INSERT INTO schema_migrations (version, name, applied_at) VALUES (1, 'identity', 1795718217914);
INSERT INTO schema_migrations (version, name, applied_at) VALUES (2, 'proofs', 1795718217917);
INSERT INTO schema_migrations (version, name, applied_at) VALUES (3, 'trail', 1795718217919);
INSERT INTO schema_migrations (version, name, applied_at) VALUES (4, 'policies', 1795718217919);
INSERT INTO schema_migrations (version, name, applied_at) VALUES (5, 'access', 1795718217921);
INSERT INTO schema_migrations (version, name, applied_at) VALUES (6, 'json-schemas', 1795718217921);
INSERT INTO schema_migrations (version, name, applied_at) VALUES (7, 'alerting', 1795718217923);
INSERT INTO schema_migrations (version, name, applied_at) VALUES (8, 'broker-samples', 1795718217923);
INSERT INTO admin_users (id, username, password_hash, role, disabled, created_at, updated_at, version, password_temporary, totp_key, totp_pending_key, totp_last_step) VALUES (1, 'admin', '$argon2id$v=19$m=2048,p=1,t=1$KnMVtEhEeEkHpwjr5dsQOg$huvJ/8SHxbVhqqAerKpgLQra4qnZz8IIRYGbCmkyzYA', 'admin', 0, 1795718219930, 1795718219930, 1, 0, NULL, NULL, NULL);
INSERT INTO admin_users (id, username, password_hash, role, disabled, created_at, updated_at, version, password_temporary, totp_key, totp_pending_key, totp_last_step) VALUES (2, 'operator-1', '$argon2id$v=19$m=2048,p=1,t=1$Xi2ufjrY2VhmayhgtqAXRw$DJr+9A4CfyPxbUuHMdL5xozJvK+CtWvIut52B/ld3Z4', 'operator', 0, 1795718220680, 1795718220680, 1, 1, NULL, NULL, NULL);
INSERT INTO admin_users (id, username, password_hash, role, disabled, created_at, updated_at, version, password_temporary, totp_key, totp_pending_key, totp_last_step) VALUES (3, 'viewer-2', '$argon2id$v=19$m=2048,p=1,t=1$GCS9Ud01Z2JD3iF1Lq6b6Q$J3OS+lgAnI5UFD/r96DOD8UO/b7/MdaNBIRLjXxpQgo', 'viewer', 0, 1795718221577, 1795718221678, 3, 1, X'0FF36F7F466D3D9CC2C31B587ECC8267257A960EF79321B51B9EEA6BDFCA6B43E3FAF7770B06695CA851553A6364759295BA00D535B10C07B60ECD0F', NULL, 59857274);
INSERT INTO sessions (id, user_id, created_at, expires_at, revoked_at, address, user_agent, last_used_at) VALUES ('456e2a5c-b32b-4ae1-bcf3-95cd42c38e43', 1, 1795718220175, 1795804620000, NULL, '127.0.0.1', 'node', NULL);
INSERT INTO sessions (id, user_id, created_at, expires_at, revoked_at, address, user_agent, last_used_at) VALUES ('607c8ff7-c03f-48c6-97fa-ddeb62b99484', 2, 1795718221229, 1795804621000, NULL, '127.0.0.1', 'node', NULL);
INSERT INTO sessions (id, user_id, created_at, expires_at, revoked_at, address, user_agent, last_used_at) VALUES ('f25dc8a9-a4b1-493f-9064-fe04d0bbd09e', 3, 1795718221603, 1795804621000, NULL, '127.0.0.1', 'node', NULL);
INSERT INTO recovery_codes (id, user_id, code_hash, pending, used_at) VALUES (1, 3, X'13DEEF28753B16D05D722DB3489009CAFC24BEBB471D5F98F57FFD51CBA19A57', 0, NULL);
INSERT INTO recovery_codes (id, user_id, code_hash, pending, used_at) VALUES (2, 3, X'9950017CD1ABC00EE6E81A099EB8B11D5118AAE8C419BEC3077FB70AC82368AC', 0, NULL);
INSERT INTO recovery_codes (id, user_id, code_hash, pending, used_at) VALUES (3, 3, X'0E737F24B6665659A077CBF5ED79F268A9DF969079B4B637D4A5363BBAF02A87', 0, NULL);
INSERT INTO recovery_codes (id, user_id, code_hash, pending, used_at) VALUES (4, 3, X'268ACF2CD4A85F858E58AE183FF28248BC6A32EB9DB4838229DAF60A54772C01', 0, NULL);
INSERT INTO recovery_codes (id, user_id, code_hash, pending, used_at) VALUES (5, 3, X'C59A7349221C6F1F253E3FB865B5D4066E18F2005BFD13EAF0842E219FA720D7', 0, NULL);
INSERT INTO recovery_codes (id, user_id, code_hash, pending, used_at) VALUES (6, 3, X'E29D56587E85EAB834278AE685E0FE625B5EF77B596D6187D85EC8D6D55389DA', 0, NULL);
INSERT INTO recovery_codes (id, user_id, code_hash, pending, used_at) VALUES (7, 3, X'BFBCC0B3496FDA3E1CC8C6C66C1822F8FDC43095E925F094D43D17249B1B4A06', 0, NULL);
INSERT INTO recovery_codes (id, user_id, code_hash, pending, used_at) VALUES (8, 3, X'3F07F254A9E987DBA1534F398FB46E67FB035AD1D9A79BC730403A180988E0D7', 0, NULL);
INSERT INTO recovery_codes (id, user_id, code_hash, pending, used_at) VALUES (9, 3, X'F64053DDF53F7A1C811A8EEDFCA77CE2888A8000B186AA106C6F632788896BB8', 0, NULL);
INSERT INTO recovery_codes (id, user_id, code_hash, pending, used_at) VALUES (10, 3, X'089E1CB044A3C256D02193F839A8F42FD6BA3186FC1D533533CFF35F5F88D2E5', 0, NULL);
INSERT INTO api_tokens (id, user_id, name, role, token_hash, created_at, expires_at, last_used_at) VALUES (1, 1, 'line report', 'viewer', X'87B11A7890F074A3AA7F89F00A2D5C32490ED6693524230F2B726CB1CD6CBACB', 1795718221701, 4102444800000, NULL);
INSERT INTO failed_logins (id, username, source, device, failed_at) VALUES (1, 'admin', '127.0.0.1', NULL, 1795718221711);
INSERT INTO audit_entries (number, body, hash) VALUES (1, '{"kind":"intent","at":1795718219911,"requestId":"1bc055f7105cbc7030153f8f","actor":{"name":"system","via":"system"},"action":"admin_user.bootstrap","resourceName":"admin"}', X'5CDE42A25D13A714EB7647BA5AEB1BA42DA8FFFBA7F7A895048D9BE0B31B456C');
INSERT INTO audit_entries (number, body, hash) VALUES (2, '{"kind":"outcome","at":1795718219940,"intent":1,"requestId":"1bc055f7105cbc7030153f8f","actor":{"name":"system","via":"system"},"action":"admin_user.bootstrap","resourceId":"1","resourceName":"admin","result":"success","changes":[{"pointer":"/disabled","after":false},{"pointer":"/mfaEnabled","after":false},{"pointer":"/password","after":"[secret]"},{"pointer":"/passwordTemporary","after":false},{"pointer":"/role","after":"admin"},{"pointer":"/username","after":"admin"}]}', X'556A269683090084101A74414247119446954FBF3F64BD5BC57C3FB4D3821E92');
INSERT INTO audit_entries (number, body, hash) VALUES (3, '{"kind":"outcome","at":1795718220183,"requestId":"33d94814ea21de8246a9685f","actor":{"name":"admin","via":"session","address":"127.0.0.1"},"action":"session.open","resourceId":"456e2a5c-b32b-4ae1-bcf3-95cd42c38e43","result":"success","changes":[{"pointer":"/by","after":"password"}]}', X'C8CB3C430D8BFC931C7C4F1BEB78137C42D9BCB0F6E9D472B3ABD8A1805C00CC');
INSERT INTO audit_entries (number, body, hash) VALUES (4, '{"kind":"intent","at":1795718220439,"requestId":"e7b653bf2ca38b2a9347026e","actor":{"name":"admin","via":"session","address":"127.0.0.1"},"action":"admin_user.create"}', X'0E7E3460D53DB68FD61D580999DE541BA8378EBC649E0B69987C10C1B99496DC');
INSERT INTO audit_entries (number, body, hash) VALUES (5, '{"kind":"outcome","at":1795718220749,"intent":4,"requestId":"e7b653bf2ca38b2a9347026e","actor":{"name":"admin","via":"session","address":"127.0.0.1"},"action":"admin_user.create","resourceId":"2","resourceName":"operator-1","result":"success","changes":[{"pointer":"/disabled","after":false},{"pointer":"/mfaEnabled","after":false},{"pointer":"/password","after":"[secret]"},{"pointer":"/passwordTemporary","after":true},{"pointer":"/role","after":"operator"},{"pointer":"/username","after":"operator-1"}]}', X'B1A1375EF279334E24174A2B69011493CDCF2B70D5F111628D2EA50EB8C8728C');
INSERT INTO audit_entries (number, body, hash) VALUES (6, '{"kind":"outcome","at":1795718221319,"requestId":"5620aecc4822499000e1e3f5","actor":{"name":"operator-1","via":"session","address":"127.0.0.1"},"action":"session.open","resourceId":"607c8ff7-c03f-48c6-97fa-ddeb62b99484","result":"success","changes":[{"pointer":"/by","after":"password"}]}', X'0DB2E7FE5CDFC2274211D95E9969AA1EB4294E8D42F4531191C92A5EF0193712');
INSERT INTO audit_entries (number, body, hash) VALUES (7, '{"kind":"intent","at":1795718221565,"requestId":"a22268405caf93bb93d5e208","actor":{"name":"admin","via":"session","address":"127.0.0.1"},"action":"admin_user.create"}', X'B443B492539ACED23B6C28DA61BB56350A9C66712BDB9D39B21E34207AEADB32');
INSERT INTO audit_entries (number, body, hash) VALUES (8, '{"kind":"outcome","at":1795718221580,"intent":7,"requestId":"a22268405caf93bb93d5e208","actor":{"name":"admin","via":"session","address":"127.0.0.1"},"action":"admin_user.create","resourceId":"3","resourceName":"viewer-2","result":"success","changes":[{"pointer":"/disabled","after":false},{"pointer":"/mfaEnabled","after":false},{"pointer":"/password","after":"[secret]"},{"pointer":"/passwordTemporary","after":true},{"pointer":"/role","after":"viewer"},{"pointer":"/username","after":"viewer-2"}]}', X'7C25175AD859379CD69FA17BD16453DA2FA7AADFCCF3297B891485A4DE517262');
INSERT INTO audit_entries (number, body, hash) VALUES (9, '{"kind":"outcome","at":1795718221619,"requestId":"f764f12cad3b6c89bfee5428","actor":{"name":"viewer-2","via":"session","address":"127.0.0.1"},"action":"session.open","resourceId":"f25dc8a9-a4b1-493f-9064-fe04d0bbd09e","result":"success","changes":[{"pointer":"/by","after":"password"}]}', X'8B984E6854925FCDED4869E6B18944B44E5D4AD08BB004790C47E594CC942736');
INSERT INTO audit_entries (number, body, hash) VALUES (10, '{"kind":"intent","at":1795718221632,"requestId":"3cc81c3f5031faa6fc5e6ffc","actor":{"name":"viewer-2","via":"session","address":"127.0.0.1"},"action":"mfa.setup"}', X'72332E0F6A6D38DA14CDD1FC67E5C7AA9F8121EC069017FC9E7E57F339D011F2');
INSERT INTO audit_entries (number, body, hash) VALUES (11, '{"kind":"outcome","at":1795718221658,"intent":10,"requestId":"3cc81c3f5031faa6fc5e6ffc","actor":{"name":"viewer-2","via":"session","address":"127.0.0.1"},"action":"mfa.setup","resourceId":"3","resourceName":"viewer-2","result":"success"}', X'F2F54A5A4A22C1BBDED8112501A543562F8C38B46127647A732B3D8032179371');
INSERT INTO audit_entries (number, body, hash) VALUES (12, '{"kind":"intent","at":1795718221669,"requestId":"7130b0de60f0342b0fb0e6c5","actor":{"name":"viewer-2","via":"session","address":"127.0.0.1"},"action":"mfa.enable"}', X'4E6EF753F40583E142AB9AB17021D5560741E63AA0785DC6B052487E7DD14219');
INSERT INTO audit_entries (number, body, hash) VALUES (13, '{"kind":"outcome","at":1795718221688,"intent":12,"requestId":"7130b0de60f0342b0fb0e6c5","actor":{"name":"viewer-2","via":"session","address":"127.0.0.1"},"action":"mfa.enable","resourceId":"3","resourceName":"viewer-2","result":"success","changes":[{"pointer":"/mfaEnabled","before":false,"after":true}]}', X'0AEE1CDBE108CDC7DF398424424BA3B1836325447FA0CD01C4288F017D8F3263');
INSERT INTO audit_entries (number, body, hash) VALUES (14, '{"kind":"intent","at":1795718221696,"requestId":"fe8d404dc160f689180e0c04","actor":{"name":"admin","via":"session","address":"127.0.0.1"},"action":"api_token.create"}', X'364ABF8F6DCBDCEE598773767C893BADB575F283871DC93036F39C4D83D139A0');
INSERT INTO audit_entries (number, body, hash) VALUES (15, '{"kind":"outcome","at":1795718221703,"intent":14,"requestId":"fe8d404dc160f689180e0c04","actor":{"name":"admin","via":"session","address":"127.0.0.1"},"action":"api_token.create","resourceId":"1","resourceName":"line report","result":"success","changes":[{"pointer":"/expiresAt","after":"2027-09-22T18:37:01.693Z"},{"pointer":"/name","after":"line report"},{"pointer":"/role","after":"viewer"},{"pointer":"/secret","after":"[secret]"}]}', X'77486E5EB480D1EABB27907E1775771CA212401519585D4A0A1E436684809228');
INSERT INTO audit_entries (number, body, hash) VALUES (16, '{"kind":"intent","at":1795718221718,"requestId":"1099bf301126a4855d8877f4","actor":{"name":"admin","via":"session","address":"127.0.0.1"},"action":"mqtt_user.create"}', X'6F4E908C321E36F99AA8A6CB174696622A5E6A21E5CF00241E50196384211889');
INSERT INTO audit_entries (number, body, hash) VALUES (17, '{"kind":"outcome","at":1795718221731,"intent":16,"requestId":"1099bf301126a4855d8877f4","actor":{"name":"admin","via":"session","address":"127.0.0.1"},"action":"mqtt_user.create","resourceId":"vC0eQ12q_ipNGrx5Eib13g","resourceName":"ann","result":"success","changes":[{"pointer":"/disabled","after":false},{"pointer":"/roles","after":[]},{"pointer":"/username","after":"ann"}]}', X'54657CF331263D578F2BB62556FC3D485D059C37338B033FE0444455477824EF');
INSERT INTO audit_entries (number, body, hash) VALUES (18, '{"kind":"intent","at":1795718221741,"requestId":"04dca8bed93a5886bb1a5442","actor":{"name":"admin","via":"session","address":"127.0.0.1"},"action":"access.apply"}', X'FD740430E400142C438CD2B1689B85791F67C5DF1F9EEB1A1AB061CF0C01A9A1');
INSERT INTO audit_entries (number, body, hash) VALUES (19, '{"kind":"outcome","at":1795718222041,"intent":18,"requestId":"04dca8bed93a5886bb1a5442","actor":{"name":"admin","via":"session","address":"127.0.0.1"},"action":"access.apply","resourceId":"2","result":"success"}', X'5FEF336147FD5C54D2B91FCD66BF3331EF64D1722BFDDBD2DE77D6F0798DFA60');
INSERT INTO audit_entries (number, body, hash) VALUES (20, '{"kind":"outcome","at":1795718222812,"requestId":"apply-2","actor":{"name":"admin","via":"session"},"action":"access.apply","resourceId":"2","result":"success","changes":[{"pointer":"/base","after":1},{"pointer":"/outcome","after":"Revision 2 is in force and proven."},{"pointer":"/state","after":"committed"}]}', X'953F6F1FC637DC01926211561DD3C74D853243455B23B8B1D62C92511B80522D');
INSERT INTO audit_entries (number, body, hash) VALUES (21, '{"kind":"intent","at":1795718222825,"requestId":"1ad709fb32d0db47b5583333","actor":{"name":"admin","via":"session","address":"127.0.0.1"},"action":"acl.create"}', X'BEF7FF218B6ECB0C9FDE721D447D46A717DA715BA23D801DCD6EB4716CF0F2FA');
INSERT INTO audit_entries (number, body, hash) VALUES (22, '{"kind":"outcome","at":1795718222847,"intent":21,"requestId":"1ad709fb32d0db47b5583333","actor":{"name":"admin","via":"session","address":"127.0.0.1"},"action":"acl.create","resourceId":"6ou9RjulUIPATGK7zRELMg","resourceName":"ann read line7/#","result":"success","changes":[{"pointer":"/permission","after":"read"},{"pointer":"/principal","after":"ann"},{"pointer":"/principalType","after":"user"},{"pointer":"/topicFilter","after":"line7/#"}]}', X'4D66D1354B9FF705748EB9479769142946DCD6BE39EC2EF45B907DB7994D69AF');
INSERT INTO audit_entries (number, body, hash) VALUES (23, '{"kind":"intent","at":1795718222852,"requestId":"4667aabe696285cd6356a083","actor":{"name":"admin","via":"session","address":"127.0.0.1"},"action":"json_schema.create"}', X'FDDCB114E765EDAFA77764F553B1371E620422561961A430DE16436D728818CA');
INSERT INTO audit_entries (number, body, hash) VALUES (24, '{"kind":"outcome","at":1795718223754,"intent":23,"requestId":"4667aabe696285cd6356a083","actor":{"name":"admin","via":"session","address":"127.0.0.1"},"action":"json_schema.create","resourceId":"1","resourceName":"oven","result":"success","changes":[{"pointer":"/document","after":{"type":"object","required":["temperature"]}},{"pointer":"/draft","after":"2020-12"},{"pointer":"/enabled","after":true},{"pointer":"/name","after":"oven"},{"pointer":"/topicFilter","after":"oven/#"}]}', X'FB7F7F597633EA12E29F62012645997EB203D13741759CD4EB4B163EC0204717');
INSERT INTO audit_entries (number, body, hash) VALUES (25, '{"kind":"intent","at":1795718223805,"requestId":"011cd333cb8082d4ea239f6e","actor":{"name":"admin","via":"session","address":"127.0.0.1"},"action":"webhook.create"}', X'F2AF53A21B1E94FC9887B2BDA3EEAC6D10779B6E55FED818AE453376500A1ED7');
INSERT INTO audit_entries (number, body, hash) VALUES (26, '{"kind":"outcome","at":1795718223914,"intent":25,"requestId":"011cd333cb8082d4ea239f6e","actor":{"name":"admin","via":"session","address":"127.0.0.1"},"action":"webhook.create","resourceId":"1","resourceName":"Hook","result":"success","changes":[{"pointer":"/createdAt","after":"2026-11-26T18:37:03.888Z"},{"pointer":"/enabled","after":true},{"pointer":"/filters","after":{}},{"pointer":"/id","after":1},{"pointer":"/name","after":"Hook"},{"pointer":"/secret","after":"[secret]"},{"pointer":"/updatedAt","after":"2026-11-26T18:37:03.888Z"},{"pointer":"/url","after":"https://hooks.plant.example/mcm"}]}', X'734945A8B25B7159693B0254B6CFE5E1F156F9F6E67B5EB2726EE565C9A3DC83');
INSERT INTO audit_entries (number, body, hash) VALUES (27, '{"kind":"intent","at":1795718223952,"requestId":"89d7069b3c229f567f2dfed3","actor":{"name":"admin","via":"session","address":"127.0.0.1"},"action":"alert_rule.create"}', X'19B977896C2103B34646EE81825E77B6F3D857D41858B152217506C59BD2A486');
INSERT INTO audit_entries (number, body, hash) VALUES (28, '{"kind":"outcome","at":1795718224038,"intent":27,"requestId":"89d7069b3c229f567f2dfed3","actor":{"name":"admin","via":"session","address":"127.0.0.1"},"action":"alert_rule.create","resourceId":"1","resourceName":"Down","result":"success","changes":[{"pointer":"/condition","after":{"kind":"broker_down"}},{"pointer":"/enabled","after":true},{"pointer":"/forSeconds","after":0},{"pointer":"/labels","after":{}},{"pointer":"/name","after":"Down"},{"pointer":"/renoticeSeconds","after":0},{"pointer":"/severity","after":"critical"}]}', X'DB3B8BE1F6591BFFF39F2718D8EB76FBAB02F4CB74EA078F6AD836BA72FE2A82');
INSERT INTO audit_entries (number, body, hash) VALUES (29, '{"kind":"intent","at":1795718224112,"requestId":"32255521371fb9c4d24560e8","actor":{"name":"admin","via":"session","address":"127.0.0.1"},"action":"alert_window.create"}', X'6C20F510AC8F2916AA585316E9D9B0BDCDE6BE7119E3DD9E1BF35E1116A20362');
INSERT INTO audit_entries (number, body, hash) VALUES (30, '{"kind":"outcome","at":1795718224201,"intent":29,"requestId":"32255521371fb9c4d24560e8","actor":{"name":"admin","via":"session","address":"127.0.0.1"},"action":"alert_window.create","resourceId":"1","resourceName":"Night","result":"success","changes":[{"pointer":"/createdAt","after":"2026-11-26T18:37:04.182Z"},{"pointer":"/id","after":1},{"pointer":"/name","after":"Night"},{"pointer":"/updatedAt","after":"2026-11-26T18:37:04.182Z"},{"pointer":"/weekly","after":{"days":["sat"],"from":"22:00","until":"06:00","timeZone":"Europe/Berlin"}}]}', X'0BEC73009C31D85383110C14A7B172369DB4297D3C7B89E255A8187409CFB3FF');
INSERT INTO audit_marks (kind, body, mac) VALUES ('head', '{"number":30,"hash":"0bec73009c31d85383110c14a7b172369db4297d3c7b89e255a8187409cfb3ff","key":"490f8e5a8e3acbd2","at":1795718224201}', X'62B3038D8A52FB3AA5BA7C9AE56D32DCBF22CD2E889F0170ACC22D553528CFC8');
INSERT INTO security_events (id, category, reason, username, source_ip, route, detail, observed_at, last_observed_at, count) VALUES (1, 'mfa_enabled', 'enrolled', 'viewer-2', '127.0.0.1', 'POST /api/v1/auth/mfa/verify', NULL, 1795718221687, 1795718221687, 1);
INSERT INTO security_events (id, category, reason, username, source_ip, route, detail, observed_at, last_observed_at, count) VALUES (2, 'admin_login_failed', 'invalid_credentials', 'admin', '127.0.0.1', 'POST /api/v1/auth/login', NULL, 1795718221713, 1795718221713, 1);
INSERT INTO security_events (id, category, reason, username, source_ip, route, detail, observed_at, last_observed_at, count) VALUES (3, 'broker_login_failed', 'not_authorised', NULL, NULL, NULL, 'The broker does not say which client.', 1795718222743, 1795718222744, 2);
INSERT INTO policy_revisions (number, seen_at, parts, changed, body, origin, state, base, author, note, content) VALUES (1, 1795718219912, '{"aclFile":"814a4ae57d927018fb704abee37fd1e5c9161edf2c450ead784756cde3d59fea","passwordFile":"4cd12d883f3315f9580e67db9f89f4da6d7b587896e9ac1a83ec503ba74608fa","dynsec":"","allowAnonymous":"9c105a750cd76609b4b27cbdc530b49603f7253a176f15289119178390af0542","listener":""}', '["aclFile","passwordFile","allowAnonymous"]', X'789CBD903F6BC33010C5BF8A38B79B12C72EC189B664E8D42D5D429D4195AFB540928575C60D41DFBD28FFC08542A74E9278F77EEFF44E208DE9C68DEBDCD1764300F1214D400E5299676D10C409BCA41604E4647D6E959D11069AA9F5FEB81872A90C7050AD749FD86C084451AD9755B12A8B6AB95C7120FC221090B1D7169937D2D1BC7643C09E59656B479DD78AF5281B964D5E0FBBFD2ECF6A57BB8CBD6887ACE2AC95C6B0EDD5EE8D9A55491D5B494C13B328C3D063B861C65E1332A31D56F994AD6C939FED978033AEB57A3273F7D5CE4B22ECDD151848D210F2C7A17610397819C2D8F5CD5FBABACD86DF1AAB5263297E7B4CAC72BE4847DA2F8078BBDC9CB40802ACB2C0216D09A2887CA29DFF7657CB1F6A6BF55D7B8A070EBEEFDE0DDA1471881CCA79F1EFA931C66FD63AD758', 'imported', 'in-force', NULL, 'system', NULL, X'F5161E64645983FE73A6328DCD2658FF1B599242BFDCFE3BE3A5EA95E948B411DD54196B217415DD3025D7016082E1D90B5AFC040CDD095118201DF9714C6CCC9FC5130FC887931942B4874815A7D8297A7DFAB9BA3775902524CF7B96784F9234531B4D11026F48D7BA39C39F903576A98D2AF73909D77A208C46337E23F2861F84EC4E1350F78AB416B30629AA40AC1832D764995E1B232E37D09AB9EDFC6ED9D502C2D899CC9E1BA93E829A5568D36BD49BD870F65E1E29157C5DFB462DFBD64C1AC3212A9AC35C1B6CEFF57D6FBACF43CF1A5F405EB446AC2B40F092C215997E35C34297A77BBC95C9443BA3F9B611C4705DCA1BC85695CC500D48FEC6F190537AC36203AA9BDA829A251456891C285C622094F11B9F50950199F813B96B7F368041A084B232B8FFD1735A340FA6E0ACF5B392E82EC04428A5413A20210086EDADC950EBB5C8C6DFC7AC39A5C89FBA1E97471F665A77CDF1607E903B5FD70D45501CE9309BE3516B98288A68ACA42F480F513E34935A50AAC56A1DDCEC1A510A1A3E6B43A4506DCF037D7C0990ADA21313DB10C45924E745D5A895ADDFCBD507896D452D539EC75AD690B3BB342D1AF1A810BD70826C8F7970E22D598E93023F5154D72E20846B4F17246172626FD31017C3A18536935440CC32F1A91AB8704444B2D8ADFC28F0C65F42C735061BF3848EA7A001409AF651FD6660D25D5EF583F14213C140DB7AC6320F57009CD41BA37962CE7052A9E3A1407AB9632D0D63B19588F0EF594518B724B72D9AB8EB41AF2720144D0B3E42AB229D5EA69647DAEBDF876D731F531F576CE215F142EE2CD766384DDC39A2D717D0C7');
INSERT INTO policy_revisions (number, seen_at, parts, changed, body, origin, state, base, author, note, content) VALUES (2, 1795718222037, '{"aclFile":"d780ab521202b25cf85b9bb312c5bdd4c0d7466b2e1a1cbae52c7963c21a12b5","passwordFile":"7fcfab10d585d0e686324999fc0e63e160b35ef7debaa72b949bf20c9b5e463d","dynsec":"","allowAnonymous":"9c105a750cd76609b4b27cbdc530b49603f7253a176f15289119178390af0542","listener":""}', '["aclFile","passwordFile"]', X'789CD5914F6BDC3010C5BFCA309BDEBCABD8EDE2C4B724500824A7E412EA1C26DA49259064238D7197E0EF1EE44D4C76A1D06B4FFAF39B79F378F386E45C375E852EEC7D37246C5EC9252E90B4FB691D63F3863D89C10695F85E79EDD7C249D6FAF2697F3E28D20E0BD486C26FDE5D0936657DB9ADCB8BAAACB7DB8B0285FF0836B88247C3D03B0AB269C3903882D7BE0DD2F5564364DAC1EAE875F6F0F4A0566D68C30AEE6C60A80B30E41C5C7FB4F74EAFEB4C47430256C033A52172FA9419A315066703D7EA585BFB9D9ADB0F036639E3ED51CDD2D7869E4438860FC124244352DF863CDB6B0F7DEC5EB881973D88B10948EB6E0802F737F79098138CC66A0371709C8022830DF0DA45CD1BB815B009028F305A31C0A40D1C92FC92D17AD6FFEAEDE0C36BAF66A4AA6C13A7027B4A69ECE2EE5FF6F6599BFEB6BD3A6F2F8FBBDE67AD6A739E8FEC2A61F3EB700BE4191BF4DA638139316CCAA9386273CE0BAD4EA8F17661DF4F1885B0B01F276CC965A9D84ECF05E62FC73E1B7C9E0AAC36E57FE6799AA677B21D3180', 'applied', 'in-force', 1, 'admin', NULL, X'68C3D289A5EF380DB1B53F9DB69AD99121DFFD895F493474F5F7874585D8AADD39A1DE69DBF9491CF5585572DC7F546F0A79E50D3C1087A5F8446D946206DB209B68B15DFCAB05E3AADC1E94E8ED205D6D49A6B862255D46AEF302A51953B151A1CE82C4D77EA1EE32F448BF471C2A32068C734E602620D5F809B55508FEAE55AC91D53EAD44146DB0719836D8B80D99D3AC4FF48D4E1CCB8FEAA8910773CECCFE154621670AF1ACB9AF5E7E1ECE3FDC28729A6B31F780A385B9DEFA88153C39E08513871219E02C4AB395864B04912808DBF943FF13A357B9142844BDD1A47B2AE07DB04618F011BBCEFBB285D1831141BA3DA78B6CC3596ACAF6505DEF27CC9DF4F212CC6A34E2FFC8D828AE4713C263E1165B2F6FE2874BB2D0C19CE1D0291A5FE63BECA47C79F7D57CA40BB9626B8E8D1623BE00F1F45170B08B7338FEFA58A83763D58865BEFFA23A47E0E8E5CCF2B1AAF93F8BD45DD19B2970CEF2802B30C6369788C2D09A11AD8E804B03A6493DCC6893DC2A9652086BD35B8853A7995FC1F4BE96CE437E860053DF3F04CC240FAB7FA9F97E4D69C6DADF515B1EFC37D47D2FBBAD0D267068429CBB63D0F7636AB3E47C757D1F0949336AB589200E9D1A62362E4E3BD64C23F75B9BD7E29D5D6FF851A9910486F44B3B27432FD214C159D446433B7A8478ADEDA30DF66CDC1498525F0B7418DEFB20728A16A3EEF1826CE5FFE8BC7F8192AFF1D5E3A0DDFF716D4048C0951F056AE07E58F1905AE8ABF6F9D78A3B782C03F2424DB4D54982BAB80CCA584EF6DAEA0669656313488A746BD9C9BBE07F43E09F7FB3B9E9CAFBCAA8BBDBAF8CA059BCC8C6050D986CCC431C1AD5A552A2E33DB35DFD4E435F8F12270591643F14B25121A2F158C0C3E17817CAE0ECB3C6CF0F1AFD9F69E55F28221E5F1BAAFB74C4D8C5041A313C62B4654307DBAF560AB9F099A16D54351A96D1BEADBDD4BD9CF1E406771FADB18EAC09EDCD1954AD3A26656EEEB036623D9EEE6A7969DE587894B4A17828960F446968E8F839D1F1B8FDA42BEAADBA559A45D0A05B320F1A9F48336736FBD0E847CE3F6520FB5771E1820D5DA6512D682871E6172B5E0EFF32D9D02EADCDF2DF1D7088FE8C5D5360F87D6DF65FF1AFE8AF7F6FB69F87382F120B0C4AC1E5A6E4F7D82A13BE7C68E40B0571996DAFD8E971D3F1192CB213FA66189921130890026A1BD543F4B4BEF25F171BA5D0688B9C9F001B');
INSERT INTO access_draft (id, version, base, author, changed_at, edits) VALUES (1, 3, 2, 'admin', 1795718222838, X'C52545DF4509C775968EEC4851FEDFBA3A00DBFA899BED41799A3AF5F4DAF58ADC63D9C2C12BFFCF7FB11CBA2E95F1E3F09D37887C0D619097585E7B85727AA84BD11108E7503DCD566FA7494ACDA24383678C48416C4012B2D8D57E39297FD4DD67C3E7F44F0B8A9FF7B5586E40449915665603B6D3A2E53419287FA42DBE2C1C16E11B27732F633B49E94E7B052C9A51D7B7CD365AD4D371BD9BC7375302CAC020');
INSERT INTO access_applies (number, base, state, actor, started_at, ended_at, steps, outcome, survivors, to_audit, work) VALUES (2, 1, 'committed', '{"name":"admin","via":"session"}', 1795718222037, 1795718222793, '[{"step":"parse","state":"done","probes":[],"detail":"18 lines, 5 users, 0 problems","ms":6},{"step":"shadow","state":"done","probes":[{"question":"mcm-probe publishes mcm/probe/2/any","wanted":"allowed","answer":"allowed"},{"question":"mcm-probe receives mcm/probe/2/any","wanted":"allowed","answer":"allowed"},{"question":"mcm-probe publishes status/mcm-probe","wanted":"allowed","answer":"allowed"},{"question":"mcm receives mcm/probe/2/any","wanted":"allowed","answer":"allowed"},{"question":"mcm receives any","wanted":"allowed","answer":"allowed"},{"question":"mcm receives line7/any","wanted":"allowed","answer":"allowed"},{"question":"mcm receives cmd/plc-7/any","wanted":"allowed","answer":"allowed"},{"question":"plc-7 publishes line7/any","wanted":"allowed","answer":"allowed"},{"question":"plc-7 receives cmd/plc-7/any","wanted":"allowed","answer":"allowed"},{"question":"plc-7 publishes status/plc-7","wanted":"allowed","answer":"allowed"},{"question":"hmi receives line7/any","wanted":"allowed","answer":"allowed"},{"question":"hmi publishes status/hmi","wanted":"allowed","answer":"allowed"},{"question":"mcm-probe publishes any","wanted":"denied","answer":"denied"},{"question":"mcm-probe receives any","wanted":"denied","answer":"denied"},{"question":"mcm-probe publishes line7/any","wanted":"denied","answer":"denied"},{"question":"mcm-probe receives line7/any","wanted":"denied","answer":"denied"},{"question":"an anonymous client publishes mcm/probe/2/any","wanted":"denied","answer":"denied"},{"question":"an anonymous client receives mcm/probe/2/any","wanted":"denied","answer":"denied"},{"question":"an anonymous client publishes any","wanted":"denied","answer":"denied"},{"question":"an anonymous client receives any","wanted":"denied","answer":"denied"},{"question":"mcm publishes mcm/probe/2/any","wanted":"denied","answer":"denied"},{"question":"mcm publishes any","wanted":"denied","answer":"denied"},{"question":"mcm-probe logs in","wanted":"allowed","answer":"allowed"},{"question":"mcm-probe logs in with another password","wanted":"refused","answer":"refused"}],"detail":"Mosquitto 2.0.11, on a socket of its own","ms":431},{"step":"replace","state":"done","probes":[],"detail":"/tmp/mcm-test-c9Yy0u/acl: mode 0644, owner kept; /tmp/mcm-test-c9Yy0u/passwords: mode 0600, owner kept","ms":114},{"step":"reload","state":"done","probes":[],"detail":"SIGHUP","ms":30},{"step":"confirm","state":"done","probes":[],"detail":"The broker goes by it.","ms":23},{"step":"probe","state":"done","probes":[{"question":"mcm-probe logs in","wanted":"allowed","answer":"allowed"},{"question":"mcm-probe logs in with another password","wanted":"refused","answer":"refused"},{"question":"mcm-probe publishes mcm/probe/2/alive","wanted":"allowed","answer":"allowed"},{"question":"mcm-probe receives mcm/probe/2/alive","wanted":"allowed","answer":"allowed"},{"question":"mcm-probe publishes mcm/probe/1/alive","wanted":"denied","answer":"denied"},{"question":"mcm logs in","wanted":"allowed","answer":"allowed"}],"ms":136},{"step":"commit","state":"done","probes":[],"ms":0}]', 'Revision 2 is in force and proven.', '{"known":true,"clients":[],"canDisconnect":false}', NULL, NULL);
INSERT INTO json_schemas (id, name, topic_filter, draft, document, enabled, description, version, created_at, updated_at) VALUES (1, 'oven', 'oven/#', '2020-12', '{"type":"object","required":["temperature"]}', 1, NULL, 1, 1795718223698, 1795718223698);
INSERT INTO alert_rules (id, name, description, severity, labels, condition, for_seconds, renotice_seconds, enabled, version, created_at, updated_at) VALUES (1, 'Down', NULL, 'critical', '{}', '{"kind":"broker_down"}', 0, 0, 1, 1, 1795718224015, 1795718224015);
INSERT INTO alert_states (rule_id, state) VALUES (1, '{"active":[{"phase":"firing","labels":{},"incident":"62a88483-9faa-414b-9195-b67c7dee53bb","since":1795718225105,"firedAt":1795718225105,"text":"Nothing listens on 127.0.0.1:44117 (ECONNREFUSED). Start the broker, or correct mosquitto.host and mosquitto.port.","noticedAt":1795718225105}],"owed":[]}');
INSERT INTO alert_incidents (number, id, rule_id, rule_name, kind, severity, labels, value, text, since, fired_at, resolved_at, resolution, firing_noticed_at, resolved_noticed_at) VALUES (1, '62a88483-9faa-414b-9195-b67c7dee53bb', 1, 'Down', 'broker_down', 'critical', '{}', NULL, 'Nothing listens on 127.0.0.1:44117 (ECONNREFUSED). Start the broker, or correct mosquitto.host and mosquitto.port.', 1795718225105, 1795718225105, NULL, NULL, 1795718225105, NULL);
INSERT INTO alert_windows (id, name, time, rule_ids, labels, version, created_at, updated_at) VALUES (1, 'Night', '{"weekly":{"days":["sat"],"from":"22:00","until":"06:00","timeZone":"Europe/Berlin"}}', NULL, NULL, 1, 1795718224182, 1795718224182);
INSERT INTO webhook_endpoints (id, name, url, filters, enabled, secret, version, created_at, updated_at) VALUES (1, 'Hook', 'https://hooks.plant.example/mcm', '{}', 1, X'9F3A8AEB697141925F800006672D7B62DFF320709614ECA30DBCA3FC90D80F4FB610365E7297834A39D8F2E465580CCE8F582951CC2B3D611139F8F8F2E4C6C445A406FECB8075', 1, 1795718223888, 1795718223888);
INSERT INTO webhook_deliveries (number, id, endpoint_id, event, rule_id, rule_name, message, content, state, attempts, created_at, next_attempt_at, expires_at, ended_at, last_attempt_at, last_status, last_error, last_response) VALUES (1, 'd5de70df-b19b-4dc9-a1de-72c60ae7b0a1', 1, 'alert_firing', 1, 'Down', 'Firing: Down. Nothing listens on 127.0.0.1:44117 (ECONNREFUSED). Start the broker, or correct mosquitto.host and mosquitto.port.', '{"type":"alert_firing","severity":"critical","source":"broker","message":"Firing: Down. Nothing listens on 127.0.0.1:44117 (ECONNREFUSED). Start the broker, or correct mosquitto.host and mosquitto.port.","observedAt":"2026-11-26T18:37:05.105Z","rule":{"id":1,"name":"Down","kind":"broker_down","severity":"critical","labels":{}},"instances":[{"labels":{},"state":"firing","incident":"62a88483-9faa-414b-9195-b67c7dee53bb","text":"Nothing listens on 127.0.0.1:44117 (ECONNREFUSED). Start the broker, or correct mosquitto.host and mosquitto.port.","since":"2026-11-26T18:37:05.105Z"}],"startedAt":"2026-11-26T18:37:05.105Z","incidents":["62a88483-9faa-414b-9195-b67c7dee53bb"]}', 'queued', 1, 1795718225105, 1795718229708, 1795804625105, NULL, 1795718225520, NULL, 'The host name is not known.', NULL);
INSERT INTO broker_samples (at, status, messages, payload_bytes, missed_up_to, topics, figures) VALUES (1795718224780, 'connected', 3, 42, 0, 1, '{"bytes/received":0,"bytes/sent":0,"clients/connected":0,"clients/disconnected":0,"clients/total":0,"heap/current":35504,"messages/received":0,"messages/sent":0,"messages/stored":35,"publish/messages/dropped":0,"retained messages/count":40,"subscriptions/count":0,"uptime":0}');
DELETE FROM sqlite_sequence;
INSERT INTO sqlite_sequence (name, seq) VALUES ('admin_users', 3), ('alert_incidents', 1), ('alert_rules', 1), ('alert_windows', 1), ('api_tokens', 1), ('json_schemas', 1), ('policy_revisions', 2), ('security_events', 3), ('webhook_deliveries', 1), ('webhook_endpoints', 1);
DELETE FROM schema_migrations WHERE version > 8;
PRAGMA application_id = 1296256305;
PRAGMA user_version = 8;
