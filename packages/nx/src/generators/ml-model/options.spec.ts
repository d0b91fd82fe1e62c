import { resolveRequest, type MlModelOptions } from './options';

const resolve = (options: MlModelOptions) => resolveRequest({ name: 'm', ...options }, '/ws', '/ws');

describe('resolveRequest', () => {
  it.each([
    [undefined, 'models/m'],
    ['risk/my model', 'risk/my model'],
    ['modèles/$x', 'modèles/$x'],
    ['.', '.'],
  ])('--directory=%s is %s', (directory, root) => {
    expect(resolve(directory === undefined ? {} : { directory }).root).toBe(root);
  });

  it.each([
    [{ directory: '../x' }, 'it lies outside the workspace'],
    [{ directory: 'dist/x' }, 'Nx looks for no projects in dist'],
    [{ directory: 'a/node_modules' }, 'Nx looks for no projects in node_modules'],
    [{ task: 'ranking' }, 'there is no template for the task "ranking"'],
    [{ target: 'y' }, '--target names a column of --data, and there is no --data'],
    [{ name: 'A b' }, 'nx generate ml-model a-b'],
  ] satisfies [MlModelOptions, string][])('refuses %j', (options, message) => {
    expect(() => resolve(options)).toThrow(message);
  });

  it('takes a column that Nx has parsed as a number', () => {
    expect(resolve({ data: 'a.csv', target: 0 }).target).toBe('0');
  });
});
