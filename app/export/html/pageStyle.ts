// The look of an exported page: one column on a narrow screen, inputs and prediction side by side on a wide one; light and dark as the
// system is.

export const pageStyle = `
:root { color-scheme: light dark; --page: #f7f7f5; --card: #fff; --ink: #1c1d1f; --soft: #5b5f66; --line: #d9dade; --accent: #2f5fd0; }
@media (prefers-color-scheme: dark) {
  :root { --page: #17181b; --card: #202226; --ink: #eceef1; --soft: #a5abb5; --line: #393c43; --accent: #8fb0ff; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--ink); font: 15px/1.5 system-ui, sans-serif; }
header, main, footer { max-width: 64rem; margin: 0 auto; padding: 1rem 1.25rem; }
header { display: flex; gap: 1rem; align-items: baseline; justify-content: space-between; }
h1 { font-size: 1.25rem; margin: 0; overflow-wrap: anywhere; }
h2 { font-size: 1rem; margin: 0 0 .75rem; }
main { display: grid; gap: 1rem; padding-top: 0; }
@media (min-width: 48rem) { main { grid-template-columns: 3fr 2fr; align-items: start; } #result { position: sticky; top: 1rem; } }
section { background: var(--card); border: 1px solid var(--line); border-radius: .5rem; padding: 1rem 1.25rem; min-width: 0; }
.field { display: grid; grid-template-columns: 1fr 14rem; gap: 0 .75rem; align-items: center; padding: .4rem 0; }
.field label { overflow-wrap: anywhere; white-space: pre-wrap; }
.field input, .field select { width: 100%; font: inherit; color: inherit; background: var(--page); border: 1px solid var(--line); border-radius: .35rem; padding: .3rem .5rem; }
.field input[type='range'] { padding: 0; accent-color: var(--accent); }
.field small { grid-column: 1 / -1; }
small, footer { color: var(--soft); font-size: .85rem; }
small.beyond { color: var(--ink); font-weight: 600; }
button { font: inherit; color: var(--accent); background: none; border: 1px solid var(--line); border-radius: .35rem; padding: .25rem .75rem; cursor: pointer; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
dl { margin: 0; }
dt { overflow-wrap: anywhere; white-space: pre-wrap; color: var(--soft); }
dd { margin: 0 0 .75rem; font-size: 1.5rem; font-variant-numeric: tabular-nums; }
ol { list-style: none; margin: 0; padding: 0; }
li { display: grid; grid-template-columns: 1fr auto; gap: 0 .75rem; padding: .2rem 0; font-variant-numeric: tabular-nums; }
li span:first-child { overflow-wrap: anywhere; }
li div { grid-column: 1 / -1; height: .35rem; background: var(--accent); border-radius: .2rem; min-width: 1px; }
#label { font-size: 1.5rem; margin: 0 0 .75rem; overflow-wrap: anywhere; }
`;
