"""``ridgekey-lab generators``: keys by the review's generators, and what they are worth."""

from lab.cli.generators.attack_tree_parity import attack_tree_parity
from lab.cli.generators.compare import compare
from lab.cli.generators.exchange import exchange
from lab.cli.generators.judge_gan import judge_gan
from lab.cli.generators.listing import listing
from lab.cli.generators.run import run
from lab.cli.generators.train_gan import train_gan
from lab.cli.generators.train_network import train_network
from shared.terminal.program import make_group, register

app = make_group("Make keys as the review's generators do, for study, and judge them.")
register(app, "list", listing, "ridgekey-lab generators list")
register(app, "run", run, "ridgekey-lab generators run extreme-learning --keys 20 --set hidden=32")
register(app, "compare", compare, "ridgekey-lab generators compare cube-walk associative-memory --keys 50")
register(app, "exchange", exchange, "ridgekey-lab generators exchange --over socket --set depth=4")
example = "ridgekey-lab generators train-network --mapping identity,table --out runs/network-keys"
register(app, "train-network", train_network, example)
register(app, "train-gan", train_gan, "ridgekey-lab generators train-gan --out gan.pt")
register(app, "judge-gan", judge_gan, "ridgekey-lab generators judge-gan --set weights=gan.pt")
attack = make_group("Attack what generators agree on over a public channel.")
example = "ridgekey-lab generators attack tree-parity geometric --machines 100 --runs 50"
register(attack, "tree-parity", attack_tree_parity, example)
app.add_typer(attack, name="attack")
