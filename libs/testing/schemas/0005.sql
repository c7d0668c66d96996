-- What a server with schema version 5 left. Never edited.
-- known: {"keys":{"secret.key":"d07fbb62d18b1ea4d4018a07225282e3e6e00831af0314766a68add0aeffd040","audit.key":"7cba645c9068f56cdaf00b55d64e7364997a66bec7838eefd7a614425c3f6817"},"apiToken":"mcm_3mRYFTlnUhyUHXlmsAj99X5WFprldCkFHkmbaQwWvQM","admin":{"username":"admin","password":"correct horse battery staple"},"anna":{"username":"viewer-2","password":"a password of viewer-2","totpSecret":"TAIEOUV24JHBJK3LYMOR2H4YHLA5ABUU"}}
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
INSERT INTO audit_entries (number, body, hash) VALUES (1, '{"kind":"intent","at":1795716902419,"requestId":"dd0d00d4d6fea7f81232315d","actor":{"name":"system","via":"system"},"action":"admin_user.bootstrap","resourceName":"admin"}', X'7E8FC259D0F41A2045BCE59E76C426B7CA6FEAE2F1C1BB943CF4B8FDD023082D');
INSERT INTO audit_entries (number, body, hash) VALUES (2, '{"kind":"outcome","at":1795716902516,"intent":1,"requestId":"dd0d00d4d6fea7f81232315d","actor":{"name":"system","via":"system"},"action":"admin_user.bootstrap","resourceId":"1","resourceName":"admin","result":"success","changes":[{"pointer":"/disabled","after":false},{"pointer":"/mfaEnabled","after":false},{"pointer":"/password","after":"[secret]"},{"pointer":"/passwordTemporary","after":false},{"pointer":"/role","after":"admin"},{"pointer":"/username","after":"admin"}]}', X'815370ACF0A07D5D31D69AE2B10EC7C264B7DFC36E479293A3B29D80787A984E');
INSERT INTO audit_entries (number, body, hash) VALUES (3, '{"kind":"outcome","at":1795716902603,"requestId":"e9265ee56a7668f446517a66","actor":{"name":"admin","via":"session","address":"127.0.0.1"},"action":"session.open","resourceId":"f4dc9105-b86e-4480-96ec-d4d1a1bbade1","result":"success","changes":[{"pointer":"/by","after":"password"}]}', X'8D66DF5C484CF907FE8E5AF0B3CD971A81B4DC128E21EF19E2614D96FFB0BC6A');
INSERT INTO audit_entries (number, body, hash) VALUES (4, '{"kind":"intent","at":1795716902627,"requestId":"da627b6925716749e428b42c","actor":{"name":"admin","via":"session","address":"127.0.0.1"},"action":"admin_user.create"}', X'5439966FFBBB2010A5E81401BB6936771A2C74D63CADB76C5D6F4EE124BABA0E');
INSERT INTO audit_entries (number, body, hash) VALUES (5, '{"kind":"outcome","at":1795716902654,"intent":4,"requestId":"da627b6925716749e428b42c","actor":{"name":"admin","via":"session","address":"127.0.0.1"},"action":"admin_user.create","resourceId":"2","resourceName":"operator-1","result":"success","changes":[{"pointer":"/disabled","after":false},{"pointer":"/mfaEnabled","after":false},{"pointer":"/password","after":"[secret]"},{"pointer":"/passwordTemporary","after":true},{"pointer":"/role","after":"operator"},{"pointer":"/username","after":"operator-1"}]}', X'DEBDDC9C185CD0017CF50DB2DACC4DC8C9FC1A8D398E11B2F0A94E216BCD0D47');
INSERT INTO audit_entries (number, body, hash) VALUES (6, '{"kind":"outcome","at":1795716902667,"requestId":"58a88c0299202721b2afde6c","actor":{"name":"operator-1","via":"session","address":"127.0.0.1"},"action":"session.open","resourceId":"e85d9a50-35c3-4a16-937e-32e4671ca677","result":"success","changes":[{"pointer":"/by","after":"password"}]}', X'2ED4A613DCB7AA3E5564D5B916D40F1EA752587D9E9E3E0373D595A35668C3F4');
INSERT INTO audit_entries (number, body, hash) VALUES (7, '{"kind":"intent","at":1795716902933,"requestId":"f6df5512785c7fd9b01de8b5","actor":{"name":"admin","via":"session","address":"127.0.0.1"},"action":"admin_user.create"}', X'DB56C69CA0DB50FB0709C2F628D48561437A2EB9338F3E6FFA601E7727348016');
INSERT INTO audit_entries (number, body, hash) VALUES (8, '{"kind":"outcome","at":1795716903065,"intent":7,"requestId":"f6df5512785c7fd9b01de8b5","actor":{"name":"admin","via":"session","address":"127.0.0.1"},"action":"admin_user.create","resourceId":"3","resourceName":"viewer-2","result":"success","changes":[{"pointer":"/disabled","after":false},{"pointer":"/mfaEnabled","after":false},{"pointer":"/password","after":"[secret]"},{"pointer":"/passwordTemporary","after":true},{"pointer":"/role","after":"viewer"},{"pointer":"/username","after":"viewer-2"}]}', X'EFB89DA8155FF238E6808FE1217C8F93C3C6018F4598ED1F637AEE20AD9CA943');
INSERT INTO audit_entries (number, body, hash) VALUES (9, '{"kind":"outcome","at":1795716903102,"requestId":"b3988cc94cfb9ba657198fe8","actor":{"name":"viewer-2","via":"session","address":"127.0.0.1"},"action":"session.open","resourceId":"5ae85bd3-e7f2-4522-b6ff-ae6826f382ce","result":"success","changes":[{"pointer":"/by","after":"password"}]}', X'3FBF809D9BF106165E326FF77A55CE50CF16609F8BAD83BA8F697A2F4DB76997');
INSERT INTO audit_entries (number, body, hash) VALUES (10, '{"kind":"intent","at":1795716903110,"requestId":"3d3d5dd7b0945cadb04fb53f","actor":{"name":"viewer-2","via":"session","address":"127.0.0.1"},"action":"mfa.setup"}', X'419F1B39B3E73A0C145BE7E4DA3363A7C9B4564AA5633261EF225CC964B60CDA');
INSERT INTO audit_entries (number, body, hash) VALUES (11, '{"kind":"outcome","at":1795716903220,"intent":10,"requestId":"3d3d5dd7b0945cadb04fb53f","actor":{"name":"viewer-2","via":"session","address":"127.0.0.1"},"action":"mfa.setup","resourceId":"3","resourceName":"viewer-2","result":"success"}', X'D7A753437ECE59ECE9036C3B6482F0F35A2090131EB2EE90FCC60A0F970509C8');
INSERT INTO audit_entries (number, body, hash) VALUES (12, '{"kind":"intent","at":1795716903277,"requestId":"55dc7f73fd05ee920c4c8866","actor":{"name":"viewer-2","via":"session","address":"127.0.0.1"},"action":"mfa.enable"}', X'3E0CE026F0E33857D4D45EA8C121C19E33199D890FEF060475B3CFB8C0BF03A0');
INSERT INTO audit_entries (number, body, hash) VALUES (13, '{"kind":"outcome","at":1795716903393,"intent":12,"requestId":"55dc7f73fd05ee920c4c8866","actor":{"name":"viewer-2","via":"session","address":"127.0.0.1"},"action":"mfa.enable","resourceId":"3","resourceName":"viewer-2","result":"success","changes":[{"pointer":"/mfaEnabled","before":false,"after":true}]}', X'1B5166A592BE578030AA8D4919E8CA25EB898225A3262D1A20008834085CC9F4');
INSERT INTO audit_entries (number, body, hash) VALUES (14, '{"kind":"intent","at":1795716903455,"requestId":"e49addeda65a2752a38a8823","actor":{"name":"admin","via":"session","address":"127.0.0.1"},"action":"api_token.create"}', X'6A3FF0F82F5D76461A1DA723EEB26FFD0E690C500C151B20992F36D6F5F2F632');
INSERT INTO audit_entries (number, body, hash) VALUES (15, '{"kind":"outcome","at":1795716903523,"intent":14,"requestId":"e49addeda65a2752a38a8823","actor":{"name":"admin","via":"session","address":"127.0.0.1"},"action":"api_token.create","resourceId":"1","resourceName":"line report","result":"success","changes":[{"pointer":"/expiresAt","after":"2027-09-22T18:15:03.434Z"},{"pointer":"/name","after":"line report"},{"pointer":"/role","after":"viewer"},{"pointer":"/secret","after":"[secret]"}]}', X'A5F7B17B0C2CFB6CDDC5A54BD055C42312D774BF5034BC8C8189C06BC8C008C6');
INSERT INTO audit_entries (number, body, hash) VALUES (16, '{"kind":"intent","at":1795716903572,"requestId":"cd46753a520c9538aad5d32a","actor":{"name":"admin","via":"session","address":"127.0.0.1"},"action":"mqtt_user.create"}', X'B7FB3E9D4CE738408EE13CDA8A49F01C81DD783CBB2679662B42188374EDDABB');
INSERT INTO audit_entries (number, body, hash) VALUES (17, '{"kind":"outcome","at":1795716903590,"intent":16,"requestId":"cd46753a520c9538aad5d32a","actor":{"name":"admin","via":"session","address":"127.0.0.1"},"action":"mqtt_user.create","resourceId":"vC0eQ12q_ipNGrx5Eib13g","resourceName":"ann","result":"success","changes":[{"pointer":"/disabled","after":false},{"pointer":"/roles","after":[]},{"pointer":"/username","after":"ann"}]}', X'6B99ABABEA0A5A0BB5067BE770ACD330D551CDEE44D0BD15B3EEB4FF4D931AA9');
INSERT INTO audit_entries (number, body, hash) VALUES (18, '{"kind":"intent","at":1795716903611,"requestId":"4a72d01b65c2f7000fb1c216","actor":{"name":"admin","via":"session","address":"127.0.0.1"},"action":"access.apply"}', X'9E00B9889285B1A14473A31ABE62EBBB74808A0B6A104E6C46EE69C189C17CF6');
INSERT INTO audit_entries (number, body, hash) VALUES (19, '{"kind":"outcome","at":1795716903991,"intent":18,"requestId":"4a72d01b65c2f7000fb1c216","actor":{"name":"admin","via":"session","address":"127.0.0.1"},"action":"access.apply","resourceId":"2","result":"success"}', X'B86542306BC65F500888DEE0204979B0ABF54789488233BE9A658F07893A8810');
INSERT INTO audit_entries (number, body, hash) VALUES (20, '{"kind":"outcome","at":1795716904998,"requestId":"apply-2","actor":{"name":"admin","via":"session"},"action":"access.apply","resourceId":"2","result":"success","changes":[{"pointer":"/base","after":1},{"pointer":"/outcome","after":"Revision 2 is in force and proven."},{"pointer":"/state","after":"committed"}]}', X'E293990E0CF7B52C71BEADB4B8F58B0B06976FF0BBCA69FE1A1F38E4936F8CB2');
INSERT INTO audit_entries (number, body, hash) VALUES (21, '{"kind":"intent","at":1795716905008,"requestId":"30cce66d1dc3317b8601de34","actor":{"name":"admin","via":"session","address":"127.0.0.1"},"action":"acl.create"}', X'B1E50DC0583DC3D200282BB40A0010FB1771AC8516D621CA9462143F793FED26');
INSERT INTO audit_entries (number, body, hash) VALUES (22, '{"kind":"outcome","at":1795716905019,"intent":21,"requestId":"30cce66d1dc3317b8601de34","actor":{"name":"admin","via":"session","address":"127.0.0.1"},"action":"acl.create","resourceId":"6ou9RjulUIPATGK7zRELMg","resourceName":"ann read line7/#","result":"success","changes":[{"pointer":"/permission","after":"read"},{"pointer":"/principal","after":"ann"},{"pointer":"/principalType","after":"user"},{"pointer":"/topicFilter","after":"line7/#"}]}', X'32A749CF2DF4CCC436AE678550B639E2E4349DBFE2FADCEB1B6BEA64CCCB674E');
INSERT INTO audit_entries (number, body, hash) VALUES (23, '{"kind":"intent","at":1795716905024,"requestId":"328a79b5bc98f7435467188e","actor":{"name":"admin","via":"session","address":"127.0.0.1"},"action":"json_schema.create"}', X'6FF8AF3EDB736B5AC5379694236B1DEF57A7EE94F0649FE5E49D9DF8B48C3972');
INSERT INTO audit_entries (number, body, hash) VALUES (24, '{"kind":"outcome","at":1795716906073,"intent":23,"requestId":"328a79b5bc98f7435467188e","actor":{"name":"admin","via":"session","address":"127.0.0.1"},"action":"json_schema.create","resourceId":"1","resourceName":"oven","result":"success","changes":[{"pointer":"/document","after":{"type":"object","required":["temperature"]}},{"pointer":"/draft","after":"2020-12"},{"pointer":"/enabled","after":true},{"pointer":"/name","after":"oven"},{"pointer":"/topicFilter","after":"oven/#"}]}', X'A2200DF476D8D78D2301CCE2B1388FB79EDF33F8E79E2534E4B119945BC25AB5');
INSERT INTO audit_entries (number, body, hash) VALUES (25, '{"kind":"intent","at":1795716906176,"requestId":"e3ef2cffb7f80cc387d4cb0e","actor":{"name":"admin","via":"session","address":"127.0.0.1"},"action":"webhook.create"}', X'3A5FD7EC28D2510A1CC96E598354ABFB0F8ED90F5A263C35CF16E61ACA2E0670');
INSERT INTO audit_entries (number, body, hash) VALUES (26, '{"kind":"outcome","at":1795716906215,"intent":25,"requestId":"e3ef2cffb7f80cc387d4cb0e","actor":{"name":"admin","via":"session","address":"127.0.0.1"},"action":"webhook.create","resourceId":"1","resourceName":"Hook","result":"success","changes":[{"pointer":"/createdAt","after":"2026-11-26T18:15:06.198Z"},{"pointer":"/enabled","after":true},{"pointer":"/filters","after":{}},{"pointer":"/id","after":1},{"pointer":"/name","after":"Hook"},{"pointer":"/secret","after":"[secret]"},{"pointer":"/updatedAt","after":"2026-11-26T18:15:06.198Z"},{"pointer":"/url","after":"https://hooks.plant.example/mcm"}]}', X'084F27DE7FE65150ED2438DB5E201F6B35683975FF7562F46DCCFFBF23D662C8');
INSERT INTO audit_entries (number, body, hash) VALUES (27, '{"kind":"intent","at":1795716906239,"requestId":"1b3da48f5336962dff379653","actor":{"name":"admin","via":"session","address":"127.0.0.1"},"action":"alert_rule.create"}', X'40D9327081F7B189CB8B3A489D35EA48B380C5E8D742D32AE543E4FACD043D2F');
INSERT INTO audit_entries (number, body, hash) VALUES (28, '{"kind":"outcome","at":1795716906278,"intent":27,"requestId":"1b3da48f5336962dff379653","actor":{"name":"admin","via":"session","address":"127.0.0.1"},"action":"alert_rule.create","resourceId":"1","resourceName":"Down","result":"success","changes":[{"pointer":"/condition","after":{"kind":"broker_down"}},{"pointer":"/enabled","after":true},{"pointer":"/forSeconds","after":0},{"pointer":"/labels","after":{}},{"pointer":"/name","after":"Down"},{"pointer":"/renoticeSeconds","after":0},{"pointer":"/severity","after":"critical"}]}', X'F6A9C26FDAF0B1637DA2FC0E6860A16CE08A30C16A0A4F38950D6048889463F0');
INSERT INTO audit_entries (number, body, hash) VALUES (29, '{"kind":"intent","at":1795716906354,"requestId":"fadbda6c420ced1391d57c0c","actor":{"name":"admin","via":"session","address":"127.0.0.1"},"action":"alert_window.create"}', X'A46CFD8CF390164908F424D2B827FB10F75A107862A76093B9BB44AA9EFC3CF7');
INSERT INTO audit_entries (number, body, hash) VALUES (30, '{"kind":"outcome","at":1795716906483,"intent":29,"requestId":"fadbda6c420ced1391d57c0c","actor":{"name":"admin","via":"session","address":"127.0.0.1"},"action":"alert_window.create","resourceId":"1","resourceName":"Night","result":"success","changes":[{"pointer":"/createdAt","after":"2026-11-26T18:15:06.454Z"},{"pointer":"/id","after":1},{"pointer":"/name","after":"Night"},{"pointer":"/updatedAt","after":"2026-11-26T18:15:06.454Z"},{"pointer":"/weekly","after":{"days":["sat"],"from":"22:00","until":"06:00","timeZone":"Europe/Berlin"}}]}', X'ADB73E77D5522EE5DE42790B8D1D3B1BE156E52FDB7DFA93798B03436A22ECD8');
INSERT INTO audit_marks (kind, body, mac) VALUES ('head', '{"number":30,"hash":"adb73e77d5522ee5de42790b8d1d3b1be156e52fdb7dfa93798b03436a22ecd8","key":"4f32b2cd7436c8a4","at":1795716906483}', X'FDC317CF9DF1C496326F5A56BB39BB4711A8C9B0FF1F3D9175DCD8A5FA2C09CA');
INSERT INTO security_events (id, category, reason, username, source_ip, route, detail, observed_at, last_observed_at, count) VALUES (1, 'mfa_enabled', 'enrolled', 'viewer-2', '127.0.0.1', 'POST /api/v1/auth/mfa/verify', NULL, 1795716903393, 1795716903393, 1);
INSERT INTO security_events (id, category, reason, username, source_ip, route, detail, observed_at, last_observed_at, count) VALUES (2, 'admin_login_failed', 'invalid_credentials', 'admin', '127.0.0.1', 'POST /api/v1/auth/login', NULL, 1795716903567, 1795716903567, 1);
INSERT INTO security_events (id, category, reason, username, source_ip, route, detail, observed_at, last_observed_at, count) VALUES (3, 'broker_login_failed', 'not_authorised', NULL, NULL, NULL, 'The broker does not say which client.', 1795716904810, 1795716904810, 2);
INSERT INTO policy_revisions (number, seen_at, parts, changed, body, origin, state, base, author, note, content) VALUES (1, 1795716902420, '{"aclFile":"814a4ae57d927018fb704abee37fd1e5c9161edf2c450ead784756cde3d59fea","passwordFile":"cd8d189a369dee6011867b76c865834eb4c8275e0b53a1f5ff544dc4afe2e751","dynsec":"","allowAnonymous":"9c105a750cd76609b4b27cbdc530b49603f7253a176f15289119178390af0542","listener":""}', '["aclFile","passwordFile","allowAnonymous"]', X'789CBD903F4FC33010C5BF8A7581CDAD935425AAB77660AAC45006106130CE412C6CC78A2F0A5595EF8ED27F5290909898CEA7DFBDF7CE7700656DD3AF7DE3F7AEE922C87765237250DADE1B8B200F1014D52041900BC26937238C347BEA1F3E375BA1B4050EBA56FE03AB3581CC8AD5B2C8EE5669BAC8971C08BF082424ECB14616ACF2342F7D17B1654EBBD253138C662DAA8A2593EE66F7BC1349E94B9FB0ADF1C80ACE6A652DDB9CE5C1EA5931D2BE56C40C31872A762DC68B4DDF1A42668DC7424CBDB5ABC4517E0A38DAD5CE4C66AEBAD2074584AD3F1B4652D44571DB951E060E41C5D8376DF5975B5D66E36F175BA60B0E63FC663F7AE5F3742CE37E11E4CBE9E5954390E0B4030EE39620B3814FD8F16F579AFFA0B53357B6185E3984B679B3E8C688D781433ECFFE3D7518866FBE76D746', 'imported', 'in-force', NULL, 'system', NULL, X'09F74CBA3DB4F1B54A7A86D0214465AB440554341A551E308562EDB3C5642C70AAC21C11F1333E948F57D6BE9F27C0E4F5B07D09F187945B0954434CFE60CBE22C88F8468991AA35426AA559130439E82623F9B0981EAC7FE86292AA76F9BD9D3491EF7411E2EB33471FC229C62265661E0D3B9EDA2751930F50BF88107C36EC1847AF1BB49FF76AE98FEAC5B88A2BC05F363F5CFC565FE4D861E7F280562D9926CAC070455FAC345868E9C8F13A45B1C2D57A397A1D79B29B7199FD5A3C9632EA49C138860AC44EEBB2F97BD5F0DA48643555A32839F97F6C87CFB9ED3A55BCA7D3748F005F764B69190DDFE3981DBDDA9217C20F2F871215CC7242878EB4F7A996F2702796363FECE64F1466AD1E7A2D1FD644BDA8852996FB8A7C34BF8C0380F5D2D85D22DD9EA261DABA44505D449139C7C8A00598767C4692668B488F87811DC51406E162C6B7D80F8CC7702748584E89B08AD466321BC0909BF8D6AEDAFE0A9FA1A01A24D910A1CDB6A28E710D8C7AAD94AD34223AF512740F4D33C253E05D7C2948A896142A2612DF9E6CB467353ADAB3B2539C28B39F34329B3667B173BB1A96AA4EA5F500413C8BB2E88AA4668B87E1899A071D7576DBC505205AAD9576B594CC42D2495337DE61FB2929C691A9365470D3C7C1AB75B3C5C4456C886150B9427C0A3FF769C61467E2570F132E362CA156C5781BFA41964712C5B252D3A7CB3FA735A543C192456C22E53EA2ABADA050F7735DC3958738A06CA7CC2762BD157A2ACDA6DAC033EF09DF2CA3452FAB46C16C4979B6A1046781CABB76973E619F3BA8238A7C5B13BCC63473FC3427269405A5CB339B61FDE8AB8526');
INSERT INTO policy_revisions (number, seen_at, parts, changed, body, origin, state, base, author, note, content) VALUES (2, 1795716903960, '{"aclFile":"d780ab521202b25cf85b9bb312c5bdd4c0d7466b2e1a1cbae52c7963c21a12b5","passwordFile":"2a231011fb2c1e91e549f1e568db656a1d3f8ff51f7bb76769b667e4c67e8360","dynsec":"","allowAnonymous":"9c105a750cd76609b4b27cbdc530b49603f7253a176f15289119178390af0542","listener":""}', '["aclFile","passwordFile"]', X'789CD5914F6BDB4010C5BFCA306E6F6BCB96EB8AE816170A85841ED2434B94C3643DE92EDD5D89DD11AA09FAEE65E544C48642AF3DED9FDFCC9BC79B6724E7DAE13AB4E1E8DB3E61FD442EB142D2EEB3758CF5337624066B2CC47785D77E299C64F97DF8FA6B7F539076A8501B0A3FF9702D586FAAAB5DB5F978B55E6FCB9D42E1DF82352EE09B61E81C055935A14F1CC16BDF04693BAB21321D6071F67A77F7E3AE5834A1090BB8B181A15260C839D8BFB4774E2FAB4C07430256C033A53E727A9519A21506670357C5B9B6F687626A3F0D98E48CB76735735F133A12E1185E049390F4A978DFE7D95E7BE862FBC8353C1E418C4D405AB77D10B8FD740B8939C160AC36107BC7092832D8004F6DD4BC822F023641E001062B0698B48153926F325A4EFA6FBD9D7C78ED8B091565B689A3C28E521ADA78F897BDBDD6A6BF6D6FB7DE2ACCE3F6C7AC55AED6F9C8AE12D6F7A75B20CF58A3D71E15E6C4B0DE8CEA8C4D39CFB4BCA0C6DB996D2F188530B30F176CCE65AED88D0F0AF397639F0D3E8C0ACBD5E63FF33C8EE31F8DCD316E', 'applied', 'in-force', 1, 'admin', NULL, X'1C106707247D6E42A0F034F01A9BFE165416518232D344815CEE695435E072788D0106B5FFCBC5143D14057AB2A44951B1D36AEB3FF70E8475ADD165A8361F518F39443E28458593F78408B160F5288E872C6CB71FC3D5FA736D3138B1206519981644A547C6C29E3ADDC102F9F080C34EC23E4A4BC500D91C3973A4B9D98038FCBE4CD65E73CE7DB3B16E8914AEA67CAE1A4CE29250E3FB461D29182EA6519B1C4174F8269F932C32456CCC207180662E00B03D2A54BCC96CC4C554763D96A74561D209C2167D51277448A0BCCFBA2E3AF726A8A5377CCA106797D56F93F9270EECA6C7111D031C068DB83A7C7463B56DFE4D66BDF3BCDF399D3CAD152376B54EB0BE4032E50CD86982269EB05DF47608899C1996CAD40056C4061446492D507D66CA52EDC901F633D0D81A5CA690DBDB060301C37ABA9E160163A7305ED08F0731E2DFEBB75EECD9A04FB9A28A4FD93B32303B83B867DCE1F149DD61F7EF0B650C41176931E207AECB9388FA5B683D83D89F8C8E517014B7E21CC672086868F4F4E5C69AE11CE1D31AE9DE145D5F43CB36D7AB15EAEB7C49CAFB0FD6FAC90425EFF67CAFCEB3C627BD366D16C65F1524635F2088D82F5BDF345CA854EA27D78FF17D333384C32114FBD93855383FF2A3FC06DAB426B7EFF17E43121DBB645C8C98DAAFBA48E7E5E7A330E6116DCFD557B8B2D4BB652C7D7D754A44E96EDE038630800F56FB942D61375E4094D16A732749FFAD559906F0E08108214BD99E54B1053BFC8DBCACB8AD6583C22A4F3FD4467FAEEB60442A79F613F8C438C1509BCA0372DA0565F7F941A091A38883079423390E358C5E9347C93E005EE23672E0281336AABC0D418AEA2647D99BFAEDD634EB6ED17464417CA13E0AEB7DDEC2C0E4BE3AE4D402F96F049B3E6E57A4B42D34F230DED59AEB022B190017E28490AE5C2CA7F333628215F7504D392C7BEDCC0264BDE9A8063A975CE113CED64BA437CF9CFDE6B1BD878DCF40E79CA5A5E6807DC6067033912A5FD4BF84EABF272AB335203960DDED1B409834F39E27067AE4EA5145D42F70AF3A44C8602FFE88D3111315A239F7D4B53EFB97C0929B3255CB93130F4796626B303041E07C5F17A8E0986D21DD48F88E5EE5FFE5A8CA93E04EEFCEEF9AB701F45780C2A70559369E34AE9EEFAC67C7416DED77E3C0AC72771D181B6FB670BF4B6119FD96B3F434CEE101125731482114A6B5EF9B21F6');
INSERT INTO access_draft (id, version, base, author, changed_at, edits) VALUES (1, 3, 2, 'admin', 1795716905015, X'D8E54BDD357B9391E7D77C9C6C88F60712986B29C4C3CC3BD04D7B2D2BFC098F0E89D6E86D6DA7A8A4862204E6A0F1E771FEF1EB5CAFACCBB6381BF670614E1EB13B5D72DCF46BD4846EB4F4DF387902B483125F3B56452B8BFA0025CB4C28F31E10D3C2847BAFC5954A75D3057B12707D2320AE4CFEE5DFEC427D2A3FA78F8C006015B7FC70306B6DE2E9D5DE0418D83A7CA72590E767133F4D160A9B76136BB1A5');
INSERT INTO access_applies (number, base, state, actor, started_at, ended_at, steps, outcome, survivors, to_audit, work) VALUES (2, 1, 'committed', '{"name":"admin","via":"session"}', 1795716903960, 1795716904968, '[{"step":"parse","state":"done","probes":[],"detail":"18 lines, 5 users, 0 problems","ms":33},{"step":"shadow","state":"done","probes":[{"question":"mcm-probe publishes mcm/probe/2/any","wanted":"allowed","answer":"allowed"},{"question":"mcm-probe receives mcm/probe/2/any","wanted":"allowed","answer":"allowed"},{"question":"mcm-probe publishes status/mcm-probe","wanted":"allowed","answer":"allowed"},{"question":"mcm receives mcm/probe/2/any","wanted":"allowed","answer":"allowed"},{"question":"mcm receives any","wanted":"allowed","answer":"allowed"},{"question":"mcm receives line7/any","wanted":"allowed","answer":"allowed"},{"question":"mcm receives cmd/plc-7/any","wanted":"allowed","answer":"allowed"},{"question":"plc-7 publishes line7/any","wanted":"allowed","answer":"allowed"},{"question":"plc-7 receives cmd/plc-7/any","wanted":"allowed","answer":"allowed"},{"question":"plc-7 publishes status/plc-7","wanted":"allowed","answer":"allowed"},{"question":"hmi receives line7/any","wanted":"allowed","answer":"allowed"},{"question":"hmi publishes status/hmi","wanted":"allowed","answer":"allowed"},{"question":"mcm-probe publishes any","wanted":"denied","answer":"denied"},{"question":"mcm-probe receives any","wanted":"denied","answer":"denied"},{"question":"mcm-probe publishes line7/any","wanted":"denied","answer":"denied"},{"question":"mcm-probe receives line7/any","wanted":"denied","answer":"denied"},{"question":"an anonymous client publishes mcm/probe/2/any","wanted":"denied","answer":"denied"},{"question":"an anonymous client receives mcm/probe/2/any","wanted":"denied","answer":"denied"},{"question":"an anonymous client publishes any","wanted":"denied","answer":"denied"},{"question":"an anonymous client receives any","wanted":"denied","answer":"denied"},{"question":"mcm publishes mcm/probe/2/any","wanted":"denied","answer":"denied"},{"question":"mcm publishes any","wanted":"denied","answer":"denied"},{"question":"mcm-probe logs in","wanted":"allowed","answer":"allowed"},{"question":"mcm-probe logs in with another password","wanted":"refused","answer":"refused"}],"detail":"Mosquitto 2.0.11, on a socket of its own","ms":318},{"step":"replace","state":"done","probes":[],"detail":"/tmp/mcm-test-XwOkBL/acl: mode 0644, owner kept; /tmp/mcm-test-XwOkBL/passwords: mode 0600, owner kept","ms":178},{"step":"reload","state":"done","probes":[],"detail":"SIGHUP","ms":25},{"step":"confirm","state":"done","probes":[],"detail":"The broker goes by it.","ms":129},{"step":"probe","state":"done","probes":[{"question":"mcm-probe logs in","wanted":"allowed","answer":"allowed"},{"question":"mcm-probe logs in with another password","wanted":"refused","answer":"refused"},{"question":"mcm-probe publishes mcm/probe/2/alive","wanted":"allowed","answer":"allowed"},{"question":"mcm-probe receives mcm/probe/2/alive","wanted":"allowed","answer":"allowed"},{"question":"mcm-probe publishes mcm/probe/1/alive","wanted":"denied","answer":"denied"},{"question":"mcm logs in","wanted":"allowed","answer":"allowed"}],"ms":273},{"step":"commit","state":"done","probes":[],"ms":0}]', 'Revision 2 is in force and proven.', '{"known":true,"clients":[],"canDisconnect":false}', NULL, NULL);
DELETE FROM sqlite_sequence;
INSERT INTO sqlite_sequence (name, seq) VALUES ('admin_users', 3), ('api_tokens', 1), ('policy_revisions', 2), ('security_events', 3);
DELETE FROM schema_migrations WHERE version > 5;
PRAGMA application_id = 1296256305;
PRAGMA user_version = 5;
