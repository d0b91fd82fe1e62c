import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import module, { createRequire } from 'node:module';
import { dirname, join, sep } from 'node:path';
import { Script } from 'node:vm';
import { keepQuietly } from '@modelgate/runtime/hook';

/**
 * Loads a bundle with the machine code that V8 made of it in an earlier run: a task's process lives for a fraction of a second,
 * and compiling would be a good part of that. From Node 22 on, Node does this itself.
 *
 * @param path of the bundle, from this file's folder
 * @param digest SHA-256 of the bundle, since V8 itself tells two texts apart by their lengths alone
 */
export function loadBundle(path: string, digest: string): unknown {
  const file = join(__dirname, path);
  const folder = cacheFolder(__dirname);
  const enableCompileCache: unknown = Reflect.get(module, 'enableCompileCache');
  if (typeof enableCompileCache === 'function') {
    enableCompileCache.call(module, folder);
    return createRequire(file)(file);
  }
  const kept =
    folder === undefined
      ? undefined
      : join(folder, `${process.version}-${process.platform}-${process.arch}-${digest}.code`);
  const cachedData = kept === undefined ? undefined : readKept(kept);
  const script = new Script(module.wrap(readFileSync(file, 'utf8')), {
    filename: file,
    ...(cachedData ? { cachedData } : {}),
  });
  if (kept !== undefined && (!cachedData || script.cachedDataRejected)) {
    // At the end, so that the functions that a run needs are in it.
    process.once('exit', () => {
      const code = script.createCachedData();
      keepQuietly(kept, Buffer.concat([sha256(code), code]));
    });
  }
  const loaded: { exports: unknown } = { exports: {} };
  const run: unknown = script.runInThisContext();
  if (typeof run !== 'function') throw new Error(`${file} is no bundle`);
  run(loaded.exports, createRequire(file), loaded, file, dirname(file));
  return loaded.exports;
}

/** Where tools keep what they may lose: `.cache` in the node_modules that the plugin is installed in. */
function cacheFolder(from: string): string | undefined {
  const parts = from.split(sep);
  const at = parts.lastIndexOf('node_modules');
  return at < 0 ? undefined : join(parts.slice(0, at + 1).join(sep), '.cache', 'modelgate');
}

const DIGEST_BYTES = 32;

function readKept(path: string): Buffer | undefined {
  try {
    const bytes = readFileSync(path);
    const code = bytes.subarray(DIGEST_BYTES);
    // V8 trusts what it is given, and a broken file would end the process.
    return sha256(code).equals(bytes.subarray(0, DIGEST_BYTES)) ? code : undefined;
  } catch {
    return undefined;
  }
}

function sha256(bytes: Buffer): Buffer {
  return createHash('sha256').update(bytes).digest();
}
