import { element, escaped, rounded } from './svg.mjs';

/** @typedef {{ x: number, y: number }} Point */

const BOX = { width: 100, height: 34 };
const STEP = 120;
export const GRAPH = { width: 6 * STEP + BOX.width, height: 226 + BOX.height };

/**
 * Where everything stands: its column, and the upper edge of its box.
 * @type {Record<string, [column: number, top: number]>}
 */
const PLACES = {
  'validate-data': [0, 56],
  'train-smoke': [1, 56],
  train: [2, 56],
  score: [3, 0],
  baseline: [3, 56],
  measure: [3, 112],
  evaluate: [4, 0],
  benchmark: [4, 112],
  gate: [5, 56],
  test: [0, 172],
  check: [2, 172],
  package: [6, 56],
  deploy: [6, 226],
  rollback: [5, 226],
};

/** Targets that gather others and run nothing themselves. */
const GATHERING = new Set(['check', 'gate']);

/** What is read though nothing in Nx says so: files in git, the bundle on disk, the registry. */
const READ = /** @type {const} */ ([
  ['baseline', 'score'],
  ['baseline', 'measure'],
  ['package', 'deploy'],
  ['deploy', 'rollback'],
]);

/**
 * The stages of a model. A solid arrow leads from a target to one that runs after it, for each `dependsOn` that Nx knows of.
 * @param {Record<string, string[]>} dependencies targets and those that they depend on
 * @param {Point} origin
 * @returns {string}
 */
export function stageGraph(dependencies, origin) {
  const targets = Object.keys(dependencies).sort();
  const boxes = [...targets, 'deploy', 'rollback'].map((target) =>
    box(origin, target, target, GATHERING.has(target) ? 'gathering' : 'stage'),
  );
  const runs = targets.flatMap((after) =>
    [...(dependencies[after] ?? [])].sort().map((before) => arrow(origin, before, after, 'arrow')),
  );
  const reads = READ.map(([from, to]) => arrow(origin, from, to, 'arrow dashed'));
  return [...runs, ...reads, ...boxes, box(origin, 'baseline', 'baseline', 'data')].join('\n');
}

/** The tip of all arrows, for the `defs` of the picture. */
export function arrowTip() {
  return element(
    'marker',
    { id: 'tip', viewBox: '0 0 8 8', refX: 7, refY: 4, markerWidth: 7, markerHeight: 7, orient: 'auto' },
    element('path', { d: 'M0 0L8 4L0 8z', class: 'tip' }),
  );
}

/**
 * @param {Point} origin
 * @param {string} name
 * @param {string} label
 * @param {string} look
 */
function box(origin, name, label, look) {
  const { x, y } = cornerOf(origin, name);
  return [
    element('rect', { x, y, ...BOX, rx: look === 'stage' ? 6 : BOX.height / 2, class: look }),
    element('text', { x: x + BOX.width / 2, y: y + 21.5, class: 'label' }, escaped(label)),
  ].join('\n');
}

/**
 * @param {Point} origin
 * @param {string} from
 * @param {string} to
 * @param {string} look
 */
function arrow(origin, from, to, look) {
  return element('path', {
    d: way(cornerOf(origin, from), cornerOf(origin, to), `${from} ${to}`),
    class: look,
    'marker-end': 'url(#tip)',
  });
}

/**
 * From the right of a box to the left of the next one, unless the two stand otherwise.
 * @param {Point} from corner of a box
 * @param {Point} to
 * @param {string} ends
 */
function way(from, to, ends) {
  const { width, height } = BOX;
  const middle = height / 2;
  const right = from.x + width;
  switch (ends) {
    case 'baseline score':
      return path`M${from.x + width / 2} ${from.y}V${to.y + height}`;
    case 'baseline measure':
    case 'package deploy':
      return path`M${from.x + width / 2} ${from.y + height}V${to.y}`;
    case 'deploy rollback':
      return path`M${from.x} ${from.y + middle}H${to.x + width}`;
    case 'train-smoke check':
      return path`M${from.x + width / 2} ${from.y + height}C${from.x + width / 2} ${to.y - 20} ${to.x + width / 2} ${from.y + height + 20} ${to.x + width / 2} ${to.y}`;
    case 'validate-data check':
      return path`M${from.x + width / 2} ${from.y + height}C${from.x + width / 2} ${to.y} ${to.x - 80} ${to.y + 10} ${to.x} ${to.y + 10}`;
    case 'test check':
      return path`M${right} ${from.y + 24}H${to.x}`;
    case 'check package': {
      const turn = to.x + 20;
      return path`M${right} ${from.y + middle}H${turn - 8}Q${turn} ${from.y + middle} ${turn} ${from.y + middle - 8}V${to.y + height}`;
    }
    default: {
      const bend = (to.x - right) / 2;
      return path`M${right} ${from.y + middle}C${right + bend} ${from.y + middle} ${to.x - bend} ${to.y + middle} ${to.x} ${to.y + middle}`;
    }
  }
}

/**
 * @param {TemplateStringsArray} words
 * @param {number[]} values
 */
function path(words, ...values) {
  return words
    .map((word, index) => word + (index < values.length ? rounded(values[index] ?? 0) : ''))
    .join('');
}

/**
 * @param {Point} origin
 * @param {string} name
 * @returns {Point}
 */
function cornerOf(origin, name) {
  const place = PLACES[name];
  if (!place) throw new Error(`the picture has no place for ${name}; give it one in stage-graph.mjs`);
  return { x: origin.x + place[0] * STEP, y: origin.y + place[1] };
}
