import type { AclFile, BrokerVersion, DynsecState, PasswordFile } from '#domain/mosquitto';

/** Everything by which a broker decides about its clients; of a listener, where each has settings of its own. */
export interface Policy {
  readonly broker: BrokerVersion;
  readonly allowAnonymous: boolean;
  /** Absent when none is configured, which allows everything; an empty one allows nothing. */
  readonly aclFile?: AclFile;
  /** Who can log in by it; its lines do not matter here. */
  readonly passwordFile?: Pick<PasswordFile, 'users' | 'problems'>;
  /** The state of the dynamic-security plugin, when it is loaded. */
  readonly dynsec?: DynsecState;
}

/** Who asks. An empty username is none; an empty client id is one that the broker makes up. */
export interface Client {
  readonly username?: string;
  readonly clientId: string;
}

/** `publish`: to the broker; `receive`: a message on a topic the client is subscribed to. */
export const TOPIC_ACTIONS = ['publish', 'receive', 'subscribe', 'unsubscribe'] as const;
export type TopicAction = (typeof TOPIC_ACTIONS)[number];
export type Action = TopicAction | 'login';
