import { ENTRY_NAMES } from '@modelgate/contracts/conventions';
import { Document } from 'yaml';
import { inFlow, yamlText } from '../yaml-text';
import type { AdoptRequest } from './options';
import type { Recognised } from './recognise';

/** The model.yaml of a project that was recognised: only what is not found by convention. */
export function modelText({ name, owner, root }: AdoptRequest, found: Recognised): string {
  const { data, target, suites } = found;
  const python = {
    ...(found.environment.requires === undefined ? {} : { version: found.environment.requires }),
    ...(found.pythonPath.join() === 'src' ? {} : { path: found.pythonPath }),
    ...(found.pythonPackage === undefined ? {} : { package: found.pythonPackage }),
    ...(found.environment.extras.length === 0 ? {} : { extras: found.environment.extras }),
  };
  const entry = Object.fromEntries(
    ENTRY_NAMES.flatMap((key) => (found.named[key] === undefined ? [] : [[key, found.named[key]]])),
  );
  const expectations = {
    ...(suites.train.length > 0 ? { train: oneOrMore(suites.train) } : {}),
    ...(suites.test.length > 0 ? { test: oneOrMore(suites.test) } : {}),
  };
  const document = new Document({
    schema: 'modelgate.model/v1',
    name,
    task: target.task,
    ...(owner === undefined ? {} : { owner }),
    data: {
      train: data.train,
      ...(data.test === undefined ? {} : { test: data.test }),
      target: target.target,
      ...(data.test === undefined ? { split: { test: 0.2, seed: 7 } } : {}),
    },
    ...(Object.keys(entry).length > 0 ? { entry } : {}),
    ...(Object.keys(python).length > 0 ? { python } : {}),
    ...(found.inputs.length > 0 ? { train: { inputs: found.inputs.map(({ path }) => path) } } : {}),
    ...(!suites.conventional && Object.keys(expectations).length > 0 ? { expectations } : {}),
    ...(found.baseline && found.baseline.path !== 'baseline_metrics.json'
      ? { baseline: found.baseline.path }
      : {}),
    ...(found.quality.stages.length > 0 ? { quality: found.quality.stages } : {}),
  });
  inFlow(document, ['data', 'split']);
  inFlow(document, ['quality']);
  for (const key of ['path', 'extras']) inFlow(document, ['python', key]);
  return yamlText(root, 'model.yaml', 'model', document);
}

function oneOrMore(paths: readonly string[]): string | string[] {
  const [first, ...rest] = paths;
  return first !== undefined && rest.length === 0 ? first : [...paths];
}
