import type { StageEvent } from '@modelgate/contracts';
import { showProgress } from './progress';

const loss = (epoch: number, value: number | null = 0.5): StageEvent => ({
  type: 'loss',
  epoch,
  epochs: 50,
  loss: value,
});

describe('showProgress', () => {
  it('says ten plain lines where no line can be rewritten, with the time that is left', () => {
    const lines: string[] = [];
    let time = 0;
    const progress = showProgress({
      say: (line) => void lines.push(line),
      rewrite: undefined,
      now: () => time,
    });
    for (let epoch = 1; epoch <= 50; epoch++) {
      time = epoch * 2000;
      progress.onEvent(loss(epoch));
    }
    expect(lines).toHaveLength(10);
    expect(lines[0]).toBe('epoch 5/50  loss 0.50000  1 min 30 s left');
    expect(lines[9]).toBe('epoch 50/50  loss 0.50000');
  });

  it('rewrites one line on a terminal and ends it before a note', () => {
    const written: string[] = [];
    const lines: string[] = [];
    const progress = showProgress({
      say: (line) => void lines.push(line),
      rewrite: (text) => void written.push(text),
      now: () => 0,
    });
    progress.onEvent(loss(1));
    progress.onEvent(loss(2, null));
    progress.onEvent({ type: 'note', message: 'seed is left out' });
    expect(written).toEqual(['\r\u001b[2Kepoch 1/50  loss 0.50000', '\r\u001b[2Kepoch 2/50  loss NaN', '\n']);
    expect(lines).toEqual(['seed is left out']);
  });
});
