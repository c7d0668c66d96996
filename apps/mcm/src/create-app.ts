import 'reflect-metadata';
import type { DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { join } from 'node:path';
import {
  AUDIT_SINK,
  AuditInterceptor,
  CLOCK,
  dataFolder,
  enforceFloors,
  LocalDoor,
  Metrics,
  NestLogger,
  openHttpAdapter,
  PRINCIPALS,
  ProblemFilter,
  readBodies,
  recordRequests,
  requireAuditNames,
  sendSecurityHeaders,
  serveApiDocs,
  serveConsole,
  StreamServer,
  validationPipe,
  type AuditSink,
  type Clock,
  type Config,
  type Ground,
  type Principals,
} from '#platform';
import { AdministrationModule, AppModule } from './app.module.js';

/** The application as it is served, ready to listen. Tests call this too. */
export async function createApp(ground: Ground): Promise<NestFastifyApplication> {
  const app = await createApi(AppModule.on(ground), ground);
  const http = app.getHttpAdapter().getInstance();
  await serveConsole(http, ground.assets.console);
  await serveApiDocs(http, ground.assets.apiDocs);
  app.get(StreamServer).attach(app.getHttpServer(), ground.logger);
  return app;
}

/** The part of the application that looks after users, for commands while no server runs. */
export function createAdministration(ground: Ground): Promise<NestFastifyApplication> {
  return createApi(AdministrationModule.on(ground), ground);
}

async function createApi(root: DynamicModule, ground: Ground): Promise<NestFastifyApplication> {
  const app = await NestFactory.create<NestFastifyApplication>(
    root,
    await openHttpAdapter(ground.config.http, ground.logger),
    // Fastify's own parser: Nest's would read forms as well.
    { bufferLogs: true, abortOnError: false, bodyParser: false },
  );
  app.useLogger(app.get(NestLogger));

  const http = app.getHttpAdapter().getInstance();
  readBodies(http);
  sendSecurityHeaders(http);
  recordRequests(http, app.get(Metrics), ground.logger);
  const sink = app.get<AuditSink>(AUDIT_SINK);
  enforceFloors(http, app.get<Principals>(PRINCIPALS), sink);
  requireAuditNames(http);
  app.useGlobalFilters(new ProblemFilter());
  app.useGlobalPipes(validationPipe());
  app.useGlobalInterceptors(new AuditInterceptor(sink, app.get<Clock>(CLOCK)));
  return app;
}

/** Where the door for commands of the data folder's owner is. */
export const doorOf = (config: Config): string => join(dataFolder(config), 'mcm.sock');

/** Lets the commands of the data folder's owner in; nothing when the folder's path is too long for that. */
export async function openDoor(
  app: NestFastifyApplication,
  config: Config,
): Promise<LocalDoor | undefined> {
  const http = app.getHttpAdapter().getInstance();
  await http.ready(); // nothing listens before that, but here nothing else may listen at all
  return LocalDoor.open(doorOf(config), (request, response) => {
    http.routing(request, response);
  });
}
