import { posix } from 'node:path';
import type { FileSchemaName } from '@modelgate/contracts';
import { isCollection, isPair, isScalar, visit, YAMLMap, type Document } from 'yaml';

/**
 * The text of a YAML file of ours. The first line is for editors: the schema from inside the workspace, so that they
 * complete the file offline.
 *
 * @param root folder of the project, from the workspace
 * @param path from the project's folder
 */
export function yamlText(root: string, path: string, schema: FileSchemaName, document: Document): string {
  const folder = posix.dirname(posix.join(root, path));
  const up = posix.relative(folder, '.') || '.';
  const line = `# yaml-language-server: $schema=${up}/node_modules/@modelgate/contracts/schemas/${schema}.schema.json\n`;
  return line + document.toString({ lineWidth: 0, flowCollectionPadding: true });
}

/** Puts a comment line above a key of the file. */
export function comment(document: Document, key: string, text: string): void {
  visit(document, {
    Pair: (_, pair) => {
      if (isScalar(pair.key) && pair.key.value === key) {
        pair.key.commentBefore = ` ${text}`;
        return visit.BREAK;
      }
      return visit.SKIP;
    },
  });
}

/** Writes a collection in one line: `{ test: 0.2, seed: 7 }`. `*` stands for all items of the collection before it. */
export function inFlow(document: Document, [key = '', inner]: string[]): void {
  const outer = document.get(key, true);
  if (inner === undefined) {
    if (isCollection(outer)) outer.flow = true;
    return;
  }
  if (inner !== '*') {
    const node = outer instanceof YAMLMap ? outer.get(inner, true) : undefined;
    if (isCollection(node)) node.flow = true;
    return;
  }
  if (!isCollection(outer)) return;
  for (const item of outer.items) {
    const node = isPair(item) ? item.value : item;
    if (isCollection(node)) node.flow = true;
  }
}
