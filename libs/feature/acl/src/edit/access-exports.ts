import { Injectable } from '@nestjs/common';
import { declarationOf } from '#domain/change';
import { textOf } from '#domain/mosquitto';
import type { AuditNote } from '#platform';
import type { AccessExportDto, DeclarationDto } from '../api/drift.dto.js';
import { WantedAccess } from '../wanted-access.js';

/** What is wanted, to be taken elsewhere. */
@Injectable()
export class AccessExports {
  constructor(private readonly wanted: WantedAccess) {}

  async declaration(): Promise<DeclarationDto> {
    const { document } = await this.wanted.get();
    return { declaration: declarationOf(document, { hashes: false }) };
  }

  /** With the hashes of passwords, so the audit trail says who has them. */
  async export(note: AuditNote): Promise<AccessExportDto> {
    const { number, document } = await this.wanted.get();
    note.about(number);
    const declaration = declarationOf(document, { hashes: true });
    if (document.backend === 'dynamic-security') {
      return { revision: number, declaration, dynsec: JSON.stringify(document.state) };
    }
    const { acl, passwords } = document;
    return {
      ...{ revision: number, declaration },
      ...(acl !== undefined && { aclFile: acl }),
      ...(passwords && { passwordFile: textOf(passwords.reveal()) }),
    };
  }
}
