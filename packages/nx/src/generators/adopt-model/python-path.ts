import { posix } from 'node:path';
import type { PythonOutline } from '@modelgate/contracts';
import { Modules } from './modules';

/** Folders deeper than this hold subpackages, not what stands on `sys.path`. */
const DEEPEST = 3;

/**
 * The folders that have to be on `sys.path` for the imports of a project to lead to its files: those under which most of
 * them do; of equal ones src, then the folder that holds most files.
 */
export function choosePythonPath(outlines: readonly PythonOutline[]): Modules {
  const folders = [...new Set(outlines.flatMap(({ path }) => ancestors(path)))];
  const single = folders.map((folder) => [folder]);
  const pairs = folders.filter((folder) => folder !== '.').map((folder) => [folder, '.']);
  const candidates = [...single, ...pairs].map((path) => new Modules(path, outlines));
  const ranked = candidates.map((modules) => ({ modules, rank: rankOf(modules, outlines) }));
  ranked.sort((a, b) => compare(b.rank, a.rank));
  return ranked[0]?.modules ?? new Modules(['src'], outlines);
}

function ancestors(file: string): string[] {
  const parts = posix.dirname(file).split('/');
  if (parts[0] === '.') return ['.'];
  return ['.', ...parts.slice(0, DEEPEST).map((_, index) => parts.slice(0, index + 1).join('/'))];
}

/** Greater is better, compared from the left. */
function rankOf(modules: Modules, outlines: readonly PythonOutline[]): number[] {
  const imports = outlines.flatMap(({ path, imports: found }) =>
    found.map((one) => ({ found: one, ok: modules.resolves(path, one) })),
  );
  const [first = ''] = modules.path;
  const outside = outlines.filter(({ path }) => modules.nameOf(path) === undefined).length;
  const direct = outlines.filter(({ path }) => posix.dirname(path) === first).length;
  const isPackage = outlines.some(({ path }) => path === posix.join(first, '__init__.py'));
  return [
    imports.filter(({ ok }) => ok).length,
    -modules.path.length,
    isPackage ? 0 : 1,
    -outside,
    first === 'src' ? 1 : 0,
    first === '.' ? 0 : direct,
    -first.length,
  ];
}

function compare(a: readonly number[], b: readonly number[]): number {
  for (const [index, value] of a.entries()) {
    const difference = value - (b[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
