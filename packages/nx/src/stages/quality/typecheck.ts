import { delimiter, posix } from 'node:path';
import { check } from '../stage-failure';
import type { StageCore } from '../run-stage-task';
import { projectPath, type StageContext } from '../stage-context';
import { counted, findingGates, findingTable, readFindings } from './code-findings';
import { codePaths, testFolders } from './code-folders';
import { noCode } from './no-code';
import { isConfigured, MYPY_FILES } from './tool-settings';
import { brokenTool, importPath, missingTool, openToolbox } from './toolbox';

/** The types of the Python code, by mypy: what its settings name, else what `python.path` names. */
export const typecheck: StageCore = async (context) => {
  const paths = pathsOf(context);
  if (paths?.length === 0) throw noCode(context, 'typecheck');
  const tools = await openToolbox(context);
  const version = tools.installed.get('mypy');
  if (version === undefined) throw await missingTool(context, 'typecheck', 'mypy', tools);
  const flags = ['--no-pretty', '--show-column-numbers', '--show-error-codes', '--no-color-output'];
  const end = await tools.run('mypy', ['-m', 'mypy', ...flags, ...(paths ?? [])], {
    imports: false,
    variables: { MYPY_CACHE_DIR: tools.memory('mypy'), MYPYPATH: importPath(context).join(delimiter) },
  });
  const findings = readFindings(end.stdout);
  const { projectRoot } = context;
  if (end.exitCode !== 0 && findings.length === 0) throw brokenTool(context, 'mypy', end);
  const where = paths?.join(', ') ?? 'the files of its settings';
  return {
    summary: `mypy ${version} in ${where}: ${counted(findings.length, 'error', 'no errors')}`,
    subject: {},
    gates:
      end.exitCode === 0
        ? [check('mypy', 'pass', `mypy ${version} has no errors in ${where}`)]
        : findingGates(findings, projectRoot),
    tables: findingTable(findings, projectRoot),
    interpreter: tools.interpreter,
    judges: false,
  };
};

/** @returns undefined where mypy's own settings say what is checked */
function pathsOf(context: StageContext): string[] | undefined {
  const project = projectPath(context, '.');
  const { path } = context.model.python;
  if (isConfigured(project, MYPY_FILES)) return undefined;
  const all = codePaths(project, path);
  const named = path.map((each) => posix.normalize(each).replace(/\/$/, ''));
  if (named.includes('.')) return all.filter((each) => !testFolders(project).includes(each));
  return all.flatMap((each) => named.filter((folder) => folder === each || folder.startsWith(`${each}/`)));
}
