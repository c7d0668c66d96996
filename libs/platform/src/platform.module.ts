import { Module, type DynamicModule } from '@nestjs/common';
import { LoggerModule } from 'nestjs-pino';
import type { Logger } from 'pino';
import { ASSETS, BUILD, WORKERS, type Assets, type Build, type Workers } from './build.js';
import { CLOCK, type Clock } from './clock.js';
import { CONFIG, type Config } from './config/config.js';
import { Database } from './database/database.js';
import { Keys } from './database/keys.js';
import { NestLogger } from './logging/nest-logger.js';
import { RECORD_LOG, recordLog } from './logging/record-log.js';
import { Metrics } from './metrics/metrics.js';
import { PASSWORD_COST, USUAL_PASSWORD_COST, type PasswordCost } from './password-cost.js';
import { StreamServer } from './stream/stream-server.js';

/** What exists before the application does: opened, checked and handed in. */
export interface Ground {
  readonly config: Config;
  readonly database: Database;
  readonly keys: Keys;
  readonly logger: Logger;
  /** Where what must be in the log at any level goes, if not there. */
  readonly recordLog?: Logger;
  readonly build: Build;
  readonly assets: Assets;
  readonly workers: Workers;
  /** Another one in tests, that can be set forward. */
  readonly clock?: Clock;
  /** Less than usual in tests, which log in often. */
  readonly passwordCost?: PasswordCost;
}

/** The frame that all features stand in. */
@Module({})
export class PlatformModule {
  static on(ground: Ground): DynamicModule {
    const values = [
      { provide: CONFIG, useValue: ground.config },
      { provide: Database, useValue: ground.database },
      { provide: Keys, useValue: ground.keys },
      { provide: BUILD, useValue: ground.build },
      { provide: ASSETS, useValue: ground.assets },
      { provide: WORKERS, useValue: ground.workers },
      { provide: RECORD_LOG, useFactory: () => ground.recordLog ?? recordLog(ground.logger) },
      { provide: CLOCK, useValue: ground.clock ?? Date.now },
      { provide: PASSWORD_COST, useValue: ground.passwordCost ?? USUAL_PASSWORD_COST },
    ];
    const services = [Metrics, NestLogger, StreamServer];
    return {
      module: PlatformModule,
      global: true,
      imports: [
        LoggerModule.forRoot({
          pinoHttp: {
            logger: ground.logger,
            // The server's own hook logs requests; this one only ties other lines to them.
            autoLogging: false,
            quietReqLogger: true,
            quietResLogger: true,
            customAttributeKeys: { reqId: 'requestId' },
            genReqId: ({ id }) => id,
          },
        }),
      ],
      providers: [...values, ...services],
      exports: [...values, ...services],
    };
  }
}
