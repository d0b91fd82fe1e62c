import { basename } from 'node:path';
import { UserError } from '@modelgate/contracts';
import { sha256Text } from '@modelgate/store';
import { ignoreRules, type IgnoreRule } from '../git-ignored';
import { oncePerRun } from '../once-per-run';
import { inWorkspace, type Asked } from './data-question';
import { pointerAbove } from './dvc-pointer';

interface Ignored {
  file: string;
  rule: IgnoreRule;
}

/** What git said of the data of a workspace. */
interface Survey {
  asked: string[];
  ignored: Ignored[];
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
  const { workspaceRoot, key, where } = ask;
  const first = await hidden(ask, files);
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

/** The first of the files that a rule hides, from the answer about all data of the workspace where that knows them. */
async function hidden(ask: Asked, files: readonly string[]): Promise<Ignored | undefined> {
  const { workspaceRoot, cacheDir, siblings } = ask;
  const run = process.env['MODELGATE_RUN'];
  if (run && siblings) {
    const all = await oncePerRun(cacheDir, run, 'ignored data', {
      ask: async (): Promise<Survey> => {
        const asked = [...new Set(siblings())];
        return { asked, ignored: await allIgnored(workspaceRoot, asked) };
      },
      isAnswer: (value): value is Survey => value !== null && typeof value === 'object' && 'asked' in value,
    });
    const asked = new Set(all.asked);
    if (files.every((file) => asked.has(file))) return all.ignored.find(({ file }) => files.includes(file));
  }
  const question = files.length === 1 ? files[0] : sha256Text(files.join('\n'));
  const { first } = await oncePerRun(cacheDir, run, `ignored ${question}`, {
    ask: async (): Promise<{ first?: Ignored }> => {
      const [found] = await allIgnored(workspaceRoot, files);
      return found ? { first: found } : {};
    },
    isAnswer: (value): value is { first?: Ignored } => value !== null && typeof value === 'object',
  });
  return first;
}

async function allIgnored(root: string, files: readonly string[]): Promise<Ignored[]> {
  const rules = await ignoreRules(root, files);
  return files.flatMap((file) => {
    const rule = rules.get(file);
    return rule ? [{ file, rule }] : [];
  });
}
