"""``ridgekey-lab attack``: attacks on the papers' schemes, beside the same attacks on the exchange."""

from shared.terminal.program import make_group, register

app = make_group("Attack the papers' schemes, and the exchange in the same way.")
register(app, "paper", "lab.cli.attack.paper:paper", "ridgekey-lab attack paper known-plaintext replay")
