import { requestedConfiguration } from './command-line';

describe('requestedConfiguration', () => {
  it.each([
    [['run', 'm:deploy', '--configuration=prod'], 'prod'],
    [['run', 'm:deploy', '--configuration', 'prod'], 'prod'],
    [['run', 'm:deploy', '-c', 'prod'], 'prod'],
    [['run', 'm:deploy', '-c=prod'], 'prod'],
    [['run', 'm:deploy:prod'], 'prod'],
    [['deploy', 'm', '--configuration=prod'], 'prod'],
    [['run', 'm:deploy', '--prod'], 'production'],
    [['run', 'm:deploy'], undefined],
    [['run-many', '-t', 'evaluate'], undefined],
  ])('%j asks for %s', (argv, configuration) => {
    expect(requestedConfiguration(argv)).toBe(configuration);
  });
});
