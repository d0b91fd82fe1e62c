import { CLASSIFICATION, type LabelMetric } from './metric';

/**
 * Share of rows whose predicted class is the true one.
 * Source: https://scikit-learn.org/stable/modules/model_evaluation.html#accuracy-score
 */
export const accuracy: LabelMetric = {
  name: 'accuracy',
  direction: 'higher_is_better',
  tasks: CLASSIFICATION,
  unit: '',
  reads: 'labels',
  compute: ({ truth, predictions }) => {
    let right = 0;
    for (let row = 0; row < truth.length; row++) if (truth[row] === predictions[row]) right += 1;
    return right / truth.length;
  },
};
