/** The look of the page, for light and dark. Colours of series are told apart with any colour vision (Okabe and Ito). */
export const STYLE = `
:root { color-scheme: light dark; --ink: #1b1f24; --soft: #59636e; --paper: #fff; --line: #d8dee4; --mark: #b3261e;
  --c0: #7a8792; --c1: #e69f00; --c2: #56b4e9; --c3: #0072b2; --c4: #cc79a7; --c5: #009e73; --c6: #d55e00; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e6edf3; --soft: #9aa4af; --paper: #14181d; --line: #323a43; --mark: #ff8a80; --c0: #8b98a3; --c3: #4c9fd6; }
}
body { margin: 0 auto; padding: 24px 16px 64px; max-width: 820px; background: var(--paper); color: var(--ink);
  font: 15px/1.5 system-ui, sans-serif; }
h1 { font-size: 24px; margin: 0 0 4px; } h2 { font-size: 19px; margin: 40px 0 4px; } h3 { font-size: 15px; margin: 20px 0 6px; }
p { margin: 4px 0 10px; } .soft { color: var(--soft); }
.warning { border-left: 4px solid var(--mark); padding: 4px 12px; }
svg { display: block; width: 100%; height: auto; }
svg text { fill: var(--ink); font: 12px system-ui, sans-serif; }
.grid { stroke: var(--line); } .mark { stroke: var(--mark); stroke-dasharray: 4 3; }
polyline { fill: none; stroke-width: 2; }
.legend span { display: inline-block; margin-right: 14px; white-space: nowrap; }
.legend i { display: inline-block; width: 11px; height: 11px; margin-right: 5px; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { padding: 3px 12px 3px 0; text-align: right; border-bottom: 1px solid var(--line); white-space: nowrap; }
th:first-child, td:first-child { text-align: left; }
.missed, .slower { color: var(--mark); font-weight: 600; }
${[0, 1, 2, 3, 4, 5, 6]
  .map((at) => `.s${at} { fill: var(--c${at}); background: var(--c${at}); } .l${at} { stroke: var(--c${at}); }`)
  .join('\n')}
`;
