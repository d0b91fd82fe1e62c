import { readCells, writeCells } from '../csv.mjs';
import { troublesIn } from '../printer.mjs';
import { claim } from '../stop.mjs';

export const title = 'Bad data is blocked before anything is trained on it';

const DATA = 'models/diabetes/data/diabetes.csv';

/** @param {import('../stage.mjs').Stage} stage */
export function play(stage) {
  spoil(stage);
  stage.print.say(
    `A delivery of ${DATA} without the column blood_pressure, with three empty ages and a bmi of 305:`,
  );
  const run = stage.nx(['run', 'diabetes:gate'], 'the data is refused, and nothing runs after that', {
    failed: ['diabetes:validate-data'],
  });
  const text = run.textOf('diabetes:validate-data');
  stage.print.output(troublesIn(text));
  for (const [what, sign] of /** @type {const} */ ([
    ['the missing column', 'missing: "blood_pressure"'],
    ['the rows without a value', '3 of 442 rows have none'],
    ['the value out of range', '305'],
  ])) {
    claim(
      text.includes(sign),
      `the report names ${what}`,
      `it does not say ${JSON.stringify(sign)}\n${text}`,
    );
  }
  stage.keepReport('diabetes', 'validate-data', 'the refused data');
  stage.undo();
}

/** @param {import('../stage.mjs').Stage} stage */
function spoil(stage) {
  const lines = readCells(stage.read(DATA));
  const header = lines[0] ?? [];
  const [age, bmi, pressure] = ['age', 'bmi', 'blood_pressure'].map((name) => header.indexOf(name));
  const spoilt = lines.map((cells, row) =>
    cells
      .map((cell, column) => {
        if (column === age && [4, 8, 13].includes(row)) return '';
        return column === bmi && row === 6 ? '305' : cell;
      })
      .filter((_, column) => column !== pressure),
  );
  stage.write(DATA, writeCells(spoilt));
}
