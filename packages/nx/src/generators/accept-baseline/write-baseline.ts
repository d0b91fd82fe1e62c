import { readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import type { Tree } from '@nx/devkit';
import { UserError } from '@modelgate/contracts';
import { sha256Text } from '@modelgate/store';
import type { AcceptPlan } from './plan';

export interface BaselinePlace {
  /** The project's folder, from the workspace. */
  root: string;
  /** What train wrote, from the workspace. */
  trainFolder: string;
}

/** Where the bytes of a file of the baseline are now, from the workspace. */
export function sourceOf(
  path: string,
  { projectFiles }: AcceptPlan,
  { root, trainFolder }: BaselinePlace,
): string {
  const own = projectFiles.find((file) => file.path === path);
  return own ? posix.join(root, own.from) : posix.join(trainFolder, path);
}

/** Writes the numbers, the manifest, the run record and, where they go into git, the bytes of a new baseline. */
export function writeBaseline(
  tree: Tree,
  { plan, metricsPath, ...place }: BaselinePlace & { plan: AcceptPlan; metricsPath: string },
): void {
  const baseline = posix.join(place.root, 'baseline');
  const files = posix.join(baseline, 'files');
  const kept = new Set(
    plan.place === 'git' ? plan.artifact.files.map(({ path }) => posix.join(files, path)) : [],
  );
  for (const old of filesBelow(tree, files)) if (!kept.has(old)) tree.delete(old);
  if (plan.place === 'store' && tree.exists(files)) tree.delete(files);
  if (plan.place === 'git') {
    for (const { path, sha256 } of plan.artifact.files) {
      const source = sourceOf(path, plan, place);
      const content = readFileSync(join(tree.root, source));
      if (sha256Text(content) !== sha256) throw changedMeanwhile(source);
      tree.write(posix.join(files, path), content);
    }
  }
  tree.write(posix.join(place.root, metricsPath), json(plan.metricsFile));
  tree.write(posix.join(baseline, 'artifact.json'), json(plan.artifact));
  tree.write(
    posix.join(baseline, 'run-record.json'),
    readFileSync(join(tree.root, place.trainFolder, 'run-record.json')),
  );
  keepBytes(tree, posix.join(place.root, '.gitattributes'));
}

/** Git must not change line endings in the baseline, or its digests no longer hold. */
function keepBytes(tree: Tree, path: string): void {
  const text = tree.read(path, 'utf-8') ?? '';
  if (/^baseline\/\S*\s.*-text/m.test(text)) return;
  tree.write(path, `${text}${text === '' || text.endsWith('\n') ? '' : '\n'}baseline/** -text\n`);
}

function filesBelow(tree: Tree, folder: string): string[] {
  return tree.children(folder).flatMap((name) => {
    const path = posix.join(folder, name);
    return tree.isFile(path) ? [path] : filesBelow(tree, path);
  });
}

function changedMeanwhile(source: string): UserError {
  return new UserError('the file changed while the baseline was being accepted', {
    where: { file: source },
    fix: 'leave the project alone meanwhile, and accept again',
  });
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
