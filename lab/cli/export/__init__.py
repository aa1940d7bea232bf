"""``ridgekey-lab export``: makes the exact networks that both ends compute alike."""

from lab.cli.export.network import embedding, finger, subject
from lab.cli.export.verifier import closed_set, verifier
from shared.terminal.program import make_group, register

app = make_group("Export trained networks (needs the extra `lab`).")
register(app, "finger", finger, "ridgekey-lab export finger runs/finger/finger.pt prints.npz --out models")
register(
    app,
    "subject",
    subject,
    "ridgekey-lab export subject runs/subject/subject.pt prints.npz --classes --out models",
)
register(
    app,
    "embedding",
    embedding,
    "ridgekey-lab export embedding runs/embedding/embedding.pt prints.npz --out models",
)
register(
    app,
    "verifier",
    verifier,
    "ridgekey-lab export verifier models/embedding.rkmodel others.npz --out models",
)
register(
    app,
    "closed-set",
    closed_set,
    "ridgekey-lab export closed-set models/subject.rkmodel models/finger.rkmodel prints --out users.rkverif",
)
