import { constants } from 'node:crypto';
import type { Server, ServerOptions } from 'node:https';
import type { SecureContextOptions, TLSSocket } from 'node:tls';
import type { Logger } from 'pino';
import { ConfigError } from '../config/config-error.js';
import type { Config } from '../config/config.js';
import { readTlsMaterial, type TlsFiles, type TlsMaterial } from '../config/tls-material.js';
import { FileWatch } from './file-watch.js';
import { StrictTransportResponse } from './strict-transport.js';

type TlsConfig = Config['http']['tls'];

/** How often the files are looked at. A change counts when it is seen twice: see {@link FileWatch}. */
const LOOK_MS = 2_000;

/** TLS of the HTTP server: its certificate, whom it lets in, and new files while it runs. */
export class ServerTls {
  readonly #config: TlsConfig;
  readonly #files: TlsFiles;
  readonly #watch: FileWatch;
  readonly #logger: Logger;
  #context: SecureContextOptions;

  private constructor(
    config: TlsConfig,
    logger: Logger,
    watch: FileWatch,
    context: SecureContextOptions,
  ) {
    this.#config = config;
    this.#files = filesOf(config);
    this.#logger = logger;
    this.#watch = watch;
    this.#context = context;
  }

  /** @throws ConfigError when the files cannot be used */
  static async open(config: TlsConfig, logger: Logger, lookMs = LOOK_MS): Promise<ServerTls> {
    const files = filesOf(config);
    const paths = [files.ca, files.cert, files.key].flatMap(({ path }) => path ?? []);
    const watch = await FileWatch.of(paths, lookMs);
    const material = await readTlsMaterial(files);
    if (material.problems.length > 0) {
      throw new ConfigError(material.problems.map(({ name, message }) => ({ key: name, message })));
    }
    tell(logger, material);
    return new ServerTls(config, logger, watch, contextOf(config, material));
  }

  /** What the server is made with. */
  get serverOptions(): ServerOptions {
    return {
      ...this.#context,
      requestCert: this.#config.clientCaFile !== undefined,
      // Without this, a client may come without a certificate; #admit sees to one that is not good.
      rejectUnauthorized: this.#config.requireClientCert,
      ALPNProtocols: ['http/1.1'],
      ServerResponse: StrictTransportResponse,
    };
  }

  /** Guards the door of `server`, and gives it new files as long as it listens. */
  attach(server: Server): void {
    // Before Node's own listener, which would begin to read requests.
    server.prependListener('secureConnection', (socket) => {
      this.#admit(socket);
    });
    server.on('tlsClientError', (error: Error & { code?: string }, socket) => {
      this.#tellRefused(socket, error.code ?? error.message);
    });
    server.once('listening', () => {
      this.#watch.start(() => this.#reload(server));
    });
    server.once('close', () => {
      this.#watch.stop();
    });
  }

  /** Who shows a certificate has to show a good one. */
  #admit(socket: TLSSocket): void {
    if (socket.authorized || socket.getPeerX509Certificate() === undefined) return;
    this.#tellRefused(socket, 'not verified');
    socket.destroy();
  }

  #tellRefused(socket: TLSSocket, reason: string): void {
    const { remoteAddress } = socket;
    const unverified: unknown = socket.authorizationError; // null until there is one
    // Of a server that asks for no certificate: scanners, and browsers that do not know the authority.
    const level = this.#config.clientCaFile === undefined ? 'debug' : 'info';
    const said = typeof unverified === 'string' ? unverified : reason;
    this.#logger[level]({ remoteAddress, reason: said }, 'TLS connection refused');
  }

  async #reload(server: Server): Promise<void> {
    const material = await readTlsMaterial(this.#files);
    const problems = material.problems.map(({ name, message }) => `${name} ${message}`);
    if (problems.length > 0) {
      this.#logger.error(`The TLS files of before stay in use: ${problems.join('; ')}`);
      return;
    }
    this.#context = contextOf(this.#config, material);
    server.setSecureContext(this.#context);
    for (const warning of material.warnings) this.#logger.warn(warning);
    tell(this.#logger, material);
  }
}

function filesOf({ certFile, keyFile, clientCaFile }: TlsConfig): TlsFiles {
  return {
    ca: { name: 'http.tls.client_ca_file', path: clientCaFile },
    cert: { name: 'http.tls.cert_file', path: certFile },
    key: { name: 'http.tls.key_file', path: keyFile },
  };
}

function contextOf(
  { minVersion }: TlsConfig,
  { ca, cert, key }: TlsMaterial,
): SecureContextOptions {
  return {
    cert,
    key,
    minVersion: `TLSv${minVersion}`,
    // A resumed session is not verified anew: a certificate that has expired since would still be good.
    ...(ca !== undefined && { ca, secureOptions: constants.SSL_OP_NO_TICKET }),
  };
}

function tell(logger: Logger, { certificate }: TlsMaterial): void {
  if (certificate === undefined) return;
  const subject = certificate.subject.replaceAll('\n', ', ');
  const notAfter = certificate.validToDate.toISOString();
  logger.info({ subject, notAfter }, 'TLS certificate in use');
}
