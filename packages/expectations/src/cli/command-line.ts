import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { suggest, UserError } from '@modelgate/contracts';
import { driftCommand } from './drift-command';
import { profileCommand } from './profile-command';
import { suggestCommand } from './suggest-command';
import type { Command, Surroundings } from './surroundings';
import { validateCommand } from './validate-command';

const PROGRAM = 'modelgate-expectations';

const COMMANDS: readonly Command[] = [validateCommand, profileCommand, suggestCommand, driftCommand];

/**
 * The command line of this package.
 * @returns the exit code: 0 where everything passed; 1 where data failed or the command could not be carried out
 */
export async function runCommandLine(
  [name, ...args]: readonly string[],
  surroundings: Surroundings,
): Promise<number> {
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    surroundings.out(overview());
    return name === undefined ? 1 : 0;
  }
  if (name === '--version') {
    surroundings.out(`${version()}\n`);
    return 0;
  }
  try {
    const command = COMMANDS.find((known) => known.name === name);
    if (!command) throw unknownCommand(name);
    if (args.includes('--help') || args.includes('-h')) {
      surroundings.out(`${command.help.trim()}\n`);
      return 0;
    }
    return await command.run(args, surroundings);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    surroundings.err(`${error.message}\n`);
    return 1;
  }
}

function overview(): string {
  const width = Math.max(...COMMANDS.map(({ name }) => name.length));
  const lines = COMMANDS.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`);
  return `${PROGRAM} COMMAND [options]\n\n${lines.join('\n')}\n\n${PROGRAM} COMMAND --help tells of one.\n`;
}

function unknownCommand(name: string): UserError {
  const names = COMMANDS.map((command) => command.name);
  const meant = suggest(name, names);
  return new UserError(
    `there is no command ${JSON.stringify(name)}${meant === undefined ? '' : `; did you mean ${meant}?`}`,
    {
      fix: `the commands are ${names.join(', ')}`,
    },
  );
}

function version(): string {
  const own: unknown = JSON.parse(readFileSync(join(__dirname, '../../package.json'), 'utf8'));
  return own !== null && typeof own === 'object' && 'version' in own ? String(own.version) : 'unknown';
}
