/** What the pages add to the style of reports. Groups out of sight are not laid out. */
export const OWN_STYLE = `
main { max-width: 84rem; }
.tiles { display: flex; flex-wrap: wrap; gap: .5rem; margin: 1rem 0; }
.tile { background: var(--panel); border-radius: .4rem; padding: .5rem .9rem; min-width: 7rem; }
.tile b { display: block; font-size: 1.35rem; font-variant-numeric: tabular-nums; }
.filter { position: sticky; top: 0; z-index: 1; display: flex; flex-wrap: wrap; gap: .5rem 1rem; align-items: center;
  background: var(--page); border-bottom: 1px solid var(--line); padding: .6rem 0; margin-top: 1.5rem; }
.filter input[type=search] { flex: 1 1 16rem; font: inherit; padding: .35rem .6rem; color: inherit; background: var(--panel);
  border: 1px solid var(--line); border-radius: .3rem; }
.filter label { white-space: nowrap; }
.group { content-visibility: auto; contain-intrinsic-size: auto 11rem; display: grid; grid-template-columns: 21rem 1fr;
  gap: 0 1.5rem; padding: .9rem 0; border-bottom: 1px solid var(--line); scroll-margin-top: 4rem; }
.group.wide { grid-template-columns: 1fr; }
.group h3 { grid-column: 1 / -1; }
.group h3 code { font-size: 1rem; }
.group h3 .faint { font-weight: 400; font-size: .875em; }
.group figure { margin: .3rem 0; }
.group svg { max-width: 21rem; }
.e { border-left: .25rem solid var(--line); padding: .1rem 0 .1rem .7rem; margin: .3rem 0; scroll-margin-top: 4rem; }
.e.fail { border-color: var(--fail); } .e.warn { border-color: var(--warn); } .e.pass { border-color: var(--pass); }
.e summary { overflow-wrap: anywhere; }
.e.fail, .e.warn, .e.pass { color: inherit; }
.e dl { grid-template-columns: fit-content(10rem) 1fr; font-size: .925em; }
.bar { fill: var(--curve); } .bar.out { fill: var(--fail); } .bar.rest { fill: var(--faint); }
.wanted { fill: var(--pass); opacity: .13; } .wanted.unmet { fill: var(--fail); }
.edge { stroke: var(--pass); stroke-width: 1.5; stroke-dasharray: 4 3; } .edge.unmet { stroke: var(--fail); }
.group svg text { fill: var(--ink); font-size: 11px; } .group svg text.faint { fill: var(--faint); }
[hidden] { display: none !important; }
@media (max-width: 52rem) { .group { grid-template-columns: 1fr; } }
@media print { .filter { display: none; } .group { content-visibility: visible; } }
`.trim();
