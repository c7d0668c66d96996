/** A client that is connected, as far as the broker's log says so. Times are ms since the epoch. */
export interface LiveClient {
  readonly clientId: string;
  readonly username?: string;
  /** IP address, or the path of a Unix socket. */
  readonly address: string;
  readonly port: number;
  /** Absent when the broker writes a number that is not known. */
  readonly protocol?: '3.1' | '3.1.1' | '5.0';
  /** Whether it asked for a new session: Clean Start (MQTT 5.0 section 3.1.2.4), Clean Session before 5.0. */
  readonly cleanStart: boolean;
  /** It is another broker, whose messages pass without being checked. */
  readonly isBridge: boolean;
  readonly since: number;
  readonly subscriptions: readonly LiveSubscription[];
  /**
   * False when it may have others: its session may be older than what is known of it, or one of its subscriptions
   * could not be read or had no room.
   */
  readonly subscriptionsComplete: boolean;
}

export interface LiveSubscription {
  /** As the broker knows it: with the mount point of the listener in front, where there is one. */
  readonly filter: string;
  readonly qos: 0 | 1 | 2;
  /** Made over an earlier connection: it stands if the session has outlived that, which the log does not say. */
  readonly fromBefore: boolean;
}

/** Who is connected. Who came before `since` and has stayed is not known. */
export interface LiveClients {
  /** Since when all lines have been read; absent while none come. */
  readonly since?: number;
  /** Lines about connections have come; else the broker may send none, or nobody has connected. */
  readonly connectionsLogged: boolean;
  /** Lines about subscriptions have come. */
  readonly subscriptionsLogged: boolean;
  /** In the order in which they connected. */
  readonly clients: readonly LiveClient[];
  readonly leftOut: LeftOut;
}

/** What had to be left out, counted when it happened. */
export interface LeftOut {
  /** For want of room. */
  readonly clients: number;
  readonly subscriptions: number;
  /** Lines that do not say clearly which client or subscription they are about. */
  readonly lines: number;
}
