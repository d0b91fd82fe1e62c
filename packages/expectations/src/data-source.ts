export const DATA_FORMATS = ['csv', 'parquet', 'jsonl', 'arrow'] as const;
export type DataFormat = (typeof DATA_FORMATS)[number];

/** One table of rows: a file, or several files of the same columns and format. */
export interface DataSource {
  /**
   * A file; a folder, all of whose data files are the table; or a pattern of files (`*`, `?`, `[a-z]`, `{a,b}`, `**`).
   * A path that exists is taken literally, whatever characters it holds. Or an address or pattern of S3,
   * `s3://bucket/data/*.parquet`, where DuckDB's extension httpfs is installed.
   */
  path: string;
  /** Default: by the endings of the names, then by the first bytes of the file. */
  format?: DataFormat;
  /** What messages call it. Default: `path`. */
  name?: string;
  /** The files of a folder or pattern where they are known already. Default: they are looked up. */
  files?: readonly DataSourceFile[];
}

/** How to reach a PostgreSQL server; what is missing comes from its environment variables (`PGHOST`, ...). */
export interface PostgresConnection {
  host?: string;
  port?: number;
  database?: string;
  user?: string;
  password?: string;
  ssl?: boolean | { rejectUnauthorized?: boolean; ca?: string };
}

/** A table of rows that stays where it is: PostgreSQL computes, and only examples of failing rows leave it. */
export interface PostgresSource {
  postgres: {
    /** `postgres://user@host:5432/database`, or its parts. */
    connection?: string | PostgresConnection;
    /** `orders`, `sales.orders`, `"Odd.Name"`. Either this or a query. */
    table?: string;
    query?: string;
  };
  /** What messages call it. Default: the table. */
  name?: string;
}

export type TableSource = DataSource | PostgresSource;

export function isPostgres(source: TableSource): source is PostgresSource {
  return 'postgres' in source;
}

/** What messages call a source. */
export function sourceName(source: TableSource): string {
  return source.name ?? (isPostgres(source) ? (source.postgres.table ?? 'the query') : source.path);
}

export interface DataSourceFile {
  path: string;
  /** What messages call it. Default: `path`. */
  name?: string;
}
