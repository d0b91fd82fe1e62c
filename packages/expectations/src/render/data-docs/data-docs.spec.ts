import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { resultOf, validationOf } from '../../testing/results';
import { tempFolder } from '../../testing/temp-folder';
import { userErrorOf } from '../../testing/run';
import { writeDataDocs } from './write-data-docs';

const temp = tempFolder();
const folderOf = (name: string) => join(temp.path, name);
const mean = (observed_value: number, success = true) =>
  resultOf('expect_column_mean_to_be_between', {
    kwargs: { column: 'age' },
    success,
    result: { observed_value },
  });
const at = (second: number) => `2026-03-01T10:00:0${second}.000Z`;

describe('writeDataDocs', () => {
  it('keeps result and page of each run, and lists runs newest first', async () => {
    const folder = folderOf('docs');
    const first = await writeDataDocs(folder, { time: at(1), validations: [validationOf([mean(40)])] });
    const second = await writeDataDocs(folder, {
      time: at(2),
      validations: [validationOf([mean(50, false)])],
    });
    expect(first.run.validations[0]?.previous).toBeUndefined();
    expect(second.run.validations[0]?.previous?.success).toBe(true);
    expect(JSON.parse(readFileSync(second.results[0] ?? '', 'utf8'))).toMatchObject({ success: false });
    expect(readdirSync(dirname(second.page)).sort()).toEqual(['applications.json', 'index.html', 'run.json']);
    expect(readFileSync(second.page, 'utf8')).toContain('no longer met: 40, now 50');
    const index = readFileSync(second.index, 'utf8');
    expect(index.indexOf(at(2))).toBeLessThan(index.indexOf(at(1)));
    for (const [, href = ''] of index.matchAll(/href="([^"]+)"/g)) {
      expect(existsSync(join(folder, decodeURIComponent(href)))).toBe(true);
    }
  });

  it('compares with the last run of the same suite over the same data', async () => {
    const folder = folderOf('several');
    const write = (second: number, data: string, observed: number) =>
      writeDataDocs(folder, { time: at(second), validations: [validationOf([mean(observed)], { data })] });
    await write(1, 'train.csv', 1);
    await write(2, 'test.csv', 2);
    const { run } = await write(3, 'train.csv', 3);
    expect(run.validations[0]?.previous?.results[0]?.result.observed_value).toBe(1);
  });

  it('gives runs of one time, and suites of one name, files of their own', async () => {
    const folder = folderOf('same');
    const validations = [
      validationOf([mean(1)], { suite: 'a/b' }),
      validationOf([mean(2)], { suite: 'a\\b' }),
      validationOf([mean(3)], { suite: 'run' }),
      validationOf([mean(4)], { suite: '../..' }),
    ];
    const written = [
      await writeDataDocs(folder, { time: at(1), validations }),
      await writeDataDocs(folder, { time: at(1), validations }),
    ];
    expect(new Set(written.flatMap(({ results, page }) => [...results, page])).size).toBe(10);
    expect(readdirSync(join(folder, 'runs'))).toHaveLength(2);
    expect(readdirSync(temp.path)).toContain('same');
  });

  it('leaves what is no run of its own alone, and does without a result that was deleted', async () => {
    const folder = folderOf('spoilt');
    const first = await writeDataDocs(folder, { time: at(1), validations: [validationOf([mean(1)])] });
    rmSync(first.results[0] ?? '');
    writeFileSync(join(folder, 'runs', 'note.txt'), 'mine');
    const { run, index } = await writeDataDocs(folder, {
      time: at(2),
      validations: [validationOf([mean(1)])],
    });
    expect(run.validations[0]?.previous).toBeUndefined();
    expect(readFileSync(index, 'utf8')).toContain('2 runs');
    expect(readFileSync(join(folder, 'runs', 'note.txt'), 'utf8')).toBe('mine');
  });

  it('leaves nothing of a run that cannot be written', async () => {
    const folder = join(temp.path, 'blocked');
    mkdirSync(join(folder, 'index.html', 'in-the-way'), { recursive: true });
    const message = await userErrorOf(
      writeDataDocs(folder, { time: at(1), validations: [validationOf([mean(1)])] }),
    );
    expect(message).toContain('the data docs cannot be written');
    expect(readdirSync(join(folder, 'runs'))).toEqual([]);
  });

  it('ends in one message where the folder cannot be written', async () => {
    const file = temp.write('file', '');
    const message = await userErrorOf(
      writeDataDocs(file, { time: at(1), validations: [validationOf([mean(1)])] }),
    );
    expect(message).toMatch(/^.*file {2}the data docs cannot be written\n {2}why: /);
  });
});
