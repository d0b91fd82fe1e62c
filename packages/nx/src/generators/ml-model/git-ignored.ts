import { spawnSync } from 'node:child_process';

/**
 * A sentence for each rule of git that ignores some of these paths: Nx neither finds projects nor hashes data there.
 * Paths start from the workspace and need not exist yet. Empty where there is no git or no repository.
 */
export function ignoredPaths(workspaceRoot: string, paths: readonly string[]): string[] {
  const { stdout } = spawnSync('git', ['check-ignore', '--no-index', '--verbose', '-z', '--stdin'], {
    cwd: workspaceRoot,
    input: paths.join('\0'),
    encoding: 'utf8',
  });
  const byRule = new Map<string, string[]>();
  for (const { source, line, pattern, path } of rulesOf(stdout ?? '')) {
    if (pattern.startsWith('!')) continue;
    const rule = `${source}:${line} (${pattern})`;
    byRule.set(rule, [...(byRule.get(rule) ?? []), path]);
  }
  return [...byRule].map(
    ([rule, ignored]) =>
      `git ignores ${ignored.join(', ')} by ${rule}, so Nx does not see it: take that line out, or narrow it`,
  );
}

interface Rule {
  source: string;
  line: string;
  pattern: string;
  path: string;
}

function rulesOf(output: string): Rule[] {
  const fields = output.split('\0');
  const rules: Rule[] = [];
  for (let at = 0; at + 3 < fields.length; at += 4) {
    const [source = '', line = '', pattern = '', path = ''] = fields.slice(at, at + 4);
    rules.push({ source, line, pattern, path });
  }
  return rules;
}
