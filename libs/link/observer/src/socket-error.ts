import type { BrokerTarget } from './snapshot.js';

/** What else a connection that closes without a word may mean. */
export const SILENT_CLOSE_REMEDY =
  "Its log says why; where the port expects TLS, set mosquitto.tls.enabled, or use the broker's plain port.";

interface Known {
  readonly codes: readonly string[];
  readonly problem: (where: string, target: BrokerTarget) => string;
  readonly remedy: string;
}

const KNOWN: readonly Known[] = [
  {
    codes: ['ECONNREFUSED'],
    problem: (where) => `Nothing listens on ${where}`,
    remedy: 'Start the broker, or correct mosquitto.host and mosquitto.port.',
  },
  {
    codes: ['ENOTFOUND', 'EAI_AGAIN'],
    problem: (_, { host }) => `The name ${host} cannot be resolved`,
    remedy: 'Correct mosquitto.host, or see to the name service.',
  },
  {
    codes: ['EHOSTUNREACH', 'ENETUNREACH', 'ETIMEDOUT'],
    problem: (where) => `There is no way to ${where}`,
    remedy: 'Check mosquitto.host, the network and its firewalls.',
  },
  {
    codes: ['ECONNRESET', 'EPIPE'],
    problem: (where) => `The broker at ${where} broke off the connection`,
    remedy: SILENT_CLOSE_REMEDY,
  },
  {
    codes: [
      'SELF_SIGNED_CERT_IN_CHAIN',
      'DEPTH_ZERO_SELF_SIGNED_CERT',
      'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
      'UNABLE_TO_GET_ISSUER_CERT',
      'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
      'CERT_SIGNATURE_FAILURE',
    ],
    problem: (where) => `The certificate of ${where} is not signed by a trusted authority`,
    remedy: 'Point mosquitto.tls.ca_cert_file at the authority that signed it.',
  },
  {
    codes: ['CERT_HAS_EXPIRED'],
    problem: (where) => `The certificate of ${where} has expired`,
    remedy: 'Renew it on the broker.',
  },
  {
    codes: ['CERT_NOT_YET_VALID'],
    problem: (where) => `The certificate of ${where} is not valid yet`,
    remedy: 'Check the clocks of both machines.',
  },
  {
    codes: ['ERR_TLS_CERT_ALTNAME_INVALID'],
    problem: (where) => `The certificate of ${where} is for another host`,
    remedy: 'Set mosquitto.host to a name that it holds, or renew it for this one.',
  },
  {
    codes: [
      'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED',
      'ERR_SSL_TLSV1_ALERT_CERTIFICATE_REQUIRED',
      'ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE',
      'ERR_SSL_SSL/TLS_ALERT_HANDSHAKE_FAILURE',
    ],
    problem: (where) => `The broker at ${where} asks for a client certificate`,
    remedy: 'Set mosquitto.tls.client_cert_file and mosquitto.tls.client_key_file.',
  },
  {
    codes: [
      'ERR_SSL_TLSV1_ALERT_UNKNOWN_CA',
      'ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE',
      'ERR_SSL_SSLV3_ALERT_CERTIFICATE_EXPIRED',
      'ERR_SSL_SSLV3_ALERT_CERTIFICATE_UNKNOWN',
    ],
    problem: (where) => `The broker at ${where} does not accept MCM's client certificate`,
    remedy: 'Have mosquitto.tls.client_cert_file signed by an authority that the broker trusts.',
  },
  {
    codes: ['ERR_SSL_WRONG_VERSION_NUMBER', 'ERR_SSL_PACKET_LENGTH_TOO_LONG'],
    problem: (where) => `What listens on ${where} does not speak TLS`,
    remedy: "Use the broker's TLS port, or set mosquitto.tls.enabled to false.",
  },
];

/** A sentence or two about an error of a socket, of TLS or of mqtt.js. */
export function describeSocketError(error: Error, target: BrokerTarget): string {
  const where = addressOf(target);
  const code = codeOf(error);
  const known = KNOWN.find(({ codes }) => codes.includes(code));
  if (known) return `${known.problem(where, target)} (${code}). ${known.remedy}`;
  if (code === 'MALFORMED_PACKET') {
    return `What ${where} sends is not MQTT: ${error.message}. Correct mosquitto.port.`;
  }
  if (/^ERR_(OSSL|SSL|TLS)/.test(code)) {
    return `TLS with ${where} failed: ${error.message} (${code}). Check the files of mosquitto.tls.`;
  }
  // mqtt.js gives these two no code.
  if (error.message === 'connack timeout') {
    return `${where} did not answer in time. Check mosquitto.port, and whether it expects TLS.`;
  }
  if (error.message === 'Keepalive timeout') {
    return `The broker at ${where} fell silent. Check the network and the broker's load.`;
  }
  return `The connection to ${where} failed: ${error.message}${code && ` (${code})`}.`;
}

/** `host:port`, with an IPv6 address in brackets. */
export function addressOf({ host, port }: BrokerTarget): string {
  return `${host.includes(':') ? `[${host}]` : host}:${port}`;
}

/** The error's code, where it has one in words. */
export function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : '';
}
