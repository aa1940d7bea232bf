"""Choosing version, suite and inner cipher (protocol §3.2, §3.5)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.crypto.stream import Suite
from shared.errors import Code, Failure
from shared.protocol.messages import Hello
from shared.protocol.negotiation import Choice, Policy, check_choice, choose
from tests.shared.protocol.rehearsal import Rehearsal, Setting

AES, CHACHA = Suite.AES_256_GCM.value, Suite.CHACHA20_POLY1305.value
ALL = Policy(inner_ciphers=("none", "chen"))
INNER = ("none", "chen", "logistic", "lorenz")


def hello(**changes: Any) -> Hello:
    offered = Rehearsal(Setting()).branch.hello()
    return replace(offered, **changes)


CHOICES = [
    pytest.param({}, ALL, Choice(1, AES, "none"), id="all offered: the branch's first"),
    pytest.param({"suites": (CHACHA, AES)}, ALL, Choice(1, CHACHA, "none"), id="its order decides the suite"),
    pytest.param({"inner_ciphers": ("chen", "none")}, ALL, Choice(1, AES, "chen"), id="and the inner cipher"),
    pytest.param(
        {}, Policy(suites=(CHACHA, AES)), Choice(1, AES, "none"), id="the head office's order does not"
    ),
    pytest.param({}, Policy(suites=(CHACHA,)), Choice(1, CHACHA, "none"), id="only what is admitted"),
    pytest.param({"versions": (3, 2, 1)}, ALL, Choice(1, AES, "none"), id="newer versions are passed over"),
    pytest.param({"suites": ("new", AES)}, ALL, Choice(1, AES, "none"), id="unknown suites are passed over"),
]


@pytest.mark.parametrize(("changes", "policy", "choice"), CHOICES)
def test_the_head_office_chooses(changes: dict[str, Any], policy: Policy, choice: Choice) -> None:
    assert choose(hello(**changes), policy) == choice


REFUSALS = [
    pytest.param({"versions": (2, 3)}, Code.VERSION_UNSUPPORTED, "versions", id="no common version"),
    pytest.param({"suites": ("rot13",)}, Code.SUITE_UNSUPPORTED, "suites", id="no common suite"),
    pytest.param({"inner_ciphers": ("x",)}, Code.SUITE_UNSUPPORTED, "inner_ciphers", id="no inner cipher"),
    pytest.param(
        {"versions": (2,), "suites": ("rot13",)}, Code.VERSION_UNSUPPORTED, "versions", id="version first"
    ),
    pytest.param({"suites": (AES.upper(),)}, Code.SUITE_UNSUPPORTED, "suites", id="names are exact"),
]


@pytest.mark.parametrize(("changes", "code", "field"), REFUSALS)
def test_without_common_ground_it_refuses(changes: dict[str, Any], code: Code, field: str) -> None:
    with pytest.raises(Failure) as caught:
        choose(hello(**changes), ALL)
    assert (caught.value.code, caught.value.field) == (code, field)


@given(
    st.permutations(list(Suite)).flatmap(lambda order: st.integers(1, 2).map(lambda n: tuple(order[:n]))),
    st.permutations(INNER).flatmap(lambda order: st.integers(1, 4).map(lambda n: tuple(order[:n]))),
)
def test_what_is_chosen_from_an_offer_always_passes_the_branch(
    suites: tuple[str, ...], inner: tuple[str, ...]
) -> None:
    offer = Policy(suites=suites, inner_ciphers=inner)
    made = hello(suites=suites, inner_ciphers=inner)
    choice = choose(made, Policy(inner_ciphers=INNER))
    assert (choice.suite, choice.inner_cipher) == (suites[0], inner[0])
    rehearsal = Rehearsal(Setting())
    rehearsal.hello()
    setting = rehearsal.setting
    challenge = rehearsal.server.challenge(choice, 42, 3, setting.fingers[1], setting.model_digest)
    check_choice(challenge, offer)


@pytest.mark.parametrize(
    "parts",
    [
        pytest.param({"versions": ()}, id="no version"),
        pytest.param({"suites": ()}, id="no suite"),
        pytest.param({"inner_ciphers": ()}, id="no inner cipher"),
        pytest.param({"versions": (2,)}, id="a version that does not exist"),
        pytest.param({"suites": (AES, "rot13")}, id="a suite that does not exist"),
    ],
)
def test_a_policy_that_cannot_be_is_a_programming_error(parts: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="a policy admits"):
        Policy(**parts)
