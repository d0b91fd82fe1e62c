import { ignoreRules } from '@modelgate/runtime';

/**
 * A sentence for each rule of a .gitignore or of .nxignore that keeps some of these paths from Nx, which then neither
 * finds projects nor hashes data there. Paths start from the workspace and need not exist yet. Empty where there is no
 * git or no repository.
 */
export async function ignoredPaths(workspaceRoot: string, paths: readonly string[]): Promise<string[]> {
  const byRule = new Map<string, string[]>();
  for (const [path, { source, line, pattern }] of await ignoreRules(workspaceRoot, paths)) {
    const rule = `${source}:${line} (${pattern})`;
    byRule.set(rule, [...(byRule.get(rule) ?? []), path]);
  }
  return [...byRule].map(
    ([rule, ignored]) =>
      `${rule} ignores ${ignored.join(', ')}, so Nx does not see it: take that line out, or narrow it`,
  );
}
