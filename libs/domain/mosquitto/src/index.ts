export { parseAclFile, printAclFile, type AclFile, type AclLine } from './acl-file.js';
export type { AclAccess, AclStatement } from './acl-line.js';
export { printAclStatement, whyUnwritable, type WritableAclStatement } from './acl-statement.js';
export { brokerCapabilities, isCapable, isIncapable } from './broker-capabilities.js';
export {
  BROKER_LINES,
  brokerVersion,
  type BrokerLine,
  type BrokerVersion,
} from './broker-version.js';
export {
  ACL_TYPES,
  type AclType,
  type DynsecAcl,
  type DynsecClient,
  type DynsecDefaults,
  type DynsecFile,
  type DynsecGroup,
  type DynsecRole,
  type DynsecRoleUse,
  type DynsecState,
} from './dynsec-state.js';
export type { FileProblem } from './file-problem.js';
export { asciiLower, type JsonNode } from './json-node.js';
export { readJson } from './json-reader.js';
export { logLine, type LogLine, type LogSeverity } from './log-line.js';
export {
  parsePasswordFile,
  printPasswordFile,
  type ParsedPasswordFile,
  type PasswordFile,
  type PasswordLine,
  type PasswordUser,
} from './password-file.js';
export { refusedLogin, type RefusedLogin } from './refused-login.js';
export { SecretBytes } from './secret-bytes.js';
export { sysFigure } from './sys-figure.js';
export { bytesOf, compareBytes, textOf } from './text.js';
export { parseDynsecState, printDynsecState } from './parse-dynsec-state.js';
export { withoutSecrets } from './without-secrets.js';
export {
  includedFolders,
  parseBrokerConfig,
  printBrokerConfig,
  settingsOf,
  type BrokerConfig,
  type BrokerConfigFiles,
} from './broker-config.js';
export type { ConfFile, ConfProblem, ConfSetting } from './conf-file.js';
export type { ConfListener, ConfPlace, ConfPlugin, ConfSecurity } from './conf-security.js';
export { listenerSecurity, type ListenerSecurity } from './listener-security.js';
export { CONF_RULES, type ConfFinding, type ConfRuleCode } from './conf-rules.js';
export { lintBrokerConfig } from './lint-conf.js';
export { settingsForRestart } from './lint-conf-upkeep.js';
export { isLoopbackName } from './loopback.js';
