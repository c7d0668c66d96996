import type { BrokerLine } from './broker-version.js';
import type { ConfRule } from './conf-options.js';
import { ConfPlugins } from './conf-plugins.js';
import type { ConfGiven, ConfScope } from './conf-scope.js';
import type { ConfListener, GrowingListener, GrowingSecurity } from './conf-security.js';
import { isTrue, wholeOf, wordsOf } from './conf-words.js';
import { opensListener } from './opens-listener.js';

/** The listeners, and what is set for each or for all, while lines are read. */
export class ConfListeners {
  private readonly listeners: GrowingListener[] = [];
  private readonly security: GrowingSecurity = { plugins: [] };
  private readonly plugins = new ConfPlugins();
  private perListener = false;
  private local = true;
  /** Whether a line above is about security. */
  private secured = false;
  /** What `port` and options above the first `listener` set up. 2.0 opens it last, and only where there is need. */
  private standard: GrowingListener | undefined;
  private readonly needs = new Map<string, boolean>();

  constructor(private readonly line: BrokerLine) {}

  /** Why the broker does not take an option without a listener above it. */
  misplaced(name: string, rule: ConfRule, { listener }: ConfScope): string | undefined {
    const lacks =
      this.line === '2.0'
        ? name === 'mount_point' && this.listeners.length === 0
        : this.lacksListener(rule, listener);
    return lacks ? `"${name}" needs a listener above it.` : undefined;
  }

  private lacksListener(rule: ConfRule, listener: ConfListener | undefined): boolean {
    if (rule.needs === 'own-listener') return listener?.origin !== 'listener';
    if (rule.needs === 'listener') return listener === undefined;
    return rule.of === 'security' && this.perListener && listener === undefined;
  }

  /** That to which an option belongs, when it is about a listener or about security. */
  ownerOf({ of }: ConfRule, scope: ConfScope): GrowingListener | GrowingSecurity | undefined {
    if (of === 'listener') return this.listenerOf(scope);
    return of === 'security' ? this.securityOf(scope) : undefined;
  }

  /** Does what concerns listeners, or says why the broker does not. */
  apply(given: ConfGiven): string | undefined {
    const { name, rule, scope } = given;
    const [word = ''] = wordsOf(given.rest).map(({ text }) => text);
    const isSecurity = rule.of === 'security' || name === 'global_plugin';
    this.secured ||= isSecurity || (name === 'check_retain_source' && this.line === '2.0');
    if (this.line === '2.0') this.noteNeed(given, word);
    this.keep(given);
    switch (name) {
      case 'per_listener_settings':
        return this.separate(isTrue(word));
      case 'listener':
        this.listen(given);
        return undefined;
      case 'port':
      case 'bind_address':
        this.bind(name, word, given);
        return undefined;
      case 'protocol':
        this.listenerOf(scope).protocol = word;
        return undefined;
      default:
        return this.secure(given, word);
    }
  }

  result() {
    const { local, perListener, security } = this;
    const standard = this.line === '2.0' && [...this.needs.values()].includes(true);
    const listeners = standard ? [...this.listeners, this.standardListener()] : this.listeners;
    return {
      listeners: local && this.line !== '2.0' ? [] : listeners,
      local,
      perListener,
      security,
    };
  }

  private separate(isSeparate: boolean): string | undefined {
    // 2.1 does not let it be unset.
    if (this.perListener && this.line !== '2.0') return undefined;
    this.perListener = isSeparate;
    return isSeparate && this.secured
      ? 'per_listener_settings stands above all options about security.'
      : undefined;
  }

  private listen({ place, rest, scope }: ConfGiven): void {
    const [port, address] = wordsOf(rest).map(({ text }) => text);
    this.local = false;
    const listener = newListener('listener', wholeOf(port ?? '', this.line) ?? 0);
    listener.place = place;
    if (address !== undefined && !address.startsWith('#')) {
      if (listener.port === 0) listener.socketPath = address;
      else listener.address = address;
    }
    this.listeners.push(listener);
    scope.listener = listener;
  }

  private bind(name: 'port' | 'bind_address', word: string, { place, scope }: ConfGiven): void {
    this.local = false;
    const standard = this.standardListener();
    standard.place = place;
    if (name === 'port') standard.port = wholeOf(word, this.line) ?? 0;
    else standard.address = word;
    if (this.line !== '2.0') scope.listener = standard;
  }

  private secure(given: ConfGiven, word: string): string | undefined {
    const { place, scope } = given;
    switch (given.name) {
      case 'allow_anonymous':
        this.securityOf(scope).allowAnonymous = isTrue(word);
        return undefined;
      case 'listener_allow_anonymous':
        this.listenerOf(scope).security.allowAnonymous = isTrue(word);
        return undefined;
      case 'acl_file':
        this.securityOf(scope).aclFile = place;
        return undefined;
      case 'password_file':
        this.securityOf(scope).passwordFile = place;
        return undefined;
      default:
        return this.plug(given);
    }
  }

  private plug(given: ConfGiven): string | undefined {
    const { name, scope } = given;
    if (name === 'plugin_load') return this.plugins.load(given);
    if (name === 'plugin_use') {
      return this.plugins.use(given, this.listenerOf(scope).security);
    }
    if (name === 'global_plugin') this.plugins.add(given, this.security, this.line);
    if (/^(?:auth_)?plugin$/.test(name)) {
      this.plugins.add(given, this.securityOf(scope), this.line);
    }
    this.plugins.option(given);
    return undefined;
  }

  /** 2.1 makes one where an option needs it; what follows in the file is then about that one. */
  private listenerOf(scope: ConfScope): GrowingListener {
    if (scope.listener !== undefined) return scope.listener;
    const standard = this.standardListener();
    if (this.line !== '2.0') scope.listener = standard;
    return standard;
  }

  private standardListener(): GrowingListener {
    if (this.standard === undefined) {
      this.standard = newListener('default', 1883);
      if (this.line !== '2.0') this.listeners.push(this.standard);
    }
    return this.standard;
  }

  private securityOf(scope: ConfScope): GrowingSecurity {
    return this.perListener ? this.listenerOf(scope).security : this.security;
  }

  private keep({ name, place, rule, scope }: ConfGiven): void {
    if (!this.isOwn(rule)) return;
    this.listenerOf(scope).options.push({ ...place, name });
  }

  /** Whether the option is about one listener. */
  private isOwn({ of }: ConfRule): boolean {
    return of === 'listener' || (of === 'security' && this.perListener);
  }

  /** Takes down whether an option of the default listener opens it. */
  private noteNeed({ name, rule, scope }: ConfGiven, word: string): void {
    const isAbove = this.isOwn(rule) && scope.listener === undefined;
    if (!isAbove && name !== 'port' && name !== 'bind_address') return;
    this.needs.set(name.replace('maximum_qos', 'max_qos'), opensListener(name, rule, word));
  }
}

function newListener(origin: ConfListener['origin'], port: number): GrowingListener {
  return { port, protocol: 'mqtt', origin, options: [], security: { plugins: [] } };
}
