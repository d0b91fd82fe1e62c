import { GITIGNORE_LINES, withIgnoreLines } from './ignore-lines';

const all = `${GITIGNORE_LINES.join('\n')}\n`;

describe('withIgnoreLines', () => {
  it.each([
    ['nothing', '', all],
    ['all of them', all, all],
    ['no last line end', 'node_modules', `node_modules\n${all}`],
    [
      'other spellings',
      '/dist/\n.nx/\n**/__pycache__\n.modelgate/**\n.venv\n',
      '/dist/\n.nx/\n**/__pycache__\n.modelgate/**\n.venv\n',
    ],
    ['a comment and a negation only', '# dist\n!dist\n', `# dist\n!dist\n${all}`],
    ['a longer name', 'distribution\n', `distribution\n${all}`],
    ['Windows line ends', 'tmp\r\n', `tmp\r\n${GITIGNORE_LINES.join('\r\n')}\r\n`],
  ])('completes a file with %s', (_what, before, after) => {
    expect(withIgnoreLines(before, GITIGNORE_LINES)).toBe(after);
    expect(withIgnoreLines(after, GITIGNORE_LINES)).toBe(after);
  });
});
