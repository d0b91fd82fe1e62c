export const DATA_FORMATS = ['csv', 'parquet'] as const;
export type DataFormat = (typeof DATA_FORMATS)[number];

/** One file of rows. */
export interface DataSource {
  /** Taken literally: `*`, `?`, `[` and quotes are ordinary characters of a name. */
  path: string;
  /** Default: by the ending of the name, then by the first bytes of the file. */
  format?: DataFormat;
  /** What messages call the file. Default: `path`. */
  name?: string;
}
