import { ACCESS_BACKENDS, LOG_FORMATS, LOG_LEVELS } from './config.js';
import type { SectionSchema } from './key-schema.js';

const TLS_VERSIONS = ['1.2', '1.3'] as const;

const HOST =
  '^([A-Za-z0-9_]([A-Za-z0-9_.-]*[A-Za-z0-9_])?\\.?|[0-9A-Fa-f:]*:[0-9A-Fa-f:.]*(%[A-Za-z0-9]+)?)$';

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
  mosquitto: section('The broker that MCM looks after.', {
    host: {
      type: 'string',
      pattern: HOST,
      wanted: 'a host name or an IP address, without scheme, port or brackets',
      maxLength: 253,
      default: '127.0.0.1',
      description: 'Host of the broker.',
    },
    port: {
      type: 'integer',
      minimum: 1,
      maximum: 65_535,
      default: 1883,
      description: 'Port of the broker. A managed broker takes the next free one if it is in use.',
    },
    username: {
      type: 'string',
      minLength: 1,
      maxLength: 65_535,
      description: "MCM's account on the broker. Without it, MCM connects anonymously.",
    },
    password: {
      type: 'string',
      minLength: 1,
      maxLength: 65_535,
      secret: true,
      description: 'Password of that account.',
    },
    managed: {
      type: 'boolean',
      default: false,
      description:
        'Start a Mosquitto of its own on this machine, for trying out: loopback only, anyone may connect.',
    },
    tls: section('Encryption of the connection to the broker.', {
      enabled: {
        type: 'boolean',
        default: false,
        description: 'Connect with TLS (usually to port 8883).',
      },
      ca_cert_file: {
        type: 'string',
        minLength: 1,
        path: true,
        description: "Certificates to trust (PEM). Without it, the system's.",
      },
      client_cert_file: {
        type: 'string',
        minLength: 1,
        path: true,
        description: "MCM's certificate (PEM), if the broker asks for one.",
      },
      client_key_file: {
        type: 'string',
        minLength: 1,
        path: true,
        description: 'Private key of that certificate (PEM, without passphrase).',
      },
      insecure_skip_verify: {
        type: 'boolean',
        default: false,
        description: "Accept any certificate of the broker's. For development only.",
      },
    }),
    access: section('Where the broker keeps who may do what. Without backend, MCM only reads it.', {
      backend: {
        type: 'string',
        enum: ACCESS_BACKENDS,
        description: 'What MCM changes when users and rules are changed. Without it, nothing.',
      },
      config_file: {
        type: 'string',
        minLength: 1,
        path: true,
        description:
          "The broker's mosquitto.conf. What the other keys here do not say is taken from it.",
      },
      acl_file: {
        type: 'string',
        minLength: 1,
        path: true,
        description: "The broker's acl_file, where MCM sees it elsewhere than mosquitto.conf says.",
      },
      password_file: {
        type: 'string',
        minLength: 1,
        path: true,
        description: "The broker's password_file, likewise. MCM keeps the names only.",
      },
      dynamic_security_file: {
        type: 'string',
        minLength: 1,
        path: true,
        description: 'The state of the dynamic-security plugin, likewise.',
      },
      allow_anonymous: {
        type: 'boolean',
        description:
          'Whether clients that name no user may log in. Without it: as config_file says, else no.',
      },
      reload: section('How the broker is told to read its files again. One of the two.', {
        pid_file: {
          type: 'string',
          minLength: 1,
          path: true,
          description: "The broker's pid_file: that process gets SIGHUP, if it is a mosquitto.",
        },
        command: {
          type: 'array',
          items: { type: 'string', minLength: 1 },
          minItems: 1,
          wanted: 'a list such as [systemctl, reload, mosquitto]',
          fileOnly: true,
          description: 'A program and its arguments; no shell, 10 s, a clean environment.',
        },
      }),
      control: section('The account that may command the dynamic-security plugin.', {
        username: {
          type: 'string',
          minLength: 1,
          maxLength: 65_535,
          description: 'Its name on the broker; apart from the account that observes.',
        },
        password: {
          type: 'string',
          minLength: 1,
          maxLength: 65_535,
          secret: true,
          description: 'Its password.',
        },
      }),
    }),
  }),
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
  metrics: section('How long records are kept.', {
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

function section<const P extends SectionSchema['properties']>(description: string, properties: P) {
  return { type: 'object', description, additionalProperties: false, properties } as const;
}
