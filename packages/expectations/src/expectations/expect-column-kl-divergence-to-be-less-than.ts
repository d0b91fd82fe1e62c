import * as z from 'zod';
import type { Dialect } from '../engine/dialect';
import type { Column } from '../table/column';
import type { Figures } from '../table/table';
import { shown } from '../wording';
import { presence, presentCount } from './column-map';
import { isNumericOrEmpty, isTime } from './column-statistic';
import { defineExpectation, type Plan, type Verdict } from './define';
import { ExpectationError } from './expectation-error';
import { findColumn } from './find-column';
import { columnKwargs } from './kwargs';
import { compareValues, readValueCounts, valueCountsQuery } from './kl-categorical';
import {
  BIN_QUANTILES,
  chooseEdges,
  compareBins,
  histogramExpressions,
  histogramFrom,
  type Comparison,
  type Holdouts,
} from './kl-continuous';
import {
  assertPartition,
  isCategorical,
  partitionSchema,
  type CategoricalPartition,
  type ContinuousPartition,
} from './kl-partition';
import { assertHashable } from './unique-count';

const SHARE = 'expected a number from 0 to 1';
const share = z.number({ error: SHARE }).min(0, SHARE).max(1, SHARE).default(0);
const THRESHOLD = 'expected a number of at least 0';

export const expectColumnKlDivergenceToBeLessThan = defineExpectation({
  type: 'expect_column_kl_divergence_to_be_less_than',
  kwargs: columnKwargs({
    partition_object: z.union([partitionSchema, z.null()]).default(null),
    threshold: z.union([z.number().min(0, THRESHOLD), z.null()], { error: THRESHOLD }).default(null),
    tail_weight_holdout: share,
    internal_weight_holdout: share,
    bucketize_data: z.boolean({ error: 'expected true or false' }).default(true),
    min_value: z.unknown().optional(),
    max_value: z.unknown().optional(),
  }),
  plan: (kwargs, { table, sql }) => {
    const { partition_object: partition, threshold, bucketize_data: bucketize } = kwargs;
    const holdouts = { tail: kwargs.tail_weight_holdout, internal: kwargs.internal_weight_holdout };
    if (partition) assertPartition(partition);
    const column = findColumn(table, kwargs.column);
    const given = { column, sql, holdouts, judge: (comparison: Comparison) => judged(comparison, threshold) };
    if (partition ? isCategorical(partition) : !bucketize) {
      if (holdouts.internal > 0) {
        throw new ExpectationError('internal_weight_holdout: single values have no bins without weight');
      }
      return categoricalPlan(given, partition && isCategorical(partition) ? partition : undefined);
    }
    if (!bucketize) {
      throw new ExpectationError('bucketize_data: false does not fit the bins of partition_object');
    }
    const bins = partition && !isCategorical(partition) ? partition : undefined;
    if (holdouts.tail !== 0 && (!bins || bins.tailWeights)) {
      throw new ExpectationError(
        `tail_weight_holdout: ${bins ? 'partition_object has' : 'bins chosen from the data have'} tail_weights already`,
      );
    }
    return bins ? binsPlan(given, bins) : chosenBinsPlan(given);
  },
  tell: ({ column, threshold }, { observed_value: observed }) => ({
    expected: `the values of ${shown(column)} are distributed as in partition_object (Kullback-Leibler divergence at most ${threshold ?? 'anything'})`,
    found:
      typeof observed === 'number'
        ? `the divergence is ${Number(observed.toPrecision(6))}`
        : 'the divergence is infinite or undefined: values are there that have no weight, or there are none at all',
    fix: 'find out what shifted the values (a source, a filter, a new category), take the partition anew, or raise the threshold',
  }),
});

interface Given {
  column: Column;
  sql: Dialect;
  holdouts: Holdouts;
  judge(comparison: Comparison): Verdict;
}

function judged({ divergence, observed, expected }: Comparison, threshold: number | null): Verdict {
  return {
    success: threshold === null || divergence <= threshold,
    result: {
      observed_value: Number.isFinite(divergence) ? divergence : null,
      details: { observed_partition: observed, expected_partition: expected },
    },
  };
}

function categoricalPlan({ column, sql, holdouts, judge }: Given, partition?: CategoricalPartition): Plan {
  return {
    columns: [column],
    expressions: [presentCount(column)],
    second: (figures) => {
      if (presence(figures, column).present === 0) return [];
      assertHashable(column);
      return [{ columns: [column], sql: valueCountsQuery(column, sql) }];
    },
    verdict: (figures, answers) => {
      const { present } = presence(figures, column);
      const counts = readValueCounts(answers.rows(0), column);
      const own = {
        values: counts.map(({ value }) => value),
        weights: counts.map(({ count }) => count / present),
      };
      if (!partition) assertPartition(own);
      return judge(
        compareValues(partition ?? own, { counts, column, present, tail: holdouts.tail, own: !partition }),
      );
    },
  };
}

function binsPlan({ column, sql, holdouts, judge }: Given, partition: ContinuousPartition): Plan {
  const { bins: edges } = partition;
  const numeric = isNumericOrEmpty(column);
  return {
    columns: [column],
    expressions: [presentCount(column), ...(numeric ? histogramExpressions(column, edges, sql) : [])],
    verdict: (figures) => {
      const present = numbersIn(figures, column);
      const histogram = numeric
        ? histogramFrom(figures, { column, edges, present, sql })
        : { bins: partition.weights.map(() => 0), below: 0, above: 0 };
      return judge(compareBins(partition, { histogram, present, holdouts }));
    },
  };
}

/** Compares the data with the bins that it would be given itself. */
function chosenBinsPlan({ column, sql, holdouts, judge }: Given): Plan {
  const numeric = isNumericOrEmpty(column);
  return {
    columns: [column],
    expressions: [presentCount(column)],
    quantiles: numeric ? [{ column, at: BIN_QUANTILES }] : [],
    second: (figures) =>
      numbersIn(figures, column) === 0
        ? []
        : [
            {
              columns: [column],
              expressions: histogramExpressions(column, chooseEdges(figures, column), sql),
            },
          ],
    verdict: (figures, answers) => {
      const present = numbersIn(figures, column);
      if (present === 0) return judge(NOTHING);
      const edges = chooseEdges(figures, column);
      const histogram = histogramFrom(answers.figures, { column, edges, present, sql });
      const weights = histogram.bins.map((count) => count / present);
      const tail = (1 - weights.reduce((sum, weight) => sum + weight, 0)) / 2;
      const partition = { bins: edges, weights, tailWeights: [tail, tail] as const };
      return judge(compareBins(partition, { histogram, present, holdouts }));
    },
  };
}

const NOTHING: Comparison = {
  divergence: NaN,
  observed: { bins: [null], weights: [], tail_weights: [null, null] },
  expected: { bins: [null], weights: [], tail_weights: [0.5, 0.5] },
};

/** How many numbers there are. @throws ExpectationError for a column of something else */
function numbersIn(figures: Figures, column: Column): number {
  const { present } = presence(figures, column);
  if (isTime(column) || (present > 0 && !isNumericOrEmpty(column))) {
    throw new ExpectationError(
      `column ${shown(column.name)} is of type ${column.sqlType}, whose values have no place in bins of numbers`,
    );
  }
  return present;
}
