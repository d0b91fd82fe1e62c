/**
 * The configuration that a command line of nx asks for. Nx runs a target without any configuration when the name is
 * unknown to it, so the executors of deploy and rollback need the word that was typed.
 */
export function requestedConfiguration(argv: readonly string[]): string | undefined {
  for (const [index, argument] of argv.entries()) {
    const [flag, value] = split(argument);
    if (flag === '--configuration' || flag === '-c') return value ?? argv[index + 1];
    if (flag === '--prod') return 'production';
  }
  const target = argv
    .filter((argument) => !argument.startsWith('-'))
    .find((argument) => argument.split(':').length === 3);
  return target?.split(':')[2];
}

function split(argument: string): [flag: string, value: string | undefined] {
  const at = argument.indexOf('=');
  return at < 0 ? [argument, undefined] : [argument.slice(0, at), argument.slice(at + 1)];
}
