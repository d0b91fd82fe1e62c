export { artifactOf, manifestOf, readArtifact, verifyArtifact } from './artifact';
export { copyFileVerified, type CopyOptions } from './copy-verified';
export { sha256File, sha256Text, type FileDigest } from './digest';
export { errorCode, fileSystemError, withPlace } from './file-system-errors';
export { folderStore, type ArtifactStore } from './folder-store';
export { innerPath, innerPathFault } from './inner-path';
export { defaultStoreRoot, type StoreRoot } from './store-root';
export { walkFiles } from './walk';
export {
  isTemporaryName,
  removeLeftovers,
  syncFolder,
  temporaryBeside,
  writeFileAtomic,
} from './write-atomic';
