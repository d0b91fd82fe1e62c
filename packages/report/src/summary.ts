import type { Report } from '@modelgate/contracts';
import { painter } from './colors';
import { formatSeconds } from './format';
import { groupGates } from './gate-groups';
import { STATUS_COLORS, STATUS_SYMBOLS } from './terminal';
import { textTable } from './text-table';

/**
 * One table of many reports, in the order in which they come: project, stage, outcome, the first gate that failed
 * (or, where none did, that warns), wall time.
 */
export function renderSummary(reports: readonly Report[], { color }: { color: boolean }): string {
  const paint = painter(color);
  const rows = reports.map((report) => [
    report.project,
    report.stage,
    `${STATUS_SYMBOLS[report.outcome]} ${report.outcome}`,
    firstTrouble(report),
    formatSeconds(report.cost.wall_seconds),
  ]);
  const table = textTable(
    [['project', 'stage', 'outcome', 'gate', 'time'], ...rows],
    ['left', 'left', 'left', 'left', 'right'],
    (cell, row, column) => {
      const report = reports[row - 1];
      if (!report) return paint(cell, 'gray');
      return column === 2 ? paint(cell, STATUS_COLORS[report.outcome]) : cell;
    },
  );
  return table.join('\n') + '\n';
}

function firstTrouble(report: Report): string {
  const { fail, warn } = groupGates(report.gates);
  const [first, ...rest] = fail.length > 0 ? fail : warn;
  if (!first) return report.outcome === 'fail' ? report.summary : '';
  return rest.length > 0 ? `${first.title} (and ${rest.length} more)` : first.title;
}
