import { makeVenv } from '../make-venv';

/** One of several processes that want the same environment; prints what it does. */
const [projectRoot = '', cacheDir = '', python = ''] = process.argv.slice(2);

void makeVenv({
  workspaceRoot: projectRoot,
  projectRoot,
  demands: { versions: [], dependencies: [], files: [], lock: undefined },
  base: [python],
  uv: undefined,
  env: process.env,
  cacheDir,
  onNote: (line) => console.log(line),
}).then((path) => console.log(path));
