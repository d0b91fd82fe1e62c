import { choosePackage } from './python-package';

it.each([
  ['credit-risk', 'credit_risk', false],
  ['a.b-c', 'a_b_c', false],
  ['2fast', '_2fast', false],
  ['random', 'random_model', true],
  ['class', 'class_model', true],
  ['sklearn', 'sklearn_model', true],
])('%s has the package %s', (name, packageName, named) => {
  expect(choosePackage(name)).toEqual({ packageName, named });
});
