import { posix } from 'node:path';
import type { PythonImport, PythonOutline } from '@modelgate/contracts';

/** Which module each Python file of a project is, where some of its folders are on `sys.path`. */
export class Modules {
  private readonly files: ReadonlySet<string>;

  constructor(
    /** Folders on `sys.path`, from the project's folder. */
    readonly path: readonly string[],
    outlines: readonly PythonOutline[],
  ) {
    this.files = new Set(outlines.map((outline) => outline.path));
  }

  /** The dotted name of a file, of the first folder that holds it; undefined where none does, or the name is none. */
  nameOf(file: string): string | undefined {
    for (const folder of this.path) {
      const inner = posix.relative(folder, file);
      if (inner.startsWith('..')) continue;
      const parts = inner.replace(/\.py$/, '').split('/');
      if (parts.at(-1) === '__init__') parts.pop();
      return parts.every((part) => /^[A-Za-z_]\w*$/.test(part)) ? parts.join('.') : undefined;
    }
    return undefined;
  }

  /** The files that an import runs: the module, the packages around it, and the names that are modules. */
  filesOf(from: string, { module, level, names }: PythonImport): string[] {
    const base = level === 0 ? '' : this.packageAround(from, level);
    if (base === undefined) return [];
    const whole = [base, module].filter((part) => part !== '').join('.');
    const modules = [
      ...(whole === '' ? [] : [whole]),
      ...names.map((name) => [whole, name].filter(Boolean).join('.')),
    ];
    return [...new Set(modules.flatMap((name) => this.filesOfModule(name)))];
  }

  /** Whether an import is of the project, and leads to a file of it. */
  resolves(from: string, found: PythonImport): boolean {
    return this.filesOf(from, { ...found, names: found.module === '' ? found.names : [] }).length > 0;
  }

  /** `a.b` is `a/b.py` or `a/b/__init__.py`, after `a/__init__.py`. */
  private filesOfModule(name: string): string[] {
    const parts = name.split('.');
    return parts.flatMap((_, index) => {
      const inner = parts.slice(0, index + 1).join('/');
      const isLast = index === parts.length - 1;
      for (const folder of this.path) {
        const stem = posix.join(folder, inner);
        const found = [...(isLast ? [`${stem}.py`] : []), `${stem}/__init__.py`].find((file) =>
          this.files.has(file),
        );
        if (found !== undefined) return [found];
      }
      return [];
    });
  }

  private packageAround(from: string, level: number): string | undefined {
    const parts = this.nameOf(from)?.split('.') ?? [];
    if (posix.basename(from) !== '__init__.py') parts.pop();
    // A module without a package has no place that a dot could mean.
    if (parts.length < level) return undefined;
    return parts.slice(0, parts.length - (level - 1)).join('.');
  }
}

/** Where an import leads to a file: who imports it, and in which line. */
export interface ImportSite {
  file: string;
  line: number;
}

/** All files that importing some files runs, each with the place that imports it first. */
export function importedFrom(
  starts: readonly string[],
  modules: Modules,
  outlines: readonly PythonOutline[],
): Map<string, ImportSite | undefined> {
  const byPath = new Map(outlines.map((outline) => [outline.path, outline]));
  const seen = new Map<string, ImportSite | undefined>();
  for (const start of starts) seen.set(start, undefined);
  for (const start of starts) {
    // The packages around a module run before it.
    const name = modules.nameOf(start);
    for (const file of modules.filesOf(start, {
      module: name ?? '',
      level: 0,
      names: [],
      line: 1,
      scope: null,
    }))
      if (!seen.has(file)) seen.set(file, undefined);
  }
  for (const file of seen.keys()) {
    for (const found of byPath.get(file)?.imports ?? []) {
      // What only runs as a script is not run by an import.
      if (found.scope === '__main__' || found.scope === 'main') continue;
      for (const imported of modules.filesOf(file, found))
        if (!seen.has(imported)) seen.set(imported, { file, line: found.line });
    }
  }
  return seen;
}
