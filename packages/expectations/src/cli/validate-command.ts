import { resolve } from 'node:path';
import { suggest, UserError } from '@modelgate/contracts';
import type { DataSource } from '../data-source';
import { profile, type Profile } from '../profile/profile';
import { writeDataDocs } from '../render/data-docs/write-data-docs';
import { renderRunJunit, renderRunMarkdown } from '../render/documents';
import { renderRunHtml } from '../render/html/run-page';
import { passes } from '../render/judgements';
import { readResultJson } from '../render/read-result-json';
import type { Run, Validation } from '../render/run';
import { renderRunJson } from '../render/run-json';
import { renderRunTerminal } from '../render/terminal';
import { validate } from '../validate';
import { RESULT_FORMATS, type ResultFormat } from '../validation-result';
import { mistake, readArguments, type OptionKind, type ReadArguments } from './arguments';
import { outputForm, shownPath, writeOutput, type OutputForm } from './outputs';
import { parametersOf } from './parameters';
import { readNamed, readSuiteFile } from './read-files';
import type { Command, Surroundings } from './surroundings';

const NAME = 'validate';

const OPTIONS: Record<string, OptionKind> = {
  suite: 'list',
  data: 'list',
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
  previous: 'value',
  'strict-types': 'flag',
};

const HELP = `
modelgate-expectations validate --suite FILE --data FILE [options]

Evaluates Great Expectations suites over data. Exits with 0 where everything that is critical passed, else with 1.

  --suite FILE             a suite, YAML or JSON; may be repeated
  --data FILE              a file, a folder or a pattern; may be repeated: every suite is evaluated over each
  --json | --html | --md | --junit
                           print the result in this form, not as a table
  --out FILE               write that form to FILE and print the table as well
  --docs FOLDER            add the run to the data docs in FOLDER
  --result-format FORMAT   BOOLEAN_ONLY, BASIC, SUMMARY (default) or COMPLETE
  --spelling 0.x|1.x       whose result file --json writes (default: 1.x)
  --parameter NAME=VALUE   a suite parameter; VALUE is JSON, or else a text; may be repeated
  --other NAME=FILE        a further table that an expectation names; may be repeated
  --previous FILE          a result file to compare with
  --strict-types           type lists accept exactly what pandas' types are called
`;

export const validateCommand: Command = { name: NAME, summary: 'evaluate suites over data', help: HELP, run };

async function run(args: readonly string[], surroundings: Surroundings): Promise<number> {
  const read = readArguments(NAME, args, OPTIONS);
  const form = outputForm(NAME, read);
  const out = read.value('out');
  if (out !== undefined && form === undefined) {
    throw new UserError(`${NAME}: --out says where, but not in which form`, {
      fix: 'add --json, --html, --md or --junit',
    });
  }
  const docs = read.value('docs');
  let result = await validated(read, surroundings, form === 'html' || docs !== undefined);
  if (docs !== undefined) result = await addToDocs(docs, result, surroundings);
  if (form !== undefined) {
    const text = rendered(form, result, spellingOf(read));
    if (out === undefined) surroundings.out(text);
    else await writeOutput(out, text, surroundings);
  }
  if (form === undefined || out !== undefined) surroundings.out(onTerminal(result, surroundings));
  return passes(result) ? 0 : 1;
}

async function validated(read: ReadArguments, surroundings: Surroundings, profiled: boolean): Promise<Run> {
  const begin = performance.now();
  const now = surroundings.now();
  const suitePaths = required(read, 'suite');
  const sources = required(read, 'data').map((path) => sourceOf(path, surroundings));
  const resultFormat = resultFormatOf(read);
  const parameters = parametersOf(NAME, read.list('parameter'));
  const others = othersOf(read, surroundings);
  const previous = await previousOf(read, surroundings, suitePaths.length * sources.length);
  const suites = await Promise.all(suitePaths.map((path) => readSuiteFile(path, surroundings)));
  const strictTypes = read.flag('strict-types') ? ('gx-pandas' as const) : undefined;
  const validations: Validation[] = [];
  for (const data of sources) {
    for (const suite of suites) {
      const options = {
        data,
        suite,
        others,
        parameters,
        now,
        resultFormat,
        ...(strictTypes ? { strictTypes } : {}),
      };
      const result = await validate(options);
      validations.push({ data: data.name ?? data.path, result, ...(previous ? { previous } : {}) });
    }
  }
  const seconds = (performance.now() - begin) / 1000;
  const profiles = profiled ? await profilesOf(sources) : new Map<string, Profile>();
  return {
    time: now.toISOString(),
    seconds,
    validations: validations.map((validation) => {
      const profile = profiles.get(validation.data);
      return profile ? { ...validation, profile } : validation;
    }),
  };
}

function required(read: ReadArguments, name: string): string[] {
  const values = read.list(name);
  if (values.length === 0) throw mistake(NAME, `--${name} is missing`, OPTIONS);
  return values;
}

function sourceOf(path: string, { cwd }: Surroundings): DataSource {
  return { path: isAddress(path) ? path : resolve(cwd, path), name: path };
}

/** `s3://bucket/key`, `postgresql://...`: no path of this machine. */
function isAddress(path: string): boolean {
  return /^[a-z][a-z0-9+.-]+:\/\//i.test(path);
}

function resultFormatOf(read: ReadArguments): ResultFormat {
  const given = read.value('result-format');
  if (given === undefined) return 'SUMMARY';
  const known = RESULT_FORMATS.find((format) => format === given.toUpperCase());
  if (known) return known;
  const meant = suggest(given.toUpperCase(), RESULT_FORMATS);
  throw new UserError(`${NAME}: there is no result format ${JSON.stringify(given)}`, {
    fix: meant === undefined ? `name one of ${RESULT_FORMATS.join(', ')}` : `did you mean ${meant}?`,
  });
}

function spellingOf(read: ReadArguments): '1.x' | '0.x' {
  const given = read.value('spelling') ?? '1.x';
  if (given === '1.x' || given === '0.x') return given;
  throw new UserError(`${NAME}: there is no spelling ${JSON.stringify(given)}`, { fix: 'name 1.x or 0.x' });
}

function othersOf(read: ReadArguments, surroundings: Surroundings): Record<string, DataSource> {
  const given = Object.entries(namedPaths(read.list('other')));
  return Object.fromEntries(given.map(([name, path]) => [name, sourceOf(path, surroundings)]));
}

function namedPaths(given: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    given.map((each) => {
      const at = each.indexOf('=');
      if (at >= 1) return [each.slice(0, at), each.slice(at + 1)];
      throw new UserError(`${NAME}: --other ${each} is no NAME=FILE`, {
        fix: 'write it as --other customers=data/customers.csv',
      });
    }),
  );
}

async function previousOf(read: ReadArguments, surroundings: Surroundings, validations: number) {
  const named = read.value('previous');
  if (named === undefined) return undefined;
  if (validations > 1) {
    throw new UserError(`${NAME}: --previous is one result, but there are ${validations} validations`, {
      fix: 'name one suite and one data set, or use --docs, which keeps the results of each',
    });
  }
  return readResultJson(await readNamed('result', named, surroundings), { filePath: named });
}

async function profilesOf(sources: readonly DataSource[]): Promise<Map<string, Profile>> {
  const profiles = new Map<string, Profile>();
  for (const data of sources) profiles.set(data.name ?? data.path, await profile({ data }));
  return profiles;
}

async function addToDocs(folder: string, result: Run, surroundings: Surroundings): Promise<Run> {
  const written = await writeDataDocs(resolve(surroundings.cwd, folder), result);
  surroundings.err(`data docs: ${shownPath(written.page, surroundings)}\n`);
  return written.run;
}

function onTerminal(result: Run, { env, width }: Surroundings): string {
  const terminal = width !== undefined && !env['CI'];
  return renderRunTerminal(result, terminal ? { color: !env['NO_COLOR'], width } : { color: false });
}

function rendered(form: OutputForm, result: Run, version: '1.x' | '0.x'): string {
  switch (form) {
    case 'json':
      return renderRunJson(result, { version });
    case 'html':
      return renderRunHtml(result);
    case 'md':
      return renderRunMarkdown(result);
    case 'junit':
      return renderRunJunit(result);
  }
}
