"""``ridgekey-lab train``: trains the networks of the papers."""

from shared.terminal.program import make_group, register

app = make_group("Train networks (needs the extra `lab`).")
register(
    app, "finger", "lab.cli.train.classifier:finger", "ridgekey-lab train finger SOCOFing --out runs/finger"
)
register(
    app,
    "subject",
    "lab.cli.train.classifier:subject",
    "ridgekey-lab train subject SOCOFing --out runs/subject",
)
register(
    app, "embedding", "lab.cli.train.embedding:embedding", "ridgekey-lab train embedding --out runs/embedding"
)
