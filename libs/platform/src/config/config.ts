import { dirname } from 'node:path';
import type { Secret } from './secret.js';

/** Injects the {@link Config}. */
export const CONFIG = Symbol('Config');

/** What MCM can change when access is changed. */
export const ACCESS_BACKENDS = ['file', 'dynamic-security'] as const;

export const LOG_LEVELS = ['debug', 'info', 'warn', 'error'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

export const LOG_FORMATS = ['json', 'text'] as const;
export type LogFormat = (typeof LOG_FORMATS)[number];

/**
 * The configuration in force: checked, complete and frozen.
 *
 * `schema.ts` declares type, default and meaning of each key: `http.bind_address` there is `http.bindAddress`
 * here. The compiler compares the two, in both directions (`schema.spec.ts`).
 */
export interface Config {
  readonly http: {
    readonly bindAddress: string;
    readonly port: number;
    /** IP addresses and CIDR blocks. */
    readonly trustedProxies: readonly string[];
    readonly tls: {
      readonly enabled: boolean;
      /** Absolute, as are the other two; there when `enabled`, as is the next. */
      readonly certFile?: string;
      readonly keyFile?: string;
      readonly minVersion: '1.2' | '1.3';
      /** There when `requireClientCert`. */
      readonly clientCaFile?: string;
      readonly requireClientCert: boolean;
    };
  };
  readonly database: {
    /** Absolute. */
    readonly path: string;
  };
  readonly auth: {
    /** Absent: the key is derived from the data folder's `secret.key`. */
    readonly jwtSecret?: Secret;
    /** In milliseconds. */
    readonly tokenTtl: number;
    readonly loginLockout: {
      /** In milliseconds. */
      readonly window: number;
      readonly maxAttempts: number;
    };
    readonly bootstrapAdmin: {
      readonly username: string;
      /** Absent: a random one is made. */
      readonly password?: Secret;
    };
  };
  readonly mosquitto: {
    readonly host: string;
    readonly port: number;
    readonly username?: string;
    readonly password?: Secret;
    readonly managed: boolean;
    readonly tls: {
      readonly enabled: boolean;
      /** Absolute, as are the other two. */
      readonly caCertFile?: string;
      readonly clientCertFile?: string;
      readonly clientKeyFile?: string;
      readonly insecureSkipVerify: boolean;
    };
    readonly access: {
      /** Absent: nothing is changed. */
      readonly backend?: (typeof ACCESS_BACKENDS)[number];
      /** Absolute, as are the other three. */
      readonly configFile?: string;
      readonly aclFile?: string;
      readonly passwordFile?: string;
      readonly dynamicSecurityFile?: string;
      /** Absent: as the broker's configuration says. */
      readonly allowAnonymous?: boolean;
      readonly reload: {
        /** Absolute. */
        readonly pidFile?: string;
        /** A program and its arguments. */
        readonly command?: readonly string[];
      };
      readonly control: {
        readonly username?: string;
        readonly password?: Secret;
      };
    };
  };
  readonly observe: {
    /** In bytes. */
    readonly memoryBudget: number;
    /** Messages held of each topic at most. */
    readonly history: number;
    readonly qos: 0 | 1 | 2;
  };
  readonly alerting: {
    readonly enabled: boolean;
    /** In milliseconds. */
    readonly timeout: number;
    readonly allowLoopback: boolean;
  };
  readonly backup: {
    readonly enabled: boolean;
    /** Absolute. */
    readonly folder: string;
    /** In milliseconds. */
    readonly interval: number;
    readonly keep: number;
  };
  readonly metrics: {
    /** In milliseconds, as are the others. */
    readonly brokerRetention: number;
    readonly auditRetention: number;
    readonly securityRetention: number;
  };
  readonly logging: {
    readonly level: LogLevel;
    readonly format: LogFormat;
  };
}

/** The folder that holds the database, the keys and the lock. */
export function dataFolder(config: Config): string {
  return dirname(config.database.path);
}
