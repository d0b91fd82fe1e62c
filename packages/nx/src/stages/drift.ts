import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { posix } from 'node:path';
import {
  UserError,
  type DriftGatesFile,
  type GateResult,
  type Mode,
  type ReportTable,
  type ValidateDataGates,
} from '@modelgate/contracts';
import { compare, driftGates, driftTable, readProfile, type DriftResult } from '@modelgate/expectations';
import { tableOf, type Opened } from './data-files';
import { projectPath, type ProjectContext } from './stage-context';

export interface DriftFindings {
  gates: GateResult[];
  tables: ReportTable[];
  /** For the line that sums the stage up: `, 12 drift gates`. */
  summary: string;
  /** The profile that was read, from the project's folder. */
  files: string[];
}

const GATES_FILE = 'gates/validate-data.yaml';

/** How far the data is from the reference that gates/validate-data.yaml names; nothing where it names none. */
export async function driftFindings(
  context: ProjectContext,
  data: Opened,
  { mode, drift, examples }: ValidateDataGates,
): Promise<DriftFindings> {
  const own: Mode = lesser(mode, drift?.mode ?? mode);
  if (!drift || own === 'off') return { gates: [], tables: [], summary: '', files: [] };
  const { compared, result, files } = await compareWith(context, data, drift);
  const acceptance =
    drift.reference === 'train'
      ? 'split the data anew'
      : `accept it: npx @modelgate/expectations profile --data ${compared} --out ${posix.join(context.projectRoot, drift.reference)}`;
  const gates = driftGates(result, {
    mode: own,
    onInconclusive: drift.on_inconclusive,
    examples,
    acceptance,
  });
  return {
    gates,
    summary: `, ${gates.length} drift gate${gates.length === 1 ? '' : 's'}`,
    tables: [{ title: `Drift of ${compared} from ${result.reference.name}`, ...driftTable(result) }],
    files,
  };
}

/** A stage that only warns has no gate that fails. */
function lesser(one: Mode, other: Mode): Mode {
  const order: readonly Mode[] = ['off', 'warn', 'enforce'];
  return order[Math.min(order.indexOf(one), order.indexOf(other))] ?? 'off';
}

async function compareWith(
  context: ProjectContext,
  data: Opened,
  drift: DriftGatesFile,
): Promise<{ compared: string; result: DriftResult; files: string[] }> {
  const { reference } = drift;
  const isProfile = reference !== 'train';
  const role = drift.data ?? (isProfile ? 'train' : 'test');
  const where = { file: posix.join(context.projectRoot, GATES_FILE) };
  const opened = data[role];
  if (!opened) {
    throw new UserError(`drift: there is no ${role} file to compare`, {
      where,
      fix: isProfile ? 'say drift.data: train' : 'name a test file, or a profile as drift.reference',
    });
  }
  if (!isProfile && (role === 'train' || !data.train)) {
    throw new UserError('drift: the training data cannot be compared with itself', {
      where,
      fix: 'say drift.data: test, or name a profile as drift.reference',
    });
  }
  const options = {
    data: tableOf(opened, data.format),
    ...(drift.columns ? { columns: drift.columns } : {}),
    exclude: drift.exclude,
    thresholds: drift.thresholds,
    byColumn: drift.by_column,
    minRows: drift.min_rows,
    confidence: drift.confidence,
  };
  if (!isProfile && data.train) {
    const result = await compare({ ...options, reference: tableOf(data.train, data.format) });
    return { compared: opened.relative, result, files: [] };
  }
  const filePath = posix.join(context.projectRoot, reference);
  const file = projectPath(context, reference);
  if (!existsSync(file)) {
    throw new UserError(`drift: there is no profile ${filePath}`, {
      where,
      fix: `make it from data that is right: npx @modelgate/expectations profile --data ${opened.relative} --out ${filePath}`,
    });
  }
  const profile = readProfile(await readFile(file, 'utf8'), { filePath });
  const result = await compare({ ...options, reference: profile, referenceName: filePath });
  return { compared: opened.relative, result, files: [reference] };
}
