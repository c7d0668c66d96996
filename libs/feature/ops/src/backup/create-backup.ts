import {
  backupDatabase,
  BackupError,
  dataFolder,
  readKeys,
  sealKeys,
  type BackupContent,
  type Config,
  type Secret,
} from '#platform';

/** Makes a backup at a place that people name, with the keys in it if there is a passphrase for them. */
export async function createBackup(
  config: Config,
  output: string,
  passphrase?: Secret,
): Promise<BackupContent> {
  const { path } = config.database;
  if (!passphrase) return backupDatabase({ path, output });
  const folder = dataFolder(config);
  const keys = await readKeys(folder);
  if (!keys) {
    throw new BackupError(
      'keys',
      `${folder} has not both secret.key and audit.key: leave --with-keys away, or put them back there`,
    );
  }
  return backupDatabase({ path, output, keys: await sealKeys(keys, passphrase) });
}
