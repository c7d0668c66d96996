-- What a server with schema version 3 left. Never edited.
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
DELETE FROM sqlite_sequence;
INSERT INTO sqlite_sequence (name, seq) VALUES ('admin_users', 3), ('api_tokens', 1), ('security_events', 3);
DELETE FROM schema_migrations WHERE version > 3;
PRAGMA application_id = 1296256305;
PRAGMA user_version = 3;
