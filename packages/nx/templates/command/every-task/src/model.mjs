/**
 * A __task__ model of the column __target__ in Node.js without packages: a linear model, trained by gradient descent.
 *
 * modelgate starts it as `node src/model.mjs REQUEST.json` in the folder of the project, once for each stage. It reads
 * what to do from the request, tells of its progress on file descriptor 3, and writes a result file at the end. The
 * forms of all three are described by the JSON Schemas in node_modules/@modelgate/contracts/schemas.
 */
import { mkdirSync, readFileSync, renameSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const DELIMITER = "__delimiter__";
// A text column becomes one 0/1 feature for each of its most frequent values.
const MAX_CATEGORIES = 20;
// Standardised numbers are cut off here, so that one outlier cannot decide a training.
const LIMIT = 5;
const MODEL_FILE = 'model.json';

const request = JSON.parse(readFileSync(process.argv.at(-1), 'utf8'));
const classifies = request.task.endsWith('classification');

// ------------------------------------------------------------------ stages

const stages = {
  /** A training on a few rows; what it finds is judged by modelgate. */
  'train-smoke'() {
    const params = request.params;
    const rows = shuffled(trainingRows(), randomNumbers(params.seed)).slice(0, request.smoke.rows);
    const few = rows.slice(0, request.smoke.predict_rows);
    const { model, losses } = trainModel(rows, params);
    const before = predict(model, few);
    saveModel(model, join(request.out, 'smoke-model'));
    const after = predict(loadModel(join(request.out, 'smoke-model')), few);
    const chances = before.flatMap(({ probabilities }) => probabilities ?? []);
    return {
      smoke: {
        trained_rows: rows.length,
        losses,
        predicted_rows: few.length,
        predictions: before.length,
        predictions_valid: before.every(({ value }) => Number.isFinite(value)),
        reload_equal: JSON.stringify(before) === JSON.stringify(after),
        ...(classifies ? { probability_range: [Math.min(...chances), Math.max(...chances)] } : {}),
      },
    };
  },

  /** Everything that the model needs goes into the folder `model/`. */
  train() {
    const rows = trainingRows();
    const { model, losses } = trainModel(rows, request.params);
    saveModel(model, join(request.out, 'model'));
    return {
      rows: rows.length,
      history: { loss: losses },
      ...(classifies ? { classes: model.classes } : {}),
    };
  },

  /** Predictions of the evaluation set: labels as their place in the list of classes. */
  score() {
    const model = loadModel(request.model_dir);
    const rows = evaluationRows();
    const targets = rows.map((row) => row[request.data.target]);
    const folder = join(request.out, request.score.into);
    mkdirSync(folder, { recursive: true });
    const predictions = predict(model, rows);
    if (!classifies) {
      writeNpy(join(request.out, 'truth.npy'), [rows.length], targets);
      const values = predictions.map(({ value }) => value);
      writeNpy(join(folder, 'predictions.npy'), [rows.length], values);
      return { rows: rows.length };
    }
    // Those of the request stand first, so that the indices of the model that was scored before stay right.
    const classes = distinct([...(request.score.classes ?? []), ...model.classes, ...sortedLabels(targets)]);
    const places = new Map(classes.map((label, place) => [label, place]));
    const labels = predictions.map(({ value }) => places.get(model.classes[value]));
    const chances = predictions.flatMap(({ probabilities }) =>
      classes.map((label) => probabilities[model.classes.indexOf(label)] ?? 0),
    );
    writeNpy(
      join(request.out, 'truth.npy'),
      [rows.length],
      targets.map((label) => places.get(label)),
    );
    writeNpy(join(folder, 'predictions.npy'), [rows.length], labels);
    writeNpy(join(folder, 'probabilities.npy'), [rows.length, classes.length], chances);
    const binary = request.task === 'binary-classification';
    return {
      rows: rows.length,
      classes,
      probabilities: true,
      ...(binary ? { positive: places.get(positiveClass(model.classes)) } : {}),
    };
  },

  /** Times predict for each command on standard input until that ends; with `once`, a single batch. */
  async measure() {
    const started = performance.now();
    const model = loadModel(request.model_dir);
    const load_seconds = (performance.now() - started) / 1000;
    const rows = evaluationRows();
    if (request.measure?.once !== undefined) {
      time(model, rows, request.measure.once, 1);
      return { load_seconds };
    }
    tell({ type: 'ready' });
    for await (const line of createInterface({ input: process.stdin })) {
      const { batch_size, calls } = JSON.parse(line);
      tell({ type: 'block', batch_size, seconds: time(model, rows, batch_size, calls) });
    }
    return { load_seconds };
  },

  /** Before a deployment: whether the model can be loaded here. */
  'load-check'() {
    const started = performance.now();
    loadModel(request.model_dir);
    return { load_seconds: (performance.now() - started) / 1000 };
  },
};

/** Seconds of each of `calls` calls of predict, on batches that go round the rows. */
function time(model, rows, size, calls) {
  return Array.from({ length: calls }, (_, call) => {
    const batch = Array.from({ length: size }, (_, place) => rows[(call * size + place) % rows.length]);
    const started = performance.now();
    predict(model, batch);
    return (performance.now() - started) / 1000;
  });
}

// ------------------------------------------------------------------ the model

/** Minimises log loss (squared error for a regression), and tells the loss of each epoch. */
function trainModel(rows, { epochs, batch_size, seed, learning_rate = 0.5 }) {
  const { target } = request.data;
  const statistics = learnStatistics(rows);
  const classes = classifies ? sortedLabels(rows.map((row) => row[target])) : undefined;
  const scale = classifies ? undefined : moments(rows.map((row) => row[target]));
  const inputs = rows.map((row) => features(row, statistics));
  const wanted = rows.map((row) =>
    classifies
      ? classes.map((label) => (label === row[target] ? 1 : 0))
      : [(row[target] - scale.mean) / scale.deviation],
  );
  const squares = inputs.flat().reduce((sum, value) => sum + value * value, 0);
  const width = inputs[0].length;
  const model = { classes, scale, statistics, weights: wanted[0].map(() => Array(width).fill(0)) };
  const random = randomNumbers(seed);
  const losses = [];
  for (let epoch = 1; epoch <= epochs; epoch++) {
    const order = shuffled([...inputs.keys()], random);
    let loss = 0;
    for (let start = 0; start < order.length; start += batch_size) {
      const batch = order.slice(start, start + batch_size);
      const slopes = model.weights.map(() => Array(width).fill(0));
      for (const row of batch) {
        const given = outputs(model, inputs[row]);
        loss += lossOf(given, wanted[row]);
        for (const [output, value] of given.entries()) {
          const error = value - wanted[row][output];
          for (let place = 0; place < width; place++) slopes[output][place] += error * inputs[row][place];
        }
      }
      // Divided by the mean squared length, so that one learning rate suits few columns and many.
      const rate = learning_rate / (squares / inputs.length) / batch.length;
      for (const [output, slope] of slopes.entries())
        for (let place = 0; place < width; place++) model.weights[output][place] -= rate * slope[place];
    }
    losses.push(loss / inputs.length);
    tell({ type: 'loss', epoch, epochs, loss: losses.at(-1) });
  }
  return { model, losses };
}

/** For each row the number, or the place of the class in `model.classes` and the probability of each class. */
function predict(model, rows) {
  return rows.map((row) => {
    const given = outputs(model, features(row, model.statistics));
    if (!classifies) return { value: given[0] * model.scale.deviation + model.scale.mean };
    return { value: given.indexOf(Math.max(...given)), probabilities: given };
  });
}

function outputs({ weights }, input) {
  const scores = weights.map((row) => row.reduce((sum, weight, place) => sum + weight * input[place], 0));
  if (!classifies) return scores;
  const highest = Math.max(...scores);
  const powers = scores.map((score) => Math.exp(score - highest));
  const total = powers.reduce((sum, power) => sum + power, 0);
  return powers.map((power) => power / total);
}

function lossOf(given, wanted) {
  return classifies ? -Math.log(Math.max(given[wanted.indexOf(1)], 1e-15)) : (given[0] - wanted[0]) ** 2;
}

function saveModel(model, folder) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, MODEL_FILE), `${JSON.stringify(model, null, 2)}\n`);
}

function loadModel(folder) {
  return JSON.parse(readFileSync(join(folder, MODEL_FILE), 'utf8'));
}

// ------------------------------------------------------------------ features

/** What the features need to know of the training data; stored with the model. */
function learnStatistics(rows) {
  const columns = Object.keys(rows[0]).filter((column) => column !== request.data.target);
  return columns.sort().flatMap((column) => {
    const values = rows.map((row) => row[column]).filter((value) => value !== null);
    if (values.length === 0) return [];
    if (typeof values[0] === 'number') return [{ column, ...moments(values) }];
    const counts = new Map();
    for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
    const frequent = [...counts].sort(([a, one], [b, other]) => other - one || (a < b ? -1 : 1));
    return [{ column, categories: frequent.slice(0, MAX_CATEGORIES).map(([value]) => value) }];
  });
}

/** One number per feature, and a last one that is always 1. A missing number counts as the mean. */
function features(row, statistics) {
  const numbers = statistics.flatMap(({ column, categories, mean, deviation }) => {
    const value = row[column];
    if (categories) return categories.map((category) => (category === value ? 1 : 0));
    const standardised = typeof value === 'number' ? (value - mean) / deviation : 0;
    return [Math.max(-LIMIT, Math.min(LIMIT, standardised))];
  });
  return [...numbers, 1];
}

function moments(values) {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  return { mean, deviation: Math.sqrt(variance) || 1 };
}

// ------------------------------------------------------------------ data

/** The rows that the model may learn from. */
function trainingRows() {
  const rows = readCsv(request.data.train).filter((row) => row[request.data.target] !== null);
  const held = heldOut(rows);
  return rows.filter((_, place) => !held.has(place));
}

/** The rows that it is judged by: a file of their own, or what is held out of the training data. */
function evaluationRows() {
  if (request.data.test) return readCsv(request.data.test);
  const rows = readCsv(request.data.train).filter((row) => row[request.data.target] !== null);
  const held = heldOut(rows);
  return rows.filter((_, place) => held.has(place));
}

/** Places of the rows that are held out by the seed of `data.split`: the same share of every class. */
function heldOut(rows) {
  const { split, target } = request.data;
  if (!split || request.data.test) return new Set();
  const groups = new Map();
  for (const [place, row] of rows.entries()) {
    const group = classifies ? row[target] : undefined;
    groups.set(group, [...(groups.get(group) ?? []), place]);
  }
  const random = randomNumbers(split.seed);
  return new Set(
    sortedLabels([...groups.keys()]).flatMap((group) => {
      const places = shuffled(groups.get(group), random);
      return places.slice(0, Math.max(1, Math.round(places.length * split.test)));
    }),
  );
}

/** A CSV file as one object per row. A column holds numbers where all its cells with a value are numbers, else text. */
function readCsv(path) {
  const [header, ...rows] = parseCsv(readFileSync(path, 'utf8').replace(/^\uFEFF/, ''));
  const isGap = (cell) => /^(|na|n\/a|nan|null|none)$/i.test(cell);
  const isNumber = header.map((_, place) =>
    rows.every((cells) => isGap(cells[place]) || Number.isFinite(Number(cells[place]))),
  );
  const valueOf = (cell, place) => {
    if (isNumber[place]) return isGap(cell) ? null : Number(cell);
    return cell === '' ? null : cell;
  };
  return rows.map((cells) =>
    Object.fromEntries(header.map((column, place) => [column, valueOf(cells[place] ?? '', place)])),
  );
}

function parseCsv(text) {
  const rows = [[]];
  let cell = '';
  let quoted = false;
  const endOfCell = () => {
    rows.at(-1).push(cell.trim());
    cell = '';
  };
  for (let place = 0; place < text.length; place++) {
    const character = text[place];
    if (quoted && character === '"' && text[place + 1] === '"') cell += text[place++];
    else if (character === '"') quoted = !quoted;
    else if (character === DELIMITER && !quoted) endOfCell();
    else if (character === '\n' && !quoted) {
      endOfCell();
      rows.push([]);
    } else if (character !== '\r' || quoted) cell += character;
  }
  endOfCell();
  return rows.filter((cells) => cells.some((value) => value !== ''));
}

function sortedLabels(labels) {
  return distinct(labels).sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}

function distinct(values) {
  return [...new Set(values)];
}

/** The class that a binary model looks for: that of model.yaml, else 1, else the last. */
function positiveClass(classes) {
  const wanted = request.data.positive ?? 1;
  return classes.find((label) => String(label) === String(wanted)) ?? classes.at(-1);
}

/** Numbers in [0, 1) that follow from the seed alone (mulberry32). */
function randomNumbers(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function shuffled(values, random) {
  const order = [...values];
  for (let place = order.length - 1; place > 0; place--) {
    const other = Math.floor(random() * (place + 1));
    [order[place], order[other]] = [order[other], order[place]];
  }
  return order;
}

// ------------------------------------------------------------------ files and events

/** Writes float64 numbers in the format of numpy: a header, then the values of one row after the other. */
function writeNpy(path, shape, values) {
  const size = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`;
  const header = `{'descr': '<f8', 'fortran_order': False, 'shape': ${size}, }`;
  const padded = `${header}${' '.repeat(63 - ((header.length + 10) % 64))}\n`;
  const start = Buffer.alloc(10);
  start.write('\x93NUMPY\x01\x00', 'latin1');
  start.writeUInt16LE(padded.length, 8);
  writeFileSync(path, Buffer.concat([start, Buffer.from(padded), Buffer.from(Float64Array.from(values).buffer)]));
}

/** One event, as a line of JSON on file descriptor 3. */
function tell(event) {
  writeSync(3, `${JSON.stringify(event)}\n`);
}

/** The result is written last, and under another name first: a file that is there is whole. */
async function main() {
  let found;
  try {
    mkdirSync(request.out, { recursive: true });
    found = await stages[request.stage]();
  } catch (error) {
    found = { failure: { kind: 'raised', message: String(error), trace: error.stack } };
  }
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  const result = {
    schema: 'modelgate.stage-result/v1',
    stage: request.stage,
    cpu_seconds: (userCPUTime + systemCPUTime) / 1e6,
    peak_rss_bytes: maxRSS * 1024,
    ...found,
  };
  writeFileSync(`${request.result}.tmp`, JSON.stringify(result));
  renameSync(`${request.result}.tmp`, request.result);
}

await main();
