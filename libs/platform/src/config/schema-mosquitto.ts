import { ACCESS_BACKENDS } from './config.js';
import { HOST, section } from './schema-parts.js';

/** The keys below `mosquitto`. */
export const MOSQUITTO = section('The broker that MCM looks after.', {
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
});
