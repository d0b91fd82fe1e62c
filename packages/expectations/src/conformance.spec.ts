import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readSuite, validate, type ExpectationResult } from './index';
import { conformanceFile, readCases, writeCase, type ConformanceCase } from './testing/conformance-case';
import { differences } from './testing/conformance-differences';
import { LISTED, listedByRule } from './testing/conformance-listed';

/** Great Expectations' own test cases, each compared with the verdict that Great Expectations gave. */
describe('conformance with Great Expectations', () => {
  const file = conformanceFile();
  const cases = readCases(file);
  if (cases.length === 0) {
    it.skip(`skipped: there are no cases at ${file}`, () => undefined);
    console.log(
      `conformance: skipped, there are no cases at ${file} (MODELGATE_GX_CONFORMANCE names the folder)`,
    );
    return;
  }

  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'conformance-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const run = cases.filter((each) => listedByRule(each) === undefined);
  const listed = run.filter(({ id }) => LISTED[id] !== undefined);

  it.each(run.filter(({ id }) => LISTED[id] === undefined).map((each) => [each.id, each] as const))(
    '%s',
    async (_id, each) => {
      expect(differences(each, await evaluate(each, folder))).toEqual([]);
    },
  );

  for (const each of listed) {
    it(`${each.id} is still listed for a reason`, async () => {
      expect(differences(each, await evaluate(each, folder))).not.toEqual([]);
    });
  }

  it('lists only cases that there are', () => {
    const ids = new Set(cases.map(({ id }) => id));
    expect(Object.keys(LISTED).filter((id) => !ids.has(id))).toEqual([]);
    const passing = run.length - listed.length;
    console.log(
      [
        `conformance: ${passing} of ${cases.length}, ${cases.length - passing} listed`,
        ...listedReasons(cases),
      ].join('\n'),
    );
  });
});

/** Each reason for which cases are listed, and how many they are. */
function listedReasons(cases: readonly ConformanceCase[]): string[] {
  const counts = new Map<string, number>();
  for (const each of cases) {
    const reason = listedByRule(each) ?? LISTED[each.id];
    if (reason !== undefined) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  }
  return [...counts].map(([reason, count]) => `  ${count} listed: ${reason}`).sort();
}

async function evaluate(each: ConformanceCase, folder: string): Promise<ExpectationResult> {
  const path = join(folder, `${each.id}.parquet`);
  await writeCase(path, each);
  const text = JSON.stringify({
    name: each.id,
    expectations: [{ type: each.expectation, kwargs: each.kwargs }],
  });
  const suite = readSuite(text, { filePath: `${each.id}.json` });
  const { results } = await validate({ data: { path }, suite, resultFormat: 'COMPLETE' });
  const [result] = results;
  if (!result) throw new Error('no result');
  return result;
}
