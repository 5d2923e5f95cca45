"""Decoherence budget of a near-field matter-wave interferometer, and the environment that a budget allows.

Every loss is an exponent, -ln of the factor by which it reduces the visibility; they add up. What moves the fringes from
shot to shot (accelerations, rotation, release) is a random shift with its own exponent.
"""

from functools import partial
from typing import Any, NamedTuple

import numpy as np

from qtspace_trade.physics import decoherence, photons, talbot


class Particle(NamedTuple):
    """Mass [kg], radius [m]; permittivity [1] in thermal radiation and in light, constant or function of wavelength."""

    mass: float
    radius: float
    permittivity: Any
    optical_permittivity: Any


class Interferometer(NamedTuple):
    """Grating period [m], times before and after it [s], its greatest phase [rad], β and μ [1], spread of the source [m]."""

    grating_period: float
    time_before: float
    time_after: float
    phase: float = np.pi
    absorption_ratio: float = 0.0
    modulation: float = 1.0
    source_size: float = 0.0


class Gas(NamedTuple):
    """Number density [m⁻³], temperature [K], molecular mass [kg] and C6 [J m⁶] of one species."""

    number_density: float
    temperature: float
    molecule_mass: float
    c6: float = 0.0


class Species(NamedTuple):
    """Molecular mass [kg] and C6 [J m⁶] of a gas whose density is looked for; C6 = 0 leaves out the attraction."""

    molecule_mass: float
    c6: float = 0.0


class Flow(NamedTuple):
    """Number density [m⁻³] and speed [m/s] of a directed flow."""

    number_density: float
    speed: float


class Surroundings(NamedTuple):
    """What the particle meets.

    `warm`: parts of the sphere [1] and their temperatures [K]; `internal_temperature` [K]; `irradiance` of sunlit origin
    [W/m²]; `shifts`: root-mean-square fringe shifts [m] from shot to shot by name.
    """

    warm: tuple[tuple[float, float], ...]
    internal_temperature: float
    gases: tuple[Gas, ...] = ()
    flows: tuple[Flow, ...] = ()
    irradiance: float = 0.0
    shifts: tuple[tuple[str, float], ...] = ()


class Visibility(NamedTuple):
    """Sinusoidal visibility [1], quantum and of the classical shadow, with all reductions; it may exceed 1."""

    quantum: float
    classical: float


class Requirements(NamedTuple):
    """Environment in which each loss stays within its budget.

    Temperature [K], number density [m⁻³] by species, irradiance of sunlit origin [W/m²], drift [m/s²] and white noise
    [m s⁻² Hz⁻¹ᐟ²] of the acceleration, gravity gradient [s⁻²], rotation rate [rad/s] and angle [rad]; time of free fall [s].
    """

    environment_temperature: float
    number_density: dict[str, float]
    irradiance: float
    acceleration_drift: float
    acceleration_asd: float
    gravity_gradient: float
    rotation_rate: float
    rotation_angle: float
    free_fall_time: float


def geometry(particle, interferometer):
    """Effective path separation, fringe period and time of flight of an interferometer.

    Parameters
    ----------
    particle : Particle
        The particle.
    interferometer : Interferometer
        The interferometer.

    Returns
    -------
    separation, fringe_period, time : float
        For the first harmonic. [m, m, s]

    References
    ----------
    .. [1] Bateman, Nimmrichter, Hornberger and Ulbricht, Nat. Commun. 5, 4788 (2014), doi 10.1038/ncomms5788.

    Examples
    --------
    >>> silica = Particle(1e9 * 1.66054e-27, 56.47e-9, 2.1 + 0.57j, 2.13)
    >>> separation, period, time = geometry(silica, Interferometer(100e-9, 50.0, 50.0))
    >>> round(float(separation) * 1e9, 1), round(float(period) * 1e9, 1), time
    (99.8, 200.0, 100.0)
    """
    times = (interferometer.time_before, interferometer.time_after)
    separation = talbot.path_separation(particle.mass, interferometer.grating_period, *times)
    return separation, talbot.fringe_period(interferometer.grating_period, *times), sum(times)


def decoherence_budget(particle, interferometer, surroundings, sections=photons.cross_sections):
    """Loss exponents of everything that reduces the visibility, by name.

    Parameters
    ----------
    particle : Particle
        The particle.
    interferometer : Interferometer
        The interferometer.
    surroundings : Surroundings
        What the particle meets.
    sections : callable, optional
        Cross-sections of wavenumber, radius and permittivity.

    Returns
    -------
    dict of str to float
        Exponents: absorption, scattering, emission, gas, flow, light, source, and one for each random shift. [1]

    Raises
    ------
    ValueError
        The parts of the sphere add up to more than 1.

    References
    ----------
    .. [1] Bateman, Nimmrichter, Hornberger and Ulbricht, Nat. Commun. 5, 4788 (2014), doi 10.1038/ncomms5788.
    .. [2] Carlesso and Bassi, Phys. Lett. A 380, 2354 (2016), doi 10.1016/j.physleta.2016.05.034.

    Examples
    --------
    >>> silica = Particle(1e9 * 1.66054e-27, 56.47e-9, 2.1 + 0.57j, 2.13)
    >>> cold = Surroundings(((1.0, 20.0),), 20.0, gases=(Gas(2.2e8, 20.0, 2.016 * 1.66054e-27),))
    >>> losses = decoherence_budget(silica, Interferometer(100e-9, 50.0, 50.0), cold)
    >>> round(float(losses["gas"]), 2), round(float(losses["absorption"]), 3)
    (0.1, 0.021)
    """
    if sum(part for part, _ in surroundings.warm) > 1.0 + 1e-9:
        raise ValueError(f"parts of the sphere {surroundings.warm}: expected a sum of at most 1")
    separation, period, time = geometry(particle, interferometer)
    bath = (particle.radius, particle.permittivity, separation, time, sections)
    warm = [(part, photons.thermal_exponents(temperature, 0.0, *bath)) for part, temperature in surroundings.warm]
    losses = {
        "absorption": sum(part * losses.absorption for part, losses in warm),
        "scattering": sum(part * losses.scattering for part, losses in warm),
        "emission": photons.thermal_exponents(0.0, surroundings.internal_temperature, *bath).emission,
        "gas": time * sum(
            decoherence.gas_collision_rate(gas.number_density, gas.temperature, gas.molecule_mass, particle.radius, gas.c6)
            for gas in surroundings.gases
        ),
        "flow": time * sum(decoherence.directed_hit_rate(*flow, particle.radius) for flow in surroundings.flows),
        "light": photons.sunlight_exponent(
            surroundings.irradiance, particle.radius, particle.optical_permittivity, separation, time, sections
        ),
        "source": talbot.source_exponent(
            interferometer.source_size, interferometer.grating_period, interferometer.time_before, interferometer.time_after
        ),
    }  # fmt: skip
    shifts = {name: 2.0 * (np.pi * shift / period) ** 2 for name, shift in surroundings.shifts}
    return {name: float(loss) for name, loss in {**losses, **shifts}.items()}


def visibilities(particle, interferometer, losses):
    """Visibility of the first harmonic and that of the classical shadow of the same grating.

    The experiment tests quantum mechanics only where the two differ. The shadow is that of the phase shift alone, without the
    absorption in the grating.

    Parameters
    ----------
    particle : Particle
        The particle.
    interferometer : Interferometer
        The interferometer.
    losses : dict of str to float
        Loss exponents of :func:`decoherence_budget`. [1]

    Returns
    -------
    Visibility
        Quantum and classical; not clipped at 1. [1]

    References
    ----------
    .. [1] Bateman, Nimmrichter, Hornberger and Ulbricht, Nat. Commun. 5, 4788 (2014), doi 10.1038/ncomms5788.

    Examples
    --------
    >>> silicon = Particle(1e6 * 1.66054e-27, 5.54e-9, 11.7, 12.1)
    >>> seen = visibilities(silicon, Interferometer(177e-9, 0.160, 0.126), {"source": 0.0129})
    >>> round(float(seen.quantum), 2), round(float(seen.classical), 2)
    (0.86, 0.51)
    """
    times = (interferometer.time_before, interferometer.time_after)
    argument = talbot.talbot_argument(particle.mass, interferometer.grating_period, *times)
    reduction = np.exp(-sum(losses.values()))
    quantum = talbot.grating_coefficient(
        interferometer.phase, argument, interferometer.absorption_ratio, modulation=interferometer.modulation
    )
    classical = talbot.classical_grating_coefficient(interferometer.phase, argument)
    return Visibility(talbot.visibility(quantum, reduction), talbot.visibility(classical, reduction))


def random_shifts(
    particle, interferometer, acceleration_drift=0.0, acceleration_asd=0.0, gravity_gradient=0.0, release_offset=0.0,
    rotation_rate=0.0, motion_temperature=0.0, readout_error=0.0,
):
    """Root-mean-square fringe shifts from shot to shot, by what makes them.

    Parameters
    ----------
    particle : Particle
        The particle.
    interferometer : Interferometer
        The interferometer.
    acceleration_drift : float, optional
        Change of the quasi-static acceleration between shots. [m/s²]
    acceleration_asd : float, optional
        White acceleration noise, one-sided. [m s⁻² Hz⁻¹ᐟ²]
    gravity_gradient : float, optional
        Gravity gradient. [s⁻²]
    release_offset : float, optional
        Spread of the release about the drag-free point. [m]
    rotation_rate : float, optional
        Rotation of the apparatus against the stars. [rad/s]
    motion_temperature : float, optional
        Temperature of the motion in the trap; its spread of velocities along the fringes turns rotation into shift. [K]
    readout_error : float, optional
        Error of the position measurement. [m]

    Returns
    -------
    tuple of (str, float)
        Shifts for :class:`Surroundings`. [m]

    References
    ----------
    .. [1] Functions of :mod:`qtspace_trade.physics.talbot`.

    Examples
    --------
    >>> silica = Particle(1e9 * 1.66054e-27, 56.47e-9, 2.1 + 0.57j, 2.13)
    >>> shifts = dict(random_shifts(silica, Interferometer(100e-9, 50.0, 50.0), acceleration_asd=9.8e-11))
    >>> round(float(shifts["noise"]) * 1e9, 1)
    20.0
    """
    times = (interferometer.time_before, interferometer.time_after)
    velocity = talbot.thermal_velocity(motion_temperature, particle.mass)
    return (
        ("drift", talbot.acceleration_shift(acceleration_drift, *times)),
        ("noise", acceleration_asd / talbot.maximum_acceleration_asd(1.0, *times)),
        ("gradient", talbot.acceleration_shift(gravity_gradient * release_offset, *times)),
        ("rotation", rotation_rate * velocity * interferometer.time_after * sum(times)),
        ("read-out", readout_error),
    )


def requirements(
    particle, interferometer, thermal_loss, gas_loss, light_loss, shift_fraction, gases, gas_temperature, internal_excess,
    release_offset, motion_temperature, sections=photons.cross_sections,
):
    """Environment in which each loss stays within its budget: the inverse of :func:`decoherence_budget`.

    Parameters
    ----------
    particle : Particle
        The particle.
    interferometer : Interferometer
        The interferometer.
    thermal_loss, gas_loss, light_loss : float
        Budget of each: thermal photons, gas, light of sunlit origin. [1]
    shift_fraction : float
        Allowed random shift over the fringe period, for each cause; a tenth costs an exponent of 0.2. [1]
    gases : dict of str to Species
        Gases by name; each is allowed the whole budget.
    gas_temperature : float
        Temperature of the gas. [K]
    internal_excess : float
        By how much the particle is warmer than its surroundings. [K]
    release_offset : float
        Spread of the release about the drag-free point. [m]
    motion_temperature : float
        Temperature of the motion in the trap. [K]
    sections : callable, optional
        Cross-sections of wavenumber, radius and permittivity.

    Returns
    -------
    Requirements
        Limits.

    References
    ----------
    .. [1] Romero-Isart, Phys. Rev. A 84, 052121 (2011), doi 10.1103/PhysRevA.84.052121.
    .. [2] Bateman, Nimmrichter, Hornberger and Ulbricht, Nat. Commun. 5, 4788 (2014), doi 10.1038/ncomms5788.

    Examples
    --------
    >>> unit = 1.66054e-27
    >>> silica = Particle(1e9 * unit, 56.47e-9, 2.1 + 0.57j, 2.13)
    >>> limits = requirements(silica, Interferometer(100e-9, 50.0, 50.0), 0.1, 0.1, 0.1, 0.1,
    ...                       {"H2": Species(2.016 * unit)}, 20.0, 0.0, 1e-4, 20e-3)
    >>> round(limits.environment_temperature, 1), f"{limits.number_density['H2']:.1e}"
    (23.2, '2.2e+08')
    """
    separation, period, time = geometry(particle, interferometer)
    times = (interferometer.time_before, interferometer.time_after)
    shift = shift_fraction * period
    velocity = talbot.thermal_velocity(motion_temperature, particle.mass)
    bath = (separation, time, particle.radius, particle.permittivity, internal_excess, sections)
    drift = talbot.maximum_acceleration(shift, *times)
    return Requirements(
        environment_temperature=photons.maximum_temperature(thermal_loss, *bath),
        number_density={
            name: float(decoherence.maximum_number_density(
                gas_loss, time, gas_temperature, gas.molecule_mass, particle.radius,
                partial(decoherence.gas_collision_rate, c6=gas.c6),
            ))
            for name, gas in gases.items()
        },
        irradiance=float(photons.maximum_irradiance(
            light_loss, particle.radius, particle.optical_permittivity, separation, time, sections
        )),
        acceleration_drift=float(drift),
        acceleration_asd=float(talbot.maximum_acceleration_asd(shift, *times)),
        gravity_gradient=float(drift / release_offset),
        rotation_rate=float(talbot.maximum_rotation_rate(shift, velocity, *times)),
        rotation_angle=float(talbot.maximum_rotation_angle(shift, velocity, *times)),
        free_fall_time=float(time),
    )  # fmt: skip


def shots_to_resolve(visibility_difference):
    """Shots that tell two visibilities apart by one standard deviation, about 2 / ΔV².

    Parameters
    ----------
    visibility_difference : array
        Difference of the visibilities. [1]

    Returns
    -------
    array
        Number of particles seen. [1]

    References
    ----------
    .. [1] Variance 2/N of the first Fourier component of N positions; computed from the stated formula.

    Examples
    --------
    >>> round(float(shots_to_resolve(0.1)))
    200
    """
    return 2.0 / np.asarray(visibility_difference, dtype=float) ** 2
