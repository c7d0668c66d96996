import { Injectable } from '@nestjs/common';
import { lint, type Finding, type Policy } from '#domain/access';
import type { BrokerVersion } from '#domain/mosquitto';
import type { FindingDto } from './api/lint.dto.js';
import type { KnownPolicy } from './known-policy.js';
import { ACCESS_FILES, LINTED_FILES } from './policy-problems.js';

/** What people should look at. Of large files it takes a while to find out: of the same ones, it is done once. */
@Injectable()
export class Findings {
  private readonly found = new WeakMap<KnownPolicy, Map<BrokerVersion, FindingDto[]>>();

  of(known: KnownPolicy, policy: Policy): FindingDto[] {
    const byVersion = this.found.get(known) ?? new Map<BrokerVersion, FindingDto[]>();
    this.found.set(known, byVersion);
    const findings = byVersion.get(policy.broker) ?? findingsOf(policy);
    byVersion.set(policy.broker, findings);
    return findings;
  }
}

const findingsOf = (policy: Policy): FindingDto[] => lint(policy).map(findingDto);

/** A finding as the API shows it. */
export function findingDto(finding: Finding): FindingDto {
  const file = ACCESS_FILES.find((file) => LINTED_FILES[file] === finding.file) ?? 'aclFile';
  return { ...finding, file };
}
