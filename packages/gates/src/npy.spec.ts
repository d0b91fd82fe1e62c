import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '@modelgate/contracts';
import { readNpy } from './npy';

interface Golden {
  cases: { name: string; base64: string; shape: number[]; data: number[] }[];
  refused: Record<string, string>;
}

const golden: Golden = JSON.parse(readFileSync(join(__dirname, 'golden', 'npy.json'), 'utf8'));
const bytesOf = (base64: string): Uint8Array => new Uint8Array(Buffer.from(base64, 'base64'));
const whole = bytesOf(golden.cases.find(({ name }) => name === '<f8')?.base64 ?? '');

function messageOf(bytes: Uint8Array, filePath?: string): string {
  try {
    readNpy(bytes, filePath === undefined ? {} : { filePath });
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
  }
  throw new Error('expected a UserError');
}

describe('readNpy', () => {
  it.each(golden.cases.map((one) => [one.name, one] as const))('reads %s as numpy wrote it', (_name, one) => {
    const { shape, data } = readNpy(bytesOf(one.base64));
    expect(shape).toEqual(one.shape);
    expect([...data]).toEqual(one.data);
  });

  it('reads bytes that begin anywhere in their buffer', () => {
    const shifted = new Uint8Array(whole.length + 3);
    shifted.set(whole, 3);
    expect(readNpy(shifted.subarray(3))).toEqual(readNpy(whole));
  });

  it.each([
    ['objects', 'Python objects (dtype object)'],
    ['texts', 'texts (dtype <U2)'],
    ['fortran', 'Fortran order'],
    ['big_endian', 'big-endian values (dtype >f8)'],
    ['records', 'records'],
    ['half', 'dtype <f2, which is none of <f8 <f4 <i8 <i4 |b1 |u1'],
  ])('refuses %s', (name, message) => {
    expect(messageOf(bytesOf(golden.refused[name] ?? ''))).toContain(message);
  });

  it('refuses a file that is cut off after any byte', () => {
    for (let length = 0; length < whole.length; length++) {
      expect(messageOf(whole.subarray(0, length))).toContain('the .npy file is cut off');
    }
  });

  it.each([
    ['other files', new Uint8Array(Buffer.from('PK\u0003\u0004 a zip')), 'not a .npy file'],
    ['an unknown version', Uint8Array.from(whole, (byte, index) => (index === 6 ? 9 : byte)), 'version 9'],
    ['more bytes than the header says', Uint8Array.from([...whole, 0]), 'longer than its header says'],
    [
      'a header that is no dict',
      Uint8Array.from(whole, (byte, index) => (index >= 10 && index < 60 ? 0x20 : byte)),
      'the header of the .npy file is not readable',
    ],
  ])('refuses %s', (_what, bytes, message) => {
    expect(messageOf(bytes)).toContain(message);
  });

  it('names the file, and what to do', () => {
    const message = messageOf(
      bytesOf(golden.refused['objects'] ?? ''),
      'dist/m/score/candidate/predictions.npy',
    );
    expect(message).toMatch(/^dist\/m\/score\/candidate\/predictions\.npy {2}the \.npy file holds/);
    expect(message).toContain('fix: save it with numpy.save');
  });
});
