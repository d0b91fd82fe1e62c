import { createTreeWithEmptyWorkspace } from '@nx/devkit/testing';
import initGenerator from './generator';

describe('init', () => {
  it('writes nx.json and .gitignore, and a second run changes nothing', async () => {
    const tree = createTreeWithEmptyWorkspace({ formatter: 'none' });
    const before = tree.listChanges().map(({ path }) => path);
    await initGenerator(tree);
    const files = tree.listChanges();
    expect(files.map(({ path }) => path).filter((path) => !before.includes(path))).toEqual(['.gitignore']);
    expect(tree.read('nx.json', 'utf-8')).toContain('"@modelgate/nx"');
    await initGenerator(tree);
    expect(tree.listChanges()).toEqual(files);
  });

  it('keeps formatters off the bytes of baselines where Prettier has an ignore file', async () => {
    const tree = createTreeWithEmptyWorkspace({ formatter: 'none' });
    tree.write('.prettierignore', 'dist\n');
    await initGenerator(tree);
    expect(tree.read('.prettierignore', 'utf-8')).toBe('dist\n**/baseline/files\n');
  });
});
