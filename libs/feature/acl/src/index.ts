export { abandonApply } from './apply/abandon-apply.js';
export { AccessDrift } from './apply/access-drift.js';
export { dynsecChecks } from './backend/dynsec-checks.js';
export { fileChecks } from './backend/file-checks.js';
export type { BackendCheck } from './backend/checked.js';
export { AclModule } from './acl.module.js';
export type { AccessApplyDto, AppliedStepDto, SurvivorsDto } from './api/apply.dto.js';
export type { AccessDraftDto, DeclaredDto } from './api/draft.dto.js';
export type {
  AccessBackendDto,
  AccessDriftDto,
  AccessExportDto,
  BackendCheckDto,
  DeclarationDto,
} from './api/drift.dto.js';
export type { ImpactDto } from './api/impact.dto.js';
export type { ImportedPasswordDto, ImportFormat, MqttUserImportDto } from './api/mqtt-users.dto.js';
export type {
  AccessDifferenceDto,
  AccessPlanDto,
  FileDifferenceDto,
  HunkDto,
  TouchedClientsDto,
} from './api/plan.dto.js';
export type { AccessRevisionDto, AccessRevisionPageDto } from './api/revisions.dto.js';
