import { readFile, readdir } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import { suggest, UserError } from '@modelgate/contracts';
import { messageOf } from '../engine/error-message';
import { readSuite } from '../suite/read-suite';
import type { Suite } from '../suite/suite';
import type { Surroundings } from './surroundings';

/** @throws UserError where there is no such file; it names the one that was probably meant */
export async function readNamed(what: string, named: string, { cwd }: Surroundings): Promise<string> {
  const path = resolve(cwd, named);
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const code = error !== null && typeof error === 'object' && 'code' in error ? error.code : undefined;
    const why = code === 'EISDIR' ? 'it is a folder' : (messageOf(error) ?? String(error));
    if (code !== 'ENOENT') {
      throw new UserError(`the ${what} cannot be read`, {
        where: { file: named },
        why,
        fix:
          code === 'EISDIR'
            ? `name the file of a ${what} in it`
            : 'check the rights of the file and its folders',
        cause: error,
      });
    }
    const meant = suggest(basename(path), await readdir(dirname(path)).catch(() => []));
    throw new UserError(`there is no such ${what}`, {
      where: { file: named },
      fix: meant === undefined ? `name the file of a ${what}` : `did you mean ${meant}?`,
    });
  }
}

export async function readSuiteFile(named: string, surroundings: Surroundings): Promise<Suite> {
  return readSuite(await readNamed('suite', named, surroundings), { filePath: named });
}
