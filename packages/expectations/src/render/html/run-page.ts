import { escapeHtml, formatSeconds, htmlTable, STATUS_SYMBOLS } from '@modelgate/report';
import { changesSince, changeSentence, changeWords, type Change } from '../changes';
import { judgedOf, runWords, titleOf } from '../judgements';
import type { Run, Validation } from '../run';
import { cutLine } from './cut';
import { htmlDocument } from './document';
import { type ShownExpectation } from './expectation';
import { groupsHtml } from './groups';

export interface RenderRunHtmlOptions {
  /** Links above the page, to the index of all runs for one. */
  links?: readonly { text: string; href: string }[];
}

const LONGEST_TITLE = 300;
const LONGEST_MESSAGE = 600;

interface Section {
  validation: Validation;
  shown: ShownExpectation[];
  /** undefined where there is no earlier result. */
  changes: Change[] | undefined;
}

/** A run as one HTML file of its own: what failed, what changed, and every column with what is expected of it. */
export function renderRunHtml(run: Run, { links = [] }: RenderRunHtmlOptions = {}): string {
  const sections = run.validations.map(sectionOf);
  const all = sections.flatMap(({ shown }) => shown);
  const counts = countsOf(all);
  const outcome = counts.fail > 0 ? 'fail' : counts.warn > 0 ? 'warn' : 'pass';
  const word = { fail: 'failed', warn: 'passed with warnings', pass: 'passed' }[outcome];
  const title = `${runWords(run)}: ${word}`;
  const anchors = links.map(({ text, href }) => `<a href="${escapeHtml(href)}">${escapeHtml(text)}</a>`);
  return htmlDocument(title, [
    anchors.length > 0 ? `<p class="faint">${anchors.join(' · ')}</p>` : '',
    `<h1><span class="${outcome}">${STATUS_SYMBOLS[outcome]}</span> ${escapeHtml(cutLine(title, LONGEST_TITLE))}</h1>`,
    `<p class="faint">${escapeHtml(run.time)}${run.seconds === undefined ? '' : `, in ${formatSeconds(run.seconds)}`}</p>`,
    tiles([
      ['expectations', all.length],
      ['met', counts.pass],
      ['not met', counts.fail],
      ['warnings', counts.warn],
    ]),
    ...sections.map((section) => troublesHtml(section, sections.length > 1)),
    ...sections.map((section) => changesHtml(section, sections.length > 1)),
    filterBox(sections.some(({ changes }) => changes !== undefined)),
    ...sections.flatMap(({ validation, shown }) => [
      sections.length > 1 ? `<h2>${escapeHtml(cutLine(titleOf(validation), LONGEST_TITLE))}</h2>` : '',
      ...groupsHtml(shown, validation.profile),
    ]),
  ]);
}

function sectionOf(validation: Validation, place: number): Section {
  const changes = validation.previous && changesSince(validation.previous, validation.result);
  const byIndex = new Map(changes?.map((change) => [change.index, change]));
  const shown = judgedOf(validation).map((judged, index) => ({
    ...judged,
    id: `e${place}-${index}`,
    change: byIndex.get(index),
  }));
  return { validation, shown, changes };
}

function countsOf(shown: readonly ShownExpectation[]): Record<'fail' | 'warn' | 'pass', number> {
  const counts = { fail: 0, warn: 0, pass: 0 };
  for (const { gate } of shown) counts[gate.effect]++;
  return counts;
}

function tiles(figures: readonly [string, number][]): string {
  const each = figures.map(([word, count]) => `<div class="tile"><b>${count}</b>${word}</div>`);
  return `<div class="tiles">${each.join('')}</div>`;
}

/** Failures named one by one before the page points to the list below. */
const SHOWN_TROUBLES = 20;

function troublesHtml({ validation, shown }: Section, named: boolean): string {
  const troubles = shown
    .filter(({ gate }) => gate.effect !== 'pass')
    .sort((a, b) => Number(a.gate.effect === 'warn') - Number(b.gate.effect === 'warn'));
  if (troubles.length === 0) return '';
  const items = troubles
    .slice(0, SHOWN_TROUBLES)
    .map(
      ({ id, gate }) =>
        `<li><span class="status ${gate.effect}">${STATUS_SYMBOLS[gate.effect]}</span> <a href="#${id}">${escapeHtml(cutLine(gate.title, LONGEST_TITLE))}</a>: ${escapeHtml(cutLine(gate.message, LONGEST_MESSAGE))}</li>`,
    );
  const rest = troubles.length - items.length;
  const more = rest > 0 ? `<p class="faint">and ${rest} more, below</p>` : '';
  const title = named ? `Not met by ${escapeHtml(cutLine(titleOf(validation), LONGEST_TITLE))}` : 'Not met';
  return `<section><h2>${title}</h2><ul>${items.join('\n')}</ul>${more}</section>`;
}

const SHOWN_CHANGES = 50;

function changesHtml({ validation, changes }: Section, named: boolean): string {
  if (changes === undefined) return '';
  const where = named ? ` of ${escapeHtml(cutLine(titleOf(validation), LONGEST_TITLE))}` : '';
  const rows = changes
    .slice(0, SHOWN_CHANGES)
    .map((change) => [
      { text: cutLine(change.expectation, LONGEST_TITLE), head: true },
      { text: changeWords(change) },
      { text: change.before ?? '' },
      { text: change.now ?? '' },
    ]);
  const rest = changes.length - rows.length;
  const table = htmlTable(
    changeSentence(changes),
    [{ text: 'expectation' }, { text: 'change' }, { text: 'before' }, { text: 'now' }],
    rows,
  );
  return [
    `<section><h2>Since the last run${where}</h2>`,
    changes.length === 0 ? '<p>Nothing changed.</p>' : table,
    rest > 0 ? `<p class="faint">and ${rest} more changes</p>` : '',
    '</section>',
  ].join('');
}

/** Hidden until its script runs: without scripts everything is shown. */
function filterBox(changes: boolean): string {
  const radio = (value: string, text: string) =>
    `<label><input type="radio" name="status" value="${value}"${value === 'all' ? ' checked' : ''}> ${text}</label>`;
  return [
    '<div class="filter" hidden>',
    '<input type="search" placeholder="Search columns, expectations, messages" aria-label="Search">',
    radio('all', 'all'),
    radio('fail', 'not met'),
    radio('warn', 'warnings'),
    radio('pass', 'met'),
    changes ? radio('changed', 'changed') : '',
    '<output class="faint"></output>',
    '</div>',
  ].join('');
}
