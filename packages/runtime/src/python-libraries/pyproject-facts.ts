import { direct } from './requirements-references';
import { folderOf, type LibraryReference } from './library-reference';

/** What a pyproject.toml says about itself and the libraries beside it. Plain JSON, so that it can be kept. */
export interface PyprojectFacts {
  name?: string;
  references: LibraryReference[];
  /** Folders that hold its packages, where it names them: `["src"]`. */
  sources?: string[];
  /** Members of the uv workspace whose root this is. */
  workspace?: { members: string[]; exclude: string[] };
  /** Where the text breaks off being TOML, from 1. */
  problem?: { line: number; message: string };
}

/** Parses TOML; throws an error that may carry `line`. */
export type ParseToml = (text: string) => unknown;

/**
 * Words without which a pyproject.toml can name neither a folder beside it nor where its packages lie: most files have
 * none of them, and need no parser.
 */
const TELLING = /\bpath\b|\bworkspace\b|file:|\bwhere\b|\bfrom\s*=|package-dir|module-root|\bpackages\b/;

/** Whether `readPyproject` needs a parser for this text. */
export function isTelling(text: string): boolean {
  return TELLING.test(text);
}

/** The facts of a text that `isTelling` is false for: the name alone, read without a parser. */
export function plainFacts(text: string): PyprojectFacts {
  const table = /^\s*\[(?:project|tool\.poetry)\]\s*$([^]*?)(?=^\s*\[|$(?![^]))/m.exec(text)?.[1];
  const name = table === undefined ? undefined : /^\s*name\s*=\s*["']([^"'\n]+)["']/m.exec(table)?.[1];
  return { ...(name === undefined ? {} : { name }), references: [] };
}

/** Never throws: a text that is no TOML has `problem`. */
export function readPyproject(text: string, parse: ParseToml): PyprojectFacts {
  let document: Table;
  try {
    document = table(parse(text));
  } catch (error) {
    const line = member(error, 'line');
    const [message = 'not readable'] = (error instanceof Error ? error.message : String(error)).split('\n');
    return { references: [], problem: { line: typeof line === 'number' ? line : 1, message } };
  }
  const tool = table(document['tool']);
  const project = table(document['project']);
  const poetry = table(tool['poetry']);
  const uv = table(tool['uv']);
  const name = textOf(project['name']) ?? textOf(poetry['name']);
  const sources = sourcesOf(tool);
  const members = texts(table(uv['workspace'])['members']);
  return {
    ...(name === undefined ? {} : { name }),
    references: [
      ...requirementLists(document).flatMap((requirement) => ofRequirement(requirement, text)),
      ...Object.entries(table(uv['sources'])).flatMap(([dependency, source]) =>
        ofSource(dependency, source, text),
      ),
      ...poetryTables(poetry).flatMap((dependencies) =>
        Object.entries(dependencies).flatMap(([dependency, source]) => ofSource(dependency, source, text)),
      ),
    ],
    ...(sources.length > 0 ? { sources } : {}),
    ...(uv['workspace'] === undefined
      ? {}
      : { workspace: { members, exclude: texts(table(uv['workspace'])['exclude']) } }),
  };
}

/** All lists of requirements: dependencies, extras, dependency groups, the dev dependencies of uv. */
function requirementLists(document: Table): string[] {
  const project = table(document['project']);
  return [
    ...texts(project['dependencies']),
    ...Object.values(table(project['optional-dependencies'])).flatMap(texts),
    ...Object.values(table(document['dependency-groups'])).flatMap(texts),
    ...texts(table(table(document['tool'])['uv'])['dev-dependencies']),
  ];
}

function poetryTables(poetry: Table): Table[] {
  const groups = Object.values(table(poetry['group'])).map((group) => table(table(group)['dependencies']));
  return [table(poetry['dependencies']), table(poetry['dev-dependencies']), ...groups];
}

function ofRequirement(requirement: string, text: string): LibraryReference[] {
  const found = direct(requirement);
  return found ? [{ kind: 'path', line: lineOf(text, requirement), ...found }] : [];
}

/** `{ path = "../../libs/x" }`, `{ workspace = true }`, or a list of those with markers. */
function ofSource(name: string, source: unknown, text: string): LibraryReference[] {
  const key = `["']?${escaped(name)}["']?`;
  const place = new RegExp(`^\\s*(?:${key}\\s*=|\\[[^\\]\\n]*\\.${key}\\])`, 'm');
  const line = lineOf(text, place, 'sources', 'dependencies');
  return (Array.isArray(source) ? source : [source]).flatMap((entry): LibraryReference[] => {
    const { path, workspace } = table(entry);
    if (workspace === true) return [{ kind: 'workspace', line, name }];
    const folder = typeof path === 'string' ? folderOf(path) : undefined;
    return folder === undefined ? [] : [{ kind: 'path', line, name, path: folder }];
  });
}

/** Where the packages lie, in the words of setuptools, poetry, uv and hatch. */
function sourcesOf(tool: Table): string[] {
  const setuptools = table(tool['setuptools']);
  const hatch = table(table(table(table(tool['hatch'])['build'])['targets'])['wheel']);
  const from = Array.isArray(table(tool['poetry'])['packages']) ? table(tool['poetry'])['packages'] : [];
  const found = [
    ...texts(table(table(setuptools['packages'])['find'])['where']),
    ...texts(table(setuptools['package-dir'])['']),
    ...(Array.isArray(from) ? from : []).map((entry) => textOf(table(entry)['from']) ?? '.'),
    ...texts(table(table(tool['uv'])['build-backend'])['module-root']),
    ...texts(hatch['packages']).map((path) => path.split('/').slice(0, -1).join('/') || '.'),
  ].map((path) => path.replace(/^\.\//, '').replace(/\/+$/, '') || '.');
  return [...new Set(found)].filter((path) => !path.startsWith('/') && !path.split('/').includes('..'));
}

/** The line on which a text first stands, after the header of one of the tables `below` where there is one. */
function lineOf(text: string, what: string | RegExp, ...below: string[]): number {
  const header =
    below.length === 0
      ? -1
      : text.search(new RegExp(`^\\s*\\[[^\\]\\n]*(?:${below.join('|')})[^\\]\\n]*\\]`, 'm'));
  const start = Math.max(header, 0);
  const rest = text.slice(start);
  const at = typeof what === 'string' ? rest.indexOf(what) : rest.search(what);
  if (at < 0) return 1;
  const leading = typeof what === 'string' ? 0 : (/^\s*/.exec(rest.slice(at))?.[0].length ?? 0);
  return text.slice(0, start + at + leading).split('\n').length;
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

type Table = Record<string, unknown>;

function table(value: unknown): Table {
  return value !== null && typeof value === 'object' && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value))
    : {};
}

function member(value: unknown, key: string): unknown {
  return value !== null && typeof value === 'object'
    ? Object.entries(value).find(([name]) => name === key)?.[1]
    : undefined;
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function texts(value: unknown): string[] {
  return (Array.isArray(value) ? value : [value]).filter((item): item is string => typeof item === 'string');
}
