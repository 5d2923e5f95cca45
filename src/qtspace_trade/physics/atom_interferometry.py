"""Three-pulse atom interferometers: sensitivity, what they measure along an orbit, and disturbances.

T is the time between pulses, so that an interferometer takes 2 T. K is the wave number of the separation of its arms,
from :func:`effective_wave_number`; nothing else counts photons. Every disturbance is given as the acceleration that it
imitates; a phase is that acceleration times :func:`scale_factor`. The thermal velocity of a cloud is
:func:`qtspace_trade.physics.talbot.thermal_velocity`.
"""

from typing import NamedTuple

import numpy as np

from qtspace_trade.constants import (
    ATOMIC_MASS,
    ATOMIC_POLARIZABILITY,
    BOHR_MAGNETON,
    BOLTZMANN,
    EARTH_GM,
    PLANCK,
    REDUCED_PLANCK,
    SPEED_OF_LIGHT,
    STEFAN_BOLTZMANN,
    VACUUM_PERMITTIVITY,
)
from qtspace_trade.physics.kepler import mean_motion

ELECTRON_G_FACTOR = 2.0023  # of the ground states 2S1/2 of the alkali metals
PRESSURE_LIFETIME = 2e-8 * 101_325.0 / 760.0  # Pa s, 2e-8 torr s
NADIR, INERTIAL = "nadir", "inertial"


class Species(NamedTuple):
    """Properties of an alkali atom, SI; the Zeeman coefficient belongs to the transition between the m_F = 0 states."""

    mass: float
    wavelength: float
    hyperfine_splitting: float
    quadratic_zeeman: float
    polarizability: float


# Wavelength of the D2 line in vacuum and splitting: Steck, Alkali D line data, 2023; Arimondo, Inguscio and Violino,
# Rev. Mod. Phys. 49, 31 (1977), doi 10.1103/RevModPhys.49.31. Zeeman coefficients of rubidium and caesium: Steck; of
# potassium: `quadratic_zeeman_coefficient`. Polarizabilities: Holmgren et al., Phys. Rev. A 81, 053607 (2010), doi
# 10.1103/PhysRevA.81.053607; Amini and Gould, Phys. Rev. Lett. 91, 153001 (2003), doi 10.1103/PhysRevLett.91.153001.
SPECIES = {
    "Rb87": Species(
        86.909_180_527 * ATOMIC_MASS, 780.241_209_686e-9, 6.834_682_611e9, 575.15e8, 318.8 * ATOMIC_POLARIZABILITY
    ),
    "Rb85": Species(
        84.911_789_738 * ATOMIC_MASS, 780.241_368_271e-9, 3.035_732_439e9, 1293.98e8, 318.8 * ATOMIC_POLARIZABILITY
    ),
    "K39": Species(38.963_706_68 * ATOMIC_MASS, 766.70e-9, 461.719_720e6, 8.505e11, 290.6 * ATOMIC_POLARIZABILITY),
    "K41": Species(40.961_825_26 * ATOMIC_MASS, 766.70e-9, 254.013_872e6, 1.546e12, 290.6 * ATOMIC_POLARIZABILITY),
    "Cs133": Species(
        132.905_451_933 * ATOMIC_MASS, 852.347_276e-9, 9.192_631_770e9, 427.45e8, 401.0 * ATOMIC_POLARIZABILITY
    ),
}


def effective_wave_number(wavelength, photon_recoils):
    """Wave number K of the separation of the arms, 2 π n/λ.

    Parameters
    ----------
    wavelength : array
        Wavelength of the light. [m]
    photon_recoils : array
        Photon recoils between the arms, n: 2 for single diffraction by a pair of beams, 4 for double diffraction,
        2 m for Bragg diffraction of order m, 1 for a single photon. [1]

    Returns
    -------
    array
        K. [rad/m]

    References
    ----------
    .. [1] Kasevich and Chu, Phys. Rev. Lett. 67, 181 (1991), doi 10.1103/PhysRevLett.67.181.
    .. [2] Leveque et al., Phys. Rev. Lett. 103, 080405 (2009), doi 10.1103/PhysRevLett.103.080405; double diffraction.

    Examples
    --------
    >>> f"{effective_wave_number(780.241e-9, 2):.5e}"
    '1.61058e+07'
    """
    return 2.0 * np.pi * photon_recoils / wavelength


def scale_factor(wave_number, pulse_separation, pulse_duration=0.0):
    """Phase per acceleration, K (T + 2 τ)(T + 4 τ/π); K T² for short pulses.

    Parameters
    ----------
    wave_number : array
        K. [rad/m]
    pulse_separation : array
        Dark time T between two pulses. [s]
    pulse_duration : array, optional
        Duration τ of a π/2 pulse. [s]

    Returns
    -------
    array
        Phase per acceleration. [rad s²/m]

    References
    ----------
    .. [1] Kasevich and Chu, Phys. Rev. Lett. 67, 181 (1991), doi 10.1103/PhysRevLett.67.181.
    .. [2] Cheinet et al., IEEE Trans. Instrum. Meas. 57, 1141 (2008), doi 10.1109/TIM.2007.915148; finite pulses.

    Examples
    --------
    >>> round(float(scale_factor(1.610575e7, 0.16)))
    412307
    """
    return wave_number * (pulse_separation + 2.0 * pulse_duration) * (pulse_separation + 4.0 / np.pi * pulse_duration)


def phase_noise(contrast, atoms, squeezing=1.0):
    """Quantum projection noise of one shot, ξ/(C sqrt(N)).

    Parameters
    ----------
    contrast : array
        Fringe contrast C, difference over sum of the extremes. [1]
    atoms : array
        Detected atoms N. [1]
    squeezing : array, optional
        ξ, below 1 for entangled atoms. [1]

    Returns
    -------
    array
        Phase. [rad]

    References
    ----------
    .. [1] Itano et al., Phys. Rev. A 47, 3554 (1993), doi 10.1103/PhysRevA.47.3554.

    Examples
    --------
    >>> float(phase_noise(0.5, 1e6))
    0.002
    """
    return squeezing / (contrast * np.sqrt(atoms))


def acceleration_noise(phase_noise, wave_number, pulse_separation, pulse_duration=0.0):
    """Acceleration that corresponds to a phase.

    Parameters
    ----------
    phase_noise : array
        Phase, such as that of :func:`phase_noise`. [rad]
    wave_number : array
        K. [rad/m]
    pulse_separation : array
        T. [s]
    pulse_duration : array, optional
        Duration of a π/2 pulse. [s]

    Returns
    -------
    array
        Acceleration of one shot and one species. [m/s²]

    References
    ----------
    .. [1] :func:`scale_factor`.

    Examples
    --------
    >>> f"{acceleration_noise(phase_noise(0.6, 1e6), 3.22115e7, 5.0):.3e}"
    '2.070e-12'
    """
    return phase_noise / scale_factor(wave_number, pulse_separation, pulse_duration)


def differential_noise(first, second):
    """Noise of the difference of two uncorrelated measurements, sqrt(σ_A² + σ_B²).

    Parameters
    ----------
    first, second : array
        Noise of the two species or clouds. [m/s²]

    Returns
    -------
    array
        Noise of the difference. [m/s²]

    References
    ----------
    .. [1] Schubert et al., arXiv:1312.5963 (2013).

    Examples
    --------
    >>> float(differential_noise(3.0, 4.0))
    5.0
    """
    return np.hypot(first, second)


def gradiometer_noise(acceleration_noise, baseline):
    """Noise of the gravity gradient from two equal clouds, sqrt(2) σ/b.

    Parameters
    ----------
    acceleration_noise : array
        Noise of one cloud. [m/s²]
    baseline : array
        Distance b of the clouds. [m]

    Returns
    -------
    array
        Gradient noise of one shot. [s⁻²]

    References
    ----------
    .. [1] Carraz et al., Microgravity Sci. Technol. 26, 139 (2014).

    Examples
    --------
    >>> round(float(gradiometer_noise(1.2417e-12, 0.5)) * 1e12, 2)   # in millieötvös
    3.51
    """
    return np.sqrt(2.0) * acceleration_noise / baseline


def cycle_time(preparation_time, pulse_separation, detection_time=0.0):
    """Time from shot to shot without interleaving, preparation + 2 T + detection.

    Parameters
    ----------
    preparation_time : array
        Time to prepare the atoms. [s]
    pulse_separation : array
        T. [s]
    detection_time : array, optional
        Time to detect the atoms. [s]

    Returns
    -------
    array
        Cycle time; also the free fall that a shot needs where preparation takes place in free fall. [s]

    References
    ----------
    .. [1] Schubert et al., arXiv:1312.5963 (2013).

    Examples
    --------
    >>> cycle_time(9.0, 5.0, 1.0)
    20.0
    """
    return preparation_time + 2.0 * pulse_separation + detection_time


def longest_pulse_separation(free_fall_time, preparation_time):
    """Longest T in a drop tower or other short free fall, (t - t_preparation)/2.

    Parameters
    ----------
    free_fall_time : array
        Uninterrupted free fall. [s]
    preparation_time : array
        Part of it that is spent before the first pulse and after the last one. [s]

    Returns
    -------
    array
        T, 0 where the preparation takes all the time. [s]

    References
    ----------
    .. [1] Inverse of :func:`cycle_time`.

    Examples
    --------
    >>> round(float(longest_pulse_separation(9.3, 2.3)), 6)
    3.5
    """
    return np.maximum(0.5 * (free_fall_time - preparation_time), 0.0)


def number_of_shots(time, cycle_time, useful_fraction=1.0):
    """Shots in a time, not rounded.

    Parameters
    ----------
    time : array
        Time of measurement. [s]
    cycle_time : array
        Time from shot to shot. [s]
    useful_fraction : array, optional
        Part of the time that serves the measurement. [1]

    Returns
    -------
    array
        Shots. [1]

    References
    ----------
    .. [1] Schubert et al., arXiv:1312.5963 (2013).

    Examples
    --------
    >>> number_of_shots(86_400.0, 20.0, 0.25)
    1080.0
    """
    return useful_fraction * time / cycle_time


def time_for_shots(shots, cycle_time, useful_fraction=1.0):
    """Time of the mission that a number of shots takes.

    Parameters
    ----------
    shots : array
        Number of shots. [1]
    cycle_time : array
        Time from shot to shot. [s]
    useful_fraction : array, optional
        Part of the time that serves the measurement. [1]

    Returns
    -------
    array
        Time, infinite where no time serves the measurement. [s]

    References
    ----------
    .. [1] Inverse of :func:`number_of_shots`.

    Examples
    --------
    >>> float(time_for_shots(1080.0, 20.0, 0.25))
    86400.0
    """
    with np.errstate(divide="ignore"):
        return np.divide(shots * cycle_time, useful_fraction)


def eotvos_uncertainty(acceleration_noise, signal, shots):
    """Statistical uncertainty of the Eötvös ratio, σ/(g_rms sqrt(n)): the sum over shots of the Fisher information.

    Parameters
    ----------
    acceleration_noise : array
        Differential noise of one shot. [m/s²]
    signal : array
        Root mean square over the shots of the gravity along the sensitive axis: g for an axis that follows the Earth
        on a circular orbit, g/sqrt(2) for an inertial axis in the orbit plane, else :func:`orbit_signal`. [m/s²]
    shots : array
        Number of shots. [1]

    Returns
    -------
    array
        Standard uncertainty, infinite without shots. [1]

    References
    ----------
    .. [1] Schubert et al., arXiv:1312.5963 (2013).

    Examples
    --------
    >>> f"{eotvos_uncertainty(3e-12, 8.0, 1e4):.2e}"
    '3.75e-15'
    """
    with np.errstate(divide="ignore"):
        return np.divide(acceleration_noise, signal * np.sqrt(shots))


def shots_for_eotvos(acceleration_noise, signal, target):
    """Shots until the uncertainty of the Eötvös ratio reaches a target, [σ/(g_rms η)]².

    Parameters
    ----------
    acceleration_noise : array
        Differential noise of one shot. [m/s²]
    signal : array
        See :func:`eotvos_uncertainty`. [m/s²]
    target : array
        Uncertainty of the Eötvös ratio η. [1]

    Returns
    -------
    array
        Shots. [1]

    References
    ----------
    .. [1] Inverse of :func:`eotvos_uncertainty`.

    Examples
    --------
    >>> round(float(shots_for_eotvos(3e-12, 8.0, 3.75e-15)))
    10000
    """
    return (acceleration_noise / (signal * target)) ** 2


def crossing_anomaly(semi_major_axis, eccentricity, radius):
    """Eccentric anomaly at which a spacecraft leaves a sphere about the Earth, arccos[(1 - r/a)/e].

    Parameters
    ----------
    semi_major_axis : array
        Semi-major axis. [m]
    eccentricity : array
        Eccentricity. [1]
    radius : array
        Radius of the sphere. [m]

    Returns
    -------
    array
        Eccentric anomaly: 0 for an orbit outside the sphere, π for one inside. [rad]

    References
    ----------
    .. [1] Equation of the ellipse, r = a (1 - e cos E).

    Examples
    --------
    >>> float(crossing_anomaly(10e6, 0.2, 10e6)) == np.pi / 2
    True
    """
    eccentricity = np.asarray(eccentricity, dtype=float)
    height = 1.0 - radius / np.asarray(semi_major_axis, dtype=float)
    partly = np.abs(height) < eccentricity
    cosine = np.where(partly, height, 0.0) / np.where(partly, eccentricity, 1.0)
    return np.where(partly, np.arccos(cosine), np.where(height + eccentricity <= 0.0, np.pi, 0.0))


def time_below(semi_major_axis, eccentricity, radius):
    """Time per orbit within a distance of the centre of the Earth, 2 sqrt(a³/GM)(E - e sin E).

    Parameters
    ----------
    semi_major_axis : array
        Semi-major axis. [m]
    eccentricity : array
        Eccentricity. [1]
    radius : array
        Distance from the centre of the Earth. [m]

    Returns
    -------
    array
        Time. [s]

    References
    ----------
    .. [1] Kepler's equation.

    Examples
    --------
    >>> round(float(time_below(32_236e3, 0.780427, 6378e3 + 3000e3)) / 60, 1)   # in min
    32.1
    """
    anomaly = crossing_anomaly(semi_major_axis, eccentricity, radius)
    return 2.0 * (anomaly - eccentricity * np.sin(anomaly)) / mean_motion(semi_major_axis)


def signal_integral(semi_major_axis, eccentricity, radius, axis=NADIR):
    """Square of the gravity along the sensitive axis, integrated over the part of an orbit within a distance.

    With the true anomaly ν as variable it is 2 GM^(3/2) p^(-5/2) ∫ (1 + e cos ν)² w dν from perigee to the crossing,
    with w = 1 for an axis that follows the Earth and cos² ν for an inertial axis along gravity at perigee.

    Parameters
    ----------
    semi_major_axis : array
        Semi-major axis. [m]
    eccentricity : array
        Eccentricity. [1]
    radius : array
        Distance from the centre of the Earth within which the instrument measures. [m]
    axis : {"nadir", "inertial"}, optional
        Behaviour of the sensitive axis.

    Returns
    -------
    array
        Integral over one orbit. [m²/s³]

    Raises
    ------
    ValueError
        Unknown axis.

    References
    ----------
    .. [1] Fisher information of one shot, (g cos θ/σ)²; computed from the stated formula.

    Examples
    --------
    >>> circular = [float(signal_integral(7000e3, 0.0, 1e8, axis)) for axis in ("nadir", "inertial")]
    >>> round(circular[0] / circular[1], 9)
    2.0
    """
    if axis not in (NADIR, INERTIAL):
        raise ValueError(f"axis {axis!r}: expected '{NADIR}' or '{INERTIAL}'")
    half = 0.5 * crossing_anomaly(semi_major_axis, eccentricity, radius)
    angle = 2.0 * np.arctan2(np.sqrt(1.0 + eccentricity) * np.sin(half), np.sqrt(1.0 - eccentricity) * np.cos(half))
    squared_cosine = 0.5 * angle + 0.25 * np.sin(2.0 * angle)
    if axis == NADIR:
        integral = angle + 2.0 * eccentricity * np.sin(angle) + eccentricity**2 * squared_cosine
    else:
        cubed_cosine = np.sin(angle) - np.sin(angle) ** 3 / 3.0
        fourth_power = 0.375 * angle + 0.25 * np.sin(2.0 * angle) + np.sin(4.0 * angle) / 32.0
        integral = squared_cosine + 2.0 * eccentricity * cubed_cosine + eccentricity**2 * fourth_power
    parameter = semi_major_axis * (1.0 - eccentricity**2)
    return 2.0 * EARTH_GM**1.5 * parameter**-2.5 * integral


def orbit_signal(semi_major_axis, eccentricity, radius, axis=NADIR):
    """Root mean square of the gravity along the sensitive axis, over the part of an orbit within a distance.

    Parameters
    ----------
    semi_major_axis : array
        Semi-major axis. [m]
    eccentricity : array
        Eccentricity. [1]
    radius : array
        Distance from the centre of the Earth within which the instrument measures. [m]
    axis : {"nadir", "inertial"}, optional
        Axis that follows the Earth, or inertial axis along gravity at perigee.

    Returns
    -------
    array
        Signal for :func:`eotvos_uncertainty`, 0 for an orbit farther out. [m/s²]

    Raises
    ------
    ValueError
        Unknown axis.

    References
    ----------
    .. [1] :func:`signal_integral` over :func:`time_below`.

    Examples
    --------
    >>> round(float(orbit_signal(7_078_137.0, 0.0, 1e8)), 3)   # 700 km
    7.956
    """
    time = time_below(semi_major_axis, eccentricity, radius)
    integral = signal_integral(semi_major_axis, eccentricity, radius, axis)
    return np.sqrt(integral / np.where(time > 0.0, time, np.inf))


def common_mode_rejection(first_wave_number, first_separation, second_wave_number, second_separation):
    """Part of a common acceleration that two mismatched interferometers take for a difference, |1 - K_B T_B²/K_A T_A²|.

    Parameters
    ----------
    first_wave_number, second_wave_number : array
        K of the two species. [rad/m]
    first_separation, second_separation : array
        T of the two species. [s]

    Returns
    -------
    array
        Rejection R, small if good. Timing and contrast add to it. [1]

    References
    ----------
    .. [1] Aguilera et al., Class. Quantum Grav. 31, 115010 (2014), doi 10.1088/0264-9381/31/11/115010.

    Examples
    --------
    >>> round(float(common_mode_rejection(1.0, 2.0, 1.0177, 2.0)), 4)   # rubidium and potassium with equal T
    0.0177
    """
    first = scale_factor(first_wave_number, first_separation)
    return np.abs(1.0 - scale_factor(second_wave_number, second_separation) / first)


def matched_pulse_separation(pulse_separation, wave_number, other_wave_number):
    """T of a second species that makes both respond alike, T sqrt(K_A/K_B).

    Parameters
    ----------
    pulse_separation : array
        T of the first species. [s]
    wave_number : array
        K of the first species. [rad/m]
    other_wave_number : array
        K of the second species. [rad/m]

    Returns
    -------
    array
        T of the second species. [s]

    References
    ----------
    .. [1] Zero of :func:`common_mode_rejection`.

    Examples
    --------
    >>> float(matched_pulse_separation(2.0, 4.0, 1.0))
    4.0
    """
    return pulse_separation * np.sqrt(wave_number / other_wave_number)


def common_mode_acceleration(rejection, acceleration):
    """Differential acceleration that a common acceleration imitates, R a.

    Parameters
    ----------
    rejection : array
        R. [1]
    acceleration : array
        Common acceleration at the frequency and in the phase of the signal. [m/s²]

    Returns
    -------
    array
        Acceleration. [m/s²]

    References
    ----------
    .. [1] Aguilera et al., Class. Quantum Grav. 31, 115010 (2014), doi 10.1088/0264-9381/31/11/115010.

    Examples
    --------
    >>> f"{common_mode_acceleration(2.5e-9, 4e-7):.1e}"
    '1.0e-15'
    """
    return rejection * acceleration


def maximum_common_acceleration(target, gravity, rejection):
    """Residual acceleration at the signal frequency that imitates an Eötvös ratio, η g/R.

    Parameters
    ----------
    target : array
        Eötvös ratio η. [1]
    gravity : array
        Gravity that drives the signal. [m/s²]
    rejection : array
        R of :func:`common_mode_rejection`. [1]

    Returns
    -------
    array
        Acceleration. [m/s²]

    References
    ----------
    .. [1] Inverse of :func:`common_mode_acceleration`.

    Examples
    --------
    >>> f"{maximum_common_acceleration(2e-15, 8.0, 2.5e-9):.1e}"
    '6.4e-06'
    """
    return target * gravity / rejection


def maximum_drift_acceleration(distance, pulse_separation):
    """Constant residual acceleration that carries the atoms out of the beam, d/(2 T²).

    Parameters
    ----------
    distance : array
        Displacement d of the atoms against the spacecraft that the beam tolerates. [m]
    pulse_separation : array
        T. [s]

    Returns
    -------
    array
        Acceleration. [m/s²]

    References
    ----------
    .. [1] a (2 T)²/2 = d.

    Examples
    --------
    >>> float(maximum_drift_acceleration(1e-3, 5.0))
    2e-05
    """
    return distance / (2.0 * pulse_separation**2)


def vibration_response(frequency, pulse_separation):
    """Phase per acceleration and wave number at a frequency, (4/ω²) sin²(ω T/2) = T² sinc²(f T).

    Parameters
    ----------
    frequency : array
        Frequency f. [Hz]
    pulse_separation : array
        T. [s]

    Returns
    -------
    array
        |H|, zero at multiples of 1/T. [s²]

    References
    ----------
    .. [1] Cheinet et al., IEEE Trans. Instrum. Meas. 57, 1141 (2008), doi 10.1109/TIM.2007.915148; short pulses.

    Examples
    --------
    >>> round(float(vibration_response(0.1, 5.0)), 3), float(vibration_response(0.0, 5.0))
    (10.132, 25.0)
    """
    return (pulse_separation * np.sinc(frequency * pulse_separation)) ** 2


def vibration_phase(wave_number, pulse_separation, acceleration_asd):
    """Phase noise by white vibration, K S^(1/2) sqrt(T³/3).

    Parameters
    ----------
    wave_number : array
        K. [rad/m]
    pulse_separation : array
        T. [s]
    acceleration_asd : array
        One-sided amplitude spectral density of the mirror's acceleration, white from well below to well above 1/T.
        For two species the part that :func:`common_mode_rejection` leaves. [m s⁻² Hz⁻¹ᐟ²]

    Returns
    -------
    array
        Root-mean-square phase of one shot. [rad]

    References
    ----------
    .. [1] Integral of the squared :func:`vibration_response`; computed from the stated formula.

    Examples
    --------
    >>> round(float(vibration_phase(3.22115e7, 5.0, 1e-9)), 4)
    0.2079
    """
    return wave_number * acceleration_asd * np.sqrt(pulse_separation**3 / 3.0)


def response_integral(frequency, pulse_separation):
    """Squared :func:`vibration_response` integrated from zero to a frequency, ∫ |H|² df.

    With y = π f T it is (T³/π) {-sin⁴ y/3 y³ - 2 sin³ y cos y/3 y² - (cos 2y - cos 4y)/3 y + [4 Si(4y) - 2 Si(2y)]/3},
    and T³/3 in all.

    Parameters
    ----------
    frequency : array
        Upper end f. [Hz]
    pulse_separation : array
        T. [s]

    Returns
    -------
    array
        Integral. [s³]

    References
    ----------
    .. [1] Cheinet et al., IEEE Trans. Instrum. Meas. 57, 1141 (2008), doi 10.1109/TIM.2007.915148; integrated by parts.

    Examples
    --------
    >>> [round(float(response_integral(frequency, 5.0)), 3) for frequency in (1e-3, 0.2, 1e3)]   # T⁴ f at first, 125/3 at last
    [0.625, 41.544, 41.667]
    """
    from scipy.special import sici

    angle = np.pi * np.asarray(frequency, dtype=float) * pulse_separation
    safe = np.where(angle > 0.0, angle, 1.0)
    sine, cosine = np.sin(safe), np.cos(safe)
    edges = sine**4 / safe**3 + 2.0 * sine**3 * cosine / safe**2 + 2.0 * sine**2 * (4.0 * cosine**2 - 1.0) / safe
    rest = 4.0 * sici(4.0 * safe)[0] - 2.0 * sici(2.0 * safe)[0]
    return np.where(angle > 0.0, pulse_separation**3 / (3.0 * np.pi) * (rest - edges), 0.0)


def vibration_phase_from_spectrum(wave_number, pulse_separation, frequency, acceleration_asd):
    """Phase noise by vibration of any spectrum, K [∫ |H|² S df]^(1/2).

    Between two frequencies the density is taken as its mean at both and the response is integrated exactly, so that the
    spacing follows the spectrum and not 1/T.

    Parameters
    ----------
    wave_number : (...) array
        K. [rad/m]
    pulse_separation : (...) array
        T. [s]
    frequency : (n,) array
        Ascending frequencies; outside them there is no vibration. [Hz]
    acceleration_asd : (..., n) array
        One-sided amplitude spectral density at these frequencies. [m s⁻² Hz⁻¹ᐟ²]

    Returns
    -------
    (...) array
        Root-mean-square phase of one shot. [rad]

    References
    ----------
    .. [1] Cheinet et al., IEEE Trans. Instrum. Meas. 57, 1141 (2008), doi 10.1109/TIM.2007.915148.

    Examples
    --------
    >>> round(float(vibration_phase_from_spectrum(3.22115e7, 5.0, [0.0, 0.01, 1e3], [1e-9, 1e-9, 1e-9])), 4)
    0.2079
    """
    weight = np.diff(response_integral(frequency, np.asarray(pulse_separation, dtype=float)[..., None]), axis=-1)
    power = np.asarray(acceleration_asd, dtype=float) ** 2
    return wave_number * np.sqrt(np.sum(0.5 * (power[..., 1:] + power[..., :-1]) * weight, axis=-1))


def maximum_acceleration_asd(phase, wave_number, pulse_separation):
    """White vibration that causes a given phase noise, (φ/K) sqrt(3/T³).

    Parameters
    ----------
    phase : array
        Allowed root-mean-square phase. [rad]
    wave_number : array
        K. [rad/m]
    pulse_separation : array
        T. [s]

    Returns
    -------
    array
        One-sided amplitude spectral density in :func:`vibration_band`. [m s⁻² Hz⁻¹ᐟ²]

    References
    ----------
    .. [1] Inverse of :func:`vibration_phase`.

    Examples
    --------
    >>> f"{maximum_acceleration_asd(0.1, 3.22115e7, 5.0):.1e}"
    '4.8e-10'
    """
    return phase / (wave_number * np.sqrt(pulse_separation**3 / 3.0))


def vibration_band(pulse_separation):
    """Band of frequencies in which vibration matters, from 1/(10 T) to 10/T.

    Parameters
    ----------
    pulse_separation : array
        T. [s]

    Returns
    -------
    low, high : array
        Frequencies. [Hz]

    References
    ----------
    .. [1] :func:`vibration_response` falls as 1/(f T)² above 1/T. Below the band vibration acts like a constant
       acceleration, see :func:`maximum_drift_acceleration`.

    Examples
    --------
    >>> vibration_band(5.0)
    (0.02, 2.0)
    """
    return 0.1 / pulse_separation, 10.0 / pulse_separation


def gradient_acceleration(gradient, offset, velocity_offset, pulse_separation):
    """Differential acceleration by a gravity gradient between two clouds, Γ (δz + δv T).

    Parameters
    ----------
    gradient : array
        Gravity gradient Γ along the sensitive axis, or what is left of it after :func:`compensation_shift`. [s⁻²]
    offset : array
        Distance δz of the clouds at the first pulse. [m]
    velocity_offset : array
        Velocity δv between the clouds at the first pulse. [m/s]
    pulse_separation : array
        T. [s]

    Returns
    -------
    array
        Acceleration, without the recoil term. [m/s²]

    References
    ----------
    .. [1] Roura, Phys. Rev. Lett. 118, 160401 (2017), doi 10.1103/PhysRevLett.118.160401.

    Examples
    --------
    >>> f"{gradient_acceleration(2.5e-6, 1.1e-9, 0.0, 5.0):.2e}"
    '2.75e-15'
    """
    return gradient * (offset + velocity_offset * pulse_separation)


def maximum_offset(target, gravity, gradient):
    """Distance of two clouds that imitates an Eötvös ratio, η g/Γ; η r/2 at any altitude above a point mass.

    Parameters
    ----------
    target : array
        Eötvös ratio η. [1]
    gravity : array
        Gravity that drives the signal. [m/s²]
    gradient : array
        Gravity gradient. [s⁻²]

    Returns
    -------
    array
        Distance at the first pulse. [m]

    References
    ----------
    .. [1] Inverse of :func:`gradient_acceleration`.

    Examples
    --------
    >>> f"{maximum_offset(2e-15, 8.0, 2.5e-6):.1e}"
    '6.4e-09'
    """
    return target * gravity / gradient


def maximum_velocity_offset(target, gravity, gradient, pulse_separation):
    """Velocity between two clouds that imitates an Eötvös ratio, η g/(Γ T).

    Parameters
    ----------
    target : array
        Eötvös ratio η. [1]
    gravity : array
        Gravity that drives the signal. [m/s²]
    gradient : array
        Gravity gradient. [s⁻²]
    pulse_separation : array
        T. [s]

    Returns
    -------
    array
        Velocity at the first pulse. [m/s]

    References
    ----------
    .. [1] Inverse of :func:`gradient_acceleration`.

    Examples
    --------
    >>> f"{maximum_velocity_offset(2e-15, 8.0, 2.5e-6, 5.0):.2e}"
    '1.28e-09'
    """
    return maximum_offset(target, gravity, gradient) / pulse_separation


def compensation_shift(gradient, pulse_separation):
    """Relative change of the wave number of the middle pulse that cancels a gravity gradient, Γ T²/2.

    Parameters
    ----------
    gradient : array
        Gravity gradient along the sensitive axis. [s⁻²]
    pulse_separation : array
        T. [s]

    Returns
    -------
    array
        Δk/k. [1]

    References
    ----------
    .. [1] Roura, Phys. Rev. Lett. 118, 160401 (2017), doi 10.1103/PhysRevLett.118.160401.

    Examples
    --------
    >>> f"{compensation_shift(2.24808e-6, 5.0):.4e}"
    '2.8101e-05'
    """
    return 0.5 * gradient * pulse_separation**2


def compensation_detuning(gradient, pulse_separation, wavelength):
    """Change of the frequency of each beam that cancels a gravity gradient, (c/λ) Γ T²/2.

    Parameters
    ----------
    gradient : array
        Gravity gradient along the sensitive axis. [s⁻²]
    pulse_separation : array
        T. [s]
    wavelength : array
        Wavelength of the light. [m]

    Returns
    -------
    array
        Tuning range that the laser needs. [Hz]

    References
    ----------
    .. [1] Roura, Phys. Rev. Lett. 118, 160401 (2017), doi 10.1103/PhysRevLett.118.160401.

    Examples
    --------
    >>> round(float(compensation_detuning(2.24808e-6, 5.0, 780.241e-9)) / 1e9, 2)   # in GHz
    10.8
    """
    return SPEED_OF_LIGHT / wavelength * compensation_shift(gradient, pulse_separation)


def gradient_contrast(wave_number, pulse_separation, gradient, position_spread, velocity_spread):
    """Contrast left by a gravity gradient over an extended cloud, exp[-(K Γ T²)² (σ_r² + σ_v² T²)/2].

    Parameters
    ----------
    wave_number : array
        K. [rad/m]
    pulse_separation : array
        T. [s]
    gradient : array
        Gravity gradient, or what is left of it after :func:`compensation_shift`. [s⁻²]
    position_spread : array
        Root-mean-square size of the cloud at the first pulse. [m]
    velocity_spread : array
        Root-mean-square velocity. [m/s]

    Returns
    -------
    array
        Factor between 0 and 1. [1]

    References
    ----------
    .. [1] Roura, Phys. Rev. Lett. 118, 160401 (2017), doi 10.1103/PhysRevLett.118.160401.

    Examples
    --------
    >>> round(float(gradient_contrast(3.22115e7, 5.0, 2.24808e-6, 300e-6, 0.0)), 2)
    0.86
    """
    phase_per_length = scale_factor(wave_number, pulse_separation) * gradient
    return np.exp(-0.5 * phase_per_length**2 * (position_spread**2 + (velocity_spread * pulse_separation) ** 2))


def maximum_gradient(contrast, wave_number, pulse_separation, position_spread, velocity_spread):
    """Uncompensated gravity gradient that leaves a given contrast.

    Parameters
    ----------
    contrast : array
        Smallest factor to be kept. [1]
    wave_number : array
        K. [rad/m]
    pulse_separation : array
        T. [s]
    position_spread : array
        Root-mean-square size of the cloud at the first pulse. [m]
    velocity_spread : array
        Root-mean-square velocity. [m/s]

    Returns
    -------
    array
        Gravity gradient. [s⁻²]

    References
    ----------
    .. [1] Inverse of :func:`gradient_contrast`.

    Examples
    --------
    >>> f"{maximum_gradient(0.9, 3.22115e7, 5.0, 300e-6, 0.0):.2e}"
    '1.90e-06'
    """
    size = np.hypot(position_spread, velocity_spread * pulse_separation)
    return np.sqrt(-2.0 * np.log(contrast)) / (scale_factor(wave_number, pulse_separation) * size)


def coriolis_acceleration(rotation_rate, velocity):
    """Coriolis acceleration, 2 Ω v.

    Parameters
    ----------
    rotation_rate : array
        Rotation rate of the mirror, or its jitter. [rad/s]
    velocity : array
        Velocity across the sensitive axis, or the difference of two species. [m/s]

    Returns
    -------
    array
        Acceleration. [m/s²]

    References
    ----------
    .. [1] Peters, Chung and Chu, Metrologia 38, 25 (2001), doi 10.1088/0026-1394/38/1/4.

    Examples
    --------
    >>> f"{coriolis_acceleration(1e-6, 3.1e-10):.1e}"
    '6.2e-16'
    """
    return 2.0 * rotation_rate * velocity


def centrifugal_acceleration(rotation_rate, distance):
    """Centrifugal acceleration, Ω² d.

    Parameters
    ----------
    rotation_rate : array
        Rotation rate. [rad/s]
    distance : array
        Distance of the atoms, or of the two species, from the axis of rotation. [m]

    Returns
    -------
    array
        Acceleration. [m/s²]

    References
    ----------
    .. [1] Classical mechanics.

    Examples
    --------
    >>> f"{centrifugal_acceleration(1e-6, 0.5):.1e}"
    '5.0e-13'
    """
    return rotation_rate**2 * distance


def maximum_rotation_rate(target, gravity, velocity_offset):
    """Rotation rate whose Coriolis acceleration between two species imitates an Eötvös ratio, η g/(2 δv).

    Parameters
    ----------
    target : array
        Eötvös ratio η. [1]
    gravity : array
        Gravity that drives the signal. [m/s²]
    velocity_offset : array
        Velocity δv between the species across the sensitive axis. [m/s]

    Returns
    -------
    array
        Rotation rate. [rad/s]

    References
    ----------
    .. [1] Inverse of :func:`coriolis_acceleration`.

    Examples
    --------
    >>> f"{maximum_rotation_rate(2e-15, 8.0, 3.1e-10):.1e}"
    '2.6e-05'
    """
    return target * gravity / (2.0 * velocity_offset)


def rotation_contrast(wave_number, pulse_separation, velocity_spread, rotation_rate, mirror_rate=0.0):
    """Contrast left by rotation of the mirror against a cloud with a spread of velocities, exp[-2 (K σ Ω T²)²].

    It holds for a detector that adds up the whole cloud; an image of the cloud shows the fringes across it.

    Parameters
    ----------
    wave_number : array
        K. [rad/m]
    pulse_separation : array
        T. [s]
    velocity_spread : array
        Root-mean-square velocity σ across the sensitive axis. [m/s]
    rotation_rate : array
        Rotation rate of the spacecraft. [rad/s]
    mirror_rate : array, optional
        Rate at which the mirror is turned back. [rad/s]

    Returns
    -------
    array
        Factor between 0 and 1. [1]

    References
    ----------
    .. [1] Lan et al., Phys. Rev. Lett. 108, 090402 (2012), doi 10.1103/PhysRevLett.108.090402.
    .. [2] Dickerson et al., Phys. Rev. Lett. 111, 083001 (2013), doi 10.1103/PhysRevLett.111.083001.

    Examples
    --------
    >>> round(float(rotation_contrast(3.22115e7, 5.0, 8.183e-5, 1e-6)), 4)
    0.9914
    """
    phase = scale_factor(wave_number, pulse_separation) * velocity_spread * (rotation_rate - mirror_rate)
    return np.exp(-2.0 * phase**2)


def rotation_rate_for_contrast(contrast, wave_number, pulse_separation, velocity_spread):
    """Residual rotation rate that leaves a given contrast, sqrt(-ln C/2)/(K σ T²).

    Parameters
    ----------
    contrast : array
        Smallest factor to be kept. [1]
    wave_number : array
        K. [rad/m]
    pulse_separation : array
        T. [s]
    velocity_spread : array
        Root-mean-square velocity σ across the sensitive axis. [m/s]

    Returns
    -------
    array
        Rotation rate left by a counter-rotated mirror. [rad/s]

    References
    ----------
    .. [1] Inverse of :func:`rotation_contrast`.

    Examples
    --------
    >>> f"{rotation_rate_for_contrast(0.9, 3.22115e7, 5.0, 8.183e-5):.3e}"
    '3.483e-06'
    """
    return np.sqrt(-0.5 * np.log(contrast)) / (scale_factor(wave_number, pulse_separation) * velocity_spread)


def quadratic_zeeman_coefficient(hyperfine_splitting):
    """Quadratic Zeeman coefficient of an alkali atom, κ = (g μ_B)²/(2 h² ν), without the small part of the nucleus.

    Parameters
    ----------
    hyperfine_splitting : array
        Hyperfine splitting ν of the ground state. [Hz]

    Returns
    -------
    array
        Shift of the transition between the m_F = 0 states over the square of the field. [Hz/T²]

    References
    ----------
    .. [1] Breit and Rabi, Phys. Rev. 38, 2082 (1931), doi 10.1103/PhysRev.38.2082.2.

    Examples
    --------
    >>> f"{quadratic_zeeman_coefficient(254.013872e6):.3e}"   # potassium 41
    '1.546e+12'
    """
    return (ELECTRON_G_FACTOR * BOHR_MAGNETON / PLANCK) ** 2 / (2.0 * hyperfine_splitting)


def zeeman_response(mass, quadratic_zeeman):
    """Acceleration of an atom in m_F = 0 per field and field gradient, h κ/m.

    The sign differs between the two hyperfine states. The response of two species is the difference of theirs.

    Parameters
    ----------
    mass : array
        Mass of the atom. [kg]
    quadratic_zeeman : array
        κ. [Hz/T²]

    Returns
    -------
    array
        Response. [m² s⁻² T⁻²]

    References
    ----------
    .. [1] Gradient of the energy h κ B²/2.

    Examples
    --------
    >>> rubidium = SPECIES["Rb87"]
    >>> f"{zeeman_response(rubidium.mass, rubidium.quadratic_zeeman) * 100e-9 * 1e-9:.2e}"   # 100 nT, 1 nT/m
    '2.64e-14'
    """
    return PLANCK * quadratic_zeeman / mass


def zeeman_acceleration(response, field, field_gradient):
    """Acceleration by the quadratic Zeeman effect, (h κ/m) B dB/dz.

    Parameters
    ----------
    response : array
        Of one species or the difference of two, see :func:`zeeman_response`. [m² s⁻² T⁻²]
    field : array
        Bias field. [T]
    field_gradient : array
        Gradient of the field. [T/m]

    Returns
    -------
    array
        Acceleration. [m/s²]

    References
    ----------
    .. [1] Gradient of the energy h κ B²/2.

    Examples
    --------
    >>> float(zeeman_acceleration(200.0, 0.5, 0.25))
    25.0
    """
    return response * field * field_gradient


def maximum_field_gradient(acceleration, response, field):
    """Field gradient that causes a given acceleration by the quadratic Zeeman effect.

    Parameters
    ----------
    acceleration : array
        Allowed acceleration, η g for an Eötvös ratio η. [m/s²]
    response : array
        Of one species or the difference of two, see :func:`zeeman_response`. [m² s⁻² T⁻²]
    field : array
        Bias field. [T]

    Returns
    -------
    array
        Gradient at the signal frequency. [T/m]

    References
    ----------
    .. [1] Inverse of :func:`zeeman_acceleration`.

    Examples
    --------
    >>> float(maximum_field_gradient(25.0, -200.0, 0.5))
    0.25
    """
    return acceleration / np.abs(response * field)


def maximum_external_field(bias_field, leak_fraction, shielding_factor):
    """Field outside a magnetic shield that leaks in as a given part of the bias field, S f B.

    Parameters
    ----------
    bias_field : array
        Bias field B. [T]
    leak_fraction : array
        Part f of the bias field that may leak in. [1]
    shielding_factor : array
        Field outside over field inside, S. [1]

    Returns
    -------
    array
        Field outside. [T]

    References
    ----------
    .. [1] Milke et al., Rev. Sci. Instrum. 85, 083105 (2014); shielding factor of 1e5.

    Examples
    --------
    >>> f"{maximum_external_field(100e-9, 0.01, 1e5):.1e}"
    '1.0e-04'
    """
    return bias_field * leak_fraction * shielding_factor


def blackbody_mean_square_field(temperature):
    """Mean square electric field of black-body radiation, 4 σ T⁴/(c ε0).

    Parameters
    ----------
    temperature : array
        Temperature. [K]

    Returns
    -------
    array
        Mean square field. [V²/m²]

    References
    ----------
    .. [1] Itano, Lewis and Wineland, Phys. Rev. A 25, 1233 (1982), doi 10.1103/PhysRevA.25.1233.

    Examples
    --------
    >>> round(float(np.sqrt(blackbody_mean_square_field(300.0))), 1)
    831.9
    """
    return 4.0 * STEFAN_BOLTZMANN * temperature**4 / (SPEED_OF_LIGHT * VACUUM_PERMITTIVITY)


def blackbody_response(temperature, mass, polarizability):
    """Acceleration of an atom per temperature gradient of its surroundings, 8 α σ T³/(m c ε0).

    The response of two species is the difference of theirs.

    Parameters
    ----------
    temperature : array
        Temperature of the surroundings. [K]
    mass : array
        Mass of the atom. [kg]
    polarizability : array
        Static polarizability α. [C² m² J⁻¹]

    Returns
    -------
    array
        Response, towards the warmer side. [m² s⁻² K⁻¹]

    References
    ----------
    .. [1] Haslinger et al., Nature Phys. 14, 257 (2018), arXiv:1704.03577; a = (2 α σ/m c ε0) d(T⁴)/dz.

    Examples
    --------
    >>> rubidium = SPECIES["Rb87"]
    >>> f"{blackbody_response(300.0, rubidium.mass, rubidium.polarizability):.2e}"
    '1.68e-10'
    """
    return 2.0 * polarizability * blackbody_mean_square_field(temperature) / (mass * temperature)


def maximum_temperature_gradient(acceleration, response):
    """Temperature gradient that causes a given acceleration by black-body radiation.

    Parameters
    ----------
    acceleration : array
        Allowed acceleration, η g for an Eötvös ratio η. [m/s²]
    response : array
        Of one species or the difference of two, see :func:`blackbody_response`. [m² s⁻² K⁻¹]

    Returns
    -------
    array
        Gradient at the signal frequency. [K/m]

    References
    ----------
    .. [1] Haslinger et al., Nature Phys. 14, 257 (2018), arXiv:1704.03577.

    Examples
    --------
    >>> f"{maximum_temperature_gradient(1e-17 * 8.0, -1.6e-10):.1e}"
    '5.0e-07'
    """
    return acceleration / np.abs(response)


def wavefront_acceleration(temperature, mass, curvature_radius):
    """Acceleration that a curved wave front imitates as the cloud grows, k T/(m R).

    Two species of equal expansion cancel it; their difference is that of T/m.

    Parameters
    ----------
    temperature : array
        Effective temperature of the expansion. [K]
    mass : array
        Mass of the atom. [kg]
    curvature_radius : array
        Effective radius of curvature R of the wave front. [m]

    Returns
    -------
    array
        Acceleration. [m/s²]

    References
    ----------
    .. [1] Louchet-Chauvet et al., New J. Phys. 13, 065025 (2011), doi 10.1088/1367-2630/13/6/065025.
    .. [2] Schkolnik et al., Appl. Phys. B 120, 311 (2015), doi 10.1007/s00340-015-6138-5.

    Examples
    --------
    >>> f"{wavefront_acceleration(70e-12, SPECIES['Rb87'].mass, 250e3):.2e}"
    '2.68e-14'
    """
    return BOLTZMANN * temperature / (mass * curvature_radius)


def vacuum_lifetime(pressure, pressure_lifetime=PRESSURE_LIFETIME):
    """Time after which a collision with residual gas removes a cold atom from its trap.

    Parameters
    ----------
    pressure : array
        Pressure. [Pa]
    pressure_lifetime : float, optional
        Lifetime times pressure, 2e-8 torr s within a factor of two for any alkali atom and gas. An atom in no trap or
        in a shallow one is lost in about half the time. [Pa s]

    Returns
    -------
    array
        Lifetime. [s]

    References
    ----------
    .. [1] Arpornthip, Sackett and Hughes, Phys. Rev. A 85, 033420 (2012), doi 10.1103/PhysRevA.85.033420.

    Examples
    --------
    >>> round(float(vacuum_lifetime(1e-10 * 101_325.0 / 760.0)))   # 1e-10 torr
    200
    """
    return pressure_lifetime / pressure


def vacuum_survival(pressure, pulse_separation, pressure_lifetime=PRESSURE_LIFETIME):
    """Part of the atoms that meets no molecule during an interferometer, exp(-2 T/τ).

    Parameters
    ----------
    pressure : array
        Pressure. [Pa]
    pulse_separation : array
        T. [s]
    pressure_lifetime : float, optional
        Lifetime times pressure, see :func:`vacuum_lifetime`. [Pa s]

    Returns
    -------
    array
        Part of the atoms. [1]

    References
    ----------
    .. [1] :func:`vacuum_lifetime`.

    Examples
    --------
    >>> round(float(vacuum_survival(1e-10 * 101_325.0 / 760.0, 25.0)), 4)
    0.7788
    """
    return np.exp(-2.0 * pulse_separation / vacuum_lifetime(pressure, pressure_lifetime))


def maximum_pressure(survival, pulse_separation, pressure_lifetime=PRESSURE_LIFETIME):
    """Pressure at which a given part of the atoms survives an interferometer.

    Parameters
    ----------
    survival : array
        Part of the atoms that must survive. [1]
    pulse_separation : array
        T. [s]
    pressure_lifetime : float, optional
        Lifetime times pressure, see :func:`vacuum_lifetime`. [Pa s]

    Returns
    -------
    array
        Pressure in the vacuum chamber. [Pa]

    References
    ----------
    .. [1] Inverse of :func:`vacuum_survival`.

    Examples
    --------
    >>> f"{maximum_pressure(0.9, 25.0):.1e}"
    '5.6e-09'
    """
    return -pressure_lifetime * np.log(survival) / (2.0 * pulse_separation)


def gravitational_wave_response(frequency, wavelength, baseline, pulse_separation, photon_recoils):
    """Differential phase of two distant interferometers per amplitude of a gravitational wave.

    It is (2 π/λ) L |sin(n x)/x| |cos(n x) - cos(ω T)| with x = ω L/2c: each photon of a pulse train crosses the baseline,
    and the wave turns while they do. Trains of n photons open and close the interferometer, one of 2 n in the middle
    exchanges the arms. Where the trains are short, n ω L/c ≪ 1, this is 2 n (2 π/λ) L sin²(ω T/2).

    Parameters
    ----------
    frequency : array
        Frequency of the wave. [Hz]
    wavelength : array
        Wavelength of the single-photon transition. [m]
    baseline : array
        Distance L of the interferometers. [m]
    pulse_separation : array
        T from the middle of a pulse train to that of the next, at least :func:`pulse_train_time`. [s]
    photon_recoils : array
        Photon recoils n between the arms. [1]

    Returns
    -------
    array
        Phase per strain amplitude, magnitude. [rad]

    References
    ----------
    .. [1] Graham et al., Phys. Rev. Lett. 110, 171102 (2013), doi 10.1103/PhysRevLett.110.171102; the phases of all pulses
       added up, one photon after the other.
    .. [2] El-Neaj et al., EPJ Quantum Technol. 7, 6 (2020), doi 10.1140/epjqt/s40507-020-0080-0.

    Examples
    --------
    >>> f"{1e-20 * gravitational_wave_response(0.05, 698e-9, 4.4e5, 10.0, 10):.1e}"   # a short baseline: n
    '7.9e-07'
    >>> response = gravitational_wave_response(0.05, 698e-9, 4.4e7, 300.0, np.array([10, 1000]))
    >>> round(float(response[1] / response[0]), 1)   # a hundred times the photons, which take longer than the wave
    214.8
    """
    frequency = np.asarray(frequency, dtype=float)
    turns = photon_recoils * frequency * baseline / SPEED_OF_LIGHT
    train = effective_wave_number(wavelength, photon_recoils * np.sinc(turns))
    transfer = np.cos(np.pi * turns) - np.cos(2.0 * np.pi * frequency * pulse_separation)
    return np.abs(train * baseline * transfer)


def pulse_train_time(baseline, photon_recoils):
    """Shortest time between the middles of two pulse trains whose photons cross the baseline one by one, 3 n L/2c.

    Parameters
    ----------
    baseline : array
        Distance L of the interferometers. [m]
    photon_recoils : array
        Photon recoils n between the arms. [1]

    Returns
    -------
    array
        Half of a train of n photons and half of one of 2 n. [s]

    References
    ----------
    .. [1] Graham et al., Phys. Rev. Lett. 110, 171102 (2013), doi 10.1103/PhysRevLett.110.171102; light travel time.

    Examples
    --------
    >>> round(pulse_train_time(4.4e7, 1000), 1)
    220.2
    """
    return 1.5 * photon_recoils * baseline / SPEED_OF_LIGHT


def strain_sensitivity(phase_noise, response):
    """Gravitational-wave amplitude that gives a phase, infinite where the response is zero.

    Parameters
    ----------
    phase_noise : array
        Phase, or its amplitude spectral density. [rad]
    response : array
        Phase per strain, :func:`gravitational_wave_response`. [rad]

    Returns
    -------
    array
        Amplitude, or its spectral density. [1]

    References
    ----------
    .. [1] Inverse of :func:`gravitational_wave_response`.

    Examples
    --------
    >>> f"{strain_sensitivity(1e-5, 2e15):.1e}"
    '5.0e-21'
    """
    with np.errstate(divide="ignore"):
        return np.divide(phase_noise, response)


def recoil_phase(wave_number, mass, pulse_separation):
    """Phase between the two outputs of a conjugate Ramsey-Bordé pair, 2 ħ K² T/m.

    Parameters
    ----------
    wave_number : array
        K. [rad/m]
    mass : array
        Mass of the atom. [kg]
    pulse_separation : array
        T. [s]

    Returns
    -------
    array
        Phase, 16 n² times the recoil angular frequency times T for Bragg diffraction of order n. [rad]

    References
    ----------
    .. [1] Parker et al., Science 360, 191 (2018), doi 10.1126/science.aap7706; without Bloch oscillations.

    Examples
    --------
    >>> caesium = SPECIES["Cs133"]
    >>> f"{recoil_phase(effective_wave_number(caesium.wavelength, 2), caesium.mass, 0.1):.4e}"   # 16 x 1.2983e4 x 0.1
    '2.0773e+04'
    """
    return 2.0 * REDUCED_PLANCK * wave_number**2 * pulse_separation / mass


def fine_structure_uncertainty(phase_noise, recoil_phase, shots):
    """Relative uncertainty of the fine-structure constant from the recoil, half of that of h/m.

    Parameters
    ----------
    phase_noise : array
        Phase noise of one shot. [rad]
    recoil_phase : array
        :func:`recoil_phase`. [rad]
    shots : array
        Number of shots. [1]

    Returns
    -------
    array
        Relative uncertainty; that of h/m is twice as large. [1]

    References
    ----------
    .. [1] α² = (2 R∞/c)(m/m_e)(h/m): Parker et al., Science 360, 191 (2018), doi 10.1126/science.aap7706.

    Examples
    --------
    >>> float(fine_structure_uncertainty(0.01, 1e6, 100.0))
    5e-10
    """
    return 0.5 * phase_noise / (recoil_phase * np.sqrt(shots))
