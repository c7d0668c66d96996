import { Inject, Injectable } from '@nestjs/common';
import type { BackendKind } from '#domain/change';
import { CONFIG, Problem, type Config } from '#platform';
import type { AccessBackendDto } from '../api/drift.dto.js';
import type { AccessBackend } from './access-backend.js';
import { DynsecBackend } from './dynsec-backend.js';
import { FileBackend } from './file-backend.js';

/** Which backend there is, if any. */
@Injectable()
export class AccessBackends {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly files: FileBackend,
    private readonly plugin: DynsecBackend,
  ) {}

  /** Absent when MCM only reads. The broker that MCM runs itself has files. */
  get kind(): BackendKind | undefined {
    const { managed, access } = this.config.mosquitto;
    return managed ? 'file' : access.backend;
  }

  /** @throws Problem `access-read-only` */
  get(): AccessBackend {
    switch (this.kind) {
      case 'file':
        return this.files;
      case 'dynamic-security':
        return this.plugin;
      case undefined:
        throw new Problem(
          'access-read-only',
          'Set mosquitto.access.backend to file or dynamic-security, as deploy/mcm/README.md says.',
        );
    }
  }

  /** How MCM reaches it, and what stands in the way. @throws Problem `policy-unreadable`, `broker-unavailable` */
  async state(): Promise<AccessBackendDto> {
    const { kind } = this;
    if (kind === undefined) return { checks: [] };
    return { kind, checks: [...(await this.get().checks())] };
  }
}
