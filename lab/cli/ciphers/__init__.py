"""``ridgekey-lab ciphers``: the papers' image ciphers on a picture, and what they are worth."""

from shared.terminal.program import make_group, register

app = make_group("Encrypt pictures as the papers do, inside a sealed file, and judge the ciphers.")
register(app, "list", "lab.cli.ciphers.listing:listing", "ridgekey-lab ciphers list")
example = "ridgekey-lab ciphers encrypt mri.jpg mri.sealed --method lorenz-resnet18 --recipient public.pem"
register(app, "encrypt", "lab.cli.ciphers.encrypt:encrypt", example)
register(
    app,
    "decrypt",
    "lab.cli.ciphers.decrypt:decrypt",
    "ridgekey-lab ciphers decrypt mri.sealed mri.png --key private.pem",
)
register(
    app,
    "compare",
    "lab.cli.ciphers.compare:compare",
    "ridgekey-lab ciphers compare mri.jpg lorenz-resnet18 chen --picture all.png",
)
register(
    app,
    "spread",
    "lab.cli.ciphers.spread:spread",
    "ridgekey-lab ciphers spread lorenz-mobilenetv2 --dates 50",
)
