import { isOfData } from './data-path';

it.each([
  ['data/train.csv', ['data/train.csv', 'data/train.csv.dvc'], ['data/train.csv.gz', 'train.csv']],
  ['data/train.csv.dvc', ['data/train.csv', 'data/train.csv.dvc'], ['data/test.csv']],
  ['./parts/', ['parts/a.csv', 'parts/deep/b.csv', 'parts.dvc'], ['parts-of-code/a.py']],
  ['tables/t-*.csv', ['tables/t-1.csv', 'tables/t-1.csv.dvc'], ['tables/e-1.csv', 'tables/deep/t-1.csv']],
  ['**/part-*.csv', ['part-1.csv', 'a/b/part-2.csv'], ['a/b/part.py']],
  ['tables/{a,b}.csv', ['tables/a.csv', 'tables/b.csv'], ['tables/c.csv']],
  ['data[1].csv', ['data[1].csv', 'data1.csv'], ['data2.csv']],
  ['s3://bucket/train.csv', [], ['train.csv']],
  ['../shared/train.csv', [], ['train.csv', 'shared/train.csv']],
])('%s has its files, and no other ones', (data, own, others) => {
  expect(own.filter((file) => !isOfData(data, file))).toEqual([]);
  expect(others.filter((file) => isOfData(data, file))).toEqual([]);
});
