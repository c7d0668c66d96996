import {
  canReload,
  canRewrite,
  canStartShadow,
  requireReadByBroker,
  type BrokerFilesRead,
  type BrokerReload,
} from '#link/host';
import { checked, SHADOW_CHECK, type BackendCheck } from './checked.js';

/** How the broker's files are reached, and the broker. */
export interface FileWays {
  /** Reads them. @throws Problem, FileUnreadable */
  readonly files: () => Promise<Pick<BrokerFilesRead, 'aclFile' | 'passwordFile'>>;
  readonly reload: BrokerReload;
}

/** Whether MCM could change the broker's files now, without changing any. */
export async function fileChecks({ files, reload }: FileWays): Promise<readonly BackendCheck[]> {
  const readable = await checked('files', 'the broker’s files can be read', files);
  const { aclFile, passwordFile } = readable.result === 'ok' ? await files() : {};
  const reloaded = await checked('reload', 'the broker can be told to reload', () =>
    canReload(reload),
  );
  const paths = [aclFile, passwordFile].flatMap((file) => file?.path ?? []);
  const replaced = await Promise.all(
    paths.map((path) =>
      checked('replacement', `${path} can be replaced`, async () => {
        await requireReadByBroker(reload, await canRewrite(path));
      }),
    ),
  );
  return [
    ...(readable.result === 'ok'
      ? [...missing('acl_file', aclFile), ...missing('password_file', passwordFile)]
      : [readable]),
    ...replaced,
    reloaded,
    await checked('shadow', SHADOW_CHECK, () => canStartShadow({ plugin: false })),
  ];
}

function missing(name: 'acl_file' | 'password_file', file: object | undefined): BackendCheck[] {
  if (file) return [];
  const [about, what] =
    name === 'acl_file' ? (['acl-file', 'rules'] as const) : (['password-file', 'users'] as const);
  const detail = `The broker has no ${name}, so MCM cannot change ${what}. Set ${name} in mosquitto.conf and reload the broker.`;
  return [{ about, check: `the broker has a ${name}`, result: 'warn', detail }];
}
