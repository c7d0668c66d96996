import { FirstAdmin } from '#feature/auth';
import { BrokerService } from '#feature/broker';
import { developmentWarnings, type Config } from '#platform';
import { createApp, doorOf, openDoor } from './create-app.js';
import { openGround, takeDataFolder } from './open-ground.js';
import { serverUrl } from './server-url.js';
import { StartError } from './start-error.js';

export interface RunningServer {
  /** Where the console and the API are. */
  readonly url: string;
  /** The broker that MCM runs itself, if it does. */
  readonly managedBroker: { readonly host: string; readonly port: number } | undefined;
  stop(): Promise<void>;
}

interface Options {
  readonly config: Config;
  /** What the configuration's reader wants people to know. */
  readonly warnings: readonly string[];
  /** Where the first password may be shown, if anywhere. */
  readonly terminal: NodeJS.WriteStream | undefined;
}

/** Opens the data folder, starts the application and listens; whatever fails, nothing stays half open. */
export async function startServer({ config, warnings, terminal }: Options): Promise<RunningServer> {
  await using opened = new AsyncDisposableStack();
  const lock = await takeDataFolder(config);
  opened.defer(() => lock.release());
  const ground = await openGround(config, opened);
  for (const warning of warnings) ground.logger.warn(warning);
  for (const { key, text } of developmentWarnings(config)) ground.logger.warn(`${key}: ${text}`);

  const app = await createApp(ground);
  opened.defer(() => app.close());
  await app.init();
  await app.get(FirstAdmin).ensure(terminal);
  await listen(app, config.http);
  const door = await openDoor(app, config);
  opened.defer(() => door?.close());
  if (!door) {
    const remedy = 'Commands such as "mcm user unlock" need --url and --token.';
    ground.logger.warn(`The path ${doorOf(config)} is too long for a socket. ${remedy}`);
  }

  const broker = app.get(BrokerService).address();
  const open = opened.move();
  return {
    url: serverUrl(config.http),
    managedBroker: broker.managed ? broker : undefined,
    stop: () => open.disposeAsync(),
  };
}

async function listen(
  app: Awaited<ReturnType<typeof createApp>>,
  { bindAddress, port }: Config['http'],
): Promise<void> {
  try {
    await app.listen(port, bindAddress);
  } catch (error) {
    // Node's listen errors: another process or the system decides, so it cannot be known before.
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    const where = `${bindAddress}:${port}`;
    if (code === 'EADDRINUSE') {
      throw new StartError(
        `${where} is taken by another program. Stop it, or set another http.port (MCM_HTTP_PORT).`,
      );
    }
    if (code === 'EACCES') {
      throw new StartError(
        `${where} needs more rights. Set an http.port (MCM_HTTP_PORT) above 1023.`,
      );
    }
    if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
      throw new StartError(
        `${bindAddress} is no address of this machine. Set http.bind_address (MCM_HTTP_BIND_ADDRESS).`,
      );
    }
    throw error;
  }
}
