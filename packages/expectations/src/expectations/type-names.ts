import { pandasType, type Column, type Family } from '../table/column';

/** How a column's type may be called. */
export interface TypeNames {
  /** Names under which Great Expectations' pandas engine knows the type. */
  strict: ReadonlySet<string>;
  /** Names of other engines and libraries for the same values, and of the type that pandas would give it without missing values. */
  lenient: ReadonlySet<string>;
}

export function typeNames(column: Column, presence: { rows: number; present: number }): TypeNames {
  const dtype = pandasType(column, presence);
  const strict =
    dtype === 'object' ? (PYTHON_VALUES[column.family] ?? []) : (NUMPY[dtype] ?? timeNames(dtype));
  const whole = pandasType(column, { rows: presence.present, present: presence.present });
  const lenient = [
    dtype,
    whole,
    ...(NUMPY[whole] ?? []),
    ...(LENIENT[column.family] ?? []),
    ...sqlNames(column),
  ];
  return { strict: new Set(strict), lenient: new Set(lenient) };
}

/** NumPy has one type for times of all units; times with a zone are a type of pandas' own. */
function timeNames(dtype: string): readonly string[] {
  if (!dtype.startsWith('datetime64')) return [dtype];
  if (dtype.endsWith(', UTC]')) return ['Timestamp'];
  return ['datetime64', ...['s', 'ms', 'us', 'ns'].flatMap((unit) => [`datetime64[${unit}]`, `M8[${unit}]`])];
}

/** Names that pandas reads as the dtype itself, not as the type of its values. */
export function dtypeNames(dtype: string): readonly string[] {
  if (dtype === 'object') return OBJECT_NAMES;
  if (dtype.endsWith(', UTC]')) return [dtype];
  if (dtype.startsWith('datetime64')) return ['datetime64', 'M8', dtype, dtype.replace('datetime64', 'M8')];
  return NUMPY[dtype] ?? [dtype];
}

/** Names of the dtype of columns whose values are any Python objects. */
export const OBJECT_NAMES: readonly string[] = ['object', 'object_', 'O'];

/** Whether pandas reads the name as a dtype. */
export function isDtype(name: string): boolean {
  return NUMPY_SPELLING.test(name) || PANDAS_DTYPES.test(name);
}

/** The name that NumPy and pandas give a value of the dtype; Great Expectations reports it. */
export function scalarName(dtype: string): string {
  if (dtype === 'object') return 'object_';
  if (dtype.endsWith(', UTC]')) return 'Timestamp';
  return dtype.replace(/\[.*$/, '');
}

/** What Python calls the values of an `object` column. */
export const PYTHON_TYPE: Partial<Record<Family, string>> = {
  text: 'str',
  boolean: 'bool',
  bytes: 'bytes',
  date: 'date',
  time: 'time',
  decimal: 'Decimal',
  list: 'ndarray',
  struct: 'dict',
};

/** Whether a list speaks SQL: its answer is then the SQL name of the type. */
export function speaksSql(names: readonly string[]): boolean {
  return names.length > 0 && names.every((name) => SQL_NAMES.has(name));
}

/** Whether anybody knows the name; strictly, whether Great Expectations' pandas engine does. */
export function isKnown(name: string, { strict }: { strict: boolean }): boolean {
  if (PANDAS_NAMES.has(name) || PYTHON_NAMES.has(name.toLowerCase()) || NUMPY_SPELLING.test(name))
    return true;
  return !strict && (SQL_NAMES.has(name) || OTHER_NAMES.has(name));
}

const float = (bits: 32 | 64) =>
  bits === 64 ? ['float64', 'float', 'f8', 'd', 'double', 'float_'] : ['float32', 'f4', 'f', 'single'];

/** NumPy's spellings by dtype. */
const NUMPY: Record<string, readonly string[]> = {
  int8: ['int8', 'i1', 'b', 'byte'],
  int16: ['int16', 'i2', 'h', 'short'],
  int32: ['int32', 'i4', 'i', 'intc'],
  int64: ['int64', 'int', 'i8', 'l', 'q', 'int_', 'intp', 'long', 'longlong'],
  uint8: ['uint8', 'u1', 'B', 'ubyte'],
  uint16: ['uint16', 'u2', 'H', 'ushort'],
  uint32: ['uint32', 'u4', 'I', 'uintc'],
  uint64: ['uint64', 'uint', 'u8', 'L', 'Q', 'uintp', 'ulong', 'ulonglong'],
  float32: float(32),
  float64: float(64),
  bool: ['bool', 'bool_', '?'],
};

/**
 * Python types of the values of an `object` column, as `isinstance` sees them: a bool is an int. Great Expectations reads
 * the names of Python's own types in any case.
 */
const PYTHON_VALUES: Partial<Record<Family, readonly string[]>> = {
  text: ['str', 'string_types', 'STR', 'Str'],
  boolean: ['bool', 'BOOL', 'Bool', 'int', 'INT', 'Int', 'long', 'LONG', 'Long'],
  date: ['date'],
  decimal: ['Decimal'],
  time: ['time'],
  bytes: ['bytes', 'BYTES'],
  struct: ['dict', 'DICT'],
};

/** Names of pandas' extension types, of Spark and of Python that mean the same values. */
const LENIENT: Partial<Record<Family, readonly string[]>> = {
  integer: [
    'int',
    'Int',
    'long',
    'LONG',
    'Long',
    'Int8Dtype',
    'Int16Dtype',
    'Int32Dtype',
    'Int64Dtype',
    'Int64',
    'IntegerType',
    'LongType',
    'ShortType',
    'ByteType',
  ],
  float: ['float', 'Float', 'Float32Dtype', 'Float64Dtype', 'Float64', 'FloatType', 'DoubleType'],
  decimal: ['Decimal', 'decimal', 'DecimalType', 'float'],
  boolean: ['bool', 'BOOL', 'Bool', 'BooleanDtype', 'boolean', 'BooleanType'],
  text: [
    'str',
    'string',
    'unicode',
    'object',
    'object_',
    'O',
    'U',
    'StringDtype',
    'StringType',
    'category',
    'CategoricalDtype',
  ],
  date: ['date', 'datetime.date', 'DateType'],
  timestamp: [
    'datetime',
    'datetime64',
    'datetime64[ns]',
    'datetime64[us]',
    'M8[ns]',
    'Timestamp',
    'TimestampType',
    'TimestampNTZType',
  ],
  timestamptz: [
    'datetime',
    'datetime64',
    'datetime64[ns, UTC]',
    'DatetimeTZDtype',
    'Timestamp',
    'TimestampType',
  ],
  time: ['time', 'timedelta', 'timedelta64[ns]'],
  bytes: ['bytes', 'BinaryType'],
  list: ['list', 'ArrayType'],
  struct: ['dict', 'StructType', 'MapType'],
};

const SQL: Partial<Record<Family, readonly string[]>> = {
  integer: [
    'INTEGER',
    'INT',
    'BIGINT',
    'SMALLINT',
    'TINYINT',
    'HUGEINT',
    'INT2',
    'INT4',
    'INT8',
    'INT64',
    'NUMBER',
    'NUMERIC',
  ],
  float: [
    'DOUBLE',
    'DOUBLE_PRECISION',
    'DOUBLE PRECISION',
    'FLOAT',
    'FLOAT4',
    'FLOAT8',
    'FLOAT64',
    'REAL',
    'NUMBER',
    'NUMERIC',
  ],
  decimal: ['DECIMAL', 'NUMERIC', 'NUMBER'],
  boolean: ['BOOLEAN', 'BOOL', 'BIT'],
  text: ['VARCHAR', 'TEXT', 'STRING', 'CHAR', 'NVARCHAR', 'NCHAR', 'CHARACTER VARYING', 'CLOB'],
  date: ['DATE'],
  timestamp: ['TIMESTAMP', 'DATETIME', 'TIMESTAMP_NTZ', 'TIMESTAMP_S', 'TIMESTAMP_MS', 'TIMESTAMP_NS'],
  timestamptz: ['TIMESTAMPTZ', 'TIMESTAMP', 'TIMESTAMP_TZ', 'TIMESTAMP WITH TIME ZONE'],
  time: ['TIME', 'INTERVAL'],
  bytes: ['BLOB', 'BYTEA', 'BINARY', 'VARBINARY'],
};

const SQL_NAMES = new Set(Object.values(SQL).flat());
/** Types of pandas by name. */
const PANDAS_TYPES = [
  ...[
    'Timestamp',
    'Timedelta',
    'Period',
    'Interval',
    'Categorical',
    'DatetimeTZDtype',
    'PeriodDtype',
    'IntervalDtype',
  ],
  ...['CategoricalDtype', 'StringDtype', 'BooleanDtype', 'Float32Dtype', 'Float64Dtype', 'datetime'],
  ...['8', '16', '32', '64'].flatMap((bits) => [`Int${bits}Dtype`, `UInt${bits}Dtype`]),
];
const PANDAS_NAMES = new Set([...Object.values(NUMPY), ...Object.values(PYTHON_VALUES), PANDAS_TYPES].flat());
/** In any case. */
const PYTHON_NAMES = new Set([
  'none',
  'bool',
  'int',
  'long',
  'float',
  'bytes',
  'complex',
  'str',
  'string_types',
  'list',
  'dict',
]);
const PANDAS_DTYPES =
  /^(int|float|bool|boolean|str|string(\[\w+\])?|bytes|complex|category|interval|U?Int(8|16|32|64)|Float(32|64)|(datetime64|M8)\[(s|ms|us|ns), .+\]|period\[.+\]|interval\[.+\]|Sparse(\[.+\])?)$/;
const NUMPY_SPELLING =
  /^([<>=|]?[iufcmMSUVOb?]\d*(\[[a-z]+\])?|(u?int|float|complex)\d+|(datetime|timedelta)64(\[\d*[a-zA-Z]+\])?|object_?|void|unicode|u?(byte|short|intc|intp|long|longlong)|half|single|double|longdouble|csingle|cdouble|bool_|str_|bytes_)$/;

const OTHER_NAMES = new Set(Object.values(LENIENT).flat());

function sqlNames(column: Column): readonly string[] {
  const base = column.sqlType.replace(/\(.*$/s, '');
  return [column.sqlType, base, ...(SQL[column.family] ?? [])];
}
