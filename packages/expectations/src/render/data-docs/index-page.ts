import { escapeHtml, STATUS_SYMBOLS } from '@modelgate/report';
import { cutLine } from '../html/cut';
import { htmlDocument } from '../html/document';
import type { Manifest, StoredRun } from './manifest';
import { RUNS_FOLDER } from './runs';

/** Runs that the index lists; older ones stay in their folders. */
const LISTED = 1_000;
const LONGEST_TITLE = 300;

/** The index over stored runs, as they come (newest first), each with a link to its page. */
export function renderIndexHtml(runs: readonly StoredRun[]): string {
  const listed = runs.slice(0, LISTED);
  const older = runs.length - listed.length;
  return htmlDocument('Validations', [
    '<h1>Validations</h1>',
    `<p class="faint">${runs.length} ${runs.length === 1 ? 'run' : 'runs'}, newest first</p>`,
    filterBox(),
    '<div class="scroll"><table><thead><tr><th scope="col">run</th><th scope="col">validation</th>' +
      '<th scope="col" class="number">met</th><th scope="col" class="number">not met</th>' +
      '<th scope="col" class="number">warnings</th><th scope="col">since the run before</th></tr></thead><tbody>',
    ...listed.flatMap(rowsOf),
    '</tbody></table></div>',
    older > 0 ? `<p class="faint">and ${older} older runs in ${RUNS_FOLDER}/</p>` : '',
  ]);
}

function rowsOf({ id, manifest }: StoredRun): string[] {
  const link = `<a href="${RUNS_FOLDER}/${encodeURIComponent(id)}/index.html">${escapeHtml(manifest.time)}</a>`;
  return manifest.validations.map((validation) => {
    const status = statusOf(validation);
    const mark = `<span class="status ${status}">${STATUS_SYMBOLS[status]}</span>`;
    return (
      `<tr data-status="${status}"${validation.change === undefined ? '' : ' data-changed'}><td class="whole">${mark} ${link}</td>` +
      `<td>${escapeHtml(cutLine(`${validation.suite} over ${validation.data}`, LONGEST_TITLE))}</td>` +
      `<td class="number">${validation.met}</td><td class="number">${validation.failed}</td>` +
      `<td class="number">${validation.warned}</td><td>${escapeHtml(validation.change ?? '')}</td></tr>`
    );
  });
}

function statusOf({ failed, warned }: Manifest['validations'][number]): 'fail' | 'warn' | 'pass' {
  return failed > 0 ? 'fail' : warned > 0 ? 'warn' : 'pass';
}

function filterBox(): string {
  const radio = (value: string, text: string) =>
    `<label><input type="radio" name="status" value="${value}"${value === 'all' ? ' checked' : ''}> ${text}</label>`;
  return [
    '<div class="filter" hidden>',
    '<input type="search" placeholder="Search suites and data" aria-label="Search">',
    radio('all', 'all'),
    radio('fail', 'failed'),
    radio('warn', 'with warnings'),
    radio('pass', 'passed'),
    '<output class="faint"></output>',
    '</div>',
  ].join('');
}
