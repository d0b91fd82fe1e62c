/** The style of the HTML report: light and dark by the reader's setting, readable on paper and on a narrow screen. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --page: #ffffff; --ink: #1c2126; --faint: #5b6670; --line: #d8dde2; --panel: #f5f7f9;
  --fail: #b3261e; --warn: #8a5a00; --pass: #1b6e3c; --skipped: #5b6670; --curve: #1f5fbf;
  --fail-panel: #fdf0ef; --warn-panel: #fdf6e3;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #14181c; --ink: #e4e8ec; --faint: #9aa5b0; --line: #333b43; --panel: #1c2228;
    --fail: #ff8a80; --warn: #f0bf5a; --pass: #7bd69b; --skipped: #9aa5b0; --curve: #7fb0ff;
    --fail-panel: #2c1b1b; --warn-panel: #2a2416;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--ink); font: 15px/1.5 system-ui, sans-serif; }
main { max-width: 64rem; margin: 0 auto; padding: 1.5rem 1rem 3rem; }
h1 { font-size: 1.5rem; line-height: 1.25; margin: 0 0 .25rem; overflow-wrap: anywhere; }
h2 { font-size: 1.1rem; margin: 2rem 0 .5rem; }
h3 { font-size: 1rem; margin: 0 0 .25rem; overflow-wrap: anywhere; }
p { margin: .25rem 0; }
.text { white-space: pre-wrap; overflow-wrap: anywhere; }
.apart { margin-top: 1.5rem; }
.faint { color: var(--faint); }
.status { font-weight: 650; white-space: nowrap; }
.fail { color: var(--fail); } .warn { color: var(--warn); } .pass { color: var(--pass); } .skipped { color: var(--skipped); }
.trouble { border-left: .3rem solid; border-radius: .25rem; padding: .6rem .9rem; margin: .75rem 0; }
.trouble.fail { border-color: var(--fail); background: var(--fail-panel); color: inherit; }
.trouble.warn { border-color: var(--warn); background: var(--warn-panel); color: inherit; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: .925em; }
caption { text-align: left; font-weight: 600; padding: .25rem 0; }
th, td { text-align: left; vertical-align: top; padding: .35rem .6rem; border-bottom: 1px solid var(--line); }
thead th { background: var(--panel); white-space: nowrap; }
td { overflow-wrap: anywhere; }
td:last-child:not(.number):not(:first-child) { min-width: 14rem; }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.whole { white-space: nowrap; }
code { font: .9em ui-monospace, monospace; overflow-wrap: anywhere; }
.command, .command span { display: inline-block; max-width: 100%; }
dl { display: grid; grid-template-columns: fit-content(16rem) 1fr; gap: .15rem 1rem; margin: .25rem 0; }
dt { color: var(--faint); overflow-wrap: anywhere; } dd { margin: 0; overflow-wrap: anywhere; }
figure { margin: 1rem 0; } figcaption { font-weight: 600; }
svg { display: block; width: 100%; max-width: 44rem; height: auto; }
.axis line { stroke: var(--line); } .axis text { fill: var(--faint); font-size: 12px; }
.curve { fill: none; stroke: var(--curve); stroke-width: 2; stroke-linejoin: round; }
.dot { fill: var(--curve); }
details { margin: .5rem 0; } summary { cursor: pointer; }
@media (max-width: 40rem) { dl { grid-template-columns: 1fr; } dt { margin-top: .3rem; } }
@media print { main { max-width: none; } .scroll { overflow: visible; } }
`.trim();
