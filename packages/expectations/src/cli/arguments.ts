import { parseArgs } from 'node:util';
import { suggest, UserError } from '@modelgate/contracts';

/** `flag` stands alone, `value` takes one value, `list` may be repeated. */
export type OptionKind = 'flag' | 'value' | 'list';

export interface ReadArguments {
  flag(name: string): boolean;
  value(name: string): string | undefined;
  list(name: string): string[];
}

/**
 * Reads the arguments of a command, `--name value`, `--name=value` or a flag's `--name`.
 * @throws UserError that names the argument that is at fault
 */
export function readArguments(
  command: string,
  args: readonly string[],
  known: Readonly<Record<string, OptionKind>>,
): ReadArguments {
  const options = Object.fromEntries(
    Object.entries(known).map(([name, kind]) => [
      name,
      { type: kind === 'flag' ? ('boolean' as const) : ('string' as const), multiple: true },
    ]),
  );
  const { tokens } = parseArgs({
    args: [...args],
    options,
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const found = new Map<string, string[]>();
  for (const token of tokens) {
    if (token.kind === 'option-terminator') continue;
    if (token.kind === 'positional') {
      throw mistake(command, `takes no argument without a name, got ${JSON.stringify(token.value)}`, known);
    }
    const { name, rawName, value } = token;
    const kind = Object.hasOwn(known, name) ? known[name] : undefined;
    if (kind === undefined) throw unknownOption(command, rawName, name, known);
    if (kind === 'flag' && value !== undefined) throw mistake(command, `${rawName} takes no value`, known);
    if (kind !== 'flag' && (value === undefined || (value.startsWith('--') && !token.inlineValue))) {
      throw mistake(command, `${rawName} has no value`, known);
    }
    const values = found.get(name) ?? [];
    if (kind === 'value' && values.length > 0) throw mistake(command, `${rawName} is given twice`, known);
    found.set(name, [...values, value ?? '']);
  }
  return {
    flag: (name) => found.has(name),
    value: (name) => found.get(name)?.[0],
    list: (name) => found.get(name) ?? [],
  };
}

function unknownOption(
  command: string,
  raw: string,
  name: string,
  known: Readonly<Record<string, OptionKind>>,
): UserError {
  const meant = suggest(name, Object.keys(known));
  return mistake(
    command,
    `there is no option ${raw}${meant === undefined ? '' : `; did you mean --${meant}?`}`,
    known,
  );
}

/** An argument that has to be there and is not. */
export function missingArgument(command: string, name: string, example: string): UserError {
  return new UserError(`${command}: --${name} is missing`, {
    fix: `add it, such as --${name} ${example}; --help tells of each option`,
  });
}

export function mistake(
  command: string,
  what: string,
  known: Readonly<Record<string, OptionKind>>,
): UserError {
  const names = Object.keys(known).map((name) => `--${name}`);
  return new UserError(`${command}: ${what}`, {
    fix: `the options are ${names.join(', ')}; --help tells of each`,
  });
}
