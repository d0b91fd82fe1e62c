import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError, type StageResult } from '@modelgate/contracts';
import { readNpy, type NpyArray } from '@modelgate/gates';
import type { StageRequestBody } from '@modelgate/runtime';
import { writeJson } from './run-stage-task';

/**
 * Checks what a command wrote as its predictions, and completes it as the runner does: classes.json, and columns of
 * zeros for classes that only the second model knows.
 * @throws UserError that names the file and what it has to hold
 */
export async function completeScores(request: StageRequestBody, result: StageResult): Promise<void> {
  const { out, score, task } = request;
  const into = score?.into ?? 'candidate';
  const rows = result.rows ?? 0;
  const classes = task.endsWith('classification') ? (result.classes ?? []) : undefined;
  if (classes) {
    const given = score?.classes ?? [];
    if (given.some((label, index) => classes[index] !== label) || classes.length === 0) {
      throw refused(
        request,
        'gives other classes than the request',
        'begin "classes" with those of score.classes',
      );
    }
    await writeJson(out, 'classes.json', classes);
  }
  await arrayOf(request, 'truth.npy', [rows]);
  const predictions = await arrayOf(request, `${into}/predictions.npy`, [rows]);
  const known = classes?.length;
  const strange = predictions.data.find((index) => known !== undefined && !isIndex(index, known));
  if (strange !== undefined) {
    throw refused(
      request,
      `wrote ${strange} into ${into}/predictions.npy`,
      'write the index of each predicted label in "classes", or NaN',
    );
  }
  if (known === undefined) return;
  if (result.probabilities) await arrayOf(request, `${into}/probabilities.npy`, [rows, known]);
  const other = join(out, 'candidate', 'probabilities.npy');
  if (into === 'baseline' && existsSync(other)) await widen(other, known);
}

function isIndex(value: number, count: number): boolean {
  return Number.isNaN(value) || (Number.isInteger(value) && value >= 0 && value < count);
}

async function arrayOf(request: StageRequestBody, name: string, shape: number[]): Promise<NpyArray> {
  const file = join(request.out, name);
  if (!existsSync(file))
    throw refused(request, `wrote no ${name}`, `write it into the folder that "out" names`);
  const array = readNpy(await readFile(file), { filePath: name });
  if (shape.length === array.shape.length && shape.every((size, axis) => size === array.shape[axis]))
    return array;
  throw refused(
    request,
    `wrote ${name} with the shape (${array.shape.join(', ')}), not (${shape.join(', ')})`,
    'write one row per row of the evaluation set, and say how many under "rows" of the result',
  );
}

function refused({ project, score }: StageRequestBody, what: string, fix: string): UserError {
  return new UserError(`score of ${project}: the command of the ${score?.into ?? 'candidate'} ${what}`, {
    fix,
  });
}

/** Adds columns of zeros: a class that a model does not know has no probability in it. */
async function widen(file: string, columns: number): Promise<void> {
  const { shape, data } = readNpy(await readFile(file));
  const [rows = 0, width = 0] = shape;
  if (width >= columns) return;
  const header = `{'descr': '<f8', 'fortran_order': False, 'shape': (${rows}, ${columns}), }`;
  const padded = `${header}${' '.repeat(63 - ((header.length + 10) % 64))}\n`;
  const bytes = Buffer.alloc(10 + padded.length + rows * columns * 8);
  bytes.write('\x93NUMPY\x01\x00', 0, 'latin1');
  bytes.writeUInt16LE(padded.length, 8);
  bytes.write(padded, 10, 'latin1');
  for (const [index, value] of data.entries()) {
    const cell = Math.floor(index / width) * columns + (index % width);
    bytes.writeDoubleLE(value, 10 + padded.length + cell * 8);
  }
  await writeFile(file, bytes);
}
