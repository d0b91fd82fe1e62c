import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError } from '@modelgate/contracts';
import { replaceFile } from '../../replace-file';
import { changeSentence, changesSince } from '../changes';
import { renderRunHtml } from '../html/run-page';
import { judgedOf } from '../judgements';
import { renderResultJson } from '../result-json';
import type { Run, Validation } from '../run';
import { renderIndexHtml } from './index-page';
import { MANIFEST_FILE, type Manifest } from './manifest';
import { RUNS_FOLDER, storedRuns, withPrevious } from './runs';

export interface WrittenDataDocs {
  /** The page of the run. */
  page: string;
  /** The page that lists all runs. */
  index: string;
  /** The result files, one for each validation. */
  results: string[];
  /** The run, each validation with the result that it was compared with. */
  run: Run;
}

/**
 * Adds a run to a folder of data docs: its results as JSON, its page, and the index anew. Each validation is compared with
 * the last stored one of the same suite over the same data, unless it names another.
 * @throws UserError where the folder cannot be written; nothing of the run is left there then
 */
export async function writeDataDocs(folder: string, given: Run): Promise<WrittenDataDocs> {
  const run = await withPrevious(folder, given);
  let own: string | undefined;
  try {
    const place = (own = await newFolder(folder, run.time));
    const files = fileNames(run.validations);
    const results = files.map((file) => join(place, file));
    for (const [index, { data, result }] of run.validations.entries()) {
      await replaceFile(results[index] ?? '', renderResultJson(result, { time: run.time, data }));
    }
    const page = join(place, 'index.html');
    await replaceFile(page, renderRunHtml(run, { links: [{ text: 'All runs', href: '../../index.html' }] }));
    await replaceFile(join(place, MANIFEST_FILE), `${JSON.stringify(manifestOf(run, files), null, 2)}\n`);
    const index = join(folder, 'index.html');
    await replaceFile(index, renderIndexHtml(await storedRuns(folder)));
    return { page, index, results, run };
  } catch (error) {
    if (own !== undefined) await rm(own, { recursive: true, force: true });
    if (!isFileError(error)) throw error;
    throw new UserError('the data docs cannot be written', {
      where: { file: folder },
      why: error.message,
      fix: 'name a folder that can be written, with room on its disk',
      cause: error,
    });
  }
}

/** `20251125T022935.235Z`, with a number where two runs have the same time. */
async function newFolder(folder: string, time: string): Promise<string> {
  const runs = join(folder, RUNS_FOLDER);
  await mkdir(runs, { recursive: true });
  const name = time.replace(/[^0-9TZ.]/g, '');
  for (let turn = 1; ; turn++) {
    const path = join(runs, turn === 1 ? name : `${name}-${turn}`);
    try {
      await mkdir(path);
      return path;
    } catch (error) {
      if (!isFileError(error) || error.code !== 'EEXIST') throw error;
    }
  }
}

/** `train.json`; with a number where several validations have the same suite. */
function fileNames(validations: readonly Validation[]): string[] {
  const taken = new Set([MANIFEST_FILE.toLowerCase()]);
  return validations.map(({ result }) => {
    const stem = result.suite_name.replace(/[^\p{L}\p{N}_-]+/gu, '-').slice(0, 80) || 'suite';
    let name = `${stem}.json`;
    for (let turn = 2; taken.has(name.toLowerCase()); turn++) name = `${stem}-${turn}.json`;
    taken.add(name.toLowerCase());
    return name;
  });
}

function manifestOf(run: Run, files: readonly string[]): Manifest {
  return {
    schema: 'modelgate.data-docs-run/v1',
    time: run.time,
    validations: run.validations.map((validation, index) => {
      const effects = judgedOf(validation).map(({ gate }) => gate.effect);
      const count = (effect: string) => effects.filter((each) => each === effect).length;
      const { previous, result } = validation;
      return {
        suite: result.suite_name,
        data: validation.data,
        success: result.success,
        failed: count('fail'),
        warned: count('warn'),
        met: count('pass'),
        ...(previous ? { change: changeSentence(changesSince(previous, result)) } : {}),
        file: files[index] ?? '',
      };
    }),
  };
}

/** An error of the file system has a code and names the call that failed. */
function isFileError(error: unknown): error is NodeJS.ErrnoException {
  return error !== null && typeof error === 'object' && 'code' in error && 'syscall' in error;
}
