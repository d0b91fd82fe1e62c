import { join } from 'node:path';
import { UserError, type Library } from '@modelgate/contracts';
import { libraryFinder } from '@modelgate/runtime/python-libraries';

/**
 * The Python libraries of the workspace that a project depends on, with absolute paths.
 * @throws UserError with the file and line that name one that is not there, or lies outside the workspace
 */
export async function projectLibraries(workspaceRoot: string, projectRoot: string): Promise<Library[]> {
  const { libraries, problem } = await libraryFinder(workspaceRoot).librariesOf(projectRoot);
  if (problem !== undefined) throw new UserError(problem);
  return libraries.map(({ name, root, path }) => ({ name, root: join(workspaceRoot, root), path }));
}
