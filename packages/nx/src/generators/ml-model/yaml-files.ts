import { posix } from 'node:path';
import type { FileSchemaName } from '@modelgate/contracts';
import { defaultBenchmarkGates, defaultEvaluateGates } from '@modelgate/gates';
import { Document, isCollection, isPair, isScalar, visit, YAMLMap } from 'yaml';
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
    { path: 'model.yaml', content: render(spec, 'model.yaml', 'model', modelDocument(spec)) },
    { path: 'params.yaml', content: render(spec, 'params.yaml', 'params', paramsDocument(spec)) },
    {
      path: 'gates/evaluate.yaml',
      content: render(spec, 'gates/evaluate.yaml', 'gates.evaluate', evaluateDocument(spec)),
    },
    {
      path: 'gates/benchmark.yaml',
      content: render(spec, 'gates/benchmark.yaml', 'gates.benchmark', benchmarkDocument()),
    },
    { path: 'deploy.yaml', content: render(spec, 'deploy.yaml', 'deploy', deployDocument(spec)) },
  ];
}

/** The first line is for editors: the schema from inside the workspace, so that they complete the file offline. */
function render(spec: ModelSpec, path: string, schema: FileSchemaName, document: Document): string {
  const folder = posix.dirname(posix.join(spec.root, path));
  const up = posix.relative(folder, '.') || '.';
  const line = `# yaml-language-server: $schema=${up}/node_modules/@modelgate/contracts/schemas/${schema}.schema.json\n`;
  return line + document.toString({ lineWidth: 0, flowCollectionPadding: true });
}

function modelDocument({ name, owner, packageName, packageIsNamed, template, data }: ModelSpec): Document {
  const document = new Document({
    schema: 'modelgate.model/v1',
    name,
    task: data.task,
    ...(owner === undefined ? {} : { owner }),
    data: {
      train: data.train,
      ...(data.test === undefined ? {} : { test: data.test }),
      target: data.target,
      ...(data.test === undefined ? { split: { test: 0.2, seed: 7 } } : {}),
    },
    ...(template === 'command'
      ? { command: ['node', 'src/model.mjs'] }
      : { python: { version: PYTHON_VERSION, ...(packageIsNamed ? { package: packageName } : {}) } }),
  });
  inFlow(document, ['data', 'split']);
  const command = document.get('command', true);
  if (isCollection(command)) {
    command.flow = true;
    comment(
      document,
      'command',
      'The program of every stage; it is given the request file as last argument.',
    );
  }
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

function evaluateDocument({ data }: ModelSpec): Document {
  const document = new Document(defaultEvaluateGates(data.task));
  comment(document, 'mode', 'off, warn or enforce; a gate may have its own.');
  comment(document, 'on_inconclusive', 'What a gate does that can decide neither way: pass, warn or fail.');
  comment(
    document,
    'gates',
    'Candidate against baseline: max_drop (absolute), min_ratio, max_ratio; and min, max without a baseline.',
  );
  inFlow(document, ['gates', '*']);
  return document;
}

function benchmarkDocument(): Document {
  const document = new Document(defaultBenchmarkGates());
  comment(document, 'mode', 'off, warn or enforce; a gate may have its own.');
  comment(document, 'on_inconclusive', 'What a gate does that can decide neither way: pass, warn or fail.');
  comment(document, 'gates', 'Candidate / baseline, both measured in one run.');
  inFlow(document, ['gates', '*']);
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

/** Puts a comment line above a key of the file. */
function comment(document: Document, key: string, text: string): void {
  visit(document, {
    Pair: (_, pair) => {
      if (isScalar(pair.key) && pair.key.value === key) {
        pair.key.commentBefore = ` ${text}`;
        return visit.BREAK;
      }
      return visit.SKIP;
    },
  });
}

/** Writes a collection in one line: `{ test: 0.2, seed: 7 }`. `*` stands for all items of the collection before it. */
function inFlow(document: Document, [key = '', inner]: string[]): void {
  const outer = document.get(key, true);
  if (inner !== '*') {
    const node = outer instanceof YAMLMap ? outer.get(inner, true) : undefined;
    if (isCollection(node)) node.flow = true;
    return;
  }
  if (!isCollection(outer)) return;
  for (const item of outer.items) {
    const node = isPair(item) ? item.value : item;
    if (isCollection(node)) node.flow = true;
  }
}
