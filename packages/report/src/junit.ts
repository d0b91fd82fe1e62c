import type { GateResult, Report } from '@modelgate/contracts';
import { statusOf } from './gate-groups';

/**
 * JUnit XML of reports, as CI systems read it: one suite for each stage, one case for each gate. A gate that warns
 * passes with its message as output. A stage that failed without a failing gate (it crashed, say) is one case in error.
 */
export function renderJunit(reports: Report | readonly Report[]): string {
  const suites = [reports].flat().map(suiteOf);
  const sum = (key: keyof Counts) => suites.reduce((total, { counts }) => total + counts[key], 0);
  const counts = {
    tests: sum('tests'),
    failures: sum('failures'),
    errors: sum('errors'),
    skipped: sum('skipped'),
  };
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="modelgate" ${countsText(counts)} time="${sum('seconds').toFixed(3)}">`,
    ...suites.flatMap(({ lines }) => lines),
    '</testsuites>',
    '',
  ].join('\n');
}

interface Counts {
  tests: number;
  failures: number;
  errors: number;
  skipped: number;
  seconds: number;
}

function suiteOf(report: Report): { counts: Counts; lines: string[] } {
  const cases = report.gates.map((gate) => gateCase(report, gate));
  const failures = report.gates.filter((gate) => statusOf(gate) === 'fail').length;
  const skipped = report.gates.filter((gate) => statusOf(gate) === 'skipped').length;
  const broken = report.outcome === 'fail' && failures === 0;
  if (broken || cases.length === 0) cases.push(stageCase(report, broken));
  const seconds = report.cost.wall_seconds;
  const counts = { tests: cases.length, failures, errors: broken ? 1 : 0, skipped, seconds };
  const name = attribute(`${report.project}:${report.stage}`);
  const timestamp = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/.exec(report.generated_at)?.[0];
  const rest = `time="${seconds.toFixed(3)}"${timestamp ? ` timestamp="${timestamp}"` : ''}`;
  return {
    counts,
    lines: [
      `  <testsuite name=${name} ${countsText(counts)} ${rest}>`,
      ...properties(report),
      ...cases,
      '  </testsuite>',
    ],
  };
}

function countsText({ tests, failures, errors, skipped }: Omit<Counts, 'seconds'>): string {
  return `tests="${tests}" failures="${failures}" errors="${errors}" skipped="${skipped}"`;
}

/** Of which sources the report is: the commit, and whether the work tree differed from it. */
function properties({ commit, dirty }: Report): string[] {
  if (commit === undefined) return [];
  const property = (name: string, value: string) =>
    `      <property name=${attribute(name)} value=${attribute(value)}/>`;
  return [
    '    <properties>',
    property('commit', commit),
    ...(dirty === undefined ? [] : [property('uncommitted_changes', String(dirty))]),
    '    </properties>',
  ];
}

function gateCase(report: Report, gate: GateResult): string {
  const open = `    <testcase ${caseNames(report, gate.id)} time="0"`;
  const text = [gate.message, gate.fix && `fix: ${gate.fix}`].filter(Boolean).join('\n');
  switch (statusOf(gate)) {
    case 'fail':
      return `${open}>\n      <failure message=${attribute(gate.message)} type="gate">${content(text)}</failure>\n    </testcase>`;
    case 'skipped':
      return `${open}>\n      <skipped message=${attribute(gate.message)}/>\n    </testcase>`;
    case 'warn':
      return `${open}>\n      <system-out>${content(`warning: ${text}`)}</system-out>\n    </testcase>`;
    case 'pass':
      return `${open}/>`;
  }
}

function stageCase(report: Report, broken: boolean): string {
  const open = `    <testcase ${caseNames(report, report.stage)} time="${report.cost.wall_seconds.toFixed(3)}"`;
  if (!broken) return `${open}/>`;
  return `${open}>\n      <error message=${attribute(report.summary)} type="stage">${content(report.summary)}</error>\n    </testcase>`;
}

function caseNames(report: Report, name: string): string {
  return `classname=${attribute(`${report.project}.${report.stage}`)} name=${attribute(name)}`;
}

/** Characters that XML 1.0 does not allow, not even as references. Source: XML 1.0, section 2.2. */
// eslint-disable-next-line no-control-regex
const NOT_XML = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/gu;

function content(text: string): string {
  return text.replace(NOT_XML, '').replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}

/** An attribute's value with its quotes. White space is written as references: a parser would make spaces of it. */
function attribute(text: string): string {
  const escaped = content(text)
    .replace(/"/g, '&quot;')
    .replace(/[\t\n\r]/g, (character) => `&#${character.charCodeAt(0)};`);
  return `"${escaped}"`;
}
