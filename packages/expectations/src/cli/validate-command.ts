import { join, resolve } from 'node:path';
import { UserError } from '@modelgate/contracts';
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
import type { ValidationResult } from '../validation-result';
import { readArguments, type ReadArguments } from './arguments';
import { runActions } from './checkpoint-actions';
import { outputForm, shownPath, writeOutput, type OutputForm } from './outputs';
import { parametersOf } from './parameters';
import { planOf, type Plan, type PlannedValidation } from './planned-validations';
import { readNamed } from './read-files';
import type { Command, Surroundings } from './surroundings';
import { engineOptions, HELP, NAME, OPTIONS, spellingOf } from './validate-options';

export const validateCommand: Command = { name: NAME, summary: 'evaluate suites over data', help: HELP, run };

async function run(args: readonly string[], surroundings: Surroundings): Promise<number> {
  const read = readArguments(NAME, args, OPTIONS);
  const form = outputForm(NAME, read);
  const out = read.value('out');
  const spelling = spellingOf(read);
  if (out !== undefined && form === undefined) {
    throw new UserError(`${NAME}: --out says where, but not in which form`, {
      fix: 'add --json, --html, --md or --junit',
    });
  }
  const plan = await planOf(read, surroundings);
  const found = await validated(plan, read, surroundings);
  const isProfiled = form === 'html' || read.value('docs') !== undefined || asksForDocs(plan);
  const shown = isProfiled ? await withProfiles(found, plan) : found;
  const result = await kept(plan, shown, read.value('docs'), surroundings);
  if (form !== undefined) {
    const text = rendered(form, result, spelling);
    if (out === undefined) surroundings.out(text);
    else await writeOutput(out, text, surroundings);
  }
  if (form === undefined || out !== undefined) surroundings.out(onTerminal(result, surroundings));
  return passes(result) ? 0 : 1;
}

async function validated(
  { validations: planned }: Plan,
  read: ReadArguments,
  surroundings: Surroundings,
): Promise<Run> {
  const begin = performance.now();
  const now = surroundings.now();
  const options = engineOptions(read, surroundings);
  const given = parametersOf(NAME, read.list('parameter'));
  const previous = await previousOf(read, surroundings, planned.length);
  const folder = read.value('failing-rows');
  const validations: Validation[] = [];
  for (const [index, { suite, data, parameters }] of planned.entries()) {
    const rows = folder === undefined ? undefined : failingRowsFolder(folder, planned, index, surroundings);
    const result = await validate({
      ...options,
      data,
      suite,
      parameters: { ...parameters, ...given },
      now,
      ...(rows === undefined ? {} : { failingRows: { folder: rows } }),
    });
    validations.push({ data: data.name ?? data.path, result, ...(previous ? { previous } : {}) });
  }
  return { time: now.toISOString(), seconds: (performance.now() - begin) / 1000, validations };
}

/** The folder itself for one validation; of several, each has one of its own in it. */
function failingRowsFolder(
  folder: string,
  planned: readonly PlannedValidation[],
  index: number,
  { cwd }: Surroundings,
): string {
  const all = resolve(cwd, folder);
  const name = (planned[index]?.suite.name ?? '').replace(/[^\p{L}\p{N}_-]+/gu, '-');
  return planned.length === 1 ? all : join(all, `${index + 1}-${name}`);
}

async function previousOf(
  read: ReadArguments,
  surroundings: Surroundings,
  validations: number,
): Promise<ValidationResult | undefined> {
  const named = read.value('previous');
  if (named === undefined) return undefined;
  if (validations > 1) {
    throw new UserError(`${NAME}: --previous is one result, but there are ${validations} validations`, {
      fix: 'name one suite and one data set, or use --docs, which keeps the results of each',
    });
  }
  return readResultJson(await readNamed('result', named, surroundings), { filePath: named });
}

function asksForDocs({ checkpoint }: Plan): boolean {
  return checkpoint?.actions.some(({ kind }) => kind === 'docs') ?? false;
}

async function withProfiles(found: Run, { validations: planned }: Plan): Promise<Run> {
  const profiles = new Map<string, Profile>();
  for (const { data } of planned) {
    if (!profiles.has(data.path)) profiles.set(data.path, await profile({ data }));
  }
  const validations = found.validations.map((validation, index) => {
    const made = profiles.get(planned[index]?.data.path ?? '');
    return made ? { ...validation, profile: made } : validation;
  });
  return { ...found, validations };
}

/** What a checkpoint asks for is done, and the run goes into the data docs. */
async function kept(
  { checkpoint }: Plan,
  found: Run,
  docs: string | undefined,
  surroundings: Surroundings,
): Promise<Run> {
  if (checkpoint) return runActions(checkpoint, found, { docs, surroundings });
  if (docs === undefined) return found;
  const written = await writeDataDocs(resolve(surroundings.cwd, docs), found);
  surroundings.err(`data docs: ${shownPath(written.page, surroundings)}\n`);
  return written.run;
}

function onTerminal(result: Run, { env, width }: Surroundings): string {
  const isTerminal = width !== undefined && !env['CI'];
  return renderRunTerminal(result, isTerminal ? { color: !env['NO_COLOR'], width } : { color: false });
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
