import { check } from '../stage-failure';
import type { StageCore } from '../run-stage-task';
import { projectPath, type StageContext } from '../stage-context';
import { counted, findingGates, findingTable, readFindings } from './code-findings';
import { codePaths } from './code-folders';
import { noCode } from './no-code';
import { FLAKE8_SETTINGS, foldersUpTo, isConfigured, RUFF_SETTINGS } from './tool-settings';
import { brokenTool, missingTool, openToolbox } from './toolbox';

/** The style of the Python code, by the linter that the project has settings for, else by ruff. */
export const lint: StageCore = async (context) => {
  const project = projectPath(context, '.');
  const paths = codePaths(project, context.model.python.path);
  if (paths.length === 0) throw noCode(context, 'lint');
  const tools = await openToolbox(context);
  const tool = linterOf(context);
  const version = tools.installed.get(tool);
  if (version === undefined) throw await missingTool(context, 'lint', tool, tools);
  const end = await tools.run(
    tool,
    tool === 'ruff'
      ? ['-m', 'ruff', 'check', '--no-fix', '--force-exclude', '--output-format=concise', ...paths]
      : ['-m', 'flake8', '--format=default', '--color=never', ...paths],
    { imports: false, variables: { RUFF_CACHE_DIR: tools.memory('ruff') } },
  );
  const findings = readFindings(end.stdout);
  const { projectRoot } = context;
  if (end.exitCode !== 0 && findings.length === 0) throw brokenTool(context, tool, end);
  const failed = end.exitCode !== 0;
  return {
    summary: `${tool} ${version} in ${paths.join(', ')}: ${counted(findings.length, 'finding', 'nothing found')}`,
    subject: {},
    gates: failed
      ? findingGates(findings, projectRoot)
      : [check(tool, 'pass', `${tool} ${version} has nothing against ${paths.join(', ')}`)],
    tables: findingTable(findings, projectRoot),
    interpreter: tools.interpreter,
    judges: false,
  };
};

/** flake8 where the nearest settings of a linter are those of flake8. */
function linterOf(context: StageContext): 'ruff' | 'flake8' {
  for (const folder of foldersUpTo(context.workspaceRoot, projectPath(context, '.'))) {
    if (isConfigured(folder, RUFF_SETTINGS)) return 'ruff';
    if (isConfigured(folder, FLAKE8_SETTINGS)) return 'flake8';
  }
  return 'ruff';
}
