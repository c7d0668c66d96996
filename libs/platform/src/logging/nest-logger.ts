import { Injectable } from '@nestjs/common';
import { Logger } from 'nestjs-pino';

/** Parts of the framework that say at every start what is in the code anyway. */
const FRAMEWORK: ReadonlySet<unknown> = new Set([
  'InstanceLoader',
  'NestApplication',
  'NestFactory',
  'RouterExplorer',
  'RoutesResolver',
]);

/** The log for Nest: what the framework says about itself goes to `debug`. */
@Injectable()
export class NestLogger extends Logger {
  override log(message: unknown, ...details: unknown[]): void {
    if (FRAMEWORK.has(details.at(-1))) super.debug(message, ...details);
    else super.log(message, ...details);
  }
}
