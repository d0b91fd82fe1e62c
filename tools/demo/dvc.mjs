import { createHash } from 'node:crypto';
import { basename } from 'node:path';

/**
 * The `.dvc` pointer of a file, as `dvc add` writes it.
 * @param {string} path of the data
 * @param {string} content
 */
export function pointerOf(path, content) {
  const bytes = Buffer.from(content);
  return [
    'outs:',
    `- md5: ${createHash('md5').update(bytes).digest('hex')}`,
    `  size: ${bytes.length}`,
    '  hash: md5',
    `  path: ${basename(path)}`,
    '',
  ].join('\n');
}
