import type { JudgingStage, Verdict } from '@modelgate/contracts';
import { shortVersion } from './bundle';

export interface VerdictQuestion {
  model: string;
  /** Digest of the model that is to be released. */
  candidate: string;
  /** Digests of what went into it, by role; a verdict about other bytes in the same role does not count. */
  inputs: Readonly<Record<string, string>>;
  verdicts: readonly Verdict[];
  /** Stages that have to have judged. */
  require: readonly JudgingStage[];
  now: Date;
}

/** Stages that judge the model itself and so have to name it. */
const JUDGE_THE_MODEL: readonly JudgingStage[] = ['evaluate', 'benchmark'];

/** Every reason why the verdicts do not allow a release, one sentence each; none where they do. */
export function verdictRefusals(question: VerdictQuestion): string[] {
  return question.require.flatMap((stage) => {
    const verdicts = question.verdicts.filter((verdict) => verdict.stage === stage);
    if (verdicts.length === 0) return [`${stage}: there is no verdict`];
    return verdicts.flatMap((verdict) => faultsOf(verdict, question).map((fault) => `${stage}: ${fault}`));
  });
}

function faultsOf(verdict: Verdict, { model, candidate, inputs, now }: VerdictQuestion): string[] {
  const faults: string[] = [];
  if (verdict.project !== model) faults.push(`the verdict is about "${verdict.project}", not "${model}"`);
  const judged = verdict.subject['candidate'];
  if (judged === undefined && JUDGE_THE_MODEL.includes(verdict.stage)) {
    faults.push('the verdict does not say which model it is about');
  }
  for (const [role, expected] of Object.entries({ ...inputs, candidate })) {
    const actual = verdict.subject[role];
    if (actual === undefined || actual === expected) continue;
    const what = role === 'candidate' ? 'another model' : `another ${role.replace(/_/g, ' ')}`;
    faults.push(`the verdict is about ${what} (${shortVersion(actual)}, not ${shortVersion(expected)})`);
  }
  if (verdict.outcome === 'fail') {
    const failed = verdict.gates.filter((gate) => gate.effect === 'fail').map((gate) => gate.title);
    faults.push(failed.length > 0 ? `failed on ${failed.join(', ')}` : 'failed');
  }
  if (verdict.valid_until !== undefined) {
    const end = Date.parse(verdict.valid_until);
    if (Number.isNaN(end)) {
      faults.push(`"${verdict.valid_until}" is no instant until which the verdict could be valid`);
    } else if (now.getTime() > end) faults.push(`the verdict was valid until ${verdict.valid_until}`);
  }
  return faults;
}

/** Remarks on verdicts that allow a release with warnings. */
export function verdictNotes(verdicts: readonly Verdict[]): string[] {
  return verdicts
    .filter((verdict) => verdict.outcome === 'warn')
    .map((verdict) => {
      const titles = verdict.gates.filter((gate) => gate.effect === 'warn').map((gate) => gate.title);
      return `${verdict.stage} passed with warnings${titles.length > 0 ? `: ${titles.join(', ')}` : ''}`;
    });
}
