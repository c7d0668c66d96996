import { createHmac } from 'node:crypto';
import type { Mac } from '#domain/ledger';
import type { Secret } from '#platform';

/** HMAC-SHA256 with the key of the trail. */
export function macOf(key: Secret<Buffer>): Mac {
  return (...parts) => {
    const hmac = createHmac('sha256', key.reveal());
    for (const part of parts) hmac.update(part);
    return hmac.digest();
  };
}
