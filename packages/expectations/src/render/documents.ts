import { renderJunit, renderMarkdown } from '@modelgate/report';
import type { Run } from './run';
import { reportOf, reportsOf } from './to-report';

/** A run as GitHub-flavoured Markdown for a comment on a pull request: what failed first, with its figures and what to do. */
export function renderRunMarkdown(run: Run): string {
  return renderMarkdown(reportOf(run));
}

/** A run as JUnit XML: one suite per validation, one case per expectation. An expectation of severity warning or info never fails its case. */
export function renderRunJunit(run: Run): string {
  return renderJunit(reportsOf(run));
}
