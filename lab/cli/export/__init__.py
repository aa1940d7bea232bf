"""``ridgekey-lab export``: makes the exact networks that both ends compute alike."""

from shared.terminal.program import make_group, register

app = make_group("Export trained networks (needs the extra `lab`).")
register(
    app,
    "finger",
    "lab.cli.export.network:finger",
    "ridgekey-lab export finger runs/finger/finger.pt prints.npz --out models",
)
register(
    app,
    "subject",
    "lab.cli.export.network:subject",
    "ridgekey-lab export subject runs/subject/subject.pt prints.npz --classes --out models",
)
register(
    app,
    "embedding",
    "lab.cli.export.network:embedding",
    "ridgekey-lab export embedding runs/embedding/embedding.pt prints.npz --out models",
)
register(
    app,
    "verifier",
    "lab.cli.export.verifier:verifier",
    "ridgekey-lab export verifier models/embedding.rkmodel others.npz --out models",
)
register(
    app,
    "closed-set",
    "lab.cli.export.verifier:closed_set",
    "ridgekey-lab export closed-set models/subject.rkmodel models/finger.rkmodel prints --out users.rkverif",
)
