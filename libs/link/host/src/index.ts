export {
  BrokerFiles,
  type BrokerFilePlaces,
  type BrokerFilesRead,
  type FoundListener,
} from './broker-files.js';
export { FileUnreadable, type FileContent } from './file-cache.js';
export { FolderLocked, lockFolder, type FolderLock } from './folder-lock.js';
export {
  ManagedBrokerError,
  startManagedBroker,
  type ManagedBroker,
  type ManagedBrokerOptions,
} from './managed-broker.js';
export { replaceFile } from './replace-file.js';
