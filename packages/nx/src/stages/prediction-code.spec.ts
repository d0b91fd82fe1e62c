import { resolveEntry } from '@modelgate/contracts/conventions';
import { predictionCode } from './prediction-code';

const SHAPE = {
  name: 'risk',
  pythonPath: ['src'],
  entry: resolveEntry({ name: 'risk' }),
  trainInputs: [],
  baseline: 'baseline_metrics.json',
  quality: [],
};

const FILES = new Set([
  'src/risk/__init__.py',
  'src/risk/evaluate.py',
  'src/risk/api.py',
  'src/risk/helper.py',
  '../../libs/shared/src/shared.py',
]);

const place = (path: string) => path.replace('.libraries/shared/', '../../libs/shared/');
const isFile = (path: string) => FILES.has(path);

describe('predictionCode', () => {
  it('is what scoring imported, libraries too, and the modules of evaluate and api', () => {
    const imported = [
      'src/risk/helper.py',
      '.libraries/shared/src/shared.py',
      '../outside.py',
      'src/gone.py',
    ];
    expect(predictionCode(SHAPE, imported, place, isFile)).toEqual([
      { path: '.libraries/shared/src/shared.py', from: '../../libs/shared/src/shared.py' },
      { path: 'src/risk/__init__.py', from: 'src/risk/__init__.py' },
      { path: 'src/risk/api.py', from: 'src/risk/api.py' },
      { path: 'src/risk/evaluate.py', from: 'src/risk/evaluate.py' },
      { path: 'src/risk/helper.py', from: 'src/risk/helper.py' },
    ]);
  });

  it('is nothing where a command scores: all of its code went with the training', () => {
    expect(predictionCode({ ...SHAPE, commands: { score: ['node', 'x'] } }, [], place, isFile)).toEqual([]);
  });
});
