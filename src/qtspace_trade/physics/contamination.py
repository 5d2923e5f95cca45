"""Gas on board: outgassing, plumes and vents as molecules at a neighbour, and the films they leave.

Molecules fly freely. What a point sees of a source is its solid angle, so that view decides more than distance.
"""

import functools

import numpy as np

from qtspace_trade.constants import BOLTZMANN, STANDARD_GRAVITY
from qtspace_trade.physics._checks import _not_negative, _number, _positive, _share
from qtspace_trade.physics.decoherence import gas_mean_speed

# Part that arrives out of the line of sight: 25 of 250 ångström of molybdenum on the sensors of Deep Space 1, most of it
# by ions; "Deep Space 1 measurements of ion propulsion contamination", abstract read.
HIDDEN_SHARE = 0.1


def molecular_flux(mass_flux, molecule_mass):
    """Molecules leaving a surface, from the mass it loses.

    Parameters
    ----------
    mass_flux : array
        Mass per area and time; 1 g cm⁻² s⁻¹ is 10 kg m⁻² s⁻¹. [kg m⁻² s⁻¹]
    molecule_mass : array
        Mass of one molecule. [kg]

    Returns
    -------
    array
        Molecules per area and time. [m⁻² s⁻¹]

    Raises
    ------
    ValueError
        The flux is negative or the mass not positive.

    References
    ----------
    .. [1] Division by the mass of a molecule.

    Examples
    --------
    >>> f"{molecular_flux(3e-12 * 10.0, 18.015 * 1.66054e-27):.3e}"   # 3e-12 g cm⁻² s⁻¹ of water
    '1.003e+15'
    """
    return _not_negative(mass_flux, "mass flux", "kg/(m² s)") / _positive(molecule_mass, "mass of a molecule", "kg")


def outgassing_factor(temperature, activation_temperature, reference_temperature=293.0):
    """Outgassing relative to a reference temperature, exp[-Θ (1/T - 1/T_ref)].

    Parameters
    ----------
    temperature : array
        Temperature of the surface. [K]
    activation_temperature : array
        Activation energy divided by k; 7000 K in LISA Pathfinder. [K]
    reference_temperature : array, optional
        Temperature at which the rate is known. [K]

    Returns
    -------
    array
        Ratio of rates. [1]

    Raises
    ------
    ValueError
        A temperature is not positive, or the activation negative.

    References
    ----------
    .. [1] Armano et al., Phys. Rev. Lett. 120, 061101 (2018), doi 10.1103/PhysRevLett.120.061101.

    Examples
    --------
    >>> f"{outgassing_factor(150.0, 7000.0):.2e}"
    '1.28e-10'
    """
    cold = 1.0 / _positive(temperature, "temperature", "K") - 1.0 / _positive(reference_temperature, "temperature", "K")
    return np.exp(-_not_negative(activation_temperature, "activation temperature", "K") * cold)


def disc_solid_angle(radius, distance):
    """Solid angle of a disc seen from a point on its axis, 2 π [1 - 1/sqrt(1 + R²/r²)].

    Parameters
    ----------
    radius : array
        Radius of the disc. [m]
    distance : array
        Distance along the axis. [m]

    Returns
    -------
    array
        Solid angle. [sr]

    Raises
    ------
    ValueError
        The radius is negative or the distance not positive.

    References
    ----------
    .. [1] Cap of a sphere; written so that a small disc loses no digits.

    Examples
    --------
    >>> round(float(disc_solid_angle(1e9, 1.0)), 3)   # half the sky
    6.283
    """
    ratio = _not_negative(radius, "radius", "m") / _positive(distance, "distance", "m")
    secant = np.hypot(1.0, ratio)
    return 2.0 * np.pi * (ratio / secant) * (ratio / (secant + 1.0))


def rectangle_solid_angle(width, height, distance):
    """Solid angle of a rectangle, as a solar panel, seen from a point on the axis through its centre.

    Parameters
    ----------
    width, height : array
        Sides. [m]
    distance : array
        Distance along the axis. [m]

    Returns
    -------
    array
        Solid angle. [sr]

    Raises
    ------
    ValueError
        A side is negative or the distance not positive.

    References
    ----------
    .. [1] 4 atan{w h/[2 r sqrt(4 r² + w² + h²)]}: solid angle of a pyramid.

    Examples
    --------
    >>> round(float(rectangle_solid_angle(2.0, 2.0, 1.0)) / np.pi, 6)   # a face of a cube from its centre: 4 π/6
    0.666667
    """
    width, height = _not_negative(width, "width", "m"), _not_negative(height, "height", "m")
    distance = _positive(distance, "distance", "m")
    return 4.0 * np.arctan(width * height / (2.0 * distance * np.sqrt(4.0 * distance**2 + width**2 + height**2)))


def outgassed_density(flux, solid_angle, temperature, molecule_mass):
    """Number density of molecules that fly freely from a diffuse source, q Ω/(π v) with the mean speed v.

    Exact for a source of any shape and distance.

    Parameters
    ----------
    flux : array
        Molecules leaving the surface per area and time. [m⁻² s⁻¹]
    solid_angle : array
        Solid angle of the source as seen from the point. [sr]
    temperature : array
        Temperature of the source. [K]
    molecule_mass : array
        Mass of one molecule. [kg]

    Returns
    -------
    array
        Number density. [m⁻³]

    Raises
    ------
    ValueError
        The flux or the angle are negative, the angle exceeds the sphere, or temperature or mass are not positive.

    References
    ----------
    .. [1] Bird, Molecular gas dynamics, Oxford, 1994, section 4.2; cosine emission.

    Examples
    --------
    >>> water = 18.015 * 1.66054e-27
    >>> f"{outgassed_density(1e15, disc_solid_angle(1.784, 1.0), 200.0, water):.2e}"   # 10 m² at 1 m
    '2.11e+12'
    """
    if np.greater(solid_angle, 4.0 * np.pi).any():
        raise ValueError(f"solid angle {solid_angle} sr: expected at most 4 π")
    intensity = _not_negative(flux, "flux", "1/(m² s)") * _not_negative(solid_angle, "solid angle", "sr") / np.pi
    return intensity / _mean_speed(temperature, molecule_mass)


def disc_flux(flux, radius, distance):
    """Molecules arriving per area and time on a surface that faces a diffuse disc on its axis, q R²/(R² + r²).

    Parameters
    ----------
    flux : array
        Molecules leaving the disc per area and time. [m⁻² s⁻¹]
    radius : array
        Radius R of the disc. [m]
    distance : array
        Distance r. [m]

    Returns
    -------
    array
        Flux. [m⁻² s⁻¹]

    Raises
    ------
    ValueError
        Flux or radius are negative or the distance is not positive.

    References
    ----------
    .. [1] Howell, A catalog of radiation heat transfer configuration factors, differential planar element to disk.

    Examples
    --------
    >>> f"{disc_flux(1e15, 1.0, 1.0):.1e}"
    '5.0e+14'
    """
    radius = _not_negative(radius, "radius", "m")
    ratio = radius / np.hypot(radius, _positive(distance, "distance", "m"))
    return _not_negative(flux, "flux", "1/(m² s)") * ratio**2


def patch_flux(flux, area, distance, source_angle=0.0, receiver_angle=0.0):
    """Molecules arriving from a small diffuse patch, q A cos θs cos θr/(π r²); none from behind either surface.

    Parameters
    ----------
    flux : array
        Molecules leaving the patch per area and time. [m⁻² s⁻¹]
    area : array
        Area of the patch, small against r². [m²]
    distance : array
        Distance r. [m]
    source_angle : array, optional
        Angle θs of the line from the normal of the patch. [rad]
    receiver_angle : array, optional
        Angle θr of the line from the normal of the receiver. [rad]

    Returns
    -------
    array
        Flux. [m⁻² s⁻¹]

    Raises
    ------
    ValueError
        Flux or area are negative or the distance is not positive.

    References
    ----------
    .. [1] Lambert's cosine law and the inverse square.

    Examples
    --------
    >>> f"{patch_flux(1e15, 1.0, 2.0):.3e}"
    '7.958e+13'
    """
    facing = np.maximum(np.cos(source_angle), 0.0) * np.maximum(np.cos(receiver_angle), 0.0)
    leaving = _not_negative(flux, "flux", "1/(m² s)") * _not_negative(area, "area", "m²")
    return leaving * facing / (np.pi * _positive(distance, "distance", "m") ** 2)


def density_from_flux(flux, temperature, molecule_mass):
    """Number density of a narrow stream of thermal molecules, Φ/v with the mean speed v.

    Parameters
    ----------
    flux : array
        Molecules per area and time across the stream. [m⁻² s⁻¹]
    temperature : array
        Temperature of the source. [K]
    molecule_mass : array
        Mass of one molecule. [kg]

    Returns
    -------
    array
        Number density. [m⁻³]

    Raises
    ------
    ValueError
        The flux is negative or temperature or mass are not positive.

    References
    ----------
    .. [1] Mean of 1/speed over effusing molecules is 1/v. For a source that fills much of the view use
       :func:`outgassed_density`: here oblique molecules count too little.

    Examples
    --------
    >>> water = 18.015 * 1.66054e-27
    >>> f"{density_from_flux(patch_flux(1e15, 1.0, 2.0), 200.0, water):.3e}"
    '1.641e+11'
    """
    return _not_negative(flux, "flux", "1/(m² s)") / _mean_speed(temperature, molecule_mass)


def thruster_mass_flow(thrust, specific_impulse):
    """Gas that a thruster uses, F/(I_sp g).

    Parameters
    ----------
    thrust : array
        Thrust. [N]
    specific_impulse : array
        Specific impulse. [s]

    Returns
    -------
    array
        Mass flow. [kg/s]

    Raises
    ------
    ValueError
        The thrust is negative or the specific impulse not positive.

    References
    ----------
    .. [1] Definition of the specific impulse.

    Examples
    --------
    >>> f"{thruster_mass_flow(50e-6, 60.0):.3e}"
    '8.498e-08'
    """
    exhaust_speed = _positive(specific_impulse, "specific impulse", "s") * STANDARD_GRAVITY
    return _not_negative(thrust, "thrust", "N") / exhaust_speed


def thruster_molecular_flow(thrust, specific_impulse, molecule_mass):
    """Molecules that a thruster emits, F/(I_sp g m).

    Parameters
    ----------
    thrust : array
        Thrust. [N]
    specific_impulse : array
        Specific impulse. [s]
    molecule_mass : array
        Mass of one molecule. [kg]

    Returns
    -------
    array
        Molecules per time. [s⁻¹]

    Raises
    ------
    ValueError
        The thrust is negative or another input not positive.

    References
    ----------
    .. [1] :func:`thruster_mass_flow` over the mass of a molecule.

    Examples
    --------
    >>> f"{thruster_molecular_flow(50e-6, 60.0, 28.0134 * 1.66054e-27):.3e}"   # nitrogen
    '1.827e+18'
    """
    return thruster_mass_flow(thrust, specific_impulse) / _positive(molecule_mass, "mass of a molecule", "kg")


def vent_molecular_flow(throughput, temperature):
    """Molecules that a vent or a leak emits, Q/(k T).

    Parameters
    ----------
    throughput : array
        Pressure times volume per time. [Pa m³/s]
    temperature : array
        Temperature of the gas. [K]

    Returns
    -------
    array
        Molecules per time. [s⁻¹]

    Raises
    ------
    ValueError
        The throughput is negative or the temperature not positive.

    References
    ----------
    .. [1] Ideal gas.

    Examples
    --------
    >>> f"{vent_molecular_flow(5e-13, 300.0):.2e}"
    '1.21e+08'
    """
    return _not_negative(throughput, "throughput", "Pa m³/s") / (BOLTZMANN * _positive(temperature, "temperature", "K"))


def plume_backflow(flow, backflow_fraction, distance):
    """Molecules behind the plane of a nozzle, spread over half a sphere, f N/(2 π r²).

    Parameters
    ----------
    flow : array
        Molecules that the thruster emits per time. [s⁻¹]
    backflow_fraction : array
        Part f that goes backwards. [1]
    distance : array
        Distance r. [m]

    Returns
    -------
    array
        Flux. [m⁻² s⁻¹]

    Raises
    ------
    ValueError
        The flow is negative, the part outside 0 to 1 or the distance not positive.

    References
    ----------
    .. [1] Even spread over 2 π; the part is a number to be measured, 1e-5 to 1e-3 are assumptions.

    Examples
    --------
    >>> f"{plume_backflow(1.827e18, 1e-4, 1.0):.2e}"
    '2.91e+13'
    """
    backwards = _not_negative(flow, "flow", "1/s") * _share(backflow_fraction, "backflow fraction")
    return backwards / (2.0 * np.pi * _positive(distance, "distance", "m") ** 2)


def plume_density(flow, exhaust_speed, distance, angle, limiting_angle, heat_capacity_ratio):
    """Number density in front of a nozzle, C N/(v r²) cos^k(π θ/2 θmax) with k = 2/(γ - 1), zero beyond θmax.

    Parameters
    ----------
    flow : array
        Molecules that the thruster emits per time, N. [s⁻¹]
    exhaust_speed : array
        v. [m/s]
    distance : array
        Distance r from the nozzle. [m]
    angle : array
        Angle θ from its axis. [rad]
    limiting_angle : float
        Greatest turning angle θmax of the expansion. [rad]
    heat_capacity_ratio : float
        γ of the gas. [1]

    Returns
    -------
    array
        Number density. [m⁻³]

    Raises
    ------
    ValueError
        The flow is negative, speed or distance are not positive, the limit is outside 0 to π or γ not above 1.

    References
    ----------
    .. [1] Simons, AIAA J. 10, 1534 (1972), without the boundary layer of the nozzle; recalled.
       C makes the flow through a sphere N.

    Examples
    --------
    >>> f"{plume_density(2e18 * np.pi, 500.0, 1.0, 0.0, np.pi, 2.0):.2e}"   # C = 1/(2 π), as cos²(θ/2) = (1 + cos θ)/2
    '2.00e+15'
    """
    if not 0.0 < limiting_angle <= np.pi:
        raise ValueError(f"limiting angle {limiting_angle:g} rad: expected above 0 and at most π")
    if not heat_capacity_ratio > 1.0:
        raise ValueError(f"heat capacity ratio {heat_capacity_ratio:g}: expected more than 1")
    exponent = 2.0 / (heat_capacity_ratio - 1.0)
    nodes, weights = _quadrature()
    polar = 0.5 * limiting_angle * (nodes + 1.0)
    whole = np.pi * limiting_angle * np.sum(weights * np.sin(polar) * _plume_shape(polar, limiting_angle, exponent))
    radial = _not_negative(flow, "flow", "1/s") / _positive(exhaust_speed, "exhaust speed", "m/s")
    return radial / _positive(distance, "distance", "m") ** 2 * _plume_shape(angle, limiting_angle, exponent) / whole


@functools.cache
def _quadrature():
    return np.polynomial.legendre.leggauss(64)


def _plume_shape(angle, limiting_angle, exponent):
    part = np.minimum(np.abs(angle) / limiting_angle, 1.0)
    return np.cos(0.5 * np.pi * part) ** exponent


def condensed_film(flux, sticking, duration, molecule_mass, film_density):
    """Thickness of what condenses on a surface, Φ s t m/ρ, without what evaporates again.

    Parameters
    ----------
    flux : array
        Condensable molecules arriving per area and time. [m⁻² s⁻¹]
    sticking : array
        Part s that stays: 1 on a wall cold enough. [1]
    duration : array
        Time t. [s]
    molecule_mass : array
        Mass of one molecule. [kg]
    film_density : array
        Mass density ρ of the film. [kg/m³]

    Returns
    -------
    array
        Thickness. [m]

    Raises
    ------
    ValueError
        Flux or duration are negative, the part is outside 0 to 1 or the density or the mass not positive.

    References
    ----------
    .. [1] Conservation of mass.

    Examples
    --------
    >>> water = 18.015 * 1.66054e-27
    >>> round(condensed_film(1e13, 1.0, 31_557_600.0, water, 917.0) * 1e9, 1)   # a year of water as ice, in nm
    10.3
    """
    staying = _not_negative(flux, "flux", "1/(m² s)") * _share(sticking, "sticking")
    mass = staying * _not_negative(duration, "duration", "s") * _positive(molecule_mass, "mass of a molecule", "kg")
    return mass / _positive(film_density, "density of the film", "kg/m³")


def film_transmission(thickness, absorption):
    """Light that a film lets through, exp(-α d); scattering and interference are not in it.

    Parameters
    ----------
    thickness : array
        Thickness d, over all surfaces in the beam. [m]
    absorption : array
        Absorption coefficient α. [1/m]

    Returns
    -------
    array
        Transmission. [1]

    Raises
    ------
    ValueError
        An input is negative.

    References
    ----------
    .. [1] Law of Beer and Lambert.

    Examples
    --------
    >>> round(float(film_transmission(10e-9, 1e7)), 3)
    0.905
    """
    return np.exp(-_not_negative(thickness, "thickness", "m") * _not_negative(absorption, "absorption", "1/m"))


def _mean_speed(temperature, molecule_mass):
    mass = _positive(_number(molecule_mass), "mass of a molecule", "kg")
    return gas_mean_speed(_positive(temperature, "temperature", "K"), mass)
