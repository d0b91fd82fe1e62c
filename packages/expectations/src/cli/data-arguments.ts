import { resolve } from 'node:path';
import { UserError } from '@modelgate/contracts';
import type { DataSource } from '../data-source';
import { missingArgument, type ReadArguments } from './arguments';
import type { Surroundings } from './surroundings';

/**
 * The data that an argument names: a path from the current folder, or an address.
 * @throws UserError for the address of a database; it does not repeat it, as a password may stand in it
 */
export function dataOf(named: string, { cwd }: Surroundings): DataSource {
  if (/^postgres(ql)?:/i.test(named)) {
    throw new UserError('the command line reads files, and no database', {
      fix: 'in code: validate({ data: { postgres: { connection, table } }, suite })',
    });
  }
  return { path: /^[a-z][a-z0-9+.-]+:\/\//i.test(named) ? named : resolve(cwd, named), name: named };
}

/** @throws UserError where the argument is missing */
export function requiredValue(command: string, read: ReadArguments, name: string, example: string): string {
  const value = read.value(name);
  if (value === undefined) throw missingArgument(command, name, example);
  return value;
}
