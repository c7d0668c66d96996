import type { Config } from './config.js';
import { parseNetwork } from './network.js';
import { isLoopback } from './relations.js';

export interface DevelopmentWarning {
  /** The key that causes it. */
  readonly key: string;
  /** A sentence for operators: what is risked, and what to do. */
  readonly text: string;
}

/** Settings that are fine on a desk and not in a plant. Said loudly at start and in the console. */
export function developmentWarnings({ http, mosquitto }: Config): DevelopmentWarning[] {
  const warnings: DevelopmentWarning[] = [];
  if (!isLoopback(http.bindAddress) && !http.tls.enabled) {
    warnings.push({
      key: 'http.bind_address',
      text: `Passwords travel unencrypted: MCM listens on ${http.bindAddress} without TLS. Set http.tls, or put a TLS proxy in front of it and listen on 127.0.0.1.`,
    });
  }
  if (http.trustedProxies.some((proxy) => parseNetwork(proxy)?.prefix === 0)) {
    warnings.push({
      key: 'http.trusted_proxies',
      text: 'Everybody can claim any address: every client is trusted to say who it is. Name the proxies only.',
    });
  }
  if (mosquitto.managed) {
    warnings.push({
      key: 'mosquitto.managed',
      text: 'The managed broker is for trying out: every program on this machine may connect to it without a password.',
    });
  }
  if (mosquitto.tls.insecureSkipVerify) {
    warnings.push({
      key: 'mosquitto.tls.insecure_skip_verify',
      text: 'Anybody on the way can read and change what MCM and the broker say: the certificate is not verified. Set mosquitto.tls.ca_cert_file instead.',
    });
  }
  return warnings;
}
