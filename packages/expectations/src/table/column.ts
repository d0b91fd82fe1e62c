/** What the values of a column are, as far as comparing and counting goes. */
export type Family =
  | 'integer'
  | 'float'
  | 'decimal'
  | 'boolean'
  | 'text'
  | 'date'
  | 'timestamp'
  | 'timestamptz'
  | 'time'
  | 'bytes'
  | 'list'
  | 'struct'
  /** A CSV column without any value. */
  | 'empty';

export interface Column {
  /** 0-based place in the file. */
  index: number;
  name: string;
  family: Family;
  /** DuckDB's name of the type: `BIGINT`, `DECIMAL(18,3)`. */
  sqlType: string;
}

/** The identifier of a column's value in the rows of a table: NULL where the value is missing, NaN included. */
export function valueOf(column: Column): string {
  return `v${column.index}`;
}

/** Whether a column's values count as numbers: booleans do, as in Python. */
export function isNumeric(family: Family): boolean {
  return family === 'integer' || family === 'float' || family === 'decimal' || family === 'boolean';
}

/** A column's value as an IEEE double, in which pandas compares and averages. */
export function doubleOf(column: Column): string {
  if (column.family === 'boolean') return `${valueOf(column)}::INT::FLOAT8`;
  return column.family === 'float' ? valueOf(column) : `${valueOf(column)}::FLOAT8`;
}

/**
 * The dtype that pandas 2 gives the column: integers with missing values become `float64`, booleans `object`.
 * @param present how many of the rows have a value
 */
export function pandasType(column: Column, { rows, present }: { rows: number; present: number }): string {
  const complete = rows === present;
  switch (column.family) {
    case 'integer':
      return complete ? (PANDAS_INTEGERS[column.sqlType] ?? 'float64') : 'float64';
    case 'float':
      return column.sqlType === 'FLOAT' ? 'float32' : 'float64';
    case 'boolean':
      return complete ? 'bool' : 'object';
    case 'empty':
      return rows === 0 ? 'object' : 'float64';
    case 'timestamp':
      return `datetime64[${PANDAS_UNITS[column.sqlType] ?? 'us'}]`;
    case 'timestamptz':
      return 'datetime64[us, UTC]';
    default:
      return 'object';
  }
}

const PANDAS_INTEGERS: Record<string, string> = {
  TINYINT: 'int8',
  SMALLINT: 'int16',
  INTEGER: 'int32',
  BIGINT: 'int64',
  UTINYINT: 'uint8',
  USMALLINT: 'uint16',
  UINTEGER: 'uint32',
  UBIGINT: 'uint64',
};

const PANDAS_UNITS: Record<string, string> = {
  TIMESTAMP_S: 's',
  TIMESTAMP_MS: 'ms',
  TIMESTAMP: 'us',
  TIMESTAMP_NS: 'ns',
};

/** The family of a DuckDB type, as Parquet files bring them. */
export function familyOf(sqlType: string): Family {
  if (sqlType.endsWith('[]') || sqlType.endsWith(']')) return 'list';
  const base = sqlType.replace(/\(.*$/s, '').trim();
  return FAMILIES[base] ?? 'text';
}

const FAMILIES: Record<string, Family> = {
  ...Object.fromEntries(
    [
      'TINYINT',
      'SMALLINT',
      'INTEGER',
      'BIGINT',
      'HUGEINT',
      'UTINYINT',
      'USMALLINT',
      'UINTEGER',
      'UBIGINT',
      'UHUGEINT',
    ].map((type) => [type, 'integer'] as const),
  ),
  FLOAT: 'float',
  DOUBLE: 'float',
  DECIMAL: 'decimal',
  BOOLEAN: 'boolean',
  DATE: 'date',
  TIMESTAMP: 'timestamp',
  TIMESTAMP_S: 'timestamp',
  TIMESTAMP_MS: 'timestamp',
  TIMESTAMP_NS: 'timestamp',
  'TIMESTAMP WITH TIME ZONE': 'timestamptz',
  TIME: 'time',
  'TIME WITH TIME ZONE': 'time',
  INTERVAL: 'time',
  BLOB: 'bytes',
  STRUCT: 'struct',
  MAP: 'struct',
  UNION: 'struct',
};
