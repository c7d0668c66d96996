import { STATUS_CODES, type IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { TLSSocket } from 'node:tls';
import type { Problem } from './problem.js';
import { REQUEST_ID_HEADER, requestId } from './request-id.js';
import { NOT_STORED } from './security-headers.js';
import { STRICT_TRANSPORT } from './strict-transport.js';

/**
 * Answers with `problem` where there is only a socket: an unreadable request, of which nothing is known, or a
 * refused upgrade. Gives the id that the answer carries, for the log.
 */
export function answerRaw(
  socket: Duplex,
  problem: Problem,
  request: Pick<IncomingMessage, 'headers'> = { headers: {} },
): string {
  const id = requestId(request);
  const body = JSON.stringify(problem.body(id));
  const { name, value } = STRICT_TRANSPORT;
  const headers = { ...NOT_STORED, [REQUEST_ID_HEADER]: id, ...problem.headers };
  socket.end(
    [
      `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status] ?? ''}`,
      'content-type: application/problem+json',
      `content-length: ${Buffer.byteLength(body)}`,
      ...Object.entries(headers).map(([header, said]) => `${header}: ${said}`),
      ...(socket instanceof TLSSocket ? [`${name}: ${value}`] : []),
      'connection: close',
      '',
      body,
    ].join('\r\n'),
  );
  return id;
}
