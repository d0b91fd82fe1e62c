export const DATA_FORMATS = ['csv', 'parquet', 'jsonl'] as const;
export type DataFormat = (typeof DATA_FORMATS)[number];

/** One table of rows: a file, or several files of the same columns and format. */
export interface DataSource {
  /**
   * A file; a folder, all of whose data files are the table; or a pattern of files (`*`, `?`, `[a-z]`, `{a,b}`, `**`).
   * A path that exists is taken literally, whatever characters it holds.
   */
  path: string;
  /** Default: by the endings of the names, then by the first bytes of the file. */
  format?: DataFormat;
  /** What messages call it. Default: `path`. */
  name?: string;
  /** The files of a folder or pattern where they are known already. Default: they are looked up. */
  files?: readonly DataSourceFile[];
}

export interface DataSourceFile {
  path: string;
  /** What messages call it. Default: `path`. */
  name?: string;
}
