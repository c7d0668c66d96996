import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { connect } from 'node:tls';
import {
  createCertificates,
  temporaryFolder,
  type TemporaryFolder,
  type TestCertificate,
  type TestCertificates,
} from '#testing';
import { answer, GET, portOf, serveTls } from './over-tls.js';
import type { Served } from './served.js';

let home: TemporaryFolder;
let made: TestCertificates;
beforeAll(async () => {
  home = await temporaryFolder();
  made = await createCertificates(home.path);
});
afterAll(() => home.remove());

describe.each(['TLSv1.2', 'TLSv1.3'] as const)('a client certificate, over %s', (maxVersion) => {
  type Shown = TestCertificate | undefined;
  const shown: Record<string, () => Shown> = {
    none: () => undefined,
    'a good one': () => made.client,
    "one of a stranger's": () => made.stranger,
    'one that has expired': () => made.expiredClient,
    'one that is for servers': () => made.serverOnly,
  };

  async function isAnswered(served: Served, certificate: Shown): Promise<boolean> {
    const pair = certificate && { cert: certificate.cert, key: certificate.key };
    const text = await answer(portOf(served), GET('/healthz'), {
      ca: made.ca.cert,
      maxVersion,
      ...pair,
    }).catch((error: unknown) => {
      // Over TLS 1.2 the client learns of it while the handshake lasts.
      if (/^(ECONNRESET|ERR_SSL_.*ALERT_HANDSHAKE_FAILURE)$/.test((error as { code: string }).code))
        return '';
      throw error;
    });
    return text.includes('200 OK');
  }

  let served: Served;

  describe('if it is given', () => {
    beforeAll(async () => {
      served = await serveTls(made, { MCM_HTTP_TLS_CLIENT_CA_FILE: made.ca.certFile });
    });
    afterAll(() => served.stop());

    it.each([
      ['none', true],
      ['a good one', true],
      ["one of a stranger's", false],
      ['one that has expired', false],
      ['one that is for servers', false],
    ])('lets in who shows %s: %s', async (kind, letIn) => {
      const before = requests(served);
      expect(await isAnswered(served, shown[kind]?.())).toBe(letIn);
      expect(requests(served) - before).toBe(letIn ? 1 : 0);
    });

    it('is told of in the log when it is refused', () => {
      expect(served.log()).toContain('"reason":"CERT_HAS_EXPIRED","msg":"TLS connection refused"');
    });
  });

  describe('when it is required', () => {
    beforeAll(async () => {
      served = await serveTls(made, {
        MCM_HTTP_TLS_CLIENT_CA_FILE: made.ca.certFile,
        MCM_HTTP_TLS_REQUIRE_CLIENT_CERT: 'true',
      });
    });
    afterAll(() => served.stop());

    it.each([
      ['none', false],
      ['a good one', true],
      ["one of a stranger's", false],
      ['one that has expired', false],
      ['one that is for servers', false],
    ])('lets in who shows %s: %s', async (kind, letIn) => {
      const before = requests(served);
      expect(await isAnswered(served, shown[kind]?.())).toBe(letIn);
      expect(requests(served) - before).toBe(letIn ? 1 : 0);
    });

    it('keeps out at the handshake who has none', async () => {
      const code = maxVersion === 'TLSv1.2' ? 'ALERT_HANDSHAKE_FAILURE' : 'CERTIFICATE_REQUIRED';
      const socket = connect({
        host: '127.0.0.1',
        port: portOf(served),
        ca: made.ca.cert,
        maxVersion,
      });
      const [error] = (await once(socket, 'error')) as [{ code: string }];
      expect(error.code).toContain(code);
      expect(served.log()).toContain('PEER_DID_NOT_RETURN_A_CERTIFICATE');
    });
  });
});

/** How many requests were answered so far. */
const requests = (served: Served) => served.log().split('"msg":"http_request"').length - 1;
