import { describeHang } from './hang-stack';

const STACK = `Thread 0x00007f (most recent call first):
  File "/opt/modelgate_runner.py", line 142 in _read
  File "/usr/lib/python3.11/threading.py", line 982 in run

Current thread 0x00007e (most recent call first):
  File "/usr/lib/python3.11/socket.py", line 5 in recv
  File "/w/toy/src/toy/train.py", line 3 in wait
  File "/w/toy/src/toy/train.py", line 7 in train_model
  File "/opt/modelgate_runner.py", line 9 in guard
  File "/opt/modelgate_runner.py", line 99 in main
`;

describe('describeHang', () => {
  it('shows the frames of the model in the thread of the stage, the innermost last', () => {
    expect(describeHang(STACK, '/w/toy')).toEqual({
      place: { file: 'src/toy/train.py', line: 3 },
      text: [
        'File "src/toy/train.py", line 7, in train_model',
        'File "src/toy/train.py", line 3, in wait',
        'File "/usr/lib/python3.11/socket.py", line 5, in recv',
      ].join('\n'),
    });
  });

  it.each(['', 'nothing', 'Thread 1:\n  File "/opt/modelgate_runner.py", line 9 in main'])(
    'knows nothing from %j',
    (text) => {
      expect(describeHang(text, '/w/toy')).toBeUndefined();
    },
  );
});
