"""Synthetic fingerprints, so that everything runs and is tested without a data set (biometrics §5)."""

from shared.biometrics.synthetic.alteration import Alteration, Severity
from shared.biometrics.synthetic.anatomy import Pattern
from shared.biometrics.synthetic.impression import alter, impression, synthetic_print
from shared.biometrics.synthetic.master import Master, generate_finger
from shared.biometrics.synthetic.subject import person_seed, write_subject
from shared.biometrics.synthetic.views import ALTERED_VERSIONS, FingerView, finger_views

__all__ = [
    "ALTERED_VERSIONS",
    "Alteration",
    "FingerView",
    "Master",
    "Pattern",
    "Severity",
    "alter",
    "finger_views",
    "generate_finger",
    "impression",
    "person_seed",
    "synthetic_print",
    "write_subject",
]
