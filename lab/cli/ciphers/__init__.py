"""``ridgekey-lab ciphers``: the papers' image ciphers on a picture, and what they are worth."""

from lab.cli.ciphers.compare import compare
from lab.cli.ciphers.decrypt import decrypt
from lab.cli.ciphers.encrypt import encrypt
from lab.cli.ciphers.listing import listing
from lab.cli.ciphers.spread import spread
from shared.terminal.program import make_group, register

app = make_group("Encrypt pictures as the papers do, inside a sealed file, and judge the ciphers.")
register(app, "list", listing, "ridgekey-lab ciphers list")
example = "ridgekey-lab ciphers encrypt mri.jpg mri.sealed --method lorenz-resnet18 --recipient public.pem"
register(app, "encrypt", encrypt, example)
register(app, "decrypt", decrypt, "ridgekey-lab ciphers decrypt mri.sealed mri.png --key private.pem")
register(
    app, "compare", compare, "ridgekey-lab ciphers compare mri.jpg lorenz-resnet18 chen --picture all.png"
)
register(app, "spread", spread, "ridgekey-lab ciphers spread lorenz-mobilenetv2 --dates 50")
