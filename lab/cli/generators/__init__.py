"""``ridgekey-lab generators``: keys by the review's generators, and what they are worth."""

from shared.terminal.program import make_group, register

app = make_group("Make keys as the review's generators do, for study, and judge them.")
register(app, "list", "lab.cli.generators.listing:listing", "ridgekey-lab generators list")
register(
    app,
    "run",
    "lab.cli.generators.run:run",
    "ridgekey-lab generators run extreme-learning --keys 20 --set hidden=32",
)
register(
    app,
    "compare",
    "lab.cli.generators.compare:compare",
    "ridgekey-lab generators compare cube-walk associative-memory --keys 50",
)
register(
    app,
    "exchange",
    "lab.cli.generators.exchange:exchange",
    "ridgekey-lab generators exchange --over socket --set depth=4",
)
example = "ridgekey-lab generators train-network --mapping identity,table --out runs/network-keys"
register(app, "train-network", "lab.cli.generators.train_network:train_network", example)
register(
    app,
    "train-gan",
    "lab.cli.generators.train_gan:train_gan",
    "ridgekey-lab generators train-gan --out gan.pt",
)
register(
    app,
    "judge-gan",
    "lab.cli.generators.judge_gan:judge_gan",
    "ridgekey-lab generators judge-gan --set weights=gan.pt",
)
attack = make_group("Attack what generators agree on over a public channel.")
example = "ridgekey-lab generators attack tree-parity geometric --machines 100 --runs 50"
register(attack, "tree-parity", "lab.cli.generators.attack_tree_parity:attack_tree_parity", example)
app.add_typer(attack, name="attack")
