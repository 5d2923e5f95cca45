"""Parameters of a quantum-communication terminal and the requirement kinds its family must state."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import model_validator

from qtspace_trade.schema.base import Model, fraction, not_negative, positive, quantity

LINKED = ("link_loss", "background_light", "dark_contact_time", "external_field_of_view")
MANDATORY = {
    "downlink": LINKED,
    "uplink": (*LINKED, "eclipse_fraction"),
    "double_downlink": (*LINKED, "common_view"),
    "none": ("attitude_law",),
}
OPTIONAL = ("pointing_error", "environment_temperature", "detector_dark_counts")
BELOW = (
    ("decoy_intensity", "signal_intensity"),
    ("receiver_obstruction", "receiver_radius"),
)


def whole_number(number: float) -> str:
    return "" if number >= 1 and number == int(number) else "must be a whole number of at least 1"


def at_least_one(number: float) -> str:
    return "" if number >= 1 else "must be at least 1"


def inner_fraction(number: float) -> str:
    return "" if 0 < number < 1 else "must lie between 0 and 1, without its ends"


def error_rate(number: float) -> str:
    return "" if 0 <= number <= 0.5 else "must lie between 0 and 0.5"


def transmission(number: float) -> str:
    return "" if 0 < number <= 1 else "must be positive and at most 1"


class Parameters(Model):
    """One end of an optical quantum link between a ground telescope and a spacecraft, or a source that is only tested.

    `link` says which way the photons go; a double downlink sends one photon of a pair to each of two stations.
    `divergence` is the 1/e^2 far-field half-angle of the transmitter, `pointing_jitter_terminal` its rms per axis behind
    the terminal's own fine tracking, `turbulence_spread` the half-angle that the air adds on the way up at the zenith, of
    which a steering mirror takes out `tilt_corrected_share` of the wander. `artificial_light` is the radiance of lit ground
    that an uplink receiver sees at night.
    `optics_transmission` and `detector_efficiency` belong to the receiver. Error probabilities and yields are per pulse.
    Weak coherent pulses state intensities, a pair source its `pair_rate`, `coincidence_window` and `timing_jitter`.
    `signal_probability`, `decoy_probability` (the rest is vacuum) and `key_basis_probability` together fix the protocol;
    where one of them is not stated the protocol is optimised. A block of key is made of `passes_accumulated` passes over
    one station, with the failure probabilities `secrecy` and `correctness`. `raw_key_memory` holds `bits_per_detection` of
    every count, background included, of the photons that the spacecraft keeps or receives, of a downlink of pulses those
    that the station announces; `random_bit_store` is emptied by `random_bits_per_pulse`; both afresh in each pass. The dark
    counts of `detector_temperature` grow by `dark_count_growth` in orbit and double with each `dark_count_doubling`.
    """

    link: Literal["downlink", "uplink", "double_downlink", "none"] = "downlink"
    wavelength: quantity("m", positive) | None = None
    transmitter_radius: quantity("m", positive) | None = None
    divergence: quantity("rad", positive) | None = None
    pointing_jitter_terminal: quantity("rad", not_negative) | None = None
    pointing_loss_allowance: quantity("dB", positive) | None = None
    acquisition_field: quantity("rad", positive) | None = None
    maximum_tracking_rate: quantity("rad/s", positive) | None = None
    turbulence_spread: quantity("rad", not_negative) | None = None
    tilt_corrected_share: quantity("", fraction) | None = None
    receiver_radius: quantity("m", positive) | None = None
    receiver_obstruction: quantity("m", not_negative) | None = None
    optics_transmission: quantity("", transmission) | None = None
    detector_efficiency: quantity("", transmission) | None = None
    zenith_transmission: quantity("", transmission) | None = None
    field_of_view: quantity("rad", positive) | None = None
    filter_bandwidth: quantity("m", positive) | None = None
    artificial_light: quantity("W/m^2/sr/m", not_negative) | None = None
    dark_count_rate: quantity("Hz", not_negative) | None = None
    dark_count_growth: quantity("Hz/s", not_negative) | None = None
    dark_count_doubling: quantity("K", positive) | None = None
    detector_temperature: quantity("K", positive) | None = None
    design_life: quantity("s", positive) | None = None
    afterpulse_probability: quantity("", fraction) | None = None
    gate: quantity("s", positive) | None = None
    pulse_rate: quantity("Hz", positive) | None = None
    signal_intensity: quantity("", positive) | None = None
    decoy_intensity: quantity("", positive) | None = None
    signal_probability: quantity("", inner_fraction) | None = None
    decoy_probability: quantity("", inner_fraction) | None = None
    key_basis_probability: quantity("", inner_fraction) | None = None
    misalignment: quantity("", error_rate) | None = None
    error_correction_efficiency: quantity("", at_least_one) | None = None
    passes_accumulated: quantity("", whole_number) | None = None
    secrecy: quantity("", inner_fraction) | None = None
    correctness: quantity("", inner_fraction) | None = None
    wanted_key: quantity("bit", positive) | None = None
    raw_key_memory: quantity("bit", positive) | None = None
    bits_per_detection: quantity("bit", positive) | None = None
    random_bit_store: quantity("bit", positive) | None = None
    random_bits_per_pulse: quantity("bit", positive) | None = None
    operating_link_loss: quantity("dB", positive) | None = None
    pair_rate: quantity("Hz", positive) | None = None
    coincidence_window: quantity("s", positive) | None = None
    timing_jitter: quantity("s", positive) | None = None
    baseline: quantity("m", positive) | None = None

    @model_validator(mode="after")
    def _agree(self) -> Parameters:
        if self.pair_rate is not None and self.pulse_rate is not None:
            raise ValueError("pair_rate and pulse_rate: expected one source, of pairs or of pulses")
        for smaller, larger in BELOW:
            low, high = getattr(self, smaller), getattr(self, larger)
            if low is not None and high is not None and low.si >= high.si:
                raise ValueError(f"{smaller} = {low.text}: expected less than {larger} = {high.text}")
        signal, decoy = self.signal_probability, self.decoy_probability
        if signal is not None and decoy is not None and signal.si + decoy.si >= 1.0:
            given_values = f"signal_probability = {signal.text}, decoy_probability = {decoy.text}"
            raise ValueError(f"{given_values}: expected a sum below 1, the rest is vacuum")
        return self


def mandatory(parameters: Any) -> tuple[str, ...]:
    """Requirement kinds that a terminal must state or derive."""
    return MANDATORY[parameters.link]
