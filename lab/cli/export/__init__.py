"""``ridgekey-lab export``: makes the exact networks that both ends compute alike."""

from lab.cli.export.finger import finger
from shared.terminal.program import make_group, register

app = make_group("Export trained networks (needs the extra `lab`).")
register(
    app,
    "finger",
    finger,
    "ridgekey-lab export finger runs/finger/finger.pt training.npz unseen.npz --out models",
)
