import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Problem } from './problem.js';
import { requestId } from './request-id.js';

/** Answers with `problem` where there is only a socket: an unreadable request or a refused upgrade. */
export function answerRaw(socket: Duplex, problem: Problem): void {
  const body = JSON.stringify(problem.body(requestId({ headers: {} })));
  socket.end(
    [
      `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status] ?? ''}`,
      'content-type: application/problem+json',
      `content-length: ${Buffer.byteLength(body)}`,
      'connection: close',
      '',
      body,
    ].join('\r\n'),
  );
}
