/** A Parquet file of two rows whose one column `b` is of Arrow's null type, as pyarrow writes it for values that are all missing. */
export const NULL_TYPED_PARQUET = Buffer.from(
  'UEFSMRUAFQwVDCwVBBUAFQYVBhwAAAACAAAABAAVBBksNQAYBnNjaGVtYRUCABUCJQIYAWJsvAAAABYEGRwZHCYAHBUCGSUGABkY' +
    'AWIVABYEFjIWMiYISRwVABUAFQIAPCkGGSYEAAAAABYyFgQmCBYyACggcGFycXVldC1jcHAtYXJyb3cgdmVyc2lvbiAyNi4wLjEZ' +
    'HBwAAAB+AAAAUEFSMQ==',
  'base64',
);
