export { actorOf } from './audit/actor.js';
export { AuditInterceptor } from './audit/audit.interceptor.js';
export { AuditNote, Note } from './audit/audit-note.js';
export {
  AUDIT_SINK,
  type Actor,
  type AuditAct,
  type AuditOutcome,
  type AuditSink,
  type SecurityNotice,
} from './audit/audit-sink.js';
export { Audited, ReadsOnly, requireAuditNames } from './audit/audited.js';
export { difference } from './audit/difference.js';
export { ASSETS, BUILD, WORKERS, type Assets, type Build, type Workers } from './build.js';
export { CLOCK, timestamp, type Clock } from './clock.js';
export { ConfigError, ConfigFileError, type ConfigProblem } from './config/config-error.js';
export { CONFIG, dataFolder, type Config } from './config/config.js';
export { developmentWarnings, type DevelopmentWarning } from './config/development.js';
export { Sealer } from './database/sealer.js';
export { loadConfig, type LoadedConfig } from './config/load-config.js';
export { newConfigFile } from './config/places.js';
export { configReference } from './config/reference.js';
export {
  readTlsMaterial,
  type TlsFile,
  type TlsFiles,
  type TlsMaterial,
} from './config/tls-material.js';
export { Secret } from './config/secret.js';
export { syntaxProblems } from './config/yaml-syntax.js';
export { configTemplate, writeConfigTemplate } from './config/template.js';
export { DatabaseError } from './database/database-error.js';
export { backupDatabase } from './database/backup/backup-database.js';
export { BackupError, type BackupFault } from './database/backup/backup-error.js';
export type { BackupContent } from './database/backup/examine-backup.js';
export { copyBackup } from './database/backup/copy-backup.js';
export { backupVersion, openBackup } from './database/backup/file-header.js';
export { finishRestore } from './database/backup/finish-restore.js';
export { RestoreStage, type Restored } from './database/backup/restore-stage.js';
export { LEAST_PASSPHRASE, openKeys, sealKeys } from './database/backup/sealed-keys.js';
export { sweepUnfinished } from './database/backup/new-file.js';
export { Database } from './database/database.js';
export { MIGRATIONS } from './database/migrations/all.js';
export {
  addCommonProblems,
  ApiProblems,
  COMMON_RESPONSES,
  ProblemDto,
} from './http/api-problems.js';
export { databaseHealth, type DatabaseHealth } from './database/health.js';
export { prepareDataFolder } from './database/database-file.js';
export {
  hasMasterKey,
  KEY_FILES,
  Keys,
  loadKeys,
  lookAtKeys,
  readAuditKey,
  readKeys,
  type AuditKey,
  type KeyPair,
} from './database/keys.js';
export { readLimited } from './config/read-limited.js';
export { asProblem } from './http/as-problem.js';
export { serveApiDocs } from './http/api-docs.js';
export { serveConsole } from './http/console.js';
export { clientAddress, sourceOf, trustProxies, type Trust } from './http/client-address.js';
export { IsDateTime, timeOf } from './http/date-time.js';
export { Gone } from './http/gone.js';
export { IfGiven } from './http/if-given.js';
export { ANY_JSON, EXACT_INTEGER } from './http/json-schemas.js';
export { HTTP_LIMITS, openHttpAdapter } from './http/create-http.js';
export { enforceFloors, Floor, LargeBody, OwnAccount, SessionOnly } from './http/floor.js';
export { LOCAL_UID_HEADER, LocalDoor } from './http/local-door.js';
export {
  Caller,
  PRINCIPALS,
  type Ended,
  type Principal,
  type Principals,
} from './http/principal.js';
export { notValid } from './http/not-valid.js';
export { PageLimit } from './http/page-limit.js';
export { Problem } from './http/problem.js';
export { ProblemFilter } from './http/problem.filter.js';
export { readBodies } from './http/read-bodies.js';
export { recordRequests } from './http/record-requests.js';
export { MostMembers } from './http/request-shape.js';
export { RowVersion, Version } from './http/row-version.js';
export { sendSecurityHeaders } from './http/security-headers.js';
export { spanOf, SpanQuery } from './http/span.dto.js';
export { validationPipe } from './http/validation.js';
export { createLogger } from './logging/logger.js';
export { NestLogger } from './logging/nest-logger.js';
export { RECORD_LOG, type RecordLog } from './logging/record-log.js';
export { Metrics } from './metrics/metrics.js';
export { PASSWORD_COST, USUAL_PASSWORD_COST, type PasswordCost } from './password-cost.js';
export { PlatformModule, type Ground } from './platform.module.js';
export { reasonOf } from './reason-of.js';
export { bearerProtocol } from './stream/handshake.js';
export { type StreamConnection } from './stream/stream-connection.js';
export { StreamServer, type StreamHandler } from './stream/stream-server.js';
export { inSlices, resting, runInSlices } from './work/in-slices.js';
export { tooMany, Turns } from './work/turns.js';
