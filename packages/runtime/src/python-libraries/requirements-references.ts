import { folderOf, type LibraryReference } from './library-reference';

/**
 * The folders that a requirements file installs: `-e ../../libs/shared`, `../../libs/shared`,
 * `shared @ file:../../libs/shared`. Pip reads them from where it is started; here they start from the file's folder.
 */
export function requirementsReferences(text: string): LibraryReference[] {
  return text.split(/\r?\n/).flatMap((raw, index): LibraryReference[] => {
    const line = raw.replace(/(^|\s)#.*$/, '').trim();
    const found = editable(line) ?? plainPath(line) ?? direct(line);
    return found === undefined ? [] : [{ kind: 'path', line: index + 1, ...found }];
  });
}

interface Found {
  name: string | undefined;
  path: string;
}

function editable(line: string): Found | undefined {
  const target = /^(?:-e|--editable)(?:\s+|=)(.+)$/.exec(line)?.[1];
  if (target === undefined) return undefined;
  return direct(target) ?? ofPath(target);
}

function plainPath(line: string): Found | undefined {
  return /^(?:\.{1,2}(?:[/\\]|$)|\/|file:)/i.test(line) ? ofPath(line) : undefined;
}

/** `shared[extra] @ file:../../libs/shared ; python_version >= "3.10"` (PEP 508). */
export function direct(requirement: string): Found | undefined {
  const [, name, url = ''] =
    /^([A-Za-z0-9][\w.-]*)\s*(?:\[[^\]]*\])?\s*@\s*(file:[^;]+?)\s*(?:;.*)?$/i.exec(requirement.trim()) ?? [];
  const path = folderOf(url);
  return name === undefined || path === undefined ? undefined : { name, path };
}

function ofPath(text: string): Found | undefined {
  const path = folderOf(
    text
      .replace(/\s*;.*$/, '')
      .replace(/\s+--?[a-z].*$/, '')
      .replace(/\[[^\]]*\]$/, ''),
  );
  return path === undefined ? undefined : { name: undefined, path };
}
