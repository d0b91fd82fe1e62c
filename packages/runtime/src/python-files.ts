import { dirname, join } from 'node:path';

/** Absolute path of one of the Python files of this package, wherever the code that asks was bundled into. */
export function pythonFile(name: string): string {
  return join(dirname(require.resolve('@modelgate/runtime/package.json')), 'python', name);
}
