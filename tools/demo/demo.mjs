/**
 * `npm run demo`: the plugin as a user has it. Packs the packages, installs them into a workspace outside this repository, and
 * plays the scenes there with real commands; each scene checks what it claims. Exits 1 where one does not show it.
 */
import { join } from 'node:path';
import { createWorkspace } from '../workspace/create.cjs';
import { prepareTemplate } from '../workspace/template.cjs';
import { printer } from './printer.mjs';
import { writeRealData } from './real-data.mjs';
import * as again from './scenes/again.mjs';
import * as badData from './scenes/bad-data.mjs';
import * as cleanUp from './scenes/clean-up.mjs';
import * as firstBaselines from './scenes/first-baselines.mjs';
import * as firstRun from './scenes/first-run.mjs';
import * as largerModel from './scenes/larger-model.mjs';
import * as leak from './scenes/leak.mjs';
import * as moreData from './scenes/more-data.mjs';
import * as oneEdit from './scenes/one-edit.mjs';
import * as release from './scenes/release.mjs';
import * as rollback from './scenes/rollback.mjs';
import * as threeModels from './scenes/three-models.mjs';
import * as worseModel from './scenes/worse-model.mjs';
import { Stage } from './stage.mjs';
import { DemoStop } from './stop.mjs';
import { renderTable } from './table.mjs';

const SCENES = [
  threeModels,
  firstRun,
  firstBaselines,
  release,
  again,
  oneEdit,
  badData,
  worseModel,
  largerModel,
  leak,
  moreData,
  rollback,
  cleanUp,
];
/** Targets whose reports people read first. */
const READ_FIRST = ['validate-data', 'evaluate', 'benchmark'];

const { NO_COLOR, FORCE_COLOR } = process.env;
const color = !NO_COLOR && (FORCE_COLOR ? FORCE_COLOR !== '0' : process.stdout.isTTY === true);
const print = printer({ color });
const started = performance.now();

try {
  const stage = makeStage();
  for (const { title, play } of SCENES) {
    stage.scene += 1;
    print.heading(`${stage.scene}. ${title}`);
    play(stage);
  }
  print.heading('What ran, what was cached, and how long it took');
  print.output(renderTable(stage.rows));
  sayWhereReportsAre(stage);
} catch (error) {
  if (!(error instanceof DemoStop)) throw error;
  print.heading('The demo stops here');
  print.say(error.message);
  process.exitCode = 1;
}

function makeStage() {
  print.heading('A workspace with the packed plugin, and one Python for all models');
  print.say('Builds, packs and installs the packages: about a minute the first time.');
  const folders = createWorkspace({ template: prepareTemplate(), name: 'demo' });
  const data = join(folders.home, 'data');
  const python = writeRealData(data, print.say);
  print.say(
    [
      `workspace   ${folders.root}`,
      `cache       ${folders.cacheDirectory}`,
      `data        ${data}`,
      `Python      ${python}`,
    ].join('\n'),
  );
  print.command(`export MODELGATE_PYTHON=${python}`);
  return new Stage(folders, { print, color, python });
}

/** @param {Stage} stage */
function sayWhereReportsAre(stage) {
  print.heading('HTML reports');
  for (const { what, file } of stage.keptReports) print.say(`${what}\n    ${file}`);
  const models = join(stage.root, 'dist/models');
  print.say(`every stage of every model\n    ${join(models, '<model>', '<stage>', 'report.html')}`);
  for (const target of READ_FIRST) print.output(join(models, 'digit-reader', target, 'report.html'));
  print.say(
    `All ${SCENES.length} scenes showed what they claim, in ${((performance.now() - started) / 1000).toFixed(0)} s.`,
  );
}
