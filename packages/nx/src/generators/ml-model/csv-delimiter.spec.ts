import { delimiterOf } from './csv-delimiter';

it.each([
  ['a,b\n1,2\n', ['a', 'b'], ','],
  ['\uFEFF\r\n"a;b";c\r\n', ['a;b', 'c'], ';'],
  [',x\n', ['Unnamed: 0', 'x'], ','],
  ['"a ""q""\nline"\tb', ['a "q"\nline', 'b'], '\t'],
  ['a|b,c|d\n', ['a', 'b,c', 'd'], '|'],
  ['a,a\n', ['a', 'a.1'], undefined],
  ['', ['a'], undefined],
])('%j with %j is split by %j', (text, columns, delimiter) => {
  expect(delimiterOf(text, columns)).toBe(delimiter);
});
