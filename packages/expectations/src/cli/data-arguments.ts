import { resolve } from 'node:path';
import type { DataSource } from '../data-source';
import { mistake, type OptionKind, type ReadArguments } from './arguments';
import type { Surroundings } from './surroundings';

/** The data that an argument names: a path from the current folder, or an address. */
export function dataOf(named: string, { cwd }: Surroundings): DataSource {
  return { path: /^[a-z][a-z0-9+.-]+:\/\//i.test(named) ? named : resolve(cwd, named), name: named };
}

/** @throws UserError where the argument is missing */
export function requiredValue(
  command: string,
  read: ReadArguments,
  name: string,
  known: Readonly<Record<string, OptionKind>>,
): string {
  const value = read.value(name);
  if (value === undefined) throw mistake(command, `--${name} is missing`, known);
  return value;
}
