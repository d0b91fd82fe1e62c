export { artifactOf, manifestOf, readArtifact, verifyArtifact } from './artifact';
export { copyFileVerified, type CopyOptions } from './copy-verified';
export { sha256File, sha256Text, type FileDigest } from './digest';
export { withFileLock, type LockOptions } from './file-lock';
export { errorCode, fileSystemError, withPlace } from './file-system-errors';
export { folderStore, type ArtifactStore } from './folder-store';
export { innerPath, innerPathFault } from './inner-path';
export { isAlive } from './is-alive';
export { jsonOrUndefined } from './json';
export { defaultStoreRoot, type StoreRoot } from './store-root';
export { walkFiles } from './walk';
export {
  isTemporaryName,
  removeLeftovers,
  syncFolder,
  temporaryBeside,
  writeFileAtomic,
} from './write-atomic';
