/** The first lines of expectations/train.yaml. */
export const SUITE_COMMENT = `# What has to be true of the data before anything is trained on it: a Great Expectations suite.
# nx run <model>:validate-data checks it.
`;
