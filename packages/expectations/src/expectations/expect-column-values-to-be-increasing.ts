import { orderKwargs, orderPlan, tellOrder } from './column-order';
import { defineExpectation } from './define';

export const expectColumnValuesToBeIncreasing = defineExpectation({
  type: 'expect_column_values_to_be_increasing',
  kwargs: orderKwargs,
  plan: (kwargs, context) => orderPlan(kwargs, context, 'increasing'),
  tell: (kwargs, result) => tellOrder(kwargs, result, 'increasing'),
});
