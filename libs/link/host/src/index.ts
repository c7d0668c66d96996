export {
  BrokerFiles,
  pidFileIn,
  readBrokerFile,
  type BrokerFilePlaces,
  type BrokerFilesRead,
  type FoundListener,
} from './broker-files.js';
export { ConfigFiles, type ConfigRead } from './config-files.js';
export { FileUnreadable, type FileContent } from './file-cache.js';
export {
  FolderLocked,
  folderHolder,
  lockFolder,
  type FolderHolder,
  type FolderLock,
} from './folder-lock.js';
export {
  managedBrokerIn,
  ManagedBrokerError,
  startManagedBroker,
  type ManagedBroker,
  type ManagedBrokerOptions,
} from './managed-broker.js';
export type { ManagedLogin } from './managed-access.js';
export { modeText } from './mode-text.js';
export { replaceFile } from './replace-file.js';
export { FileNotReplaced, type FileFault } from './file-fault.js';
export type { Creation, Ownership } from './file-place.js';
export {
  canRewrite,
  removeLeftovers,
  rewriteFile,
  type RewriteOptions,
  type RewrittenFile,
} from './rewrite-file.js';
export {
  brokerUser,
  mayEnter,
  mayRead,
  requireReadByBroker,
  type BrokerUser,
} from './broker-reads.js';
export { canReload, reloadBroker, type BrokerReload } from './broker-reload.js';
export { ReloadFailed, type ReloadFault } from './reload-failed.js';
export { isPasswordOf, passwordHash } from './password-hash.js';
export {
  startShadowBroker,
  type ShadowBroker,
  type ShadowOptions,
  type ShadowPlace,
} from './shadow-broker.js';
export { canStartShadow } from './can-start-shadow.js';
export { syncFolder } from './sync-folder.js';
export { ShadowFailed, type ShadowFault } from './shadow-failed.js';
export type { ShadowFiles } from './shadow-files.js';
