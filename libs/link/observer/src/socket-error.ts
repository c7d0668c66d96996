import type { BrokerTarget } from './snapshot.js';

interface Known {
  readonly codes: RegExp;
  readonly problem: (where: string, target: BrokerTarget) => string;
  readonly remedy: string;
}

/** By the codes of Node, libuv and OpenSSL, whose alerts change their prefix from version to version. */
const KNOWN: readonly Known[] = [
  {
    codes: /^ECONNREFUSED$/,
    problem: (where) => `Nothing listens on ${where}`,
    remedy: 'Start the broker, or correct mosquitto.host and mosquitto.port.',
  },
  {
    codes: /^(ENOTFOUND|EAI_AGAIN)$/,
    problem: (_, { host }) => `The name ${host} cannot be resolved`,
    remedy: 'Correct mosquitto.host, or see to the name service.',
  },
  {
    codes: /^(EHOSTUNREACH|ENETUNREACH|ETIMEDOUT)$/,
    problem: (where) => `There is no way to ${where}`,
    remedy: 'Check mosquitto.host, the network and its firewalls.',
  },
  {
    codes: /SELF_SIGNED_CERT|^UNABLE_TO_(VERIFY_LEAF|GET_ISSUER)|^CERT_SIGNATURE_FAILURE$/,
    problem: (where) => `The certificate of ${where} is not signed by a trusted authority`,
    remedy: 'Point mosquitto.tls.ca_cert_file at the authority that signed it.',
  },
  {
    codes: /^CERT_HAS_EXPIRED$/,
    problem: (where) => `The certificate of ${where} has expired`,
    remedy: 'Renew it on the broker.',
  },
  {
    codes: /^CERT_NOT_YET_VALID$/,
    problem: (where) => `The certificate of ${where} is not valid yet`,
    remedy: 'Check the clocks of both machines.',
  },
  {
    codes: /^ERR_TLS_CERT_ALTNAME_INVALID$/,
    problem: (where) => `The certificate of ${where} is for another host`,
    remedy: 'Set mosquitto.host to a name that it holds, or renew it for this one.',
  },
  {
    codes: /_ALERT_(CERTIFICATE_REQUIRED|HANDSHAKE_FAILURE)$/,
    problem: (where) => `The broker at ${where} asks for a client certificate`,
    remedy: 'Set mosquitto.tls.client_cert_file and mosquitto.tls.client_key_file.',
  },
  {
    codes:
      /_ALERT_(UNKNOWN_CA|(BAD|UNSUPPORTED)_CERTIFICATE|CERTIFICATE_(EXPIRED|REVOKED|UNKNOWN)|DECRYPT_ERROR)$/,
    problem: (where) => `The broker at ${where} does not accept MCM's client certificate`,
    remedy: 'Have mosquitto.tls.client_cert_file signed by an authority that the broker trusts.',
  },
  {
    codes: /^ERR_SSL_(WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG)$/,
    problem: (where) => `What listens on ${where} does not speak TLS`,
    remedy: "Use the broker's TLS port, or set mosquitto.tls.enabled to false.",
  },
];

/** A sentence or two about an error of a socket, of TLS or of mqtt.js. */
export function describeSocketError(error: Error, target: BrokerTarget): string {
  const where = addressOf(target);
  const code = codeOf(error);
  const known = KNOWN.find(({ codes }) => codes.test(code));
  if (known) return `${known.problem(where, target)} (${code}). ${known.remedy}`;
  if (code === 'ECONNRESET' || code === 'EPIPE') {
    return `The broker at ${where} broke off the connection (${code}). ${closeRemedy(target)}`;
  }
  if (code === 'MALFORMED_PACKET') {
    return `What ${where} sends is not MQTT: ${error.message}. Correct mosquitto.port.`;
  }
  if (/^ERR_(OSSL|SSL|TLS)/.test(code)) {
    return `TLS with ${where} failed: ${reasonOf(error)} (${code}). Check the files of mosquitto.tls.`;
  }
  // mqtt.js gives these two no code.
  if (error.message === 'connack timeout') {
    return `${where} did not answer in time. Check mosquitto.port, and whether it expects TLS.`;
  }
  if (error.message === 'Keepalive timeout') {
    return `The broker at ${where} fell silent. Check the network and the broker's load.`;
  }
  return `The connection to ${where} failed: ${reasonOf(error)}${code && ` (${code})`}.`;
}

/** What to do about a connection that was closed without a word. */
export function closeRemedy({ tls }: BrokerTarget): string {
  return tls === undefined
    ? 'Its log says why; if this port expects TLS, set mosquitto.tls.enabled.'
    : 'Its log says why; if this port does not speak TLS, use the one that does.';
}

/** `host:port`, with an IPv6 address in brackets. */
export function addressOf({ host, port }: BrokerTarget): string {
  return `${host.includes(':') ? `[${host}]` : host}:${port}`;
}

/** The error's code, where it has one in words. */
export function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : '';
}

/** OpenSSL's errors hold a trace in their message, and the gist beside it. */
function reasonOf(error: Error): string {
  const gist = 'reason' in error && typeof error.reason === 'string' ? error.reason : error.message;
  return gist.split('\n', 1)[0] ?? gist;
}
