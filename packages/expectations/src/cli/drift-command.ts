import { suggest, UserError, type DataProfile } from '@modelgate/contracts';
import { renderHtml, renderJunit, renderMarkdown, renderTerminal } from '@modelgate/report';
import type { DataSource } from '../data-source';
import { compare } from '../drift/compare';
import { DISTANCES, type Threshold, type Thresholds } from '../drift/distances';
import { driftReport } from '../drift/drift-report';
import { readProfile } from '../profile/render-profile';
import { readArguments, type OptionKind, type ReadArguments } from './arguments';
import { dataOf, requiredValue } from './data-arguments';
import { outputForm, writeOutput, type OutputForm } from './outputs';
import { readNamed } from './read-files';
import type { Command, Surroundings } from './surroundings';

const NAME = 'drift';

const OPTIONS: Record<string, OptionKind> = {
  data: 'value',
  reference: 'value',
  column: 'list',
  exclude: 'list',
  threshold: 'list',
  'min-rows': 'value',
  confidence: 'value',
  json: 'flag',
  html: 'flag',
  md: 'flag',
  junit: 'flag',
  out: 'value',
};

const HELP = `
modelgate-expectations drift --reference FILE --data FILE [options]

Compares data with a profile or with other data, column by column. Exits with 1 where a distance is above its threshold,
a column is gone or has become another type.

  --data FILE              a file, a folder or a pattern
  --reference FILE         a profile (.json), or data: a file, a folder or a pattern
  --column NAME            compare this column only; may be repeated (default: all)
  --exclude NAME           do not compare this column; may be repeated
  --threshold NAME=VALUE   of a distance: a number, auto or off; COLUMN:NAME=VALUE is for one column; may be repeated.
                           Distances: ${DISTANCES.join(', ')}.
                           Default: auto for psi, null_rate and new_categories, off for the others
  --min-rows N             rows that each side needs for a verdict (default: 100)
  --confidence P           of the sampling noise that auto allows for (default: 0.999)
  --json | --html | --md | --junit
                           print the result in this form, not as a table
  --out FILE               write that form to FILE and print the table as well
`;

export const driftCommand: Command = {
  name: NAME,
  summary: 'compare data with a profile or with other data',
  help: HELP,
  run,
};

async function run(args: readonly string[], surroundings: Surroundings): Promise<number> {
  const begin = performance.now();
  const read = readArguments(NAME, args, OPTIONS);
  const form = outputForm(NAME, read);
  const out = read.value('out');
  if (out !== undefined && form === undefined) {
    throw new UserError(`${NAME}: --out says where, but not in which form`, {
      fix: 'add --json, --html, --md or --junit',
    });
  }
  const data = requiredValue(NAME, read, 'data', 'data/march.csv');
  const named = requiredValue(NAME, read, 'reference', 'expectations/profiles/train.json');
  const columns = read.list('column');
  const isCount = (value: number) => Number.isInteger(value) && value > 0;
  const minRows = numberOf(read, 'min-rows', isCount, 'a whole number above 0');
  const isConfidence = (value: number) => value > 0.5 && value < 1;
  const confidence = numberOf(read, 'confidence', isConfidence, 'a number between 0.5 and 1');
  const result = await compare({
    data: dataOf(data, surroundings),
    reference: await referenceOf(named, surroundings),
    referenceName: named,
    ...(columns.length > 0 ? { columns } : {}),
    exclude: read.list('exclude'),
    ...thresholdsOf(read.list('threshold')),
    ...(minRows === undefined ? {} : { minRows }),
    ...(confidence === undefined ? {} : { confidence }),
  });
  const report = driftReport(result, {
    time: surroundings.now().toISOString(),
    seconds: (performance.now() - begin) / 1000,
    ...(named.endsWith('.json')
      ? { acceptance: `accept it: modelgate-expectations profile --data ${data} --out ${named}` }
      : {}),
  });
  if (form !== undefined) {
    const text = form === 'json' ? `${JSON.stringify(result, null, 2)}\n` : RENDERERS[form](report);
    if (out === undefined) surroundings.out(text);
    else await writeOutput(out, text, surroundings);
  }
  if (form === undefined || out !== undefined) {
    const { env, width } = surroundings;
    const color = width !== undefined && !env['CI'] && !env['NO_COLOR'];
    surroundings.out(renderTerminal(report, { color, ...(width === undefined ? {} : { width }) }));
  }
  return report.outcome === 'fail' ? 1 : 0;
}

const RENDERERS: Record<Exclude<OutputForm, 'json'>, (report: ReturnType<typeof driftReport>) => string> = {
  html: renderHtml,
  md: renderMarkdown,
  junit: renderJunit,
};

/** A JSON file is a profile; everything else is data. */
async function referenceOf(named: string, surroundings: Surroundings): Promise<DataProfile | DataSource> {
  if (!/\.json$/i.test(named)) return dataOf(named, surroundings);
  return readProfile(await readNamed('profile', named, surroundings), { filePath: named });
}

function thresholdsOf(given: readonly string[]): {
  thresholds: Thresholds;
  byColumn: Record<string, Thresholds>;
} {
  const thresholds: Thresholds = {};
  const byColumn: Record<string, Thresholds> = {};
  for (const each of given) {
    const [, column, name = '', value = ''] = /^(?:(.*):)?([^:=]*)=([^=]*)$/s.exec(each) ?? [];
    const distance = DISTANCES.find((known) => known === name);
    if (!distance) {
      const meant = suggest(name, DISTANCES);
      throw new UserError(`${NAME}: --threshold ${each} names no distance`, {
        fix: meant === undefined ? `name one of ${DISTANCES.join(', ')}` : `did you mean ${meant}?`,
      });
    }
    const threshold = thresholdOf(each, value);
    if (column === undefined) thresholds[distance] = threshold;
    else byColumn[column] = { ...byColumn[column], [distance]: threshold };
  }
  return { thresholds, byColumn };
}

function thresholdOf(given: string, value: string): Threshold {
  if (value === 'auto' || value === 'off') return value;
  const number = Number(value);
  if (value.trim() !== '' && number >= 0 && Number.isFinite(number)) return number;
  throw new UserError(`${NAME}: --threshold ${given} has no threshold`, {
    fix: 'write a number of at least 0, auto or off, as in --threshold psi=0.2',
  });
}

function numberOf(
  read: ReadArguments,
  option: string,
  isAllowed: (value: number) => boolean,
  expected: string,
): number | undefined {
  const given = read.value(option);
  if (given === undefined) return undefined;
  const value = given.trim() === '' ? NaN : Number(given);
  if (isAllowed(value)) return value;
  throw new UserError(`${NAME}: --${option} ${given} is not ${expected}`, { fix: `write ${expected}` });
}
