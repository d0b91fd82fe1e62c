export * from './data-source';
export * from './json';
export * from './suite/suite';
export * from './validation-result';
export { EXPECTATION_TYPES } from './expectations/registry';
export * from './suite/read-suite';
export * from './suite/render-suite';
export { validate, type ValidateOptions } from './validate';
export type { FailingRowsOptions } from './failing-rows';
export { toGates, type ToGatesOptions } from './to-gates';
export { profile, type ColumnProfile, type Profile } from './profile/profile';
export { compare, type CompareOptions } from './drift/compare';
export { DISTANCES, type Distance, type Threshold, type Thresholds } from './drift/distances';
export { driftGates, driftTable, type DriftGatesOptions } from './drift/drift-gates';
export type { ColumnDrift, DriftResult, Measure } from './drift/drift-result';
export { readProfile, renderProfile } from './profile/render-profile';
export { suggest, type SuggestOptions } from './profile/suggest';
export { suggestSuite, type SuggestSuiteOptions } from './profile/suggest-suite';
export { guessTarget, guessTask, type GuessedTarget, type GuessedTask } from './profile/guess';
export { overlap, type Overlap, type OverlapExample, type OverlapOptions } from './overlap';
export { formatOfName } from './table/data-format';
export { convertToCsv, type ConvertToCsvOptions } from './convert-to-csv';
export type { Family } from './table/column';
export { renderResultJson, type RenderResultOptions } from './render/result-json';
export { readResultJson } from './render/read-result-json';
export type { Run, Validation } from './render/run';
export { renderRunJson } from './render/run-json';
export { renderRunJunit, renderRunMarkdown } from './render/documents';
export { renderRunTerminal, type RenderRunTerminalOptions } from './render/terminal';
export { renderRunHtml, type RenderRunHtmlOptions } from './render/html/run-page';
export { writeDataDocs, type WrittenDataDocs } from './render/data-docs/write-data-docs';
export { changesSince, changeSentence, type Change, type ChangeKind } from './render/changes';
export { runCommandLine } from './cli/command-line';
export type { Surroundings } from './cli/surroundings';
export type {
  ActionKind,
  Checkpoint,
  CheckpointAction,
  CheckpointValidation,
  DataReference,
  NotifyOn,
} from './checkpoint/checkpoint';
export { readCheckpoint, type ReadCheckpointOptions } from './checkpoint/read-checkpoint';
export { planActions, type PlannedAction } from './checkpoint/plan-actions';
export { sendActions, type ActionResult, type Keepers } from './checkpoint/send-actions';
export type { CheckpointOutcome } from './checkpoint/notice';
export { ciLink } from './checkpoint/ci-link';
