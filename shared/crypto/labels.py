"""Every label that is hashed, derived from or authenticated by, in one table (protocol, preamble).

A label separates one use of a key or a hash from every other, so each occurs in exactly one place of the
code and none is built at run time.
"""

from __future__ import annotations

import enum


@enum.unique
class Label(enum.StrEnum):
    """The labels of protocol version 1, each with the clause that uses it."""

    K = "ridgekey/1 K"
    """Protocol §3.6: the key that both ends regenerate from finger and enrolment secret."""
    TH1 = "ridgekey/1 th1"
    """Protocol §3.6: the transcript up to the Challenge."""
    TH2 = "ridgekey/1 th2"
    """Protocol §3.11: the transcript up to the Proof."""
    TH3 = "ridgekey/1 th3"
    """Protocol §4.2: the transcript up to the Accept."""
    PROOF = "ridgekey/1 proof"
    """Protocol §3.7: the MAC by which the branch proves the key."""
    ACCEPT = "ridgekey/1 accept"
    """Protocol §3.11: the MAC by which the head office proves the key."""
    RECEIPT = "ridgekey/1 receipt"
    """Protocol §3.13: the MAC over what became of the image."""
    MESSAGE_KEY = "ridgekey/1 message key"
    """Protocol §4.2: the key of the chunks."""
    COMMITMENT = "ridgekey/1 commitment"
    """Protocol §4.2: what commits the head office to one message key."""
    NONCE_PREFIX = "ridgekey/1 nonce prefix"
    """Protocol §4.2: the first seven bytes of every chunk's nonce."""
    MANIFEST_KEY = "ridgekey/1 manifest key"
    """Protocol §4.2: the key of the one manifest."""
    INNER_LOGISTIC = "ridgekey/1 inner logistic"
    """Protocol §4.1: the parameter of the inner cipher ``logistic``."""
    INNER_LORENZ = "ridgekey/1 inner lorenz"
    """Protocol §4.1: the parameters of the inner cipher ``lorenz``."""
    SEALED_IMAGE = "ridgekey/1 sealed image"
    """Protocol §4.6: the first item of what is sealed in a sealed file."""
    SEALED_IMAGE_KEY = "ridgekey/1 sealed image key"
    """Protocol §4.6: the key of a sealed file's chunks."""
    SEALED_IMAGE_PREFIX = "ridgekey/1 sealed image nonce prefix"
    """Protocol §4.6: the first seven bytes of the nonces of a sealed file's chunks."""
    SEALED_IMAGE_COMMITMENT = "ridgekey/1 sealed image commitment"
    """Protocol §4.6: what commits a sealed file to one key."""
    STORE = "ridgekey/1 store"
    """Protocol §4.7: the key that wraps the data key of one stored file."""
    BRANCH_REQUEST = "ridgekey/1 branch request"
    """Protocol §9.1: what a branch signs when it asks to join."""
    ADMISSION = "ridgekey/1 admission"
    """Protocol §9.2: what the authority signs when it admits a branch."""
    PACKAGE = "ridgekey/1 enrolment package"
    """Protocol §9.3: what seals and signs an enrolment on its way to a branch."""
    ENROLMENT = "ridgekey/1 enrolment"
    """Protocol §4.7: the first item of an enrolment's canonical bytes."""
    IMAGE = "ridgekey/1 image"
    """Protocol §4.7: the first item of a stored image's canonical bytes."""
    LOG = "ridgekey/1 log"
    """Protocol §7.2: what the ID of an audit log is the hash of."""
    CHECKPOINT = "ridgekey/1 checkpoint"
    """Protocol §7.2: what the head office signs of its audit log."""
    AUGMENT = "ridgekey/1 augment"
    """Biometrics §2.2: the stream that draws the variations of a print."""
    KNOWN_ANSWERS = "ridgekey/1 known answers"
    """Biometrics §1: the pictures and numbers of the self-test."""
