import { lockFolder, type FolderLock } from '#link/host';
import {
  createLogger,
  Database,
  dataFolder,
  finishRestore,
  loadKeys,
  prepareDataFolder,
  type Config,
  type Ground,
} from '#platform';
import { assets, readBuild, workers } from './built.js';
import { ENTITIES } from './entities.js';

/**
 * Takes the data folder for this process alone, and brings to its end what a restore that was killed had decided.
 *
 * @throws FolderLocked while another one has it
 */
export async function takeDataFolder(config: Config): Promise<FolderLock> {
  // What is made here, files and sockets alike, is nobody else's to read.
  process.umask(0o077);
  await prepareDataFolder(config.database.path);
  const lock = await lockFolder(dataFolder(config));
  try {
    await finishRestore(config.database.path);
  } catch (error) {
    // A full disk or a folder that may not be written to: the next one tries again.
    await lock.release();
    throw error;
  }
  return lock;
}

/** Opens what the application stands on; `opened` closes it again. The caller holds the data folder. */
export async function openGround(config: Config, opened: AsyncDisposableStack): Promise<Ground> {
  const logger = createLogger(config.logging);
  const keys = await loadKeys(dataFolder(config));
  const database = await Database.open({ path: config.database.path, entities: ENTITIES });
  opened.defer(() => database.close());
  if (database.upgrade) {
    const { from, to, copy } = database.upgrade;
    const versions = `from version ${String(from)} of its schema to ${String(to)}`;
    logger.info(database.upgrade, `The database was upgraded ${versions}. As it was: ${copy}`);
  }
  const build = await readBuild();
  return { config, database, keys, logger, build, assets, workers };
}
