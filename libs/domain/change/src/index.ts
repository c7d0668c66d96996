export { applied } from './document.js';
export type {
  AccessDocument,
  BackendKind,
  DisabledUser,
  DynsecAclModel,
  DynsecClientModel,
  DynsecDocument,
  DynsecGroupModel,
  DynsecModel,
  DynsecRoleModel,
  FileDocument,
  NewPassword,
} from './document.js';
export {
  answersIn,
  changeIndexIn,
  disabledIn,
  listedName,
  modelFromAnswers,
  pageIn,
  type DynsecAnswer,
  type DynsecAnswers,
  type DynsecList,
} from './dynsec-answers.js';
export {
  commandText,
  type CommandEffect,
  type DynsecCommand,
  type PlannedCommand,
} from './dynsec-command.js';
export { dynsecCommands } from './dynsec-commands.js';
export { isDone } from './dynsec-done.js';
export { dynsecEdited } from './dynsec-edited.js';
export { withDifference } from './dynsec-merge.js';
export {
  dynsecModel,
  dynsecStateText,
  shadowState,
  wireJson,
  type StatePassword,
} from './dynsec-model.js';
export { withoutProbe, withProbe } from './dynsec-probe.js';
export { dynsecRoles, dynsecRules, dynsecUsers } from './dynsec-view.js';
export {
  EDIT_FAULTS,
  EditRefused,
  type Credential,
  type Edit,
  type EditFault,
  type ImportedUser,
  type RoleSpec,
} from './edit.js';
export {
  fileDocument,
  renderedFiles,
  type FileBytes,
  type RenderedFiles,
} from './file-document.js';
export { fileEdited } from './file-edit.js';
export type { Probe } from './file-probe.js';
export { fileRoles, fileRules, fileUsers, outdatedRoles, type OutdatedRole } from './file-views.js';
export { writeOrder, type FileWrite } from './file-write-order.js';
export { whyNoDescription, whyNoFilter, whyNoRoleName, whyNoUsername } from './name-rules.js';
export { passwordDifference, type PasswordDifference } from './password-difference.js';
export {
  importedFromPasswordFile,
  type PasswordImport,
  type RefusedLine,
} from './password-import.js';
export { PROBE_USER, probeFilter, probeTopic } from './probe.js';
export {
  PERMISSIONS,
  type AclRule,
  type MqttRole,
  type MqttUser,
  type Permission,
  type RoleRule,
  type RulePrincipal,
  type RuleSpec,
} from './view.js';
export {
  clientsTouched,
  type ClientTouch,
  type DisconnectCause,
  type PolicyChange,
  type SubscribedClient,
} from './clients-touched.js';
export { DeclarationInvalid, type Declaration, type DeclarationProblem } from './declaration.js';
export { editsFor } from './declaration-edits.js';
export { declarationOf, type WrittenDeclaration } from './declaration-of.js';
export { declaredBy } from './declaration-reader.js';
export { lineDifference, type Hunk, type HunkLine } from './line-difference.js';
export { credentialOf, edited, passwordChanges, rolesOf, rulesOf, usersOf } from './change.js';
