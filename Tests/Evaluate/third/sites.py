"""Limbs: how far and how quickly they are stretched, where the sensor sits, how fast they beat."""

import dataclasses

from .drawing import degrees


@dataclasses.dataclass(frozen=True)
class Site:
    """Ranges from which a limb and its stretch are drawn.

    The reach is in rad at the joint, or in m where the limb slides, whose lever is 1. The limb
    follows the hand as a mass on a spring of `follow_hz`.
    """

    hz: tuple
    lever_m: tuple
    reach: tuple
    span_s: tuple
    follow_hz: tuple = (5.5, 9)
    slides: bool = False


SITES = {
    "ankle": Site((4.6, 7.4), (0.09, 0.16), degrees(12, 28), (0.06, 0.13)),
    "wrist": Site((4.6, 7.6), (0.05, 0.09), degrees(25, 50), (0.07, 0.14)),
    "finger": Site((5.2, 8.2), (0.03, 0.07), degrees(25, 50), (0.06, 0.12)),
    "knee": Site((4.5, 7.6), (1, 1), (0.010, 0.020), (0.05, 0.09), (9, 14), slides=True),
    "jaw": Site((5.3, 8.6), (1, 1), (0.006, 0.012), (0.04, 0.08), (9, 14), slides=True),
}
