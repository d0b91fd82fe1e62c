import type { GateOutcome } from '@modelgate/contracts';
import type { Distance } from './distances';
import type { AppliedThreshold } from './thresholds';

/** One distance of one column. */
export interface Measure {
  distance: Distance;
  /** null where the distance is not defined, or known between bounds only. */
  value: number | null;
  /** Where only bins are known: between which bounds the value lies. */
  bounds?: { lower: number; upper: number };
  /** Why there is no value. */
  because?: string;
  /** Information; decides nothing. */
  p_value?: number;
  /** Absent where the distance is told and not judged. */
  threshold?: AppliedThreshold;
  /** `skipped` where there is no threshold. */
  outcome: GateOutcome;
}

export interface ColumnDrift {
  column: string;
  /**
   * `new`: only in the current data; `missing`: only in the reference; `type_changed`: of another kind of values, so that
   * nothing can be compared.
   */
  status: 'compared' | 'new' | 'missing' | 'type_changed';
  reference_type: string | null;
  type: string | null;
  reference_values: number;
  current_values: number;
  /** How many bins or categories PSI and the Jensen-Shannon distance are of. */
  bins: number;
  /** New categories, the most frequent first. */
  new_categories: { value: string; count: number }[];
  measures: Measure[];
}

/** What differs between data and its reference. */
export interface DriftResult {
  /** Whether no column failed. */
  success: boolean;
  reference: { name: string; kind: 'profile' | 'data'; rows: number };
  data: { name: string; rows: number };
  /** Rows that each side needs for a verdict. */
  min_rows: number;
  confidence: number;
  /** Columns of the reference in its order, then new ones. */
  columns: ColumnDrift[];
}
