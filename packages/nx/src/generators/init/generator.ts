import { formatFiles, type Tree } from '@nx/devkit';
import { GITIGNORE_LINES, PRETTIERIGNORE_LINES, withIgnoreLines } from './ignore-lines';
import { registerPlugin } from './nx-json';

/**
 * Registers the plugin in nx.json and completes .gitignore. Both files are part of every task's hash, so nothing else
 * in modelgate writes them. A second run changes nothing.
 */
export default async function initGenerator(tree: Tree): Promise<void> {
  edit(tree, 'nx.json', registerPlugin, '{}\n');
  edit(tree, '.gitignore', (text) => withIgnoreLines(text, GITIGNORE_LINES), '');
  if (usesPrettier(tree)) {
    edit(tree, '.prettierignore', (text) => withIgnoreLines(text, PRETTIERIGNORE_LINES), '');
  }
  await formatFiles(tree);
}

function usesPrettier(tree: Tree): boolean {
  return tree.children('.').some((name) => /^(\.prettier(rc|ignore)|prettier\.config\.)/.test(name));
}

function edit(tree: Tree, path: string, change: (text: string) => string, initial: string): void {
  const before = tree.read(path, 'utf-8');
  const after = change(before ?? initial);
  if (after !== before) tree.write(path, after);
}
