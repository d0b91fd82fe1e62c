import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Subjects } from '../expectations/subjects.mjs';
import { elevenChecks, medians, threeOfEach, uniqueIncome } from '../expectations/suites.mjs';
import { writeApplications, writeWide } from '../expectations/tables.mjs';
import { findPython } from '../python.mjs';
import { limitRow, memoryRow, shownMemoryRow, timedRow } from '../rows.mjs';
import { alternate } from '../timing.mjs';

/**
 * A suite over a table, beside Great Expectations, pandas by hand and DuckDB's bare count of rows.
 *
 * Every subject is a whole process with its start-up and two threads; all run in turn. Verdicts of ours, of pandas and of Great
 * Expectations must be equal. Great Expectations reads CSV with the parser of pandas that was faster in a first run.
 *
 * `rows` of the table as CSV and as Parquet; `rounds` of all subjects; `big-rows` of a Parquet file whose medians are taken;
 * `wide-columns` and `wide-rows` of a table with three checks of every column. 0 of `big-rows` or `wide-rows` leaves that out.
 */

/** @typedef {import('../rows.mjs').Row} Row */
/** @typedef {import('../timing.mjs').Sample} Sample */
/** @typedef {import('../expectations/subjects.mjs').Judged} Judged */

const GX = 'great_expectations==1.24.1';
const GX_NAME = 'GX 1.24.1';
const PANDAS = 'pandas==2.3.3';

/** Times and megabytes to reach. */
const REACH = {
  csv: { gx: 1 / 5, floor: 3.5, memory: 500 },
  parquet: { gx: 1 / 8, floor: null, memory: 500 },
};
const UNIQUE_MB = 1000;
const BIG_MB = 400;
const WIDE_SECONDS = 10;

/** @type {import('../bench.mjs').Bench} */
export default {
  title: 'expectations: a suite over a table, beside Great Expectations, pandas and a bare count',
  settings: {
    rows: 10_000_000,
    rounds: 5,
    'big-rows': 100_000_000,
    'wide-columns': 1000,
    'wide-rows': 100_000,
  },
  async run(settings, log) {
    const { rows = 0, rounds = 0, 'big-rows': bigRows = 0 } = settings;
    const { 'wide-columns': wideColumns = 0, 'wide-rows': wideRows = 0 } = settings;
    const folder = mkdtempSync(join(tmpdir(), 'bench-expectations-'));
    try {
      const subjects = new Subjects(folder, pythons(log));
      const [csv, parquet] = [join(folder, 'table.csv'), join(folder, 'table.parquet')];
      await writeApplications(rows, [csv, parquet]);
      log(`${rows} rows: ${megabytes(csv)} MB as CSV, ${megabytes(parquet)} MB as Parquet`);
      const result = [
        ...eleven(subjects, 'CSV', csv, { rows, rounds, reach: REACH.csv, log }),
        ...eleven(subjects, 'Parquet', parquet, { rows, rounds, reach: REACH.parquet, log }),
        ...unique(subjects, 'CSV', csv, rounds, log),
        ...unique(subjects, 'Parquet', parquet, rounds, log),
      ];
      for (const path of [csv, parquet]) rmSync(path);
      if (bigRows > 0) {
        const path = join(folder, 'big.parquet');
        await writeApplications(bigRows, [path]);
        log(`${bigRows} rows: ${megabytes(path)} MB as Parquet`);
        result.push(...big(subjects, path, rounds));
        rmSync(path);
      }
      if (wideRows > 0) {
        const path = join(folder, 'wide.parquet');
        await writeWide(wideRows, wideColumns, path);
        log(`${wideColumns} columns, ${wideRows} rows: ${megabytes(path)} MB as Parquet`);
        result.push(...wide(subjects, path, wideColumns, rounds));
      }
      return result;
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

/**
 * @param {(line: string) => void} log
 * @returns {{ pandas?: string, gx?: string }}
 */
function pythons(log) {
  const found = findPython([GX, PANDAS, 'pyarrow'], 'great_expectations, pandas, pyarrow');
  if ('python' in found) return { pandas: found.python, gx: found.python };
  log(`not compared with ${GX_NAME} and pandas, since they cannot be had: ${found.problem}`);
  return {};
}

/**
 * @param {Subjects} subjects
 * @param {string} format
 * @param {string} data
 * @param {{ rows: number, rounds: number, reach: { gx: number, floor: number | null, memory: number }, log: (line: string) => void }} options
 * @returns {Row[]}
 */
function eleven(subjects, format, data, { rows, rounds, reach, log }) {
  const suite = subjects.suiteFile(elevenChecks(rows));
  const samples = compared(subjects, `eleven checks, ${format}`, suite, data, rounds, log);
  const name = `${format}, 11 checks`;
  return [
    ...comparisons(name, samples, reach),
    memoryRow({ name: `${name}: memory`, ours: samples.ours, peer: 'limit', theirs: reach.memory, reach: 1 }),
  ];
}

/**
 * @param {Subjects} subjects
 * @param {string} format
 * @param {string} data
 * @param {number} rounds
 * @param {(line: string) => void} log
 * @returns {Row[]}
 */
function unique(subjects, format, data, rounds, log) {
  const suite = subjects.suiteFile(uniqueIncome());
  const samples = compared(subjects, `uniqueness, ${format}`, suite, data, rounds, log);
  const name = `${format}, uniqueness`;
  return [
    ...comparisons(name, samples, { gx: null, floor: null }),
    memoryRow({ name: `${name}: memory`, ours: samples.ours, peer: 'limit', theirs: UNIQUE_MB, reach: 1 }),
  ];
}

/** @typedef {{ ours: Sample[], floor: Sample[], pandas?: Sample[], gx?: Sample[] }} Samples */

/**
 * All subjects in turn, after a first run of each that fills the page cache and shows that the verdicts are equal.
 * @param {Subjects} subjects
 * @param {string} what
 * @param {string} suite
 * @param {string} data
 * @param {number} rounds
 * @param {(line: string) => void} log
 * @returns {Samples}
 */
function compared(subjects, what, suite, data, rounds, log) {
  const { verdicts } = subjects.ours(suite, data);
  const agreeing = (/** @type {string} */ name, /** @type {Judged} */ judged) => {
    if (judged.verdicts.join() === verdicts.join()) return judged.sample;
    throw new Error(`${what}: ours ${verdicts.join()}, ${name} ${judged.verdicts.join()}`);
  };
  const parser = subjects.gx === undefined ? 'c' : fasterParser(subjects, suite, data);
  log(
    `${what}: ${verdicts.filter(Boolean).length} of ${verdicts.length} met${subjects.gx && data.endsWith('.csv') ? `; ${GX_NAME} parses with ${parser}` : ''}`,
  );
  /** @type {Record<string, () => Sample>} */
  const runs = {
    ours: () => agreeing('ours', subjects.ours(suite, data)),
    floor: () => subjects.count(data),
  };
  if (subjects.pandas !== undefined) {
    runs['pandas'] = () => agreeing('pandas', subjects.pandasByHand(suite, data));
  }
  if (subjects.gx !== undefined) {
    runs['gx'] = () => agreeing(GX_NAME, subjects.greatExpectations(suite, data, parser));
  }
  const { ours = [], floor = [], pandas, gx } = alternate(runs, rounds);
  return { ours, floor, ...(pandas ? { pandas } : {}), ...(gx ? { gx } : {}) };
}

/**
 * @param {Subjects} subjects
 * @param {string} suite
 * @param {string} data
 */
function fasterParser(subjects, suite, data) {
  if (!data.endsWith('.csv')) return 'c';
  const wall = (/** @type {string} */ parser) => subjects.greatExpectations(suite, data, parser).sample.wall;
  return wall('c') < wall('pyarrow') ? 'c' : 'pyarrow';
}

/**
 * @param {string} name
 * @param {Samples} samples
 * @param {{ gx: number | null, floor: number | null }} reach
 * @returns {Row[]}
 */
function comparisons(name, { ours, floor, pandas, gx }, reach) {
  const peers = /** @type {const} */ ([
    [GX_NAME, gx, reach.gx],
    ['pandas by hand', pandas, null],
    ['DuckDB count(*)', floor, reach.floor],
  ]);
  return peers.flatMap(([peer, theirs, limit]) =>
    theirs === undefined
      ? []
      : [
          timedRow({ name, ours, peer, theirs, reach: limit }),
          memoryRow({ name: `${name}: memory`, ours, peer, theirs, reach: null }),
        ],
  );
}

/**
 * @param {Subjects} subjects
 * @param {string} data
 * @param {number} rounds
 * @returns {Row[]}
 */
function big(subjects, data, rounds) {
  const suite = subjects.suiteFile(medians());
  const { ours, floor } = alternate(
    { ours: () => subjects.ours(suite, data).sample, floor: () => subjects.count(data) },
    rounds,
  );
  const name = 'Parquet, medians of many rows';
  return [
    timedRow({ name, ours, peer: 'DuckDB count(*)', theirs: floor, reach: null }),
    memoryRow({ name: `${name}: memory`, ours, peer: 'limit', theirs: BIG_MB, reach: 1 }),
  ];
}

/**
 * @param {Subjects} subjects
 * @param {string} data
 * @param {number} columns
 * @param {number} rounds
 * @returns {Row[]}
 */
function wide(subjects, data, columns, rounds) {
  const suite = subjects.suiteFile(threeOfEach(columns));
  const { ours } = alternate({ ours: () => subjects.ours(suite, data).sample }, rounds);
  const name = `${columns} columns, ${3 * columns} checks`;
  return [limitRow({ name, ours, limit: WIDE_SECONDS }), shownMemoryRow({ name: `${name}: memory`, ours })];
}

/** @param {string} path */
function megabytes(path) {
  return Math.round(statSync(path).size / 1e6);
}
