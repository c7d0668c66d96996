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
  {
    codes: /_ALERT_PROTOCOL_VERSION$|^ERR_SSL_UNSUPPORTED_PROTOCOL$/,
    problem: (where) => `The broker at ${where} speaks no TLS that is safe (1.2 or newer)`,
    remedy: 'Remove tls_version from mosquitto.conf, or set it to tlsv1.2.',
  },
];

/** Of OpenSSL, which Node gives no code of its own. */
const WEAK = /(?:key|digest algorithm) too weak$/;

/** How mqtt.js begins what it says of bytes that are no packet; it gives these errors no code. */
const NO_PACKET = /^(?:Invalid|Cannot parse|Malformed|Packet|Not supported|Unknown property)\b/;

/** What is so, without the full stop, and what to do about it, if that is known. */
export interface Explanation {
  readonly what: string;
  readonly remedy?: string;
}

/** What an error of a socket, of TLS or of mqtt.js means. */
export function explainSocketError(error: Error, target: BrokerTarget): Explanation {
  const where = addressOf(target);
  const code = codeOf(error);
  const known = KNOWN.find(({ codes }) => codes.test(code));
  if (known) return { what: `${known.problem(where, target)} (${code})`, remedy: known.remedy };
  if (code === 'ECONNRESET' || code === 'EPIPE') {
    const what = `The broker at ${where} broke off the connection (${code})`;
    return { what, remedy: closeRemedy(target) };
  }
  if (code === 'MALFORMED_PACKET' || (code === '' && NO_PACKET.test(error.message))) {
    const what = `What ${where} sends is not MQTT: ${error.message}`;
    return { what, remedy: 'Correct mosquitto.host and mosquitto.port: no broker answers there.' };
  }
  if (WEAK.test(reasonOf(error))) {
    const what = `The certificate of ${where} is too weak (OpenSSL: ${reasonOf(error)})`;
    return { what, remedy: 'Renew it, and its authority, with RSA of 2048 bits and SHA-256.' };
  }
  if (/^ERR_(OSSL|SSL|TLS)/.test(code)) {
    const what = `TLS with ${where} failed: ${reasonOf(error)} (${code})`;
    return { what, remedy: 'Check the files of mosquitto.tls.' };
  }
  // mqtt.js gives these two no code.
  if (error.message === 'connack timeout') {
    const remedy = 'Check mosquitto.port, and whether it expects TLS.';
    return { what: `${where} did not answer in time`, remedy };
  }
  if (error.message === 'Keepalive timeout') {
    const remedy = "Check the network and the broker's load.";
    return { what: `The broker at ${where} fell silent`, remedy };
  }
  return { what: `The connection to ${where} failed: ${reasonOf(error)}${code && ` (${code})`}` };
}

/** What to do about a connection that was closed without a word. */
export function closeRemedy({ tls }: BrokerTarget): string {
  return tls === undefined
    ? 'See its log for the reason; if this port expects TLS, set mosquitto.tls.enabled.'
    : 'See its log for the reason; if this port does not speak TLS, use the one that does.';
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
