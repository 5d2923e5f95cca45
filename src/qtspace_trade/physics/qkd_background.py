"""Background light and dark counts in the detectors of a quantum link."""

import numpy as np

from qtspace_trade.constants import PLANCK, SPEED_OF_LIGHT

# W m⁻² sr⁻¹ m⁻¹; orders of magnitude, recalled from Miao et al., New J. Phys. 7, 215 (2005), not re-read.
SKY_RADIANCE = {
    "moonless clear night": 1.5,
    "new moon night": 1.5e1,
    "full moon night": 1.5e3,
    "clear day": 1.5e6,
    "hazy day": 1.5e7,
    "bright cloud": 1.5e8,
}
SOLAR_IRRADIANCE = 1e9  # W m⁻² m⁻¹ near 800 nm at 1 au, rounded from the 1.0 W m⁻² nm⁻¹ of ASTM E490
GROUND_ALBEDO = 0.3
MOON_ALBEDO = 0.12
MOON_SHARE = MOON_ALBEDO * (1737.4e3 / 384_400e3) ** 2  # full moonlight over sunlight, a Lambert disk
GROUND_RADIANCE = {
    "full moon night": SOLAR_IRRADIANCE * GROUND_ALBEDO / np.pi * MOON_SHARE,
    "clear day": SOLAR_IRRADIANCE * GROUND_ALBEDO / np.pi,
}
TWILIGHT_END = np.radians(-18.0)  # Sun elevation at the end of astronomical twilight


def night_sky_radiance(
    sun_elevation,
    night_radiance=SKY_RADIANCE["moonless clear night"],
    day_radiance=SKY_RADIANCE["clear day"],
):
    """Spectral radiance of the sky against the elevation of the Sun.

    The day level holds with the Sun above the horizon and the night level with the Sun below -18 degrees. In twilight
    the logarithm of the radiance is interpolated linearly in the Sun's elevation: that is an assumption, not a
    measured law. The day and night levels come from Miao et al. as recalled, and are orders of magnitude.

    Parameters
    ----------
    sun_elevation : array
        Elevation of the Sun's centre at the ground station. [rad]
    night_radiance, day_radiance : array
        Levels of night and day, see `SKY_RADIANCE`. [W m⁻² sr⁻¹ m⁻¹]

    Returns
    -------
    array
        Spectral radiance. [W m⁻² sr⁻¹ m⁻¹]

    References
    ----------
    .. [1] E.-L. Miao et al., Background noise of satellite-to-ground quantum key distribution, New J. Phys. 7, 215
       (2005), doi 10.1088/1367-2630/7/1/215.

    Examples
    --------
    >>> round(float(night_sky_radiance(np.radians(-9.0))))   # half-way: sqrt(1.5 * 1.5e6)
    1500
    """
    share_of_day = 1.0 - np.clip(np.asarray(sun_elevation) / TWILIGHT_END, 0.0, 1.0)
    return night_radiance ** (1.0 - share_of_day) * day_radiance**share_of_day


def ground_radiance(
    sun_elevation,
    night_radiance=GROUND_RADIANCE["full moon night"],
    day_radiance=GROUND_RADIANCE["clear day"],
):
    """Spectral radiance of the ground seen from space against the elevation of the Sun there.

    A Lambert surface of albedo 0.3 under the Sun by day and under the full Moon by night; city lights are left out.
    Twilight as in `night_sky_radiance`.

    Parameters
    ----------
    sun_elevation : array
        Elevation of the Sun's centre at the place on the ground. [rad]
    night_radiance, day_radiance : array
        Levels of night and day, see `GROUND_RADIANCE`. [W m⁻² sr⁻¹ m⁻¹]

    Returns
    -------
    array
        Spectral radiance. [W m⁻² sr⁻¹ m⁻¹]

    References
    ----------
    .. [1] C. Bonato et al., Feasibility of satellite quantum key distribution, New J. Phys. 11, 045017 (2009),
       doi 10.1088/1367-2630/11/4/045017, the scaling with the albedos of Earth and Moon.

    Examples
    --------
    >>> round(float(ground_radiance(0.5) / ground_radiance(-0.5)), -3)   # sunlight over full moonlight
    408000.0
    """
    return night_sky_radiance(sun_elevation, night_radiance, day_radiance)


def moonlight(phase_angle):
    """Light of the Moon over that of the full Moon, at its mean distance.

    The surge within a few degrees of full Moon, up to a third more, is left out.

    Parameters
    ----------
    phase_angle : array
        Angle at the Moon between Sun and Earth, 0 at full Moon. [rad]

    Returns
    -------
    array
        10^(-0.4 (0.026 φ + 4e-9 φ⁴)), φ in degrees. [1]

    References
    ----------
    .. [1] K. Krisciunas and B. E. Schaefer, A model of the brightness of moonlight, Publ. Astron. Soc. Pac. 103, 1033
       (1991), eq. 9.

    Examples
    --------
    >>> round(float(moonlight(np.radians(90.0))), 3)   # half Moon, a twelfth of the full Moon: 10^(-0.4 * 2.6024)
    0.091
    """
    degrees = np.abs(np.degrees(phase_angle))
    return 10.0 ** (-0.4 * (0.026 * degrees + 4e-9 * degrees**4))


def moon_phase_angle(sun_vector, moon_vector):
    """Angle at the Moon between the Sun and the Earth: 0 at full Moon, π at new Moon.

    Parameters
    ----------
    sun_vector, moon_vector : (..., 3) array
        From the Earth to Sun and Moon, in the same axes. [m]

    Returns
    -------
    array
        Angle. [rad]

    References
    ----------
    .. [1] J. Meeus, Astronomical Algorithms, 2nd ed., Willmann-Bell, 1998, chapter 48.

    Examples
    --------
    >>> round(float(moon_phase_angle(np.array([1.5e11, 0.0, 0.0]), np.array([-3.8e8, 0.0, 0.0]))), 9)
    0.0
    """
    sun, earth = np.asarray(sun_vector) - moon_vector, -np.asarray(moon_vector)
    across = np.linalg.norm(np.cross(sun, earth), axis=-1)
    return np.arctan2(across, np.sum(sun * earth, axis=-1))


def moonlit_radiance(full_moon_radiance, phase_angle, moon_elevation, dark_radiance):
    """Night radiance of sky or ground with the Moon where and as bright as it is.

    The part of the Moon goes with its light and with the sine of its elevation, that of the full Moon overhead being
    given: exact for a Lambert ground, an assumption for the sky, which is brighter near the Moon.

    Parameters
    ----------
    full_moon_radiance, dark_radiance : array
        Levels with the full Moon overhead, and without a Moon. [W m⁻² sr⁻¹ m⁻¹]
    phase_angle, moon_elevation : array
        See `moon_phase_angle`; elevation of the Moon above the horizon. [rad]

    Returns
    -------
    array
        Spectral radiance. [W m⁻² sr⁻¹ m⁻¹]

    References
    ----------
    .. [1] K. Krisciunas and B. E. Schaefer, A model of the brightness of moonlight, Publ. Astron. Soc. Pac. 103, 1033
       (1991).

    Examples
    --------
    >>> float(moonlit_radiance(1.5e3, 0.0, np.pi / 2, 1.5)), float(moonlit_radiance(1.5e3, 0.0, -0.1, 1.5))
    (1501.5, 1.5)
    """
    return dark_radiance + full_moon_radiance * moonlight(phase_angle) * np.maximum(np.sin(moon_elevation), 0.0)


def photon_radiance(radiance, wavelength):
    """Spectral radiance in photons, as some papers give it.

    Parameters
    ----------
    radiance : array
        Spectral radiance; 1 W m⁻² sr⁻¹ µm⁻¹ is 1e6 of these units. [W m⁻² sr⁻¹ m⁻¹]
    wavelength : array
        Wavelength. [m]

    Returns
    -------
    array
        Photons; times 1e-9 for those in a nanometre. [s⁻¹ m⁻² sr⁻¹ m⁻¹]

    References
    ----------
    .. [1] Energy of a photon, h c / λ.

    Examples
    --------
    >>> print(f"{photon_radiance(1.5, 800e-9) * 1e-9:.2e}")   # moonless clear night, per nm: 1.5e-9 / 2.48e-19
    6.04e+09
    """
    return radiance * wavelength / (PLANCK * SPEED_OF_LIGHT)


def sky_photon_rate(radiance, field_of_view, receiver_radius, bandwidth, wavelength, transmission=1.0):
    """Rate of sky photons that a receiver collects, or counts when given its efficiency.

    Parameters
    ----------
    radiance : array
        Spectral radiance of the sky. [W m⁻² sr⁻¹ m⁻¹]
    field_of_view : array
        Full angle of the circular field. [rad]
    receiver_radius : array
        Radius of the telescope. [m]
    bandwidth : array
        Width of the spectral filter. [m]
    wavelength : array
        Wavelength. [m]
    transmission : array
        Optics transmission times detector efficiency. [1]

    Returns
    -------
    array
        Rate, over all detectors. [s⁻¹]

    References
    ----------
    .. [1] E.-L. Miao et al., Background noise of satellite-to-ground quantum key distribution, New J. Phys. 7, 215
       (2005), doi 10.1088/1367-2630/7/1/215.

    Examples
    --------
    >>> round(float(sky_photon_rate(1.5e3, 100e-6, 0.5, 1e-9, 850e-9)))
    39593
    """
    solid_angle = 0.25 * np.pi * np.square(field_of_view)
    return photon_radiance(radiance, wavelength) * solid_angle * np.pi * np.square(receiver_radius) * bandwidth * transmission


def extraneous_count_probability(dark_count_rate, sky_rate, detectors, gate):
    """Probability that one detector fires in a gate for a reason other than the signal.

    Parameters
    ----------
    dark_count_rate : array
        Dark counts of one detector. [s⁻¹]
    sky_rate : array
        Sky counts over all detectors, shared equally. [s⁻¹]
    detectors : array
        Number of detectors. [1]
    gate : array
        Duration of the gate. [s]

    Returns
    -------
    array
        1 - exp(-rate * gate), which is rate * gate when small. [1]

    References
    ----------
    .. [1] Poisson statistics of independent counts.

    Examples
    --------
    >>> print(f"{extraneous_count_probability(100.0, 400.0, 4, 1e-9):.1e}")   # (100 + 400/4) * 1 ns
    2.0e-07
    """
    return -np.expm1(-(dark_count_rate + sky_rate / detectors) * gate)


def dark_count_rate(reference_rate, temperature, reference_temperature, doubling_temperature):
    """Dark count rate of an avalanche photodiode that doubles with every given step of temperature.

    Parameters
    ----------
    reference_rate : array
        Rate at the reference temperature. [s⁻¹]
    temperature, reference_temperature : array
        Temperatures of the detector. [K]
    doubling_temperature : array
        Step that doubles the rate, typically 7 to 10 K for silicon. [K]

    Returns
    -------
    array
        Rate. [s⁻¹]

    References
    ----------
    .. [1] Empirical law; see E. Anisimova et al., Mitigating radiation damage of single photon detectors for space
       applications, EPJ Quantum Technol. 4, 10 (2017), arXiv 1702.01186.

    Examples
    --------
    >>> dark_count_rate(100.0, 260.0, 250.0, 5.0)
    400.0
    """
    return reference_rate * 2.0 ** ((temperature - reference_temperature) / doubling_temperature)


def detector_temperature(allowed_rate, reference_rate, reference_temperature, doubling_temperature):
    """Temperature at which an avalanche photodiode keeps to a dark count rate.

    Parameters
    ----------
    allowed_rate, reference_rate : array
        Rate allowed, and rate at the reference temperature, such as that of a damaged detector. [s⁻¹]
    reference_temperature : array
        Reference temperature. [K]
    doubling_temperature : array
        Step that doubles the rate. [K]

    Returns
    -------
    array
        Highest temperature. [K]

    References
    ----------
    .. [1] Inverse of `dark_count_rate`.

    Examples
    --------
    >>> float(detector_temperature(100.0, 400.0, 260.0, 5.0))
    250.0
    """
    return reference_temperature + doubling_temperature * np.log2(np.divide(allowed_rate, reference_rate))


def damaged_dark_count_rate(initial_rate, growth, time, annealed_share=0.0):
    """Dark count rate of a detector after a time in the radiation of its orbit, at one temperature.

    Parameters
    ----------
    initial_rate : array
        Rate at the begin. [s⁻¹]
    growth : array
        Growth behind its shielding. For the detectors of Micius 219 s⁻¹ per day were expected bare and 0.76 s⁻¹ per day
        with shielding and multistage cooling; 0.54 s⁻¹ per day were measured in orbit. [s⁻²]
    time : array
        Time in orbit. [s]
    annealed_share : array
        Share of the damage that warming has taken back. [1]

    Returns
    -------
    array
        Rate. [s⁻¹]

    References
    ----------
    .. [1] M. Yang et al., Spaceborne, low-noise, single-photon detection for satellite-based quantum communications, Opt.
       Express 27, 36114 (2019), doi 10.1364/OE.27.036114, abstract.
    .. [2] I. DSouza et al., Repeated radiation damage and thermal annealing of avalanche photodiodes, EPJ Quantum Technol. 8,
       13 (2021), arXiv 2007.04902.

    Examples
    --------
    >>> round(float(damaged_dark_count_rate(100.0, 0.76 / 86400, 1000 * 86400.0)), 6)
    860.0
    """
    return initial_rate + growth * time * (1.0 - annealed_share)
