import { suggest } from '../profile/suggest';
import { renderSuite } from '../suite/render-suite';
import { missingArgument, readArguments, type OptionKind } from './arguments';
import { dataOf } from './data-arguments';
import { writeOutput } from './outputs';
import type { Command, Surroundings } from './surroundings';

const NAME = 'suggest';

const OPTIONS: Record<string, OptionKind> = { data: 'list', name: 'value', out: 'value' };

const HELP = `
modelgate-expectations suggest --data FILE [--data FILE ...] [--name NAME] [--out FILE]

Proposes a suite that the data passes. Every expectation only warns and has its rule and evidence in meta: take out what
is chance, set the bounds that are possible, and make critical what has to hold.

  --data FILE   a file, a folder or a pattern; may be repeated: what is proposed holds in each of them
  --name NAME   the suite's name (default: suggested)
  --out FILE    where to write (default: standard output)
`;

export const suggestCommand: Command = {
  name: NAME,
  summary: 'propose a suite that data passes',
  help: HELP,
  run,
};

async function run(args: readonly string[], surroundings: Surroundings): Promise<number> {
  const read = readArguments(NAME, args, OPTIONS);
  const data = read.list('data').map((named) => dataOf(named, surroundings));
  if (data.length === 0) throw missingArgument(NAME, 'data', 'data/train.csv');
  const name = read.value('name');
  const out = read.value('out');
  const suite = await suggest({ data, ...(name === undefined ? {} : { name }) });
  if (out === undefined) {
    surroundings.out(renderSuite(suite));
  } else {
    await writeOutput(out, renderSuite(suite), surroundings);
    surroundings.err(`${out}: ${suite.expectations.length} expectations\n`);
  }
  return 0;
}
