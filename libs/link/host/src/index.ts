export { FolderLocked, lockFolder, type FolderLock } from './folder-lock.js';
export {
  ManagedBrokerError,
  startManagedBroker,
  type ManagedBroker,
  type ManagedBrokerOptions,
} from './managed-broker.js';
export { replaceFile } from './replace-file.js';
