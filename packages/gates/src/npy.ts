import { UserError } from '@modelgate/contracts';

/** The numbers of a .npy file in C order: the last index runs fastest. */
export interface NpyArray {
  shape: number[];
  data: Float64Array;
}

interface ElementType {
  bytes: number;
  read: (view: DataView, offset: number) => number;
}

const ELEMENT_TYPES: Record<string, ElementType> = {
  '<f8': { bytes: 8, read: (view, offset) => view.getFloat64(offset, true) },
  '<f4': { bytes: 4, read: (view, offset) => view.getFloat32(offset, true) },
  '<i8': { bytes: 8, read: (view, offset) => Number(view.getBigInt64(offset, true)) },
  '<i4': { bytes: 4, read: (view, offset) => view.getInt32(offset, true) },
  '|b1': { bytes: 1, read: (view, offset) => (view.getUint8(offset) === 0 ? 0 : 1) },
  '|u1': { bytes: 1, read: (view, offset) => view.getUint8(offset) },
};

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];
const SAVE_AGAIN = 'save it with numpy.save(path, numpy.ascontiguousarray(values, dtype="float64"))';

/**
 * Reads one array in numpy's .npy format, versions 1, 2 and 3.
 *
 * Takes `<f8 <f4 <i8 <i4 |b1 |u1` in C order; booleans become 0 and 1, and a 64-bit integer beyond 2^53 becomes the
 * nearest double. Format: https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
 *
 * @param filePath the path to name in messages
 * @throws UserError for bytes that are no such array: cut off, too long, objects or texts, Fortran order
 */
export function readNpy(bytes: Uint8Array, { filePath }: { filePath?: string } = {}): NpyArray {
  const refuse = (what: string, fix = SAVE_AGAIN): UserError =>
    new UserError(what, { fix, ...(filePath === undefined ? {} : { where: { file: filePath } }) });
  const cutOff = (what: string): UserError =>
    refuse(`the .npy file is cut off: ${what}`, 'write it anew: run the stage that wrote it once more');

  const known = Math.min(bytes.length, MAGIC.length);
  if (known === 0) throw cutOff('it is empty');
  if (MAGIC.slice(0, known).some((byte, index) => bytes[index] !== byte)) {
    throw refuse('not a .npy file: it does not begin with the bytes \\x93NUMPY');
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const version = bytes[6];
  if (version !== undefined && (version < 1 || version > 3)) {
    throw refuse(`version ${version} of the .npy format is not known; expected 1, 2 or 3`);
  }
  const lengthBytes = version === 1 ? 2 : 4;
  const headerStart = 8 + lengthBytes;
  if (bytes.length < headerStart) throw cutOff('its header is not complete');
  const headerLength = version === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  const dataStart = headerStart + headerLength;
  if (bytes.length < dataStart) throw cutOff('its header is not complete');
  const header = new TextDecoder('utf-8').decode(bytes.subarray(headerStart, dataStart));

  const { dtype, fortran, shape } = parseHeader(header, refuse);
  const element = Object.hasOwn(ELEMENT_TYPES, dtype) ? ELEMENT_TYPES[dtype] : undefined;
  if (!element) throw refuse(`the .npy file holds ${describeType(dtype)}; expected numbers`);
  if (fortran) throw refuse('the .npy file is in Fortran order; expected C order');

  const count = shape.reduce((product, extent) => product * extent, 1);
  const expected = count * element.bytes;
  const found = bytes.length - dataStart;
  const figures = `shape (${shape.join(', ')}) of ${dtype} takes ${expected} bytes, and ${found} are there`;
  if (found < expected) throw cutOff(figures);
  if (found > expected) throw refuse(`the .npy file is longer than its header says: ${figures}`);

  const data = new Float64Array(count);
  for (let index = 0; index < count; index++) {
    data[index] = element.read(view, dataStart + index * element.bytes);
  }
  return { shape, data };
}

interface Header {
  dtype: string;
  fortran: boolean;
  shape: number[];
}

/** The header is a Python dict literal: `{'descr': '<f8', 'fortran_order': False, 'shape': (3, 2), }`. */
function parseHeader(header: string, refuse: (what: string) => UserError): Header {
  if (/['"]descr['"]\s*:\s*\[/.test(header)) {
    throw refuse('the .npy file holds records (a structured dtype); expected numbers');
  }
  const dtype = /['"]descr['"]\s*:\s*['"]([^'"]*)['"]/.exec(header)?.[1];
  const order = /['"]fortran_order['"]\s*:\s*(True|False)/.exec(header)?.[1];
  const extents = /['"]shape['"]\s*:\s*\(([\d\s,]*)\)/.exec(header)?.[1];
  if (dtype === undefined || order === undefined || extents === undefined) {
    throw refuse(`the header of the .npy file is not readable: ${header.trim().slice(0, 120)}`);
  }
  const shape = extents
    .split(',')
    .filter((extent) => extent.trim() !== '')
    .map(Number);
  return { dtype, fortran: order === 'True', shape };
}

function describeType(dtype: string): string {
  const kind = dtype.replace(/^[<>=|]/, '').charAt(0);
  if (kind === 'O') return 'Python objects (dtype object)';
  if (kind === 'U' || kind === 'S') return `texts (dtype ${dtype})`;
  if (dtype.startsWith('>')) return `big-endian values (dtype ${dtype})`;
  return `values of dtype ${dtype}, which is none of ${Object.keys(ELEMENT_TYPES).join(' ')}`;
}
