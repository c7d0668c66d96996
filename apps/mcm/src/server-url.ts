import type { Config } from '#platform';

/** Where console and API are, seen from this machine. */
export function serverUrl({ bindAddress, port, tls }: Config['http']): string {
  const everywhere = bindAddress === '0.0.0.0' || bindAddress === '::';
  const host = everywhere ? '127.0.0.1' : bindAddress;
  const scheme = tls.enabled ? 'https' : 'http';
  return `${scheme}://${host.includes(':') ? `[${host}]` : host}:${port}`;
}
