"""``ridgekey-lab train``: trains the networks of the papers."""

from lab.cli.train.classifier import finger, subject
from lab.cli.train.embedding import embedding
from shared.terminal.program import make_group, register

app = make_group("Train networks (needs the extra `lab`).")
register(app, "finger", finger, "ridgekey-lab train finger SOCOFing --out runs/finger")
register(app, "subject", subject, "ridgekey-lab train subject SOCOFing --out runs/subject")
register(app, "embedding", embedding, "ridgekey-lab train embedding --out runs/embedding")
