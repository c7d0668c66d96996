import type { BrokerLine } from './broker-version.js';
import { fullName } from './conf-bridges.js';
import type { ConfGiven, ConfScope } from './conf-scope.js';
import type { ConfPlace } from './conf-security.js';

/** Texts with checks of their own. */
const OTHER_TEXTS = /^(?:dhparamfile|mount_point|tls_engine_kpass_sha1)$/;

/** The texts given so far, by that to which they belong: most can be given once. */
export class ConfTexts {
  private readonly given = new Map<unknown, Map<string, ConfPlace>>();

  constructor(private readonly line: BrokerLine) {}

  /** Takes in an option, or says why the broker does not. */
  add({ name, rule, place, scope }: ConfGiven, owner: unknown): string | undefined {
    if (rule.value !== 'text' && !OTHER_TEXTS.test(name)) return undefined;
    const texts = this.of(owner ?? this);
    const full = fullName(name);
    const isOnce = rule.twice !== 'both' && rule.twice !== this.line;
    if (isOnce && texts.has(full)) return `"${name}" is given already; it can be given once.`;
    texts.set(full, place);
    return this.excluded(name, texts, scope);
  }

  private excluded(name: string, texts: ReadonlyMap<string, ConfPlace>, { listener }: ConfScope) {
    const isExcluded =
      name === 'psk_file'
        ? this.line !== '2.0' && this.of(listener).has('certfile')
        : (name === 'cafile' || name === 'certfile') && texts.has('psk_hint');
    return isExcluded ? 'A listener has either a certificate or a shared key.' : undefined;
  }

  /** What 2.1 finds missing of a listener's certificates once it has read all lines. */
  unpaired(): (readonly [ConfPlace, string])[] {
    if (this.line === '2.0') return [];
    return [...this.given.values()].flatMap((texts) => {
      const [certificate, key] = [texts.get('certfile'), texts.get('keyfile')];
      const authority = texts.get('cafile') ?? texts.get('capath');
      const lonely = certificate === undefined ? (key ?? authority) : certificate;
      const isPaired = certificate !== undefined && key !== undefined;
      if (lonely === undefined || isPaired) return [];
      return [[lonely, 'A listener with certificates needs both certfile and keyfile.'] as const];
    });
  }

  private of(owner: unknown): Map<string, ConfPlace> {
    const texts = this.given.get(owner) ?? new Map<string, ConfPlace>();
    this.given.set(owner, texts);
    return texts;
  }
}
