/** The command that makes a candidate the baseline; `override` where its gates did not pass. */
export function acceptCommand(project: string, { override = false }: { override?: boolean } = {}): string {
  return `nx generate @modelgate/nx:accept-baseline ${project} --reason "..."${override ? ' --override' : ''}`;
}
