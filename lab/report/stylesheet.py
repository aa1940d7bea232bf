"""How a report looks: on light and dark screens, wide and narrow, and on paper."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from string import Template

from lab.report.figures.palette import DARK_INK, DARK_PAGE, LIGHT_INK, LIGHT_PAGE

_THEMES = Template("""\
:root { color-scheme: light dark; }
:root { --page: $light_page; --ink: $light_ink; --quiet: #566170; --rule: #8a94a0; --line: #d8dde3;
  --raised: #f4f6f8; --link: #1a5f9e; --more: #a3341a; --fewer: #6a4a00; }
@media (prefers-color-scheme: dark) {
  :root { --page: $dark_page; --ink: $dark_ink; --quiet: #a3adba; --rule: #77818e; --line: #343b45;
    --raised: #1d2229; --link: #7fb8ec; --more: #ff9b7d; --fewer: #e2c06a; }
}
@media print {
  :root { color-scheme: light; --page: #ffffff; --ink: #000000; --quiet: #404040; --rule: #808080;
    --line: #c0c0c0; --raised: #ffffff; --link: #000000; --more: #8a2511;
    --fewer: #5a3f00; }
}
""")

_LAYOUT = """\
* { box-sizing: border-box; }
html { background: var(--page); color: var(--ink); -webkit-text-size-adjust: 100%; }
body { margin: 0 auto; padding: 1rem clamp(.75rem, 3vw, 2rem) 4rem; max-width: 76rem;
  font: 1rem/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; }
h1 { font-size: clamp(1.5rem, 5vw, 2.1rem); line-height: 1.2; margin: .5rem 0; }
h2 { font-size: 1.5rem; line-height: 1.25; margin: 3.5rem 0 .5rem; padding-bottom: .3rem;
  border-bottom: 2px solid var(--line); }
h3 { font-size: 1.15rem; line-height: 1.3; margin: 2.2rem 0 .4rem; }
p, ul, ol { max-width: 46rem; margin: .5rem 0; overflow-wrap: anywhere; }
li + li { margin-top: .25rem; }
a { color: var(--link); }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
.skip { position: absolute; left: -99rem; }
.skip:focus { position: static; }
nav ol { list-style: none; padding: 0; margin: .25rem 0 0; max-width: none; }
nav > ol > li { margin-top: .5rem; }
nav ol ol { display: flex; flex-wrap: wrap; gap: 0 1rem; font-size: .92rem; }
nav ol ol li + li { margin-top: 0; }
nav a { display: inline-block; padding: .25rem 0; }
.opening { border-left: .3rem solid var(--rule); background: var(--raised); padding: .4rem 1rem;
  margin: 1.2rem 0; max-width: 50rem; }
.opening h2 { border: 0; margin: .4rem 0; padding: 0; font-size: 1.15rem; }
.charts { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(20rem, 100%), 1fr));
  gap: .5rem 1.5rem; }
.charts > :only-child { grid-column: 1 / -1; }
figure { margin: 1rem 0; break-inside: avoid; min-width: 0; }
figcaption { font-weight: 600; margin-bottom: .3rem; overflow-wrap: anywhere; }
svg.chart, img.picture { display: block; max-width: 100%; height: auto; }
svg.chart { stroke-linejoin: round; stroke-linecap: butt; fill: currentColor; }
svg.chart text { font-family: "DejaVu Sans", Verdana, Arial, sans-serif; }
img.picture { image-rendering: pixelated; border: 1px solid var(--line); width: 16rem; }
.reading, .data, .remarks, caption { color: var(--quiet); font-size: .9rem; }
.data { margin: .2rem 0 0; }
.verdict { border: 1px solid var(--line); border-radius: .4rem; padding: .5rem .8rem;
  background: var(--raised); }
.more strong { color: var(--more); }
.fewer strong { color: var(--fewer); }
.scroll { overflow-x: auto; max-width: 100%; }
table { border-collapse: collapse; font-size: .92rem; margin: .5rem 0; }
caption { text-align: left; padding: .2rem 0; }
th, td { text-align: left; vertical-align: top; padding: .3rem .7rem; border-bottom: 1px solid var(--line);
  font-weight: 400; }
thead th { font-weight: 600; border-bottom: 2px solid var(--rule); vertical-align: bottom; }
.number { text-align: right; font-variant-numeric: tabular-nums; }
td.number { white-space: nowrap; }
p code, li code { font: .9em ui-monospace, "DejaVu Sans Mono", monospace; }
td.paper, th.paper { background: var(--raised); }
details { margin: .8rem 0; }
summary { cursor: pointer; color: var(--link); padding: .25rem 0; }
.digest { font: .85rem ui-monospace, "DejaVu Sans Mono", monospace; overflow-wrap: anywhere; }
pre { overflow-x: auto; background: var(--raised); border: 1px solid var(--line); padding: .6rem .8rem;
  font: .88rem/1.5 ui-monospace, "DejaVu Sans Mono", monospace; }
footer { margin-top: 4rem; border-top: 1px solid var(--line); color: var(--quiet); font-size: .9rem; }
@media print {
  body { max-width: none; padding: 0; font-size: 10pt; }
  nav, .data, .skip { display: none; }
  h2, h3, figcaption, thead { break-after: avoid; }
  tr { break-inside: avoid; }
  .scroll { overflow: visible; }
  pre { white-space: pre-wrap; }
  details::details-content { content-visibility: visible; block-size: auto; }
  summary { list-style: none; }
}
"""

_PAGES = {
    "light_page": LIGHT_PAGE,
    "light_ink": LIGHT_INK,
    "dark_page": DARK_PAGE,
    "dark_ink": DARK_INK,
}

STYLE = _THEMES.substitute(_PAGES) + _LAYOUT
"""The whole style sheet."""


def policy() -> str:
    """What the page may do: show itself, with this style sheet alone, and nothing else.

    No script runs, nothing is fetched, no form is sent; pictures stand in the page itself.
    """
    digest = b64encode(sha256(STYLE.encode()).digest()).decode("ascii")
    allowed = ("default-src 'none'", f"style-src 'sha256-{digest}'", "img-src data:")
    return "; ".join((*allowed, "base-uri 'none'", "form-action 'none'"))
