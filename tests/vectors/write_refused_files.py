"""Writes ``refused_files.json`` anew: ``python -m tests.vectors.write_refused_files``.

Files that carry trust (protocol §4.7, §9) as they must not be. Whatever is signed or sealed here again, is so
by ``cryptography`` under the true keys: a file of the right sender is refused too when what it says is wrong.
``package.json`` holds one enrolment package, which HPKE's own randomness never gives again; ``--package``
writes that anew too.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from shared.crypto.packages import Address, hpke_public_key, seal_package
from shared.crypto.signatures import make_signing_key
from tests.independent_exchange import lv, sha256
from tests.replay_randomness import ReplayRandomness
from tests.shared.crypto.joining_parties import BranchKeys, HeadOfficeKeys, branch_identity, make_branch
from tests.vectors.frame_changes import flipped
from tests.vectors.refused_stored_files import enrolments, sealed_files
from tests.vectors.spoilt_items import Refused, items, spoilt

FOLDER = Path(__file__).parent
SIGNER = make_signing_key(ReplayRandomness("package key"))
ENROLMENT = b"what an enrolment package holds"
ECDSA = ec.ECDSA(hashes.SHA256(), deterministic_signing=True)
BASRA, MOSUL, OFFICE = make_branch("basra"), make_branch("mosul"), HeadOfficeKeys()
ADMISSION = OFFICE.admission(BASRA)  # once: each has a serial number of its own
INTEGRITY, DENIED = "INTEGRITY", "PERMISSION_DENIED"


def packages() -> Iterator[Refused]:
    """Of the recorded package for basra, opened by basra."""
    package = bytes.fromhex(json.loads((FOLDER / "package.json").read_text("utf-8"))["package"])
    names = ["label", "branch URI", "user", "generation", "enc", "ciphertext", "signature"]
    yield from spoilt(package, names, INTEGRITY)
    label, uri, user, generation, enc, ciphertext, _ = items(package)
    number = (4).to_bytes(8, "big")
    again: list[tuple[str, list[bytes], str]] = [
        ("another generation", [label, uri, user, number, enc, ciphertext], DENIED),
        ("another user", [label, uri, number, generation, enc, ciphertext], DENIED),
        (
            "another branch",
            [label, b"spiffe://ridgekey.internal/branch/mosul", user, generation, enc, ciphertext],
            DENIED,
        ),
        ("another ciphertext", [label, uri, user, generation, enc, flipped(ciphertext, 0)], DENIED),
        ("an empty ciphertext", [label, uri, user, generation, enc, b""], DENIED),
        ("another enc", [label, uri, user, generation, flipped(enc, 0), ciphertext], DENIED),
        (
            "an enc whose X25519 part is of low order",
            [label, uri, user, generation, enc[:-32] + bytes(32), ciphertext],
            DENIED,
        ),
        ("an enc cut short", [label, uri, user, generation, enc[:-1], ciphertext], INTEGRITY),
        (
            "a byte of the ciphertext in the enc",
            [label, uri, user, generation, enc + ciphertext[:1], ciphertext[1:]],
            INTEGRITY,
        ),
        (
            "a label of another use",
            [b"ridgekey/1 admission", uri, user, generation, enc, ciphertext],
            INTEGRITY,
        ),
        ("a branch URI that is none", [label, b"basra", user, generation, enc, ciphertext], INTEGRITY),
        ("a branch URI that is no UTF-8", [label, b"\xff", user, generation, enc, ciphertext], INTEGRITY),
        ("a user of four bytes", [label, uri, user[4:], generation, enc, ciphertext], INTEGRITY),
        ("a generation of nine bytes", [label, uri, user, b"\0" + generation, enc, ciphertext], INTEGRITY),
    ]
    for name, parts, failure in again:
        signature = Ed25519PrivateKey.from_private_bytes(SIGNER.export_bytes()).sign(lv(*parts))
        yield f"signed again with {name}", lv(*parts, signature), failure
    forged = items(package)[:-1]
    impostor = Ed25519PrivateKey.from_private_bytes(sha256(b"impostor"))
    yield "signed by another key", lv(*forged, impostor.sign(lv(*forged))), INTEGRITY


def requests() -> Iterator[Refused]:
    """Of basra's request to join."""
    names = ["label", "name", "certificate request", "HPKE key", "signature"]
    yield from spoilt(BASRA.request, names, INTEGRITY)
    label, name, asked, key, _ = items(BASRA.request)
    mosul = items(MOSUL.request)
    again: list[tuple[str, list[bytes], BranchKeys]] = [
        ("another label", [b"ridgekey/1 admission", name, asked, key], BASRA),
        ("a name that is a path", [label, b"../basra", asked, key], BASRA),
        ("a name in capitals", [label, b"BASRA", asked, key], BASRA),
        ("a name that is no UTF-8", [label, b"\xff", asked, key], BASRA),
        ("no name", [label, b"", asked, key], BASRA),
        ("an HPKE key of low length", [label, name, asked, key[:-1]], BASRA),
        ("an HPKE key with coefficients above q", [label, name, asked, b"\xff" * len(key)], BASRA),
        ("another branch's certificate request", [label, name, mosul[2], key], BASRA),
        ("a certificate request that does not verify", [label, name, flipped(asked, -1), key], BASRA),
        ("a signature of another branch", [label, name, asked, key], MOSUL),
    ]
    for what, parts, signer in again:
        yield f"signed again with {what}", lv(*parts, signer.tls.sign(lv(*parts), ECDSA)), INTEGRITY
    yield "an admission", ADMISSION, INTEGRITY


def admissions() -> Iterator[Refused]:
    """Of basra's admission."""
    keys = ["log key", "package key", "signature"]
    names = ["label", "certificate", "authority", "head-office URI", "address", *keys]
    yield from spoilt(ADMISSION, names, INTEGRITY)
    label, certificate, authority, uri, address, log_key, package_key, _ = items(ADMISSION)
    impostor = HeadOfficeKeys("impostor")
    foreign = items(impostor.admission(BASRA))
    ends = [address, log_key, package_key]
    again: list[tuple[str, list[bytes], HeadOfficeKeys]] = [
        ("another label", [b"ridgekey/1 branch request", certificate, authority, uri, *ends], OFFICE),
        ("another authority's certificate", [label, foreign[1], authority, uri, *ends], OFFICE),
        ("the authority as the branch", [label, authority, authority, uri, *ends], OFFICE),
        ("the branch as the authority", [label, certificate, certificate, uri, *ends], OFFICE),
        ("another authority that did not sign", [label, certificate, foreign[2], uri, *ends], OFFICE),
        ("another authority, which signed", [label, certificate, foreign[2], uri, *ends], impostor),
        (
            "the URI of a branch",
            [label, certificate, authority, branch_identity("basra").uri.encode(), *ends],
            OFFICE,
        ),
        (
            "the URI of another domain",
            [label, certificate, authority, b"spiffe://elsewhere/head-office", *ends],
            OFFICE,
        ),
        ("a URI that is none", [label, certificate, authority, b"head-office", *ends], OFFICE),
        (
            "an address that is no UTF-8",
            [label, certificate, authority, uri, b"\xff", log_key, package_key],
            OFFICE,
        ),
        (
            "a log key of 31 bytes",
            [label, certificate, authority, uri, address, log_key[1:], package_key],
            OFFICE,
        ),
        (
            "a package key of 33 bytes",
            [label, certificate, authority, uri, address, log_key, b"\0" + package_key],
            OFFICE,
        ),
    ]
    for what, parts, signer in again:
        yield f"signed again with {what}", lv(*parts, signer.authority.key.sign(lv(*parts), ECDSA)), INTEGRITY
    yield "a request", BASRA.request, INTEGRITY


KINDS = {
    "package": packages,
    "request": requests,
    "admission": admissions,
    "sealed file": sealed_files,
    "enrolment": enrolments,
}


def vectors() -> list[dict[str, str]]:
    """All of them."""
    return [
        {"kind": kind, "name": name, "bytes": data.hex(), "failure": failure}
        for kind, refused in KINDS.items()
        for name, data, failure in refused()
    ]


def package_vector() -> dict[str, Any]:
    """One package for basra and what opens it."""
    address = Address(branch_identity("basra").uri, 17, 3)
    package = seal_package(address, ENROLMENT, hpke_public_key(BASRA.hpke), SIGNER)
    described = {"branch_uri": address.branch_uri, "user": 17, "generation": 3, "enrolment": ENROLMENT.hex()}
    return {**described, "hpke_key": BASRA.hpke.export_bytes().hex(), "package": package.hex()}


def write(name: str, written: Any) -> None:
    """Write one file."""
    (FOLDER / name).write_text(json.dumps(written, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def main() -> None:
    """Write them."""
    if "--package" in sys.argv:
        write("package.json", package_vector())
    write("refused_files.json", vectors())


if __name__ == "__main__":
    main()
