"""``ridgekey-lab data``: makes synthetic prints, as files or as a set to learn from."""

from lab.cli.data.collect import collect
from lab.cli.data.synth import synth
from shared.terminal.program import make_group, register

app = make_group("Make synthetic prints.")
register(app, "synth", synth, "ridgekey-lab data synth prints --subjects 3 --altered")
register(app, "collect", collect, "ridgekey-lab data collect training.npz --subjects 600 --seed 1")
