import type { Explanation, Question } from './explanation.js';
import type { Action } from './policy.js';
import type { BrokerRule, Ruling } from './ruling.js';

/** A rule in a few words, as it is written: `line 33: topic deny line2/+/cmd/#`. */
export function rulingText(by: Ruling): string {
  switch (by.kind) {
    case 'acl-line': {
      const keyword = by.section === 'pattern' ? 'pattern' : 'topic';
      return `line ${by.line}: ${keyword} ${by.access} ${by.filter}`;
    }
    case 'role-acl':
      return `${roleText(by)}, entry ${by.entry}: ${by.allow ? 'allow' : 'deny'} ${by.type} ${by.topic}`;
    case 'role-wildcards':
      return `${roleText(by)}: allowwildcardsubs is false`;
    case 'dynsec-default':
      return `defaultACLAccess: ${by.allow ? 'allow' : 'deny'} ${by.type}`;
    case 'broker':
      return BROKER_RULES[by.rule].short;
  }
}

/** Why the broker answers as it does, in one or two sentences. */
export function becauseOf(explanation: Explanation, { client, action }: Question): string {
  const { because, otherwise } = explanation;
  const who =
    client.username === undefined || client.username === '' ? 'anonymous clients' : client.username;
  switch (because.kind) {
    case 'acl-line':
      return aclLineSentence(because, who, otherwise?.allowed === true);
    case 'role-acl':
      return roleEntrySentence(because, explanation.allowed);
    case 'role-wildcards':
      return `${capital(roleText(because))} forbids subscriptions with wildcards (allowwildcardsubs), before any of its entries is tried.`;
    case 'dynsec-default':
      return `No entry of the roles of ${who} matches, and the plugin's default for ${DOING[action]} is ${because.allow ? 'allow' : 'deny'}.`;
    case 'broker':
      return BROKER_RULES[because.rule].sentence(who);
  }
}

/** What a client notices, by the version of MQTT it speaks. */
export function clientSees(
  { allowed, because }: Explanation,
  { action }: Question,
): { readonly v5: string; readonly v311: string } {
  if (because.kind === 'broker' && because.rule.startsWith('malformed')) {
    return { v5: 'The broker ends the connection.', v311: 'The broker ends the connection.' };
  }
  return (allowed ? SEEN_WHEN_ALLOWED : SEEN_WHEN_DENIED)[action];
}

type Seen = Readonly<Record<Action, { readonly v5: string; readonly v311: string }>>;

const SEEN_WHEN_ALLOWED: Seen = {
  publish: {
    v5: 'PUBACK or PUBREC 0x00, or 0x10 when nobody is subscribed.',
    v311: 'A normal PUBACK or PUBREC.',
  },
  receive: { v5: 'The message.', v311: 'The message.' },
  subscribe: {
    v5: 'SUBACK with the granted QoS. Each message is checked again before it is delivered.',
    v311: 'SUBACK with the granted QoS. Each message is checked again before it is delivered.',
  },
  unsubscribe: {
    v5: 'UNSUBACK 0x00, or 0x11 when there was no such subscription.',
    v311: 'UNSUBACK.',
  },
  login: { v5: 'CONNACK 0x00.', v311: 'CONNACK 0.' },
};

const SEEN_WHEN_DENIED: Seen = {
  publish: {
    v5: 'PUBACK or PUBREC 0x87 (Not authorized); with QoS 0, nothing. The message is discarded.',
    v311: 'A normal PUBACK or PUBREC, as if it had been taken. The message is discarded.',
  },
  receive: {
    v5: 'Nothing. The message is left out, and no log says so.',
    v311: 'Nothing. The message is left out, and no log says so.',
  },
  subscribe: { v5: 'SUBACK 0x87 (Not authorized).', v311: 'SUBACK 0x80 (Failure).' },
  unsubscribe: { v5: 'UNSUBACK 0x87 (Not authorized).', v311: 'A normal UNSUBACK.' },
  login: { v5: 'CONNACK 0x87 (Not authorized).', v311: 'CONNACK 5 (Not authorized).' },
};

const DOING: Readonly<Record<Action, string>> = {
  publish: 'publishing',
  receive: 'receiving',
  subscribe: 'subscribing',
  unsubscribe: 'unsubscribing',
  login: 'logging in',
};

function aclLineSentence(
  { line, section, access, filter }: Extract<Ruling, { kind: 'acl-line' }>,
  who: string,
  wouldBeAllowed: boolean,
): string {
  const whom = section === 'pattern' ? 'everybody' : who;
  if (access !== 'deny') return `Line ${line} gives ${whom} ${ACCESS[access]} ${filter}.`;
  const denial = `Line ${line} denies ${filter} to ${whom}.`;
  if (!wouldBeAllowed) return denial;
  return section === 'pattern'
    ? `${denial} Denying patterns are tried before those that give, wherever they stand in the file.`
    : `${denial} A section's denials are tried before what it gives, wherever they stand in the file.`;
}

const ACCESS = {
  read: 'read access to',
  write: 'write access to',
  readwrite: 'read and write access to',
} as const;

function roleEntrySentence(by: Extract<Ruling, { kind: 'role-acl' }>, allowed: boolean): string {
  const { allow, type, topic, entry, priority } = by;
  const which = `${type} for ${topic} (entry ${entry}, priority ${priority})`;
  const says = `${capital(roleText(by))} ${allow ? 'allows' : 'denies'} ${which}`;
  return allow && !allowed
    ? `${says}, but that is no valid filter: the plugin comes upon its fault and denies.`
    : `${says}. It is the first entry that matches.`;
}

function roleText({ role, group }: { readonly role: string; readonly group?: string }): string {
  return group === undefined ? `role ${role}` : `role ${role} of group ${group}`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

interface RuleWords {
  readonly short: string;
  readonly sentence: (who: string) => string;
}

const BROKER_RULES: Readonly<Record<BrokerRule, RuleWords>> = {
  'no-rules': {
    short: 'no acl_file and no plugin',
    sentence: () =>
      'Neither an acl_file nor the dynamic-security plugin is configured: everything is allowed.',
  },
  'acl-file-allows-subscribing': {
    short: 'an acl_file is not asked about subscriptions',
    sentence: () =>
      'An acl_file is not asked about subscriptions: each is granted, and the messages are checked when they are delivered.',
  },
  'nothing-allows': {
    short: 'nothing allows it',
    sentence: (who) => `No rule for ${who} allows it, and what no rule allows is denied.`,
  },
  'sys-is-the-brokers': {
    short: 'only the broker publishes below $SYS',
    sentence: () =>
      'Topics that begin with $SYS are the broker’s own: no rule lets a client publish there, except to the state of bridges.',
  },
  'share-is-no-topic': {
    short: '$share is no topic',
    sentence: () =>
      'What begins with $share is a way to subscribe and no topic: nobody publishes or receives there.',
  },
  'wildcard-in-name': {
    short: 'a name with + or # gets nothing from patterns',
    sentence: (who) =>
      `The name or client id of ${who} contains + or #. With patterns in the acl_file, such a client gets no more than its own section gives.`,
  },
  'malformed-topic': {
    short: 'the topic cannot be sent',
    sentence: () => 'The broker takes no packet with such a topic and ends the connection.',
  },
  'malformed-name': {
    short: 'the name cannot be sent',
    sentence: () => 'No client can connect with such a name or client id.',
  },
  'anonymous-allowed': {
    short: 'allow_anonymous is true',
    sentence: () => 'Clients without a name may log in: allow_anonymous is true.',
  },
  'anonymous-refused': {
    short: 'allow_anonymous is false',
    sentence: () => 'Clients without a name are refused: allow_anonymous is false.',
  },
  'any-name-allowed': {
    short: 'no password_file: any name is taken',
    sentence: (who) =>
      `allow_anonymous is true and there is no password_file: ${who} may log in with any password, and so may everybody with that name.`,
  },
  'in-password-file': {
    short: 'in the password_file',
    sentence: (who) => `${who} is in the password_file and may log in with the password.`,
  },
  'not-in-password-file': {
    short: 'not in the password_file',
    sentence: (who) => `${who} is not in the password_file, so the login is refused.`,
  },
  'plugin-client': {
    short: 'a client of the plugin',
    sentence: (who) =>
      `${who} is a client of the dynamic-security plugin and may log in with the password.`,
  },
  'plugin-client-disabled': {
    short: 'disabled in the plugin',
    sentence: (who) => `${who} is disabled in the dynamic-security plugin.`,
  },
  'plugin-client-without-password': {
    short: 'no password in the plugin',
    sentence: (who) => `${who} has no password in the dynamic-security plugin.`,
  },
  'plugin-client-other-id': {
    short: 'tied to another client id',
    sentence: (who) =>
      `The dynamic-security plugin lets ${who} log in with one client id only, and this is another.`,
  },
  'unknown-to-plugin': {
    short: 'unknown to the plugin',
    sentence: (who) =>
      `${who} is no client of the dynamic-security plugin, and there is nothing else to ask.`,
  },
  'nobody-knows-the-name': {
    short: 'the name is not known',
    sentence: (who) => `Nothing that the broker asks knows ${who}, so the login is refused.`,
  },
};
