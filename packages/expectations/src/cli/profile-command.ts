import { profile } from '../profile/profile';
import { renderProfile } from '../profile/render-profile';
import { readArguments, type OptionKind } from './arguments';
import { dataOf, requiredValue } from './data-arguments';
import { writeOutput } from './outputs';
import type { Command, Surroundings } from './surroundings';

const NAME = 'profile';

const OPTIONS: Record<string, OptionKind> = { data: 'value', out: 'value' };

const HELP = `
modelgate-expectations profile --data FILE [--out FILE]

Writes what the data holds as a small JSON file for version control: types, missing values, ranges, moments, frequent
values and counts per bin. The drift command compares later data with it.

  --data FILE   a file, a folder or a pattern
  --out FILE    where to write (default: standard output)
`;

export const profileCommand: Command = {
  name: NAME,
  summary: 'write what data holds, as a reference for later data',
  help: HELP,
  run,
};

async function run(args: readonly string[], surroundings: Surroundings): Promise<number> {
  const read = readArguments(NAME, args, OPTIONS);
  const data = dataOf(requiredValue(NAME, read, 'data', 'data/train.csv'), surroundings);
  const out = read.value('out');
  const made = await profile({ data });
  if (out === undefined) {
    surroundings.out(renderProfile(made));
  } else {
    await writeOutput(out, renderProfile(made), surroundings);
    surroundings.err(`${out}: ${made.rows} rows, ${made.columns.length} columns\n`);
  }
  return 0;
}
