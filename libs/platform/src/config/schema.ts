import { LOG_FORMATS, LOG_LEVELS } from './config.js';
import { MOSQUITTO } from './schema-mosquitto.js';
import { HOST, section } from './schema-parts.js';

const TLS_VERSIONS = ['1.2', '1.3'] as const;

/** Every key: its type, default and meaning. Loader, environment, template and reference page come from it. */
export const SCHEMA = section('MCM, the control plane for Eclipse Mosquitto.', {
  http: section('Where console and API are served.', {
    bind_address: {
      type: 'string',
      pattern: HOST,
      wanted: 'a host name or an IP address, without scheme, port or brackets',
      maxLength: 253,
      default: '127.0.0.1',
      description: 'Address to listen on. Other than loopback only with TLS, here or in a proxy.',
    },
    port: {
      type: 'integer',
      minimum: 1,
      maximum: 65_535,
      default: 8080,
      description: 'Port to listen on.',
    },
    trusted_proxies: {
      type: 'array',
      items: { type: 'string', network: true },
      wanted: 'a list of IP addresses or CIDR blocks such as 10.0.0.0/8',
      default: [],
      description:
        'Proxies in front of MCM: theirs is the word on who the client is (X-Forwarded-For).',
    },
    tls: section("HTTPS on MCM's own port. Files that change are taken up without a restart.", {
      enabled: {
        type: 'boolean',
        default: false,
        description: 'Serve HTTPS instead of HTTP.',
      },
      cert_file: {
        type: 'string',
        minLength: 1,
        path: true,
        description: "MCM's certificate, followed by those between it and the root (PEM).",
      },
      key_file: {
        type: 'string',
        minLength: 1,
        path: true,
        description: 'Private key of that certificate (PEM, without passphrase).',
      },
      min_version: {
        type: 'string',
        enum: TLS_VERSIONS,
        default: '1.2',
        description: 'Oldest version of TLS that is spoken.',
      },
      client_ca_file: {
        type: 'string',
        minLength: 1,
        path: true,
        description:
          "Authorities of clients (PEM). With it, a client's certificate must be one of theirs.",
      },
      require_client_cert: {
        type: 'boolean',
        default: false,
        description: 'Refuse clients without a certificate.',
      },
    }),
  }),
  database: section('What MCM keeps. Keys and lock lie in the same folder.', {
    path: {
      type: 'string',
      minLength: 1,
      path: true,
      computed: '/var/lib/mcm/mcm.db if that folder can be written, else ~/.local/state/mcm/mcm.db',
      description: 'The SQLite file; made, with its folder, when it does not exist.',
    },
  }),
  auth: section('Who may use MCM.', {
    jwt_secret: {
      type: 'string',
      minLength: 32,
      secret: true,
      description:
        'Signs log-in tokens. Without it, a key of this installation is used (secret.key beside the database).',
    },
    token_ttl: {
      type: 'string',
      duration: { min: '1m', max: '365d' },
      default: '24h',
      description: 'How long a log-in lasts.',
    },
    login_lockout: section('When failed log-ins are refused without a look at the password.', {
      window: {
        type: 'string',
        duration: { min: '1m', max: '24h' },
        default: '15m',
        description: 'How long a failed log-in counts.',
      },
      max_attempts: {
        type: 'integer',
        minimum: 1,
        maximum: 1000,
        default: 6,
        description:
          'Failed log-ins in that time, per address and per user name, before more are refused.',
      },
    }),
    bootstrap_admin: section('The first admin, made when there is no user at all.', {
      username: {
        type: 'string',
        pattern: '^[A-Za-z0-9._@-]+$',
        wanted: '1 to 64 letters, digits or . _ @ -',
        maxLength: 64,
        default: 'admin',
        description: 'Name of the first admin.',
      },
      password: {
        type: 'string',
        minLength: 12,
        maxLength: 1024,
        secret: true,
        description:
          'Password of the first admin. Without it, a random one is made and shown once.',
      },
    }),
  }),
  mosquitto: MOSQUITTO,
  observe: section('How traffic is observed.', {
    memory_budget: {
      type: 'string',
      size: { min: '16MB', max: '16GB' },
      default: '128MB',
      description:
        'Memory for topics and their messages. When full, what was silent longest goes first.',
    },
    history: {
      type: 'integer',
      minimum: 1,
      maximum: 100_000,
      default: 1_000,
      description: 'Messages held of each topic, as far as the memory goes.',
    },
    qos: {
      type: 'integer',
      enum: [0, 1, 2],
      default: 2,
      description: 'QoS of the subscription. Below 2, messages are shown with at most that QoS.',
    },
  }),
  alerting: section('Alerts, and the webhooks that are told of them.', {
    enabled: {
      type: 'boolean',
      default: true,
      description: 'Look at alert rules and send webhooks. Without rules, nothing is done.',
    },
    timeout: {
      type: 'string',
      duration: { min: '1s', max: '60s' },
      default: '5s',
      description: 'How long a webhook may take to answer.',
    },
    allow_loopback: {
      type: 'boolean',
      default: false,
      fileOnly: true,
      description:
        'Let webhooks go to this machine itself and to link-local addresses, as for Node-RED beside MCM.',
    },
  }),
  backup: section('Backups of the database that MCM makes by itself.', {
    enabled: {
      type: 'boolean',
      default: true,
      description: 'Make a backup of the database from time to time.',
    },
    folder: {
      type: 'string',
      minLength: 1,
      path: true,
      computed: 'backups beside the database',
      description: 'Where they are kept; made when it does not exist. Better on another disk.',
    },
    interval: {
      type: 'string',
      duration: { min: '1h', max: '365d' },
      default: '24h',
      description: 'Age of the last one at which the next is made.',
    },
    keep: {
      type: 'integer',
      minimum: 1,
      maximum: 1_000,
      default: 7,
      description: 'How many of them are kept; the oldest go first.',
    },
  }),
  metrics: section('How long records are kept.', {
    broker_retention: {
      type: 'string',
      duration: { min: '1d', max: '3650d' },
      default: '168h',
      description: 'Age at which samples of the broker, one a minute, are forgotten.',
    },
    audit_retention: {
      type: 'string',
      duration: { min: '1d', max: '3650d' },
      default: '2160h',
      description: 'Age at which entries leave the audit trail.',
    },
    security_retention: {
      type: 'string',
      duration: { min: '1d', max: '3650d' },
      default: '2160h',
      description: 'Age at which security events are forgotten.',
    },
  }),
  logging: section('The log, on stderr.', {
    level: {
      type: 'string',
      enum: LOG_LEVELS,
      default: 'info',
      description: 'Least severity that is written.',
    },
    format: {
      type: 'string',
      enum: LOG_FORMATS,
      default: 'json',
      description: 'One JSON object per line, or text for people.',
    },
  }),
});
