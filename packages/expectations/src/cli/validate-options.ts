import { suggest, UserError } from '@modelgate/contracts';
import type { DataSource } from '../data-source';
import type { ValidateOptions } from '../validate';
import { RESULT_FORMATS, type ResultFormat } from '../validation-result';
import type { OptionKind, ReadArguments } from './arguments';
import { dataOf } from './data-arguments';
import type { Surroundings } from './surroundings';

export const NAME = 'validate';

export const OPTIONS: Record<string, OptionKind> = {
  suite: 'list',
  data: 'list',
  checkpoint: 'value',
  json: 'flag',
  html: 'flag',
  md: 'flag',
  junit: 'flag',
  out: 'value',
  docs: 'value',
  'result-format': 'value',
  spelling: 'value',
  parameter: 'list',
  other: 'list',
  key: 'list',
  'failing-rows': 'value',
  previous: 'value',
  'strict-types': 'flag',
  threads: 'value',
  'memory-limit': 'value',
};

export const HELP = `
modelgate-expectations validate --suite FILE --data FILE [options]

Evaluates Great Expectations suites over data. Exits with 0 where everything that is critical passed, else with 1.

  --suite FILE             a suite, YAML or JSON; may be repeated
  --data FILE              a file, a folder or a pattern; may be repeated: every suite is evaluated over each
  --checkpoint FILE        evaluate what a checkpoint of Great Expectations names, and do what its actions say
  --json | --html | --md | --junit
                           print the result in this form, not as a table
  --out FILE               write that form to FILE and print the table as well
  --docs FOLDER            add the run to the data docs in FOLDER, and compare it with the last run there
  --result-format FORMAT   BOOLEAN_ONLY, BASIC, SUMMARY (default) or COMPLETE
  --spelling 0.x|1.x       whose result file --json writes (default: 1.x)
  --parameter NAME=VALUE   a suite parameter; VALUE is JSON, or else a text; may be repeated
  --other NAME=FILE        a further table that an expectation names; may be repeated
  --failing-rows FOLDER    write all failing rows there, a Parquet file per expectation
  --key COLUMN             name failing rows by this column as well; may be repeated
  --previous FILE          a result file to compare with
  --strict-types           type lists accept exactly what pandas' types are called
  --threads N              default: as many as there are cores
  --memory-limit SIZE      before the disk is used, 2GB for one
`;

/** What of the arguments every validation takes. */
export function engineOptions(
  read: ReadArguments,
  surroundings: Surroundings,
): Omit<ValidateOptions, 'data' | 'suite'> {
  const keys = read.list('key');
  const memoryLimit = memoryLimitOf(read);
  const threads = threadsOf(read);
  return {
    others: othersOf(read, surroundings),
    resultFormat: resultFormatOf(read),
    ...(keys.length > 0 ? { keys } : {}),
    ...(read.flag('strict-types') ? { strictTypes: 'gx-pandas' as const } : {}),
    ...(threads === undefined ? {} : { threads }),
    ...(memoryLimit === undefined ? {} : { memoryLimit }),
  };
}

function resultFormatOf(read: ReadArguments): ResultFormat {
  const given = read.value('result-format');
  if (given === undefined) return 'SUMMARY';
  const known = RESULT_FORMATS.find((format) => format === given.toUpperCase());
  if (known) return known;
  const lower = RESULT_FORMATS.map((format) => format.toLowerCase());
  const meant = suggest(given.toLowerCase(), lower)?.toUpperCase();
  throw new UserError(`${NAME}: there is no result format ${JSON.stringify(given)}`, {
    fix: meant === undefined ? `name one of ${RESULT_FORMATS.join(', ')}` : `did you mean ${meant}?`,
  });
}

export function spellingOf(read: ReadArguments): '1.x' | '0.x' {
  const given = read.value('spelling') ?? '1.x';
  if (given === '1.x' || given === '0.x') return given;
  throw new UserError(`${NAME}: there is no spelling ${JSON.stringify(given)}`, { fix: 'name 1.x or 0.x' });
}

function threadsOf(read: ReadArguments): number | undefined {
  const given = read.value('threads');
  if (given === undefined || /^[1-9]\d{0,3}$/.test(given))
    return given === undefined ? undefined : Number(given);
  throw new UserError(`${NAME}: --threads ${given} is no number of threads`, {
    fix: 'write a number from 1 on',
  });
}

function memoryLimitOf(read: ReadArguments): string | undefined {
  const given = read.value('memory-limit');
  if (given === undefined || /^\d+(\.\d+)?\s*[KMGT]i?B$/i.test(given)) return given;
  throw new UserError(`${NAME}: --memory-limit ${given} is no size`, { fix: 'write it as 500MB or 2GB' });
}

function othersOf(read: ReadArguments, surroundings: Surroundings): Record<string, DataSource> {
  return Object.fromEntries(
    read.list('other').map((each) => {
      const at = each.indexOf('=');
      if (at >= 1) return [each.slice(0, at), dataOf(each.slice(at + 1), surroundings)];
      throw new UserError(`${NAME}: --other ${each} is no NAME=FILE`, {
        fix: 'write it as --other customers=data/customers.csv',
      });
    }),
  );
}
