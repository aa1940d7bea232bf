"""``ridgekey-lab data``: makes and collects prints, and looks data sets over."""

from lab.cli.data.collect import collect
from lab.cli.data.sheet import sheet
from lab.cli.data.synth import synth
from lab.cli.data.verify import verify
from shared.terminal.program import make_group, register

app = make_group("Make synthetic prints; check, collect and show data sets.")
register(app, "synth", synth, "ridgekey-lab data synth prints --subjects 3 --altered")
register(app, "collect", collect, "ridgekey-lab data collect prints.npz --from SOCOFing")
register(app, "verify", verify, "ridgekey-lab data verify SOCOFing")
register(app, "sheet", sheet, "ridgekey-lab data sheet prints sheet.png --subjects 1-2")
