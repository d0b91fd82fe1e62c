import { basename } from 'node:path';
import { UserError } from '@modelgate/contracts';
import { sha256Text } from '@modelgate/store';
import { ignoreRules, type IgnoreRule } from '../git-ignored';
import { oncePerRun } from '../once-per-run';
import { inWorkspace, type Asked } from './data-question';
import { pointerAbove } from './dvc-pointer';

/** So many paths fit into the command line of every system. */
const PER_CALL = 200;

interface Ignored {
  file: string;
  rule: IgnoreRule;
}

/**
 * Checks that git, and so Nx, sees files. It is asked once per nx command.
 * @param what they are, for the message; default: the data itself
 * @throws UserError that names the first one that a rule hides, and the rule
 */
export async function assertSeen(
  ask: Asked,
  files: readonly string[],
  what: 'data' | 'pointer' | 'lock' = 'data',
): Promise<void> {
  const { workspaceRoot, cacheDir, key, where } = ask;
  const { first } = await oncePerRun(
    cacheDir,
    process.env['MODELGATE_RUN'],
    `ignored ${files.length === 1 ? files[0] : sha256Text(files.join('\n'))}`,
    {
      ask: async (): Promise<{ first?: Ignored }> => {
        const found = await firstIgnored(workspaceRoot, files);
        return found ? { first: found } : {};
      },
      isAnswer: (value): value is { first?: Ignored } => value !== null && typeof value === 'object',
    },
  );
  if (!first) return;
  const { file, rule } = first;
  const above = what === 'data' ? await pointerAbove(workspaceRoot, file) : undefined;
  const takeOut = `take it out of ${rule.source} (a line "!${basename(file)}" after line ${rule.line} does that)`;
  const subject = { data: '', pointer: 'the pointer ', lock: 'the lock ' }[what];
  throw new UserError(
    `${key}: ${subject}${inWorkspace(workspaceRoot, file)} is ignored by ${rule.source}:${rule.line} (${rule.pattern})`,
    {
      where,
      why: 'Nx hashes no ignored file, so a change of the data would go unseen and old results would be served',
      fix:
        what !== 'data'
          ? `${takeOut} and commit it`
          : above === undefined
            ? `commit the file and ${takeOut}, or track it with DVC (dvc add), or name another file`
            : `name the folder that DVC tracks with ${inWorkspace(workspaceRoot, above)}, or give this file a pointer of its own`,
    },
  );
}

async function firstIgnored(root: string, files: readonly string[]): Promise<Ignored | undefined> {
  for (let at = 0; at < files.length; at += PER_CALL) {
    const part = files.slice(at, at + PER_CALL);
    const rules = await ignoreRules(root, part);
    for (const file of part) {
      const rule = rules.get(file);
      if (rule) return { file, rule };
    }
  }
  return undefined;
}
