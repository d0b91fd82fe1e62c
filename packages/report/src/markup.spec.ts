import type { GateResult, Report } from '@modelgate/contracts';
import { renderHtml, renderJunit, renderMarkdown, renderPlot } from './index';
import { FAILED, fullReport, gate, report, reportOf, SKIPPED } from './testing/reports';

const HOSTILE = `<script>alert(1)</script>"'><img src=x onerror="alert(1)">]]>&lt;-- \u0000\u001b[31m`;

const ACCEPT = 'accept the first one: nx generate @modelgate/nx:accept-baseline churn --reason "..."';
const FIGURES = ['candidate', 'baseline', 'margin'];

/** Names of all tags, after a check that every one is closed in order; `void` names have no end. */
function tagsOf(markup: string, voids: readonly string[] = []): Set<string> {
  const open: string[] = [];
  const names = new Set<string>();
  for (const [, end, name = '', , closed] of markup.matchAll(
    /<(\/?)([a-z][a-z0-9-]*)((?:\s+[a-zA-Z0-9:-]+(?:="[^"<]*")?)*)\s*(\/?)>/g,
  )) {
    names.add(name);
    if (end) expect(open.pop()).toBe(name);
    else if (!closed && !voids.includes(name)) open.push(name);
  }
  expect(open).toEqual([]);
  return names;
}

/** Every `<` of the markup begins a tag of the form above, a declaration, or nothing. */
function strayBrackets(markup: string): string[] {
  const known =
    /<\/?[a-z][a-z0-9-]*(?:\s+[a-zA-Z0-9:-]+(?:="[^"<]*")?)*\s*\/?>|<!doctype html>|<\?xml [^<>]*\?>/g;
  return markup.replace(known, '').match(/<.{0,20}/g) ?? [];
}

describe('renderHtml', () => {
  const VOID = ['meta'];

  it('is one file without scripts, links or anything to load', () => {
    const html = renderHtml(fullReport());
    const tags = tagsOf(html, VOID);
    for (const name of ['script', 'link', 'img', 'iframe', 'a', 'object', 'base'])
      expect(tags).not.toContain(name);
    expect(html).not.toMatch(/https?:|@import|url\(/);
    expect(html).toContain(`content="default-src 'none'; style-src 'unsafe-inline'`);
    expect(html).toContain('prefers-color-scheme: dark');
  });

  it('shows everything that the report has', () => {
    const html = renderHtml(fullReport());
    for (const text of [
      'credit-risk: evaluate failed',
      'Fix:</strong> train a better model',
      '95 % interval -0.05 to -0.021 (bootstrap)',
      '[1,2,3]',
      '142.0 MiB',
      '<caption>Metrics</caption>',
      'not locked',
      'AMD EPYC 7763',
      '3.12.4',
      'model/weights.json',
      '71cd5ee0a7c1b5c2ad6f3a3e1f5ce0f9e2f2d9ab',
    ])
      expect(html).toContain(text);
    expect(html.indexOf('accuracy')).toBeLessThan(html.indexOf('precision'));
  });

  it('escapes hostile text in every field', () => {
    const html = renderHtml(reportOf(HOSTILE));
    expect(tagsOf(html, VOID)).toEqual(tagsOf(renderHtml(reportOf('harmless')), VOID));
    expect(strayBrackets(html)).toEqual([]);
    expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&gt;');
    // eslint-disable-next-line no-control-regex
    expect(html).not.toMatch(/[\u0000-\u0008\u001b]/);
  });

  it('breaks no command inside a word, and keeps a margin in one line', () => {
    const html = renderHtml(report({ gates: [{ ...FAILED, fix: ACCEPT }], notes: [ACCEPT] }));
    const code =
      '<code class="command"><span>nx</span> <span>generate</span> <span>@modelgate/nx:accept-baseline</span> ' +
      '<span>churn</span> <span>--reason</span> <span>&quot;...&quot;</span></code>';
    expect(html.split(`accept the first one: ${code}`)).toHaveLength(3);
    expect(html).toContain('<td class="whole">max_drop 0.02</td>');
  });

  it('has columns only for figures that a gate has', () => {
    const heads = (gates: GateResult[]) =>
      [...renderHtml(report({ gates })).matchAll(/<th scope="col"[^>]*>([^<]*)/g)].map(([, text]) => text);
    expect(heads([gate({}), SKIPPED])).toEqual(['status', 'gate', 'result']);
    expect(heads([gate({ candidate: null })])).toEqual(['status', 'gate', 'candidate', 'result']);
    expect(heads([gate({}), FAILED])).toEqual(['status', 'gate', ...FIGURES, 'result']);
  });

  it('says that the work tree had uncommitted changes', () => {
    const commit = '<dt>commit</dt><dd class="text">71cd5ee0a7c1b5c2ad6f3a3e1f5ce0f9e2f2d9ab';
    expect(renderHtml(fullReport({ dirty: true }))).toContain(`${commit} with uncommitted changes</dd>`);
    expect(renderHtml(fullReport({ dirty: false }))).toContain(`${commit}</dd>`);
  });

  it('gives every table a caption and its heads a scope', () => {
    const html = renderHtml(fullReport());
    expect(html.match(/<table>/g)?.length).toBe(html.match(/<table><caption>/g)?.length);
    expect(html).not.toMatch(/<th(?! scope)[ >]/);
  });
});

describe('renderPlot', () => {
  const series = { title: 'loss', x_label: 'epoch', y_label: 'loss' };
  const numbersOf = (svg: string) => svg.match(/NaN|Infinity/);

  it.each([
    ['one point', [1], [0.5]],
    ['a flat line', [1, 2, 3], [4, 4, 4]],
    ['all zero', [0, 1], [0, 0]],
    ['the largest numbers', [1, 2], [-1.7e308, 1.7e308]],
    ['the smallest numbers', [1, 2], [0, 5e-324]],
    ['gaps at both ends', [1, 2, 3, 4], [null, 1, 2, null]],
    ['falling x', [3, 2, 1], [1, 2, 3]],
  ])('draws %s', (_name, x, y) => {
    const svg = renderPlot({ ...series, x, y }, 'p');
    expect(numbersOf(svg)).toBeNull();
    tagsOf(svg);
    expect(svg).toMatch(/class="curve" d="M/);
  });

  it('breaks the line at a gap', () => {
    const path = / d="([^"]*)"/.exec(
      renderPlot({ ...series, x: [1, 2, 3, 4], y: [1, 2, null, 3] }, 'p'),
    )?.[1];
    expect(path?.match(/[ML]/g)).toEqual(['M', 'L', 'M']);
  });

  it('keeps the highest point of a long series, in few points', () => {
    const x = Array.from({ length: 100_000 }, (_, index) => index);
    const svg = renderPlot({ ...series, x, y: x.map((value) => (value === 77_777 ? 50 : value % 7)) }, 'p');
    expect(svg.length).toBeLessThan(20_000);
    expect(svg).toMatch(/L[\d.]+ 12[ML"]/);
  });

  it('says so where there are no values', () => {
    expect(renderPlot({ ...series, x: [1], y: [null] }, 'p')).toBe('<p>loss: no values</p>');
    expect(renderPlot({ ...series, x: [], y: [] }, 'p')).toBe('<p>loss: no values</p>');
  });
});

describe('renderMarkdown', () => {
  it('has failing gates with what to do before everything else', () => {
    const text = renderMarkdown(fullReport());
    expect(text.split('\n').slice(0, 8)).toEqual([
      '### ❌ credit-risk: evaluate failed',
      '',
      '1 of 4 gates failed: accuracy is too far below the baseline.',
      '',
      '1 failed, 1 warning, 1 passed, 1 skipped; 2.3 s, 1.9 s of CPU, 120.0 MiB of memory at most',
      '',
      '- ❌ **accuracy**: 0.951 is 0.037 below the baseline 0.988; a drop of 0.02 already fails',
      '  - **Fix:** train a better model, or accept the loss with a reason',
    ]);
  });

  it.each([
    ['HTML', '<img src=x onerror=alert(1)>', '&lt;img src=x onerror=alert(1)&gt;'],
    ['a link', '[x](y)', '\\[x\\](y)'],
    ['an image', '![x](y)', '!\\[x\\](y)'],
    ['emphasis', '*a* _b_ ~c~ `d`', '\\*a\\* \\_b\\_ \\~c\\~ \\`d\\`'],
    ['a mention', 'ask @octocat', 'ask @\u200boctocat'],
    ['an address', 'see https://x.example', 'see https:\u200b//x.example'],
    ['a heading', '# big', '\\# big'],
    ['a list', '1. one', '1\\. one'],
    ['an entity', '&lt;b&gt;', '&amp;lt;b&amp;gt;'],
    ['a plain number', '-0.25 of 1.5', '-0.25 of 1.5'],
  ])('takes %s as text', (_name, summary, shown) => {
    expect(renderMarkdown(report({ summary }))).toContain(`\n\n${shown}\n\n`);
  });

  it('keeps the columns of its tables whatever a cell holds', () => {
    const text = renderMarkdown(reportOf('a|b\nc\\|d'));
    const rows = text.split('\n').filter((line) => line.startsWith('|'));
    const columns = rows.map((row) => row.replace(/\\\\/g, '').replace(/\\\|/g, '').split('|').length - 2);
    expect(columns).toEqual([6, 6, 6, 6, 6, 6, 2, 2, 2]);
  });

  it('writes a command as code, which can be copied as it is', () => {
    const command = '`nx generate @modelgate/nx:accept-baseline churn --reason "..."`';
    expect(renderMarkdown(report({ gates: [{ ...FAILED, fix: ACCEPT }] }))).toContain(
      `  - **Fix:** accept the first one: ${command}\n`,
    );
  });

  it('has columns only for figures that a gate has', () => {
    const head = (gates: GateResult[]) => /^\| \| gate.*\n.*/m.exec(renderMarkdown(report({ gates })))?.[0];
    expect(head([gate({}), SKIPPED])).toBe('| | gate | result |\n| --- | --- | --- |');
    expect(head([gate({}), FAILED])).toBe(
      '| | gate | candidate | baseline | margin | result |\n| --- | --- | ---: | ---: | --- | --- |',
    );
  });

  it('says that the work tree had uncommitted changes', () => {
    expect(renderMarkdown(fullReport({ dirty: true }))).toContain(
      'commit `71cd5ee0a7c1` with uncommitted changes;',
    );
    expect(renderMarkdown(fullReport({ dirty: false }))).not.toContain('uncommitted');
  });

  it('lets nothing hostile through', () => {
    const text = renderMarkdown(reportOf(`${HOSTILE} @octocat`)).replace(/(`+)[^`]*\1/g, '');
    expect(new Set(text.match(/<\/?[a-z]+/g))).toEqual(
      new Set(['<details', '<summary', '</summary', '</details', '<sub', '</sub']),
    );
    expect(text).not.toContain('@octocat');
  });

  it('stays below the length of a comment, with the failing gates kept', () => {
    const gates = Array.from({ length: 3000 }, (_, index) =>
      gate({ title: `gate ${index}`, message: 'x'.repeat(2000) }),
    );
    const rows = Array.from({ length: 5000 }, (_, index) => [index, 'y'.repeat(500)]);
    const text = renderMarkdown(
      report({
        gates: [...gates, FAILED],
        tables: ['t', 'u', 'v'].map((title) => ({ title, columns: ['a', 'b'], rows })),
        notes: ['kept'],
      }),
    );
    expect(text.length).toBeLessThan(65_536);
    expect(text).toContain('❌ **accuracy**');
    expect(text).toContain('kept');
    expect(text).toContain('further sections are in the HTML report');
  });
});

describe('renderJunit', () => {
  it('has a suite for each of several reports, and adds up', () => {
    const text = renderJunit([fullReport(), report({ project: 'churn' })]);
    expect(text).toContain(
      '<testsuites name="modelgate" tests="5" failures="1" errors="0" skipped="1" time="4.680">',
    );
    expect([...text.matchAll(/<testsuite name="([^"]*)" tests="(\d)"/g)].map(([, ...each]) => each)).toEqual([
      ['credit-risk:evaluate', '4'],
      ['churn:evaluate', '1'],
    ]);
  });

  it('has a suite for the stage and a case for each gate', () => {
    expect(renderJunit(fullReport()).split('\n')).toEqual([
      '<?xml version="1.0" encoding="UTF-8"?>',
      '<testsuites name="modelgate" tests="4" failures="1" errors="0" skipped="1" time="2.340">',
      '  <testsuite name="credit-risk:evaluate" tests="4" failures="1" errors="0" skipped="1" time="2.340" timestamp="2025-11-24T20:30:00">',
      '    <properties>',
      '      <property name="commit" value="71cd5ee0a7c1b5c2ad6f3a3e1f5ce0f9e2f2d9ab"/>',
      '    </properties>',
      '    <testcase classname="credit-risk.evaluate" name="precision/max_drop" time="0"/>',
      '    <testcase classname="credit-risk.evaluate" name="roc_auc/min_ratio" time="0">',
      '      <skipped message="there is no baseline yet"/>',
      '    </testcase>',
      '    <testcase classname="credit-risk.evaluate" name="peak_memory/max_ratio" time="0">',
      '      <system-out>warning: 142.0 MiB is 1.25 times the baseline 113.6 MiB; more than 1.2 times is too much</system-out>',
      '    </testcase>',
      '    <testcase classname="credit-risk.evaluate" name="accuracy/max_drop" time="0">',
      '      <failure message="0.951 is 0.037 below the baseline 0.988; a drop of 0.02 already fails" type="gate">0.951 is 0.037 below the baseline 0.988; a drop of 0.02 already fails',
      'fix: train a better model, or accept the loss with a reason</failure>',
      '    </testcase>',
      '  </testsuite>',
      '</testsuites>',
      '',
    ]);
  });

  it('says of which commit it is, and whether there were uncommitted changes', () => {
    const properties = (parts: Partial<Report>) => renderJunit(fullReport(parts)).match(/<property .*/g);
    const commit = '<property name="commit" value="71cd5ee0a7c1b5c2ad6f3a3e1f5ce0f9e2f2d9ab"/>';
    expect(properties({ dirty: true })).toEqual([
      commit,
      '<property name="uncommitted_changes" value="true"/>',
    ]);
    expect(properties({ dirty: false })).toEqual([
      commit,
      '<property name="uncommitted_changes" value="false"/>',
    ]);
    expect(properties({ commit: undefined })).toBeNull();
  });

  it('tells of a stage that failed without a gate, and of one that has no gates', () => {
    const broken = renderJunit(report({ outcome: 'fail', gates: [], summary: 'train raised ValueError' }));
    expect(broken).toContain('tests="1" failures="0" errors="1"');
    expect(broken).toContain('<error message="train raised ValueError" type="stage">');
    expect(renderJunit(report({ gates: [] }))).toContain('name="evaluate" time="2.340"/>');
  });

  it('is well-formed with hostile text: escaped, and without what XML does not allow', () => {
    const xml = renderJunit(reportOf(`${HOSTILE}\uffff\ud800 two\nlines`));
    expect(tagsOf(xml)).toEqual(
      new Set([
        'testsuites',
        'testsuite',
        'properties',
        'property',
        'testcase',
        'failure',
        'system-out',
        'skipped',
      ]),
    );
    expect(strayBrackets(xml)).toEqual([]);
    // eslint-disable-next-line no-control-regex
    expect(xml).not.toMatch(/[\u0000-\u0008\u000b-\u001f\ufffe\uffff]|\p{Surrogate}|\]\]>/u);
    expect(xml).toContain('two&#10;lines"');
  });
});
