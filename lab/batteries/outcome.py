"""What one statistical test says of one sequence."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Outcome:
    """One p-value, or the reason why there is none.

    Attributes:
        test: the test's name in the battery, such as ``runs``.
        variant: what tells the p-values of one test apart, such as a template or a state; empty if it
            has one.
        p_value: probability of a result at least as extreme from an ideal source, 0..1; None if the test does
            not apply to the sequence.
        reason: why it does not apply, as a sentence; empty if it does.
        statistics: named intermediate values, for whoever checks the computation.
    """

    test: str
    variant: str = ""
    p_value: float | None = None
    reason: str = ""
    statistics: dict[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if (self.p_value is None) == (not self.reason):
            raise ValueError("an outcome has a p-value or a reason, not both")

    @property
    def applicable(self) -> bool:
        """Whether the test says anything of the sequence."""
        return self.p_value is not None
