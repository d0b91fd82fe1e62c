import { createHash } from 'node:crypto';
import { escapeHtml, STYLE } from '@modelgate/report';
import { cutLine } from './cut';
import { SCRIPT } from './script';
import { OWN_STYLE } from './own-style';

const LONGEST_TITLE = 200;
const SCRIPT_HASH = createHash('sha256').update(SCRIPT).digest('base64');

/**
 * One HTML file that loads nothing: its content policy lets no address be fetched, and no script run but the one of the
 * search box, which the page holds itself. `body` is markup.
 */
export function htmlDocument(title: string, body: readonly string[]): string {
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-${SCRIPT_HASH}'; base-uri 'none'; form-action 'none'">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>${escapeHtml(cutLine(title, LONGEST_TITLE))}</title>`,
    `<style>${STYLE}\n${OWN_STYLE}</style>`,
    '</head>',
    '<body>',
    '<main>',
    ...body.filter((part) => part !== ''),
    '</main>',
    `<script>${SCRIPT}</script>`,
    '</body>',
    '</html>',
    '',
  ].join('\n');
}
