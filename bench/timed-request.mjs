/** One request, timed. */
import { request } from 'node:http';

/**
 * `{ milliseconds, status, chunks }` once the whole answer is there; without a status when there was none.
 * `options` are those of node:http.
 */
export function timedRequest(url, options, body) {
  const asked = performance.now();
  return new Promise((resolve) => {
    const sent = request(url, options, (answer) => {
      const chunks = [];
      answer
        .on('data', (chunk) => chunks.push(chunk))
        .once('end', () => {
          const milliseconds = performance.now() - asked;
          resolve({ milliseconds, status: answer.statusCode, chunks });
        });
    });
    sent.once('error', () => resolve({ milliseconds: performance.now() - asked, chunks: [] }));
    sent.end(body);
  });
}
