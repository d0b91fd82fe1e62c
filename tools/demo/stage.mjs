import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { git } from '../workspace/create.cjs';
import { nxIn } from './nx-run.mjs';
import { shellLine } from './printer.mjs';
import { claim, DemoStop } from './stop.mjs';

/** @typedef {import('./nx-run.mjs').NxRun} NxRun */

/** Tasks that a run is to have, by what became of them; none where a list is left out. */
/** @typedef {{ ran?: string[], cached?: string[], failed?: string[] }} Expected */

/** The workspace that the scenes play in: every command is printed, run for real, and counted. */
export class Stage {
  /**
   * @param {import('../workspace/create.cjs').WorkspaceFolders} folders
   * @param {{ print: import('./printer.mjs').Printer, color: boolean, python: string }} options
   */
  constructor(folders, { print, color, python }) {
    this.folders = folders;
    this.root = folders.root;
    this.print = print;
    this.run = nxIn(folders, { color, python });
    this.scene = 0;
    /** @type {import('./table.mjs').Row[]} */
    this.rows = [];
    this.lastChange = 0;
    /** Copies of reports that a later scene replaces. @type {{ what: string, file: string }[]} */
    this.keptReports = [];
  }

  /**
   * Runs nx and checks what Nx recorded of it.
   * @param {string[]} args
   * @param {string} shows what is claimed of this run
   * @param {Expected} [expected] a run with a failed task must exit with another code than 0, every other run with 0
   * @returns {NxRun}
   */
  nx(args, shows, expected = {}) {
    const words = ['nx', ...args];
    this.print.command(shellLine(words));
    const run = this.run(args);
    this.rows.push({ scene: this.scene, words, run });
    this.writeLog(run);
    if (run.recorded) this.print.remark(`tasks: ${outcomes(run)}`);
    const failed = expected.failed ?? [];
    const code = failed.length > 0 ? run.code !== 0 && run.code !== null : run.code === 0;
    claim(code, shows, this.seen(run, `nx exited with ${run.code}`));
    for (const outcome of /** @type {const} */ (['failed', 'ran', 'cached'])) {
      const difference = differenceOf(run[outcome], expected[outcome] ?? []);
      claim(difference === '', shows, this.seen(run, `${outcome}: ${difference}`));
    }
    if (run.recorded) {
      this.print.remark(`shown: ${shows}`);
      this.print.blank();
    }
    return run;
  }

  /** Lets git know of new files, so that an edit of them has a diff. */
  add() {
    git(this.folders, ['add', '--all']);
  }

  /** @param {string} message */
  commit(message) {
    const commit = ['commit', '--quiet', `--message=${message}`];
    this.print.command(`git add --all && ${shellLine(['git', ...commit])}`);
    this.add();
    git(this.folders, commit);
  }

  /** Takes every change back that is not committed. */
  undo() {
    this.print.command('git checkout --quiet -- models');
    this.awaitNextSecond();
    git(this.folders, ['checkout', '--quiet', '--', 'models']);
  }

  /**
   * Changes lines of a file, and prints them as a diff.
   * @param {string} path from the workspace
   * @param {[from: string, to: string][]} changes each `from` stands in the file once
   */
  edit(path, changes) {
    let text = this.read(path);
    for (const [from, to] of changes) {
      if (text.split(from).length !== 2)
        throw new DemoStop(`${path} does not have ${JSON.stringify(from)} once; the demo edits that line`);
      text = text.replace(from, () => to);
    }
    this.write(path, text);
    this.print.say(`An edit of ${path}:`);
    const diff = git(this.folders, ['diff', '--unified=0', '--no-color', '--', path]).split('\n');
    const lines = diff
      .slice(diff.findIndex((line) => line.startsWith('@@')))
      .filter((line) => /^[-+]/.test(line));
    this.print.output(lines.map((line) => `${line[0]} ${line.slice(1).trim()}`).join('\n'));
  }

  /** @param {string} path from the workspace */
  read(path) {
    return readFileSync(join(this.root, path), 'utf8');
  }

  /** @param {string} path from the folder that holds the workspace */
  readBeside(path) {
    return readFileSync(join(this.folders.home, path), 'utf8');
  }

  /**
   * @param {string} path from the workspace
   * @param {string} text
   */
  write(path, text) {
    const file = join(this.root, path);
    if (existsSync(file)) this.awaitNextSecond();
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }

  /**
   * Without its daemon, Nx takes a file for unchanged whose modification time has the same whole second as before. Nobody
   * types that fast, but the demo does.
   */
  awaitNextSecond() {
    const wait = (Math.floor(this.lastChange / 1000) + 1) * 1000 - Date.now();
    if (wait > 0) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, wait);
    this.lastChange = Date.now();
  }

  /**
   * Keeps a copy of a report beside the workspace, since the next run of that target writes it anew.
   * @param {string} model
   * @param {string} target
   * @param {string} what
   */
  keepReport(model, target, what) {
    const folder = join(this.folders.home, 'reports');
    mkdirSync(folder, { recursive: true });
    const file = join(folder, `${this.scene}-${model}-${target}.html`);
    copyFileSync(join(this.root, 'dist/models', model, target, 'report.html'), file);
    this.keptReports.push({ what, file });
  }

  /** @param {NxRun} run */
  writeLog({ output }) {
    mkdirSync(join(this.folders.home, 'logs'), { recursive: true });
    writeFileSync(this.logFile(), output);
  }

  /** The whole output of the latest command. */
  logFile() {
    return join(this.folders.home, 'logs', `${String(this.rows.length).padStart(2, '0')}.log`);
  }

  /**
   * @param {NxRun} run
   * @param {string} what
   */
  seen(run, what) {
    const lines = run.output.trimEnd().split('\n');
    const end = lines.slice(-40).map((line) => `    ${line}`);
    return [what, 'The end of its output:', ...end, `All of it: ${this.logFile()}`].join('\n');
  }
}

/**
 * What became of the tasks of a run, in a line.
 * @param {NxRun} run
 */
function outcomes({ ran, cached, failed, seconds, savedSeconds }) {
  const saved = savedSeconds >= 1 ? ` (${savedSeconds.toFixed(0)} s of work saved)` : '';
  return `${ran.length} ran; ${cached.length} from the cache${saved}; ${failed.length} failed; ${seconds.toFixed(1)} s`;
}

/**
 * How two lists of tasks differ; empty where they hold the same.
 * @param {string[]} seen
 * @param {string[]} expected
 */
function differenceOf(seen, expected) {
  const missing = expected.filter((id) => !seen.includes(id));
  const unexpected = seen.filter((id) => !expected.includes(id));
  return [
    ...(missing.length > 0 ? [`without ${missing.join(', ')}`] : []),
    ...(unexpected.length > 0 ? [`with ${unexpected.join(', ')}`] : []),
  ].join('; ');
}
