import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * A CSV file without quotes.
 * @typedef {object} Table
 * @property {string[]} columns
 * @property {string[][]} rows
 */

/** The files of one model, as a sabotage changes them. A change that changes nothing is an error of the bench. */
export class Project {
  /**
   * @param {string} root absolute
   * @param {{ target: string, packageName: string }} model
   */
  constructor(root, { target, packageName }) {
    this.root = root;
    this.target = target;
    this.code = join('src', packageName);
  }

  /** @param {string} path */
  read(path) {
    return readFileSync(join(this.root, path), 'utf8');
  }

  /**
   * @param {string} path
   * @param {string} text
   */
  write(path, text) {
    if (text === this.read(path)) throw new Error(`${path} of ${this.root} would stay as it is`);
    writeFileSync(join(this.root, path), text);
  }

  /**
   * @param {string} path
   * @param {string} find stands in the file exactly once
   * @param {string} replacement
   */
  replace(path, find, replacement) {
    const parts = this.read(path).split(find);
    if (parts.length !== 2) throw new Error(`${path} of ${this.root} has not one ${JSON.stringify(find)}`);
    this.write(path, parts.join(replacement));
  }

  /**
   * @param {'train' | 'test'} role
   * @returns {Table}
   */
  table(role) {
    return parseTable(this.read(dataPath(role)));
  }

  /**
   * @param {'train' | 'test'} role
   * @param {Table} table
   */
  writeTable(role, table) {
    this.write(dataPath(role), renderTable(table));
  }

  /** Columns of numbers that are neither the target nor nearly constant, so that a change of one is a change. */
  features() {
    const { columns, rows } = this.table('train');
    return columns.filter((column, index) => {
      const values = new Set(rows.map((cells) => cells[index]));
      return column !== this.target && values.size >= FEWEST_VALUES;
    });
  }
}

const FEWEST_VALUES = 10;

/** @param {'train' | 'test'} role */
function dataPath(role) {
  return `data/${role}.csv`;
}

/**
 * @param {string} text
 * @returns {Table}
 */
export function parseTable(text) {
  const [header = '', ...lines] = text.trimEnd().split('\n');
  return { columns: header.split(','), rows: lines.map((line) => line.split(',')) };
}

/** @param {Table} table */
export function renderTable({ columns, rows }) {
  return `${[columns, ...rows].map((cells) => cells.join(',')).join('\n')}\n`;
}

/**
 * @param {Table} table
 * @param {string} column
 */
export function columnIndex({ columns }, column) {
  const index = columns.indexOf(column);
  if (index < 0) throw new Error(`there is no column ${column}`);
  return index;
}

/**
 * The table with other values in one column.
 * @param {Table} table
 * @param {string} column
 * @param {(value: string, row: number) => string} change
 * @returns {Table}
 */
export function withColumn(table, column, change) {
  const at = columnIndex(table, column);
  const rows = table.rows.map((cells, row) =>
    cells.map((cell, index) => (index === at ? change(cell, row) : cell)),
  );
  return { columns: table.columns, rows };
}
