import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { FormatError, strptimeFormat } from './strptime';

const golden = z
  .array(
    z.object({
      format: z.string(),
      refused: z.boolean().optional(),
      taken: z.array(z.string()).default([]),
      refused_texts: z.array(z.string()).default([]),
    }),
  )
  .parse(JSON.parse(readFileSync(join(__dirname, 'strptime.golden.json'), 'utf8')));

describe('strptimeFormat', () => {
  it.each(golden.filter(({ refused }) => refused).map(({ format }) => format))('refuses %j', (format) => {
    expect(() => strptimeFormat(format)).toThrow(FormatError);
  });

  it.each(golden.filter(({ refused }) => !refused).map((each) => [each.format, each] as const))(
    'parses by %j what Python parses',
    (format, { taken, refused_texts: refused }) => {
      const { parses } = strptimeFormat(format);
      expect({ taken: [...taken, ...refused].filter(parses) }).toEqual({ taken });
    },
  );

  it.each([
    ['%Q', '%Q is no directive that can be parsed by, in "%Q"'],
    ['%d %d', '%d stands twice in "%d %d"'],
    ['%Y %V %u', '%V does not go with %Y: use %G'],
  ])('says what is wrong with %s', (format, message) => {
    expect(() => strptimeFormat(format)).toThrow(message);
  });
});
