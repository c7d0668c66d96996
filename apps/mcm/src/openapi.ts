/**
 * Writes the OpenAPI document to the file named. Needs neither a database nor a port: in preview, Nest
 * reads the declarations and makes nothing.
 */
import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { writeFile } from 'node:fs/promises';
import { addCommonProblems, COMMON_RESPONSES, type Ground } from '#platform';
import { AppModule } from './app.module.js';
import { readBuild } from './built.js';

const [, , file = 'docs/openapi.json'] = process.argv;
const { version } = await readBuild();
// Looked up by Nest and never used: in preview no provider is made.
const nothing = {} as Ground;
const app = await NestFactory.create<NestFastifyApplication>(
  AppModule.on(nothing),
  new FastifyAdapter(),
  {
    preview: true,
    logger: false,
    abortOnError: false,
  },
);
const frame = new DocumentBuilder()
  .setOpenAPIVersion('3.1.0')
  .setTitle('MCM')
  .setDescription(
    'Mosquitto Control Manager. `x-role-floor` on each operation is the least role that may call it: ' +
      '`viewer` < `auditor` < `operator` < `admin`; `public` asks for no log-in. `x-session-only`: not with an ' +
      'API token. `x-audit-action`: what the audit trail calls the change. Failures are problem ' +
      'details (RFC 9457) from one list, whose pages are at `/problems/{kind}`.',
  )
  .setVersion(version)
  .setLicense('Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0')
  .addServer('/')
  .addBearerAuth()
  .build();
const document = bareReferences(withoutSuffix(completed(SwaggerModule.createDocument(app, frame))));
await writeFile(file, `${JSON.stringify(document, null, 2)}\n`);
await app.close();

type Operation = Parameters<typeof addCommonProblems>[0] & { security?: unknown };

/**
 * Says of each operation what the server itself answers, and of a public one that it needs no log-in, instead
 * of saying nothing (OpenAPI 3.1, 4.8.10).
 */
function completed(openapi: OpenAPIObject): OpenAPIObject {
  for (const path of Object.values(openapi.paths)) {
    for (const operation of Object.values(path) as Operation[]) {
      operation.security ??= [];
      addCommonProblems(operation);
    }
  }
  const components = { ...openapi.components, responses: COMMON_RESPONSES };
  return { ...openapi, components };
}

/**
 * A reference that has a description is wrapped in an `allOf` of one, as OpenAPI 3.0 needed it. In 3.1 a schema may
 * say more beside its `$ref` (JSON Schema 2020-12, 8.2.3.1).
 */
function bareReferences(openapi: OpenAPIObject): OpenAPIObject {
  return JSON.parse(JSON.stringify(openapi), (_, value: unknown) => {
    const { allOf, ...beside } = Object(value) as { readonly allOf?: unknown };
    return Array.isArray(allOf) && allOf.length === 1
      ? { ...beside, ...(allOf[0] as object) }
      : value;
  }) as OpenAPIObject;
}

/** On the wire a `TopicDto` is a `Topic`: the suffix says where a class belongs in our code. */
function withoutSuffix(openapi: OpenAPIObject): OpenAPIObject {
  const renamed = JSON.stringify(openapi).replaceAll(/(schemas\/\w+)Dto"/g, '$1"');
  const { components, ...rest } = JSON.parse(renamed) as OpenAPIObject;
  const schemas = Object.entries(components?.schemas ?? {});
  const named = schemas.map(([name, schema]) => [name.replace(/Dto$/, ''), schema] as const);
  return { ...rest, components: { ...components, schemas: Object.fromEntries(named) } };
}
