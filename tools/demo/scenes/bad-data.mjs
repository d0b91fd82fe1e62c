import { troublesIn } from '../printer.mjs';
import { claim } from '../stop.mjs';

export const title = 'Bad data is blocked before anything is trained on it';

const DATA = 'models/credit-risk/data/train.csv';

/** @param {import('../stage.mjs').Stage} stage */
export function play(stage) {
  spoil(stage);
  stage.print.say(
    `A delivery of ${DATA} without the column income, with three empty ages and a credit_score of 9999:`,
  );
  const run = stage.nx(['run', 'credit-risk:gate'], 'the data is refused, and nothing runs after that', {
    failed: ['credit-risk:validate-data'],
  });
  const text = run.textOf('credit-risk:validate-data');
  stage.print.output(troublesIn(text));
  for (const [what, sign] of /** @type {const} */ ([
    ['the missing column', 'missing: "income"'],
    ['the rows without a value', '3 of 400 rows have none'],
    ['the value out of range', '9999'],
  ])) {
    claim(
      text.includes(sign),
      `the report names ${what}`,
      `it does not say ${JSON.stringify(sign)}\n${text}`,
    );
  }
  stage.keepReport('credit-risk', 'validate-data', 'the refused data');
  stage.undo();
}

/** @param {import('../stage.mjs').Stage} stage */
function spoil(stage) {
  const lines = stage.read(DATA).trimEnd().split('\n');
  const [age, income, creditScore] = ['age', 'income', 'credit_score'].map((name) =>
    (lines[0] ?? '').split(',').indexOf(name),
  );
  const spoilt = lines.map((line, row) =>
    line
      .split(',')
      .map((cell, column) => {
        if (column === age && [4, 8, 13].includes(row)) return '';
        return column === creditScore && row === 6 ? '9999' : cell;
      })
      .filter((_, column) => column !== income)
      .join(','),
  );
  stage.write(DATA, `${spoilt.join('\n')}\n`);
}
