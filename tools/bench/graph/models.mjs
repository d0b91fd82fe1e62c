import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The model that the generator writes; the others are copies of it under other names. */
export const FIRST = modelName(0);

/** @param {number} index */
export function modelName(index) {
  return `model-${String(index).padStart(3, '0')}`;
}

/**
 * Text of the first model as it stands in another one: its name and its Python package are replaced.
 * @param {string} text
 * @param {string} name
 */
export function renamed(text, name) {
  return text.replaceAll(FIRST, name).replaceAll(FIRST.replace('-', '_'), name.replace('-', '_'));
}

/**
 * Adds copies of the first model until there are `count` models.
 * @param {string} root of the workspace
 * @param {number} count
 */
export function growTo(root, count) {
  const models = join(root, 'models');
  for (let index = readdirSync(models).length; index < count; index++) {
    copyRenamed(join(models, FIRST), join(models, modelName(index)), modelName(index));
  }
}

/**
 * @param {string} from
 * @param {string} to
 * @param {string} name
 */
function copyRenamed(from, to, name) {
  mkdirSync(to);
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const source = join(from, entry.name);
    const target = join(to, renamed(entry.name, name));
    if (entry.isDirectory()) copyRenamed(source, target, name);
    else writeFileSync(target, renamed(readFileSync(source, 'utf8'), name));
  }
}

/**
 * Copies what a workspace is made of, without what is installed or made.
 * @param {string} from
 * @param {string} to an existing workspace
 */
export function copySources(from, to) {
  for (const entry of readdirSync(from)) {
    if (!['node_modules', 'dist', '.git', '.nx', '.modelgate'].includes(entry)) {
      cpSync(join(from, entry), join(to, entry), { recursive: true });
    }
  }
}
