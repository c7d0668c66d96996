import { AddressRefused } from './checked-lookup.js';

const WORDS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'Nobody listens at that address and port.',
  ECONNRESET: 'The receiver cut the connection.',
  EHOSTUNREACH: 'There is no way to that address.',
  ENETUNREACH: 'There is no way to that network.',
  ENOTFOUND: 'The host name is not known.',
  EAI_AGAIN: 'The host name could not be looked up now.',
  EPIPE: 'The receiver cut the connection.',
  ETIMEDOUT: 'The receiver did not answer.',
  CERT_HAS_EXPIRED: 'The certificate of the receiver has expired.',
  DEPTH_ZERO_SELF_SIGNED_CERT:
    'The certificate of the receiver is of no authority that this machine trusts.',
  SELF_SIGNED_CERT_IN_CHAIN:
    'The certificate of the receiver is of no authority that this machine trusts.',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE:
    'The certificate of the receiver is of no authority that this machine trusts.',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    'The certificate of the receiver is of no authority that this machine trusts.',
  ERR_TLS_CERT_ALTNAME_INVALID: 'The certificate of the receiver is for another name.',
};

/** What went wrong, as a sentence. */
export function describeFailure(error: unknown, timeout: number): string {
  if (error instanceof AddressRefused) return `The host name ${error.message}.`;
  const { name, message, code = '' } = first(error);
  if (name === 'TimeoutError') return `No answer within ${timeout / 1_000} s.`;
  return WORDS[code] ?? `It failed: ${message}.`;
}

/** Of several addresses that were tried, each has its own error. */
function first(error: unknown): { name?: string; message?: string; code?: string } {
  if (typeof error !== 'object' || error === null) return { message: String(error) };
  const { errors } = error as { readonly errors?: readonly unknown[] };
  return errors?.[0] === undefined ? error : first(errors[0]);
}
