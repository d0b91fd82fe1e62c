import { Document } from 'yaml';
import { benchmarkGatesText, evaluateGatesText } from '../gates-files';
import { comment, inFlow, yamlText } from '../yaml-text';
import type { ModelSpec } from './model-spec';
import { PYTHON_VERSION } from './template-files';

export interface TextFile {
  /** From the project's folder. */
  path: string;
  content: string;
}

/** The YAML files of a new model: what it is, how it is trained, judged and deployed. */
export function yamlFiles(spec: ModelSpec): TextFile[] {
  return [
    { path: 'model.yaml', content: yamlText(spec.root, 'model.yaml', 'model', modelDocument(spec)) },
    { path: 'params.yaml', content: yamlText(spec.root, 'params.yaml', 'params', paramsDocument(spec)) },
    {
      path: 'gates/evaluate.yaml',
      content: evaluateGatesText(spec.root, spec.data.task),
    },
    {
      path: 'gates/benchmark.yaml',
      content: benchmarkGatesText(spec.root),
    },
    { path: 'deploy.yaml', content: yamlText(spec.root, 'deploy.yaml', 'deploy', deployDocument(spec)) },
  ];
}

function modelDocument({ name, owner, packageName, packageIsNamed, template, data }: ModelSpec): Document {
  const document = new Document({
    schema: 'modelgate.model/v1',
    name,
    task: data.task,
    ...(owner === undefined ? {} : { owner }),
    data: {
      ...(data.dataset === undefined
        ? { train: data.train, ...(data.test === undefined ? {} : { test: data.test }) }
        : { dataset: data.dataset }),
      target: data.target,
      ...(data.test === undefined ? { split: { test: 0.2, seed: 7 } } : {}),
    },
    ...(template === 'command'
      ? { command: ['node', 'src/model.mjs'] }
      : {
          python: { version: PYTHON_VERSION, ...(packageIsNamed ? { package: packageName } : {}) },
          quality: ['test'],
        }),
  });
  inFlow(document, ['data', 'split']);
  inFlow(document, ['quality']);
  comment(document, 'quality', 'Which of lint, typecheck and test are targets, and part of check.');
  inFlow(document, ['command']);
  comment(document, 'command', 'The program of every stage; it is given the request file as last argument.');
  return document;
}

function paramsDocument({ template }: ModelSpec): Document {
  const document = new Document({
    schema: 'modelgate.params/v1',
    epochs: 50,
    batch_size: 64,
    seed: 7,
    ...(template === 'sklearn' ? { learning_rate: 0.01, hidden_units: 32 } : { learning_rate: 0.5 }),
  });
  comment(document, 'learning_rate', 'Every further key is passed to the training function.');
  return document;
}

function deployDocument({ environments }: ModelSpec): Document {
  const policies = environments.map((environment, index) => {
    const before = environments[index - 1];
    return [environment, before === undefined ? {} : { after: before }];
  });
  const document = new Document({
    schema: 'modelgate.deploy/v1',
    environments: Object.fromEntries(policies),
  });
  comment(document, 'environments', 'after: only a version that has run there may come here.');
  inFlow(document, ['environments', '*']);
  return document;
}
