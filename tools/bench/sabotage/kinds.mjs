import { columnIndex, withColumn } from './project.mjs';

/**
 * One way to spoil a model. Every run of it gets other random numbers, and another seed of the training as well.
 * @typedef {object} Kind
 * @property {string} name
 * @property {string} what for people
 * @property {(project: import('./project.mjs').Project, random: import('./random.mjs').Random) => void} apply
 */

const UNITS = ['0.001', '0.01', '0.0393701', '0.453592', '2.20462', '25.4', '100', '1000'];

/** @type {Kind} */
export const CLEAN = {
  name: 'clean',
  what: 'nothing but another seed',
  apply() {},
};

/** @type {Kind[]} */
export const SABOTAGES = [
  {
    name: 'shuffled labels',
    what: 'the targets of 30 % of the training rows are shuffled among these rows',
    apply(project, random) {
      const table = project.table('train');
      const at = columnIndex(table, project.target);
      const order = random.shuffled(table.rows.map((_, row) => row));
      const chosen = order.slice(0, Math.round(0.3 * order.length));
      const targets = random.shuffled(chosen.map((row) => table.rows[row]?.[at] ?? ''));
      const given = new Map(chosen.map((row, index) => [row, targets[index] ?? '']));
      project.writeTable(
        'train',
        withColumn(table, project.target, (value, row) => given.get(row) ?? value),
      );
    },
  },
  {
    name: 'dropped feature, data',
    what: 'both files come without one column',
    apply(project, random) {
      const column = random.pick(project.features());
      for (const role of ROLES) {
        const table = project.table(role);
        const at = columnIndex(table, column);
        const without = (/** @type {string[]} */ cells) => cells.filter((_, index) => index !== at);
        project.writeTable(role, { columns: without(table.columns), rows: table.rows.map(without) });
      }
    },
  },
  {
    name: 'dropped feature, code',
    what: 'the preprocessing of training and prediction leaves one column out',
    apply(project, random) {
      const column = random.pick(project.features());
      project.replace(
        `${project.code}/data.py`,
        'table.drop(columns=TARGET, errors="ignore")',
        `table.drop(columns=[TARGET, ${JSON.stringify(column)}], errors="ignore")`,
      );
    },
  },
  {
    name: 'unit change',
    what: 'one column of the training data is in another unit',
    apply(project, random) {
      const column = random.pick(project.features());
      const factor = Number(random.pick(UNITS));
      const scaled = withColumn(project.table('train'), column, (value) =>
        String(Number((Number(value) * factor).toPrecision(12))),
      );
      project.writeTable('train', scaled);
    },
  },
  {
    name: 'train/serve skew',
    what: 'prediction prepares features unlike training: a column in another unit, empty, swapped with another, or all standardised twice',
    apply(project, random) {
      const [first, second] = random.shuffled(project.features()).map((column) => JSON.stringify(column));
      const skew = random.pick([
        `features[${first}] = features[${first}] * ${random.pick(UNITS)}`,
        `features[${first}] = float("nan")`,
        `features[[${first}, ${second}]] = features[[${second}, ${first}]].to_numpy()`,
        'features = (features - features.mean()) / (features.std() + 1e-9)',
      ]);
      const file = `${project.code}/evaluate.py`;
      project.replace(
        file,
        IMPORT,
        'from .data import TARGET\nfrom .data import preprocess_features as prepared',
      );
      project.write(
        file,
        `${project.read(file)}\n\ndef preprocess_features(table):\n    features = prepared(table).copy()\n    ${skew}\n    return features\n`,
      );
    },
  },
  {
    name: 'leak, new column',
    what: 'a new column of both files tells the target, with a little noise',
    apply(project, random) {
      for (const role of ROLES) {
        const table = project.table(role);
        const told = toldTarget(table, project.target, random);
        project.writeTable(role, {
          columns: [...table.columns, 'outcome'],
          rows: table.rows.map((cells, row) => [...cells, (told[row] ?? 0).toFixed(6)]),
        });
      }
    },
  },
  {
    name: 'leak, old column',
    what: 'a column of both files tells the target, with a little noise, between the bounds that it always had',
    apply(project, random) {
      const column = random.pick(project.features());
      const values = valuesOf(project.table('train'), column);
      const low = Math.min(...values.map(Number));
      const high = Math.max(...values.map(Number));
      const decimals = Math.max(...values.map((value) => (value.split('.')[1] ?? '').length));
      for (const role of ROLES) {
        const table = project.table(role);
        const told = toldTarget(table, project.target, random);
        const leaked = told.map((share) => (low + share * (high - low)).toFixed(decimals));
        project.writeTable(
          role,
          withColumn(table, column, (_, row) => leaked[row] ?? ''),
        );
      }
    },
  },
  {
    name: 'early stop',
    what: 'training ends after one epoch of fifty',
    apply(project) {
      project.replace('params.yaml', 'epochs: 50', 'epochs: 1');
    },
  },
];

const ROLES = /** @type {const} */ (['train', 'test']);
const IMPORT = 'from .data import TARGET, preprocess_features';

/**
 * The target, or the number of its class, of every row, from 0 to 1 with some noise.
 * @param {import('./project.mjs').Table} table
 * @param {string} target
 * @param {import('./random.mjs').Random} random
 * @returns {number[]}
 */
function toldTarget(table, target, random) {
  const targets = valuesOf(table, target);
  const classes = [...new Set(targets)].sort();
  const values = targets.map((value) =>
    Number.isFinite(Number(value)) ? Number(value) : classes.indexOf(value),
  );
  const low = Math.min(...values);
  const range = Math.max(...values) - low;
  return values.map((value) => {
    const noisy = (value - low) / range + NOISE * random.normal();
    return Math.min(1, Math.max(0, noisy));
  });
}

/** Standard deviation, as a share of the target's range. */
const NOISE = 0.03;

/**
 * @param {import('./project.mjs').Table} table
 * @param {string} column
 */
function valuesOf(table, column) {
  const at = columnIndex(table, column);
  return table.rows.map((cells) => cells[at] ?? '');
}
