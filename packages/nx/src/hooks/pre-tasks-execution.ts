import type { PreTasksExecution } from '@nx/devkit';
import { hardwareClass } from '@modelgate/runtime/hook';
import { workspaceDataFolder } from '../inference/model-cache';
import { requestedConfiguration } from './command-line';
import { pythonMinors } from './python-minors';

/**
 * Sets the variables that cached stages hash, Python's minor version and the hardware class, and the name of this run.
 * It runs before every nx command that has tasks, so it spawns nothing that an earlier run has already found out.
 */
export const preTasksExecution: PreTasksExecution = (_options, { id, workspaceRoot, argv }) => {
  const cacheDir = workspaceDataFolder(workspaceRoot, process.env);
  process.env['MODELGATE_PYTHON_MINOR'] = pythonMinors(workspaceRoot, process.env, cacheDir);
  process.env['MODELGATE_HARDWARE'] = hardwareClass(process.env);
  process.env['MODELGATE_RUN'] = `${process.pid} ${id}`;
  const configuration = requestedConfiguration(argv);
  if (configuration === undefined) delete process.env['MODELGATE_CONFIGURATION'];
  else process.env['MODELGATE_CONFIGURATION'] = configuration;
};
