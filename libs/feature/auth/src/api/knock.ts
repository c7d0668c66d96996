import type { FastifyRequest } from 'fastify';
import type { Devices } from '../devices.js';
import type { Knock } from '../guesses.js';

const LONGEST_USER_AGENT = 256;

/** Where a proof of identity comes from: the client's address, and the devices it proves to be. */
export function knockOf(request: FastifyRequest, devices: Devices): Knock {
  const { clientAddress: address, headers, method, routeOptions } = request;
  const userAgent = headers['user-agent']?.replaceAll(/\p{C}/gu, '').slice(0, LONGEST_USER_AGENT);
  return {
    address,
    route: `${method} ${routeOptions.url ?? ''}`,
    ...(userAgent && { userAgent }),
    devices: devices.read(headers.cookie),
  };
}
