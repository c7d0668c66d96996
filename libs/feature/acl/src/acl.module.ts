import { Module } from '@nestjs/common';
import { BrokerModule } from '#feature/broker';
import { AclService } from './acl.service.js';
import { AccessController } from './api/access.controller.js';
import { AclsController } from './api/acls.controller.js';
import { ChangesController } from './api/changes.controller.js';
import { DraftController } from './api/draft.controller.js';
import { DriftController } from './api/drift.controller.js';
import { MqttRolesController } from './api/mqtt-roles.controller.js';
import { MqttUsersController } from './api/mqtt-users.controller.js';
import { AccessApplies } from './apply/access-applies.js';
import { AccessDrift } from './apply/access-drift.js';
import { AccessBackends } from './backend/access-backends.js';
import { ContentSeal } from './content-seal.js';
import { AccessDrafts } from './edit/access-drafts.js';
import { AccessExports } from './edit/access-exports.js';
import { AclRulesService } from './edit/acl-rules.service.js';
import { Credentials } from './edit/credentials.js';
import { DraftService } from './edit/draft.service.js';
import { MqttRolesService } from './edit/mqtt-roles.service.js';
import { MqttUsersService } from './edit/mqtt-users.service.js';
import { RevisionComparison } from './edit/revision-comparison.js';
import { UserImport } from './edit/user-import.js';
import { AccessPlanner } from './plan/access-planner.js';
import { AccessWorkSeal } from './apply/access-work.js';
import { ApplyGate } from './apply/apply-gate.js';
import { ApplyJournal } from './apply/apply-journal.js';
import { ApplyNews } from './apply/apply-news.js';
import { ApplyOutcomes } from './apply/apply-outcomes.js';
import { ApplyPreparation } from './apply/apply-preparation.js';
import { ApplyRecords } from './apply/apply-records.js';
import { ApplyRunner } from './apply/apply-runner.js';
import { ApplyTurn } from './apply/apply-turn.js';
import { Disconnection } from './apply/disconnection.js';
import { DriftNews } from './apply/drift-news.js';
import { Survivors } from './apply/survivors.js';
import { DynsecBackend } from './backend/dynsec-backend.js';
import { FileBackend } from './backend/file-backend.js';
import { DraftNews } from './edit/draft-news.js';
import { DraftPolicies } from './plan/draft-policies.js';
import { PlanWatch } from './plan/plan-watch.js';
import { WantedAccess } from './wanted-access.js';
import { Brokers } from './brokers.js';
import { Findings } from './findings.js';
import { ImpactAssessment } from './impact-assessment.js';
import { LongWork } from './long-work.js';
import { PluginState } from './plugin-state.js';
import { Policies } from './policies.js';
import { PolicySource } from './policy-source.js';
import { Revisions } from './revisions.js';

/** Who may do what on the broker, and why. Other features ask through {@link AclService} only. */
@Module({
  imports: [BrokerModule],
  controllers: [
    AccessController,
    AclsController,
    ChangesController,
    DraftController,
    DriftController,
    MqttRolesController,
    MqttUsersController,
  ],
  providers: [
    AclService,
    Findings,
    ImpactAssessment,
    LongWork,
    Policies,
    Revisions,
    PolicySource,
    Brokers,
    AccessApplies,
    AccessBackends,
    AccessDrafts,
    AccessDrift,
    AccessExports,
    AccessPlanner,
    AclRulesService,
    DraftPolicies,
    PlanWatch,
    RevisionComparison,
    DraftNews,
    DynsecBackend,
    FileBackend,
    PluginState,
    Survivors,
    DriftNews,
    ApplyTurn,
    ApplyRunner,
    ApplyRecords,
    ApplyPreparation,
    ApplyNews,
    ApplyOutcomes,
    ApplyJournal,
    ApplyGate,
    Disconnection,
    AccessWorkSeal,
    ContentSeal,
    Credentials,
    DraftService,
    MqttRolesService,
    MqttUsersService,
    UserImport,
    WantedAccess,
  ],
  exports: [AclService, AccessBackends, AccessDrift],
})
export class AclModule {}
