/** A value, and the line that gives it. */
export interface ConfPlace {
  readonly value: string;
  readonly path: string;
  readonly line: number;
}

/** A plugin that the broker loads, and what `plugin_opt_…` hands to it, in the order of the lines. */
export interface ConfPlugin extends ConfPlace {
  readonly options: readonly ({ readonly key: string } & ConfPlace)[];
}

/** By what the broker decides about clients; absent is what no line sets. */
export interface ConfSecurity {
  readonly allowAnonymous?: boolean;
  readonly aclFile?: ConfPlace;
  readonly passwordFile?: ConfPlace;
  readonly plugins: readonly ConfPlugin[];
}

export interface ConfListener {
  /** 0 with a Unix socket. */
  readonly port: number;
  /** A host name or address to which it is bound; absent for all of them. */
  readonly address?: string;
  readonly socketPath?: string;
  readonly protocol: string;
  /** `default`: set up by `port`, or by an option of a listener above the first `listener`. */
  readonly origin: 'listener' | 'default';
  /** The line that opens it; absent where none does. */
  readonly place?: ConfPlace;
  /** What is set for it alone, in the order of the lines. */
  readonly options: readonly ConfListenerOption[];
  /** Its own settings. */
  readonly security: ConfSecurity;
}

export interface ConfListenerOption extends ConfPlace {
  readonly name: string;
}

export type Growing<T> = { -readonly [Key in keyof T]: T[Key] };

export interface GrowingPlugin extends ConfPlugin {
  readonly options: Growing<ConfPlugin['options'][number]>[];
}

export interface GrowingSecurity extends Growing<Omit<ConfSecurity, 'plugins'>> {
  plugins: GrowingPlugin[];
}

export interface GrowingListener extends Growing<Omit<ConfListener, 'security' | 'options'>> {
  readonly options: ConfListenerOption[];
  security: GrowingSecurity;
}
