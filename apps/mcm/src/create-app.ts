import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import {
  createHttpAdapter,
  enforceFloors,
  Metrics,
  NestLogger,
  PRINCIPALS,
  ProblemFilter,
  recordRequests,
  sendSecurityHeaders,
  serveConsole,
  StreamServer,
  validationPipe,
  type Ground,
  type Principals,
} from '#platform';
import { AppModule } from './app.module.js';

/** The application as it is served, ready to listen. Tests call this too. */
export async function createApp(ground: Ground): Promise<NestFastifyApplication> {
  const app = await NestFactory.create<NestFastifyApplication>(
    AppModule.on(ground),
    createHttpAdapter(),
    // Fastify's own parser: Nest's would read forms as well.
    { bufferLogs: true, abortOnError: false, bodyParser: false },
  );
  app.useLogger(app.get(NestLogger));

  const http = app.getHttpAdapter().getInstance();
  http.removeContentTypeParser('text/plain');
  sendSecurityHeaders(http);
  recordRequests(http, app.get(Metrics), ground.logger);
  enforceFloors(http, app.get<Principals>(PRINCIPALS));
  app.useGlobalFilters(new ProblemFilter());
  app.useGlobalPipes(validationPipe());
  await serveConsole(http, ground.assets.console);
  app.get(StreamServer).attach(app.getHttpServer());
  return app;
}
