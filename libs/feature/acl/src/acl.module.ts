import { Module } from '@nestjs/common';
import { BrokerModule } from '#feature/broker';
import { AclService } from './acl.service.js';
import { AccessController } from './api/access.controller.js';
import { Brokers } from './brokers.js';
import { Findings } from './findings.js';
import { ImpactAssessment } from './impact-assessment.js';
import { LongWork } from './long-work.js';
import { Policies } from './policies.js';
import { PolicySource } from './policy-source.js';
import { Revisions } from './revisions.js';

/** Who may do what on the broker, and why. Other features ask through {@link AclService} only. */
@Module({
  imports: [BrokerModule],
  controllers: [AccessController],
  providers: [
    AclService,
    Findings,
    ImpactAssessment,
    LongWork,
    Policies,
    Revisions,
    PolicySource,
    Brokers,
  ],
  exports: [AclService],
})
export class AclModule {}
