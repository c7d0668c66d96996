import { Inject, Injectable } from '@nestjs/common';
import { BUILD, CLOCK, CONFIG, type Build, type Clock, type Config } from '#platform';
import { diagnose } from './diagnosis/diagnose.js';
import { EXAMINATIONS } from './diagnosis/examinations.js';
import { examineRunningConfiguration } from './diagnosis/configuration.js';
import type { Finding } from './diagnosis/finding.js';

const PATIENCE_MS = 5_000;

/** What was found, and when it was looked. */
export interface Diagnosis {
  /** In milliseconds since 1970. */
  readonly at: number;
  readonly findings: readonly Finding[];
}

/** Looks as the server itself does, with its rights; once at a time. */
@Injectable()
export class DiagnosticsService {
  private running: Promise<Diagnosis> | undefined;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(BUILD) private readonly build: Build,
  ) {}

  /** Those who ask while it looks get the same answer. */
  diagnosis(): Promise<Diagnosis> {
    this.running ??= this.look().finally(() => (this.running = undefined));
    return this.running;
  }

  private async look(): Promise<Diagnosis> {
    const { config, clock } = this;
    const builtAt = Date.parse(this.build.date);
    const subject = { config, clock, builtAt, isServer: true, patience: PATIENCE_MS };
    const findings = await diagnose(subject, [
      { area: 'configuration', examine: examineRunningConfiguration },
      ...EXAMINATIONS,
    ]);
    return { at: clock(), findings };
  }
}
