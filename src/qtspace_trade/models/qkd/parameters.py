"""Parameters of a decoy-state QKD downlink and the requirement kinds its family must state."""

from __future__ import annotations

from qtspace_trade.schema.base import Model, fraction, not_negative, positive, quantity

MANDATORY = ("link_loss", "background_light", "contact_time")


class Parameters(Model):
    """A weak-coherent-pulse, vacuum + weak decoy BB84 downlink from a telescope to a ground telescope.

    `divergence` is the 1/e^2 far-field half-angle, `pointing_jitter_terminal` the rms per axis behind the terminal's
    own fine tracking. `optics_transmission` and `detector_efficiency` belong to the receiver. Error probabilities and
    yields are per pulse.
    """

    wavelength: quantity("m", positive) | None = None
    transmitter_radius: quantity("m", positive) | None = None
    divergence: quantity("rad", positive) | None = None
    pointing_jitter_terminal: quantity("rad", not_negative) | None = None
    receiver_radius: quantity("m", positive) | None = None
    optics_transmission: quantity("", fraction) | None = None
    detector_efficiency: quantity("", fraction) | None = None
    zenith_transmission: quantity("", fraction) | None = None
    field_of_view: quantity("rad", positive) | None = None
    filter_bandwidth: quantity("m", positive) | None = None
    dark_count_rate: quantity("Hz", not_negative) | None = None
    gate: quantity("s", positive) | None = None
    pulse_rate: quantity("Hz", positive) | None = None
    signal_intensity: quantity("", positive) | None = None
    decoy_intensity: quantity("", positive) | None = None
    signal_probability: quantity("", fraction) | None = None
    misalignment: quantity("", fraction) | None = None
    error_correction_efficiency: quantity("", positive) | None = None
    operating_link_loss: quantity("dB", positive) | None = None
