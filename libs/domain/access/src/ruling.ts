import type { AclType } from '#domain/mosquitto';

/** What can decide: a rule that people wrote, or one of the broker's own. */
export type Ruling =
  | {
      readonly kind: 'acl-line';
      readonly line: number;
      /** `user`: of a named user's section; `anonymous`: of the lines before the first user; `pattern`: for all. */
      readonly section: 'user' | 'anonymous' | 'pattern';
      readonly access: 'read' | 'write' | 'readwrite' | 'deny';
      /** As written, before anything is filled in. */
      readonly filter: string;
    }
  | {
      readonly kind: 'role-acl';
      readonly role: string;
      /** The group through which the client has the role, if it does not have it itself. */
      readonly group?: string;
      readonly type: AclType;
      readonly topic: string;
      readonly priority: number;
      readonly allow: boolean;
      /** Which of the role's entries it is in the file of the plugin's state, and the line, each counted from 1. */
      readonly entry: number;
      readonly line: number;
    }
  /** `allowwildcardsubs` of a role is false. */
  | {
      readonly kind: 'role-wildcards';
      readonly role: string;
      readonly group?: string;
      readonly line: number;
    }
  /** `defaultACLAccess` of the plugin. */
  | { readonly kind: 'dynsec-default'; readonly type: DefaultType; readonly allow: boolean }
  | { readonly kind: 'broker'; readonly rule: BrokerRule };

export type DefaultType =
  'publishClientSend' | 'publishClientReceive' | 'subscribe' | 'unsubscribe';

/** Rules that nobody wrote. */
export type BrokerRule =
  /** Neither an acl_file nor the plugin is configured. */
  | 'no-rules'
  /** An acl_file is asked about publishing and receiving only. */
  | 'acl-file-allows-subscribing'
  /** Nothing that was asked allows it. */
  | 'nothing-allows'
  /** Below `$SYS`, the broker alone publishes; the state of bridges excepted. */
  | 'sys-is-the-brokers'
  /** `$share` is a way to subscribe, not a topic. */
  | 'share-is-no-topic'
  /** With patterns in the acl_file, a name with + or # gets no further than its own section. */
  | 'wildcard-in-name'
  /** Topics that cannot be sent: the broker ends the connection. */
  | 'malformed-topic'
  /** Names with which no client can connect. */
  | 'malformed-name'
  // Logging in:
  | 'anonymous-allowed'
  | 'anonymous-refused'
  | 'any-name-allowed'
  | 'in-password-file'
  | 'not-in-password-file'
  | 'plugin-client'
  | 'plugin-client-disabled'
  | 'plugin-client-without-password'
  | 'plugin-client-other-id'
  | 'unknown-to-plugin'
  | 'nobody-knows-the-name';

/** The same text for the same rule, for grouping and for finding it again. */
export function rulingKey(by: Ruling): string {
  switch (by.kind) {
    case 'acl-line':
      return `acl-line ${by.line}`;
    case 'role-acl':
      return `role-acl ${JSON.stringify([by.role, by.entry, by.group])}`;
    case 'role-wildcards':
      return `role-wildcards ${JSON.stringify([by.role, by.group])}`;
    case 'dynsec-default':
      return `dynsec-default ${by.type}`;
    case 'broker':
      return `broker ${by.rule}`;
  }
}
