import { getCACertificates } from 'node:tls';

let trusted: readonly string[] | undefined;

/** Those that Node trusts and those that the machine does, where plants put their own. Read once: it takes a while. */
export function trustedAuthorities(): string[] {
  trusted ??= [...new Set([...getCACertificates('default'), ...getCACertificates('system')])];
  return [...trusted];
}
