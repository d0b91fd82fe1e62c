import { accuracy } from './accuracy';
import { f1 } from './f1';
import { logLoss } from './log-loss';
import { mae } from './mae';
import type { Metric } from './metric';
import { precision } from './precision';
import { r2 } from './r2';
import { recall } from './recall';
import { rmse } from './rmse';
import { rocAuc } from './roc-auc';

/** Every metric that modelgate computes, in the order in which reports list them. */
export const METRICS: readonly Metric[] = [accuracy, precision, recall, f1, rocAuc, logLoss, rmse, mae, r2];
