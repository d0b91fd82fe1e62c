import { splitCommands } from './commands';

describe('splitCommands', () => {
  it.each([
    ['nx run churn:gate', 'nx run churn:gate'],
    ['train has not run: nx run churn:gate', 'nx run churn:gate'],
    ['evaluate it (nx run churn:evaluate --skip-nx-cache), then', 'nx run churn:evaluate --skip-nx-cache'],
    ['nx run churn:validate-data tells what is wrong with it', 'nx run churn:validate-data'],
    [
      'accept it: nx generate @modelgate/nx:accept-baseline churn --reason "a, b; c" --override',
      'nx generate @modelgate/nx:accept-baseline churn --reason "a, b; c" --override',
    ],
    ['nx g @modelgate/nx:ml-model, or write it', 'nx g @modelgate/nx:ml-model'],
    [
      'nx generate ml-model churn --data=<CSV or Parquet file> --target=y',
      'nx generate ml-model churn --data=<CSV or Parquet file> --target=y',
    ],
    ['bring it back: git checkout -- models/churn/baseline.', 'git checkout -- models/churn/baseline'],
    ['git lfs pull fetches it', 'git lfs pull'],
  ])('finds the command in: %s', (text, command) => {
    const parts = splitCommands(text);
    expect(parts.filter((part) => part.command).map((part) => part.text)).toEqual([command]);
    expect(parts.map((part) => part.text).join('')).toBe(text);
  });

  it.each([
    '',
    'git is not the place for so much',
    'nx runs no project here',
    'digit add',
    'a "quoted" word',
  ])('finds none in: %s', (text) => expect(splitCommands(text).filter((part) => part.command)).toEqual([]));
});
