import { folderStore } from '../index';

/** `put.ts ROOT SHA256 FILE`: stores one file, in a process of its own. */
const [root = '', sha256 = '', file = ''] = process.argv.slice(2);
folderStore(root)
  .put(sha256, file)
  .catch((error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  });
