import { createTreeWithEmptyWorkspace } from '@nx/devkit/testing';
import initGenerator from './generator';

process.env['NX_SKIP_FORMAT'] = 'true';

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

  it.each([
    ['.prettierignore', 'dist\n', 'dist\n**/baseline/files\n'],
    ['.prettierrc', '{}', '**/baseline/files\n'],
    ['prettier.config.mjs', '', '**/baseline/files\n'],
    ['other', '', null],
  ])('keeps Prettier off the bytes of baselines where there is a %s', async (file, text, expected) => {
    const tree = createTreeWithEmptyWorkspace({ formatter: 'none' });
    tree.write(file, text);
    await initGenerator(tree);
    expect(tree.read('.prettierignore', 'utf-8')).toBe(expected);
  });
});
