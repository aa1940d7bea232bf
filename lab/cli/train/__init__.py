"""``ridgekey-lab train``: trains the networks of the papers."""

from lab.cli.train.finger import finger
from shared.terminal.program import make_group, register

app = make_group("Train networks (needs the extra `lab`).")
register(app, "finger", finger, "ridgekey-lab train finger training.npz --out runs/finger")
