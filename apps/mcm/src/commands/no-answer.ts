const UNTRUSTED =
  'its certificate is not from an authority that this machine trusts: name a file with that authority (PEM) in NODE_EXTRA_CA_CERTS';

/** What Node says of a connection that fails, by its code, for people. */
const BY_CODE: Readonly<Record<string, string>> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: UNTRUSTED,
  SELF_SIGNED_CERT_IN_CHAIN: UNTRUSTED,
  UNABLE_TO_GET_ISSUER_CERT: UNTRUSTED,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: UNTRUSTED,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: UNTRUSTED,
  CERT_HAS_EXPIRED: 'its certificate has expired',
  CERT_NOT_YET_VALID: "its certificate is not valid yet, by this machine's clock",
  ERR_TLS_CERT_ALTNAME_INVALID:
    'its certificate is for another name: say --url with one that it is for',
  ERR_SSL_WRONG_VERSION_NUMBER: 'it does not speak TLS: say --url with http://',
};

/** Why `fetch` had no answer from `url`. */
export function whyNoAnswer(url: string, error: unknown): string {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  if (!(cause instanceof Error)) return String(cause);
  const code = 'code' in cause ? String(cause.code) : '';
  return BY_CODE[code] ?? whyClosed(url, code) ?? cause.message;
}

/** The other side hung up, or refused TLS: what it did not like, it does not say. */
function whyClosed(url: string, code: string): string | undefined {
  if (!/^(UND_ERR_SOCKET|ECONNRESET|ERR_SSL_.*ALERT_.*)$/.test(code)) return undefined;
  return url.startsWith('https:')
    ? 'it ended the connection: if it asks for client certificates, this command has none to show'
    : 'it ended the connection: if it speaks TLS, say --url with https://';
}
