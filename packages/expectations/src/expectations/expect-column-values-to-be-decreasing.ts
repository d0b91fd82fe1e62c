import { orderKwargs, orderPlan, tellOrder } from './column-order';
import { defineExpectation } from './define';

export const expectColumnValuesToBeDecreasing = defineExpectation({
  type: 'expect_column_values_to_be_decreasing',
  kwargs: orderKwargs,
  plan: (kwargs, context) => orderPlan(kwargs, context, 'decreasing'),
  tell: (kwargs, result) => tellOrder(kwargs, result, 'decreasing'),
});
