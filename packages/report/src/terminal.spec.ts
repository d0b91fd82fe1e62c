import { renderSummary, renderTerminal } from './index';
import { FAILED, fullReport, gate, report, reportOf, SKIPPED, WARNED } from './testing/reports';

const plain = (...args: Parameters<typeof report>) => renderTerminal(report(...args), { color: false });

describe('renderTerminal', () => {
  it('shows the failing gate first: symbol, title, message, what to do', () => {
    const lines = renderTerminal(fullReport(), { color: false }).split('\n');
    expect(lines.slice(0, 6)).toEqual([
      '✖ credit-risk:evaluate failed  1 failed, 1 warning, 1 passed, 1 skipped; 2.3 s, 1.9 s of CPU, 120.0 MiB of memory at most',
      '  1 of 4 gates failed: accuracy is too far below the baseline.',
      '',
      '  ✖ accuracy',
      '      0.951 is 0.037 below the baseline 0.988; a drop of 0.02 already fails',
      '      fix: train a better model, or accept the loss with a reason',
    ]);
    const order = ['✖ accuracy', '⚠ peak memory', '✔ precision', '○ 1 skipped: roc_auc'];
    expect(order.map((text) => lines.findIndex((line) => line.includes(text)))).toEqual(
      order.map((text) => lines.findIndex((line) => line.includes(text))).sort((a, b) => a - b),
    );
    expect(lines.join('\n')).toContain('examples: [1,2,3]');
  });

  it('leaves tables out where something failed, and shows them where nothing did', () => {
    expect(renderTerminal(fullReport(), { color: false })).not.toContain('Metrics');
    const passed = renderTerminal(fullReport({ outcome: 'pass', gates: [] }), { color: false });
    expect(passed).toContain('  metric    candidate  baseline\n  accuracy      0.951     0.988\n');
    expect(passed).toMatch(/Training loss {2}█[▁-█]+▁ {2}0\.7 -> 0\.20216/);
  });

  it.each([
    [12, 'g11', 'more passed'],
    [13, 'and 1 more passed', 'g12'],
    [40, 'and 28 more passed', 'g12'],
  ])('gives %d passed gates a line each up to twelve', (count, shown, hidden) => {
    const text = plain({ gates: Array.from({ length: count }, (_, index) => gate({ title: `g${index}` })) });
    expect(text).toContain(shown);
    expect(text).not.toContain(hidden);
    expect(text.match(/✔ /g)).toHaveLength(1 + Math.min(count, 13));
  });

  it('keeps a passed gate on one line and breaks a long message of a failed one', () => {
    const message = 'word '.repeat(60).trim();
    const lines = renderTerminal(
      report({ gates: [gate({ message }), { ...FAILED, message, details: {} }] }),
      {
        color: false,
        width: 60,
      },
    ).split('\n');
    expect(lines.filter((line) => line.includes('✔ precision'))).toHaveLength(1);
    expect(lines.slice(1).filter((line) => line.length > 60)).toEqual([]);
  });

  it.each(['message', 'fix', 'details'] as const)('cuts nothing of the %s of a failed gate', (key) => {
    const words = Array.from({ length: 1000 }, (_, index) => `word${index}`);
    const text = words.join(' ');
    const failed = { ...FAILED, [key]: key === 'details' ? { examples: words } : text };
    const rendered = renderTerminal(report({ outcome: 'fail', gates: [failed] }), {
      color: false,
      width: 60,
    });
    expect(rendered.match(/word\d+/g)).toEqual(words);
    expect(rendered).not.toContain('…');
  });

  it('cuts and breaks no text of a log', () => {
    const long = Array.from({ length: 60 }, (_, index) => `word${index}`).join(' ');
    const gates = [
      gate({ message: long }),
      { ...WARNED, message: long, details: {} },
      ...Array.from({ length: 40 }, (_, index) => ({ ...SKIPPED, title: `skipped gate ${index}` })),
    ];
    const tables = [{ title: 'Paths', columns: ['path'], rows: [[long]] }];
    const rendered = renderTerminal(
      report({ outcome: 'warn', summary: long, gates, tables, notes: [long] }),
      {
        color: false,
        width: Infinity,
      },
    );
    expect(rendered).not.toContain('…');
    expect(rendered).toContain('skipped gate 39');
    expect(rendered.split('\n').filter((line) => line.includes(long))).toHaveLength(5);
  });

  it('keeps a command in one line', () => {
    const command = 'nx generate @modelgate/nx:accept-baseline churn --reason "why it is so" --override';
    const fix = `retrain, or if the drop is intended, accept it: ${command}`;
    const lines = plain({ gates: [{ ...FAILED, fix }] }).split('\n');
    expect(lines).toContain('      fix: retrain, or if the drop is intended, accept it:');
    expect(lines).toContain(`           ${command}`);
  });

  it('says that the work tree had uncommitted changes, and nothing where there were none', () => {
    expect(renderTerminal(fullReport({ dirty: true }), { color: false }).split('\n')[2]).toBe(
      '  commit 71cd5ee with uncommitted changes',
    );
    expect(renderTerminal(fullReport({ dirty: false }), { color: false })).not.toContain('commit');
  });

  it('says that a gate is inconclusive', () => {
    expect(plain({ gates: [gate({ outcome: 'inconclusive', effect: 'warn' })] })).toContain(
      '⚠ precision  inconclusive',
    );
  });

  it('colours by status, and not at all without colour', () => {
    const red = '\u001b[31m✖ accuracy';
    expect(renderTerminal(fullReport(), { color: true })).toContain(red);
    expect(renderTerminal(fullReport(), { color: false })).not.toContain('\u001b');
  });

  it.each([
    ['an escape sequence', '\u001b[2J\u001b[1;1Hall good', '\\x1b[2J\\x1b[1;1Hall good'],
    ['an 8-bit escape', 'a\u009b2Jb', 'a\\x9b2Jb'],
    ['a carriage return', 'failed\u0008\u0008ok', 'failed\\x08\\x08ok'],
    ['reversed text', 'a\u202egnp.exe', 'a\\u202egnp.exe'],
    ['half a character', 'a\ud800b', 'a\\ud800b'],
  ])('spells out %s wherever it stands', (_name, text, shown) => {
    const rendered = renderTerminal(reportOf(text), { color: false });
    expect(rendered).toContain(shown);
    expect(rendered.replace(/\n/g, '')).not.toMatch(
      // eslint-disable-next-line no-control-regex
      /[\u0000-\u001f\u007f-\u009f\u202a-\u202e]|\p{Surrogate}/u,
    );
  });

  it('survives a report without anything in it', () => {
    expect(plain({ gates: [], summary: '' })).toMatch(/^✔ credit-risk:evaluate passed {2}2\.3 s, [^\n]*\n$/);
  });
});

describe('renderSummary', () => {
  it('has a row for each report with the first gate that failed', () => {
    const text = renderSummary(
      [
        report({ stage: 'train', gates: [] }),
        fullReport({ gates: [gate({}), WARNED, FAILED, { ...FAILED, title: 'f1' }] }),
        report({ project: 'churn', outcome: 'warn', gates: [SKIPPED, WARNED], cost: { wall_seconds: 75 } }),
        report({ project: 'fraud', outcome: 'fail', gates: [], summary: 'train raised ValueError' }),
      ],
      { color: false },
    );
    expect(text.split('\n')).toEqual([
      'project      stage     outcome  gate                           time',
      'credit-risk  train     ✔ pass                                 2.3 s',
      'credit-risk  evaluate  ✖ fail   accuracy (and 1 more)         2.3 s',
      'churn        evaluate  ⚠ warn   peak memory              1 min 15 s',
      'fraud        evaluate  ✖ fail   train raised ValueError       2.3 s',
      '',
    ]);
  });
});
