/** A dependency of a Python project that is a folder beside it, or a member of its workspace. */
export type LibraryReference = {
  /** The line of the file that names it, from 1. */
  line: number;
} & (
  | {
      kind: 'path';
      /** The dependency's name, where the file gives one. */
      name: string | undefined;
      /** As it is written: from the folder of the file, or absolute. */
      path: string;
    }
  | { kind: 'workspace'; name: string }
);

/** Archives are installed; they are no folders whose code is edited here. */
const ARCHIVE = /\.(?:whl|zip|tar|tgz|tar\.[a-z0-9]+)$/i;

/**
 * A reference to a folder from what stands in a requirement: `../../libs/x`, `file:../../libs/x`,
 * `file:///${PROJECT_ROOT}/../../libs/x#egg=x`. Undefined for an archive, another URL and the project itself.
 */
export function folderOf(text: string): string | undefined {
  let path = text.trim().replace(/^["']|["']$/g, '');
  if (/^file:/i.test(path)) path = ofFileUrl(path);
  else if (/^[a-z][a-z0-9+.-]+:/i.test(path)) return undefined;
  path = path
    .split('\\')
    .join('/')
    .replace(/(.)\/+$/, '$1');
  if (path === '' || path === '.' || path === './' || ARCHIVE.test(path)) return undefined;
  return path;
}

/** The folder of the file itself, in the words of pdm, hatch and poetry. */
const OWN_FOLDER = /^\/*(?:\$\{PROJECT_ROOT\}|\{root(?::(?:uri|real|parent))?\})\/?/;

function ofFileUrl(url: string): string {
  const plain = url
    .replace(/^file:/i, '')
    .replace(/[#?].*$/, '')
    .replace(/^\/\/(?:localhost)?(?=\/|\$|\{|\.)/, '');
  if (OWN_FOLDER.test(plain)) return decoded(plain.replace(OWN_FOLDER, ''));
  return decoded(plain.replace(/^\/(?=[A-Za-z]:)/, ''));
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Distribution names are equal where this is equal (PEP 503). */
export function normalizedName(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, '-');
}
