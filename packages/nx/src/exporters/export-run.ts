import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { commandsOf, hasScheme, UserError, type Interpreter } from '@modelgate/contracts';
import { pythonFile, runTool } from '@modelgate/runtime';
import type { Exporters } from '../inference/exporter-options';
import { chooseInterpreter } from '../stages/python-stage';
import { openStage, type StageContext, type StageTask } from '../stages/stage-context';
import { readRun, type ExportedRun } from './exported-run';

/** A build does not wait longer for a server that does not answer. */
const TIMEOUT_MS = 120_000;

/** Variables by which the clients of servers and object stores sign in. */
const SIGN_IN =
  /^(?:MLFLOW|WANDB|AWS|AZURE|GOOGLE|DATABRICKS)_\w*(?:TOKEN|KEY|KEY_ID|PASSWORD|SECRET|CREDENTIALS?)$/;

/**
 * Hands a run that a stage has just ended to each exporter that is switched on. It says one line for each, and never throws:
 * where a run is kept besides its folder changes no result.
 *
 * @param since when the task began; an older run is not handed over
 */
export async function exportRun(task: StageTask, exporters: Exporters, since: Date): Promise<void> {
  const orders = ordersOf(task.workspaceRoot, exporters);
  if (orders.length === 0) return;
  try {
    const context = await openStage(task);
    const run = await readRun(context, since);
    if (run === undefined) return;
    for (const order of orders) task.say(await perform(context, run, order));
  } catch (error) {
    task.say(`not exported: ${firstLine(error)}`);
  }
}

/** One exporter with its options. */
interface Order {
  name: 'mlflow' | 'wandb';
  options: Record<string, string>;
  python: string | undefined;
}

/** Fills the defaults in; paths become absolute, and a folder the URI of one. */
export function ordersOf(workspaceRoot: string, { mlflow, wandb }: Exporters): Order[] {
  const orders: Order[] = [];
  if (mlflow) {
    const { tracking_uri = '.modelgate/mlruns', experiment, python } = mlflow;
    const uri = isUri(tracking_uri) ? tracking_uri : pathToFileURL(resolve(workspaceRoot, tracking_uri)).href;
    orders.push({
      name: 'mlflow',
      options: { tracking_uri: uri, ...(experiment === undefined ? {} : { experiment }) },
      python,
    });
  }
  if (wandb) {
    const { dir = '.modelgate', project, python } = wandb;
    orders.push({
      name: 'wandb',
      options: { dir: resolve(workspaceRoot, dir), ...(project === undefined ? {} : { project }) },
      python,
    });
  }
  return orders;
}

/** `databricks` alone is a URI of MLflow too. */
function isUri(text: string): boolean {
  return hasScheme(text) || text.startsWith('file:') || text === 'databricks';
}

async function perform(context: StageContext, run: ExportedRun, order: Order): Promise<string> {
  try {
    const end = await runTool({
      what: `the exporter ${order.name}`,
      interpreter: await interpreterOf(context, order),
      args: [pythonFile('export_run.py'), order.name],
      cwd: context.workspaceRoot,
      input: JSON.stringify({ options: order.options, run }),
      env: context.env,
      secrets: Object.keys(context.env).filter((name) => SIGN_IN.test(name)),
      timeoutMs: TIMEOUT_MS,
      signal: context.signal,
    });
    if (end.exitCode === 0) return `exported to ${order.name}: ${lastLine(end.stdout)}`;
    return `not exported to ${order.name}: ${lastLine(end.stderr)}`;
  } catch (error) {
    return `not exported to ${order.name}: ${firstLine(error)}`;
  }
}

async function interpreterOf(context: StageContext, { name, python }: Order): Promise<Interpreter> {
  if (python !== undefined) {
    const path = /[/\\]/.test(python) ? resolve(context.workspaceRoot, python) : python;
    return { path, version: '', chosen_by: `exporters.${name}.python` };
  }
  if (commandsOf(context.model.command).train !== undefined) {
    throw new UserError(
      `a program trains ${context.projectName}: name a Python that has ${name} in exporters.${name}.python`,
    );
  }
  return chooseInterpreter(context);
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1) ?? '';
}
