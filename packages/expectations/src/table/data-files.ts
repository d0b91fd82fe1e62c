import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { UserError } from '@modelgate/contracts';
import type { DataFormat, DataSource } from '../data-source';
import { codeOf, messageOf } from '../engine/error-message';
import { assertWhole } from './compressed-file';
import {
  compressionOfName,
  FORMAT_NAME,
  formatOfName,
  KNOWN_ENDINGS,
  signatureOf,
  type Compression,
  type Signature,
} from './data-format';
import { assertNoLongLine } from './long-lines';
import { findFiles, type FoundFile, type FoundFiles } from './find-files';

export interface DataFile extends FoundFile {
  /** Size on disk. */
  bytes: number;
  compression: Compression;
}

/** The files of one table. */
export interface DataFiles {
  /** What messages call the table. */
  name: string;
  format: DataFormat;
  /** At least one, in the order of their rows. */
  files: [DataFile, ...DataFile[]];
}

/**
 * The files of a data source and their common format.
 * @throws UserError for a file that is missing, empty, cut off or unreadable, for a folder without data files, and for
 * files of several formats
 */
export async function dataFiles(data: DataSource): Promise<DataFiles> {
  const name = data.name ?? data.path;
  const found = await findFiles(data);
  const chosen = found.kind === 'file' ? found.files : chooseFiles(found, data.format, name);
  const files: DataFile[] = [];
  const formats = new Map<DataFormat, FoundFile>();
  for (const file of chosen) {
    const bytes = await readableBytes(file);
    const signature = await signatureOf(file.path);
    const compression = await compressionOf(file, signature.compression);
    const named = formatOfName(file.path) ?? formatOfName(file.name);
    const format = data.format ?? named ?? formatOfBytes(file, signature);
    assertNoOtherFormat(file, format, signature);
    if ((format === 'csv' || format === 'jsonl') && compression === 'none')
      await assertNoLongLine({ ...file, bytes });
    files.push({ ...file, bytes, compression: format === 'parquet' ? 'none' : compression });
    if (!formats.has(format)) formats.set(format, file);
  }
  const [format, ...others] = formats.keys();
  const [first, ...rest] = files;
  if (format === undefined || !first) throw new Error(`no file was chosen of ${name}`);
  if (others.length > 0) throw mixedFormats(name, formats);
  return { name, format, files: [first, ...rest] };
}

/** @throws UserError for a binary file that is to be read as text */
function assertNoOtherFormat({ name }: FoundFile, format: DataFormat, signature: Signature): void {
  const actual = signature.format;
  if ((format !== 'csv' && format !== 'jsonl') || (actual !== 'parquet' && actual !== 'arrow')) return;
  throw new UserError(`the file is not ${FORMAT_NAME[format]}, but ${FORMAT_NAME[actual]}`, {
    where: { file: name },
    why: 'its first bytes tell',
    fix: `let its name end in .${actual}, or set format`,
  });
}

/** @throws UserError for a file of none of the formats */
function formatOfBytes({ name }: FoundFile, { format, compression }: Signature): DataFormat {
  const where = { file: name };
  if (format === 'json') {
    throw new UserError('the file is one JSON list, not one object a line', {
      where,
      fix: "write it as JSON lines, for example: jq -c '.[]' data.json > data.jsonl",
    });
  }
  if (format !== undefined) return format;
  throw new UserError(
    compression === 'none'
      ? 'the file is of no format that is read here'
      : `the name does not tell what the ${compression} data hold`,
    { where, fix: `name it by what it is: data files end in ${KNOWN_ENDINGS}; or set format` },
  );
}

/** Files whose names tell that they are data; of other ones only where all are of that kind and the format is known. */
function chooseFiles({ kind, files }: FoundFiles, format: DataFormat | undefined, name: string): FoundFile[] {
  const known = files.filter((file) => formatOfName(file.path) !== undefined);
  const wanted = format === undefined ? known : known.filter((file) => formatOfName(file.path) === format);
  if (wanted.length > 0) return wanted;
  if (known.length === 0 && (format !== undefined || kind === 'pattern')) return files;
  const [example] = files;
  throw new UserError(`the ${kind} holds no ${format === undefined ? 'data' : FORMAT_NAME[format]} file`, {
    where: { file: name },
    why: `it holds ${files.length === 1 ? '' : `${files.length} files, among them `}${example?.name ?? 'nothing'}`,
    fix: `data files end in ${KNOWN_ENDINGS}`,
  });
}

function mixedFormats(name: string, formats: ReadonlyMap<DataFormat, FoundFile>): UserError {
  return new UserError('the files are of several formats', {
    where: { file: name },
    why: [...formats].map(([format, file]) => `${file.name} is ${FORMAT_NAME[format]}`).join(', '),
    fix: 'one table is of one format: name its files by a pattern (data/*.csv), or set format',
  });
}

/** The size of a file that can be read. */
async function readableBytes({ path, name }: FoundFile): Promise<number> {
  const where = { file: name };
  try {
    const { size } = await stat(path);
    if (size === 0) {
      throw new UserError('the file is empty', { where, fix: 'fetch or write the data anew' });
    }
    await access(path, constants.R_OK);
    return size;
  } catch (error) {
    if (error instanceof UserError) throw error;
    const missing = codeOf(error) === 'ENOENT';
    throw new UserError(missing ? 'there is no such data file' : 'the data file cannot be read', {
      where,
      why: missing ? undefined : messageOf(error),
      fix: missing ? 'check the path, or fetch the data' : 'check the rights of the file and its folders',
      cause: error,
    });
  }
}

/** By the first bytes; an ending that claims another compression is an error. */
async function compressionOf(file: FoundFile, actual: Compression): Promise<Compression> {
  const claimed = compressionOfName(file.path);
  if (claimed !== 'none' && claimed !== actual) {
    const ending = claimed === 'gzip' ? '.gz' : '.zst';
    throw new UserError(`the file ends in ${ending} but is not ${claimed} data`, {
      where: { file: file.name },
      fix: `compress it with ${claimed}, or drop the ending`,
    });
  }
  await assertWhole(file, actual);
  return actual;
}
