"""Properties that the satellite-QKD physics keeps for any sensible input."""

import numpy as np
from hypothesis import example, given, settings
from hypothesis import strategies as st

from qtspace_trade.physics import optical_link as link
from qtspace_trade.physics import qkd_background as background
from qtspace_trade.physics import qkd_keys as keys
from qtspace_trade.physics import qkd_passes as passes
from qtspace_trade.physics import visibility

probability = st.floats(0.0, 1.0)
angle = st.floats(1e-7, 1e-4)
distance = st.floats(1e4, 1e9)
radius = st.floats(0.01, 2.0)
loss = st.floats(0.0, 80.0)


def log_uniform(low, high):
    return st.floats(low, high).map(lambda exponent: 10.0**exponent)


@given(distance, st.floats(1.01, 10.0), angle, radius, radius, st.floats(0.0, 0.99), st.floats(0.0, 1e-4))
def test_geometric_transmission(distance, farther, divergence, waist, receiver, obstruction, jitter):
    near, far = link.geometric_transmission(
        np.array([distance, farther * distance]), divergence, waist, receiver, 0.0, jitter
    )
    assert 0.0 <= far <= near <= 1.0
    obstructed = link.geometric_transmission(distance, divergence, waist, receiver, obstruction * receiver, jitter)
    assert 0.0 <= obstructed <= near


@given(probability, st.floats(0.02, 1.5), st.floats(0.02, 1.5))
def test_atmosphere_improves_with_elevation(zenith, one, other):
    low, high = link.atmosphere_transmission(zenith, np.array(sorted((one, other))))
    assert 0.0 <= low <= high <= zenith


@given(st.floats(0.0, np.pi / 2), st.floats(1e5, 4e7))
def test_slant_range_limits(elevation, altitude):
    horizon = np.sqrt(altitude * (altitude + 2 * 6371e3))
    assert altitude * (1 - 1e-9) <= visibility.slant_range(altitude, elevation) <= horizon * (1 + 1e-9)


@given(st.floats(0.3e-6, 2e-6), radius, radius, st.floats(1.0, 3.0))
def test_clipping_never_narrows_the_beam(wavelength, waist, aperture, quality):
    clipped = link.divergence_half_angle(wavelength, waist, aperture, quality)
    assert clipped >= link.divergence_half_angle(wavelength, waist, np.inf, quality)
    assert clipped >= wavelength / (np.pi * waist)


@given(st.floats(-np.pi / 2, np.pi / 2), st.floats(-np.pi / 2, np.pi / 2))
def test_sky_brightens_with_the_sun(one, other):
    low, high = background.night_sky_radiance(np.array(sorted((one, other))))
    assert 1.5 * (1 - 1e-12) <= low <= high * (1 + 1e-12) <= 1.5e6 * (1 + 1e-11)


@given(probability)
def test_binary_entropy(p):
    assert 0.0 <= keys.binary_entropy(p) <= 1.0
    assert abs(keys.binary_entropy(p) - keys.binary_entropy(1.0 - p)) < 1e-9


@given(loss, st.floats(0.1, 1.0), st.floats(0.05, 0.9), log_uniform(-9, -3), st.floats(0.0, 0.2))
def test_asymptotic_rates(loss, signal, ratio, background_yield, misalignment):
    transmission = 10.0 ** (-loss / 10.0)
    infinite = keys.infinite_decoy_rate(transmission, signal, background_yield, misalignment)
    decoyed = keys.vacuum_weak_rate(transmission, signal, ratio * signal, background_yield, misalignment)
    left_out = signal * background_yield * transmission  # the model's gain counts it, its single-photon yield does not
    assert 0.0 <= decoyed <= infinite * (1 + 1e-9) + left_out + 1e-18
    assert infinite <= 0.5


@given(log_uniform(-8, -4), st.floats(0.0, 0.05), st.floats(0.3, 0.8))
def test_no_key_beyond_the_maximum_loss(background_yield, misalignment, signal):
    edge = keys.maximum_loss_for_key(signal, 0.1, background_yield, misalignment)
    if np.isfinite(edge):
        inside, outside = 10.0 ** (-(edge + np.array([-0.05, 0.05])) / 10.0)
        assert keys.vacuum_weak_rate(inside, signal, 0.1, background_yield, misalignment) > 0.0
        assert keys.vacuum_weak_rate(outside, signal, 0.1, background_yield, misalignment) == 0.0
    else:
        assert keys.vacuum_weak_rate(1.0, signal, 0.1, background_yield, misalignment) == 0.0


@given(
    loss,
    log_uniform(4, 14),
    st.floats(0.05, 0.95),
    log_uniform(-10, -1),
    st.floats(0.0, 0.5),
    st.sampled_from(keys.BOUNDS),
    st.sampled_from(keys.LEAKAGES),
    st.booleans(),
)
@settings(max_examples=300)
def test_finite_key(loss, pulses, basis, extraneous, misalignment, bound, leakage, pooled):
    probabilities, intensities = (0.7, 0.2, 0.1), (0.6, 0.15, 0.0)
    transmission = [10.0 ** (-loss / 10.0)]
    counts = keys.decoy_counts(
        transmission, pulses, basis, probabilities, intensities, extraneous, misalignment, pooled_errors=pooled
    )
    key = keys.two_decoy_key(counts, probabilities, intensities, bound, leakage)
    assert 0.0 <= key.key_length <= key.sifted_counts
    assert 0.0 <= key.phase_error <= 0.5
    assert 0.0 <= key.error_rate <= 0.5
    assert np.isfinite(key.leakage)


@given(loss, log_uniform(4, 14), log_uniform(-10, -1), st.floats(0.0, 0.5), st.sampled_from(["hoeffding", "asymptotic"]))
@settings(max_examples=200)
def test_one_decoy_key(loss, pulses, extraneous, misalignment, bound):
    counts = keys.decoy_counts([10.0 ** (-loss / 10.0)], pulses, 0.9, (0.7, 0.3), (0.5, 0.2), extraneous, misalignment)
    key = keys.one_decoy_key(counts, (0.7, 0.3), (0.5, 0.2), bound)
    assert 0.0 <= key.key_length <= key.sifted_counts
    assert 0.0 <= key.phase_error <= 0.5


@given(loss, log_uniform(9, 14), st.floats(0.0, 0.1), st.floats(0.0, 0.1))
def test_misalignment_never_helps(loss, pulses, one, other):
    lengths = []
    for misalignment in sorted((one, other)):
        counts = keys.decoy_counts(
            [10.0 ** (-loss / 10.0)], pulses, 0.8, (0.7, 0.2, 0.1), (0.6, 0.15, 0.0), 1e-7, misalignment
        )
        lengths.append(float(keys.two_decoy_key(counts, (0.7, 0.2, 0.1), (0.6, 0.15, 0.0)).key_length))
    assert lengths[1] <= lengths[0] * (1 + 1e-9)


@given(st.floats(0.001, 1.0), loss, loss, log_uniform(-10, -2), st.floats(0.0, 0.5))
def test_pulsed_pairs(half_mean_pairs, first, second, dark, misalignment):
    arms = 10.0 ** (-first / 10.0), 10.0 ** (-second / 10.0)
    key = keys.pulsed_pair_key(half_mean_pairs, *arms, dark, dark, misalignment)
    swapped = keys.pulsed_pair_key(half_mean_pairs, *arms[::-1], dark, dark, misalignment)
    assert 0.0 <= key.key_rate <= 0.5 * max(key.gain, 0.0)
    assert abs(key.gain - swapped.gain) < 1e-12


@given(st.floats(0.0, 0.5))
def test_device_independence_costs_key(error_rate):
    fraction = keys.device_independent_key_fraction(error_rate)
    assert 0.0 <= fraction <= max(1.0 - 2.0 * float(keys.binary_entropy(error_rate)), 0.0) + 1e-9


@given(st.floats(2e5, 3e6), st.floats(0.2, 1.57), st.floats(0.0, 0.19))
def test_pass_stays_above_its_limit(altitude, highest, lowest):
    crossing = passes.analytic_pass(altitude, highest, 600.0, 1e-3, 0.9, lowest, 10.0)
    assert np.all(crossing.elevation > lowest)
    assert np.all(crossing.elevation <= highest + 1e-6)
    assert np.all((crossing.transmission >= 0.0) & (crossing.transmission <= 1e-3 * (1 + 1e-12)))


PROBABILITIES, INTENSITIES = (0.7, 0.2, 0.1), (0.6, 0.15, 0.0)
extraneous_of_a_link = log_uniform(-9, -5)
error_of_a_link = st.floats(0.0, 0.08)


def block(loss, pulses, extraneous, misalignment):
    counts = keys.decoy_counts(
        [10.0 ** (-loss / 10.0)], pulses, 0.8, PROBABILITIES, INTENSITIES, extraneous, misalignment, 1e-3
    )
    return float(keys.two_decoy_key(counts, PROBABILITIES, INTENSITIES).key_length)


@given(st.floats(10.0, 60.0), st.floats(0.0, 10.0), log_uniform(8, 14), extraneous_of_a_link, error_of_a_link)
def test_loss_never_gives_key(loss, more, pulses, extraneous, misalignment):
    assert block(loss + more, pulses, extraneous, misalignment) <= block(loss, pulses, extraneous, misalignment) * (1 + 1e-9)


@given(st.floats(10.0, 60.0), log_uniform(8, 14), extraneous_of_a_link, st.floats(1.0, 30.0), error_of_a_link)
def test_dark_counts_never_give_key(loss, pulses, extraneous, factor, misalignment):
    """By more than the vacuum events that they add, which are secret by themselves."""
    dark, darker = (block(loss, pulses, noise, misalignment) for noise in (extraneous, factor * extraneous))
    assert darker <= dark * (1 + 1e-9) + 2 * 0.64 * pulses * (factor - 1) * extraneous


@given(st.floats(10.0, 50.0), log_uniform(8, 14), extraneous_of_a_link, error_of_a_link, st.floats(1.0, 100.0))
def test_longer_blocks_never_have_less_key(loss, pulses, extraneous, misalignment, factor):
    """At a fixed error rate and share of single photons, which a faster clock and more passes of one link keep."""
    one, more = block(loss, pulses, extraneous, misalignment), block(loss, factor * pulses, extraneous, misalignment)
    assert more >= factor * one * (1 - 1e-9)


@given(st.floats(10.0, 50.0), log_uniform(9, 13), extraneous_of_a_link, error_of_a_link)
@example(21.0, 10**11.5, 10**-7.5, 0.08)
@settings(max_examples=20, deadline=None)
def test_the_best_protocol_is_no_worse_on_a_better_link(loss, pulses, extraneous, misalignment):
    """To 1e-6 of the key and one bit: 1000 random links of these ranges kept it."""

    def best(loss, extraneous, misalignment):
        found = keys.optimise_decoy_key([10.0 ** (-loss / 10.0)], pulses, extraneous, misalignment)
        return float(found.key.key_length)

    here = best(loss, extraneous, misalignment) * (1 + 1e-6) + 1.0
    assert best(loss + 1.0, extraneous, misalignment) <= here
    assert best(loss, 2 * extraneous, misalignment) <= here
    assert best(loss, extraneous, misalignment + 0.005) <= here


@given(st.floats(60.0, 400.0), log_uniform(6, 16), log_uniform(-9, -1), st.floats(0.0, 0.5))
def test_beyond_the_cliff_there_is_nothing(loss, pulses, extraneous, misalignment):
    beyond = 10.0 * np.log10(1.0 / extraneous) + 10.0
    assert block(max(loss, beyond), pulses, extraneous, misalignment) == 0.0
    dead = keys.finite_pair_key(0.01, 0.01, min(misalignment, 0.5))
    assert dead == 0.0


@given(st.floats(2e5, 4e7), st.floats(0.05, 1.0), st.floats(1.0, 4.0), st.floats(0.02, 0.3), st.floats(0.0, 0.5))
def test_larger_telescopes_never_lose_more(distance, receiver, factor, transmitter, jitter):
    """Far field, fixed pointing in units of the divergence; near a terminal a narrower beam may be the smaller one."""

    def total(transmitter, receiver):
        divergence = link.divergence_half_angle(850e-9, transmitter / 1.12, transmitter)
        return link.link_loss_terms(
            distance=distance, wavelength=850e-9, waist_radius=1e-3, divergence=divergence, receiver_radius=receiver,
            pointing_jitter=jitter * divergence,
        ).total  # fmt: skip

    assert total(transmitter, factor * receiver) <= total(transmitter, receiver) + 1e-9
    assert total(factor * transmitter, receiver) <= total(transmitter, receiver) + 1e-9


@given(
    st.floats(np.radians(20.0), np.pi / 2), st.floats(3e5, 4e7), st.floats(0.03, 0.6), st.floats(0.03, 0.6),
    st.sampled_from([785e-9, 810e-9, 850e-9, 1550e-9]),
)  # fmt: skip
def test_an_uplink_loses_more_than_the_mirrored_downlink(elevation, altitude, on_ground, in_space, wavelength):
    """The same two telescopes in the far field; the air spreads the beam that starts in it."""
    distance = visibility.slant_range(altitude, elevation)
    r0 = link.fried_parameter(wavelength, np.pi / 2 - elevation, "uplink", altitude)

    def total(transmitter, receiver, turbulence):
        return link.link_loss_terms(
            distance=distance, wavelength=wavelength, waist_radius=1e-6, receiver_radius=receiver, elevation=elevation,
            divergence=link.divergence_half_angle(wavelength, transmitter / 1.12, transmitter), zenith_transmission=0.8,
            turbulence_spread=turbulence,
        )  # fmt: skip

    up, down = total(on_ground, in_space, link.uplink_spread(wavelength, r0)), total(in_space, on_ground, 0.0)
    assert up.turbulence > 0.0 == down.turbulence
    assert up.total > down.total


@given(loss, loss, log_uniform(5, 9), st.floats(0.0, 5e4), st.floats(0.0, 0.1))
def test_pairs_are_never_negative_and_fall_with_loss(first, second, pair_rate, dark, error):
    near, far = (
        keys.continuous_pair_key(
            pair_rate, 10 ** (-first / 10), 10 ** (-(second + more) / 10), dark, dark, 1e-9, 5e-10, error
        )
        for more in (0.0, 3.0)
    )
    assert 0.0 <= far.key_rate <= near.key_rate * (1 + 1e-9) + 1e-12


@given(st.lists(st.floats(0.0, 1.0), min_size=1, max_size=20), st.floats(0.0, 30.0))
def test_a_store_is_never_overdrawn(rank, capacity):
    taken = np.linspace(1.0, 2.0, len(rank))
    share = passes.usable_share(rank, taken, capacity)
    assert np.all((share >= 0.0) & (share <= 1.0))
    assert np.sum(share * taken) <= capacity + 1e-9
    assert np.sum(share * taken) >= min(capacity, taken.sum()) - 1e-9


@given(st.integers(1, 6), st.integers(0, 30))
def test_blocks_lose_only_the_last_group(size, count):
    values = np.arange(float(count))
    assert passes.blocks(values, size).sum() == values[: count // size * size].sum()
