import { RouteConfig } from '@nestjs/platform-fastify';
import { FASTIFY_ROUTE_CONFIG_METADATA } from '@nestjs/platform-fastify/constants.js';
import type { FastifyContextConfig } from 'fastify';

/** Adds to what the other decorators of a handler say about its route; Nest's own would replace it. */
export const describeRoute =
  (config: FastifyContextConfig): MethodDecorator =>
  (target, key, descriptor) => {
    const said: unknown = Reflect.getMetadata(
      FASTIFY_ROUTE_CONFIG_METADATA,
      descriptor.value as object,
    );
    RouteConfig({ ...(said as FastifyContextConfig | undefined), ...config })(
      target,
      key,
      descriptor,
    );
  };
