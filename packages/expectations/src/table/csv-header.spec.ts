import { detectDelimiter, headerNames } from './csv-header';

describe('detectDelimiter', () => {
  it.each([
    ['a,b\n1,2\n', ','],
    ['a;b\n1,5;2\n2,5;3\n', ';'],
    ['a\tb\n1\t2\n', '\t'],
    ['a|b\n1|2\n', '|'],
    ['name\nhello world\nfoo; bar\n', ','],
    ['a,b\n1,2\n3\n5,6\n', ','],
    ['"x;y;z",b\n1,2\n', ','],
    ['a,b;c\n1,2;3\n4,5;6\n', ','],
    ['a b;c,d;e\n1;2;3\n4;5;6\n', ';'],
    ['only', ','],
  ])('%j is split by %j', (text, delimiter) => {
    expect(detectDelimiter(text)).toBe(delimiter);
  });
});

describe('headerNames', () => {
  it.each([
    ['a,b\n1,2', ['a', 'b']],
    ['a,a,,A,a.1\n', ['a', 'a.2', 'Unnamed: 2', 'A', 'a.1']],
    [' a , b\n', [' a ', ' b']],
    ['"a""q","x,y","two\nlines"\n1,2,3', ['a"q', 'x,y', 'two\nlines']],
    ['a,b\r\n1,2\r\n', ['a', 'b']],
    [',x\n', ['Unnamed: 0', 'x']],
    ['a', ['a']],
  ])('%j names the columns as pandas does', (text, names) => {
    expect(headerNames(text, ',')).toEqual(names);
  });
});
