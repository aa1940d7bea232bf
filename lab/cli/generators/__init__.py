"""``ridgekey-lab generators``: keys by the review's generators, and what they are worth."""

from lab.cli.generators.listing import listing
from lab.cli.generators.run import run
from shared.terminal.program import make_group, register

app = make_group("Make keys as the review's generators do, for study, and judge them.")
register(app, "list", listing, "ridgekey-lab generators list")
register(app, "run", run, "ridgekey-lab generators run extreme-learning --keys 20 --set hidden=32")
