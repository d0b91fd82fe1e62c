import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lastModels, ModelCache } from './model-cache';

const text = (name: string) =>
  `schema: modelgate.model/v1\nname: ${name}\ndata: { train: t.csv, test: e.csv, target: y }\n`;

describe('ModelCache', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'modelgate-cache-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  async function readAll(texts: string[]): Promise<number> {
    const cache = new ModelCache(folder);
    for (const each of texts) await cache.read('model.yaml', each);
    cache.save(texts.map((_, index) => ({ root: `models/${index}` })));
    return cache.parses;
  }

  it('parses a content once, across runs', async () => {
    expect(await readAll([text('a'), text('b')])).toBe(2);
    expect(await readAll([text('a'), text('b')])).toBe(0);
    expect(await readAll([text('a'), text('c')])).toBe(1);
    expect(lastModels(folder)).toEqual([{ root: 'models/0' }, { root: 'models/1' }]);
  });

  it("never parses another tool's file", async () => {
    expect(await readAll(['kind: Model\n', '{ "not": "ours" }'])).toBe(0);
  });

  it('starts afresh from a file that is broken', async () => {
    await readAll([text('a')]);
    writeFileSync(join(folder, 'models.json'), '{"form":1,');
    expect(await readAll([text('a')])).toBe(1);
  });
});
