"""``ridgekey-lab data``: makes and collects prints, and looks data sets over."""

from shared.terminal.program import make_group, register

app = make_group("Make synthetic prints; check, collect and show data sets.")
register(app, "synth", "lab.cli.data.synth:synth", "ridgekey-lab data synth prints --subjects 3 --altered")
register(
    app, "collect", "lab.cli.data.collect:collect", "ridgekey-lab data collect prints.npz --from SOCOFing"
)
register(app, "verify", "lab.cli.data.verify:verify", "ridgekey-lab data verify SOCOFing")
register(app, "sheet", "lab.cli.data.sheet:sheet", "ridgekey-lab data sheet prints sheet.png --subjects 1-2")
