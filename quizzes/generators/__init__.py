"""Questions with numbers of their own: pure generators, by name.

A wording of the kind "generated" names one of them and chooses its parameters; a seed does the
rest. What was generated is stored with the answer, so a generator may be improved later without
changing old results.
"""

from quizzes.generators.addresses import SUBNETTING
from quizzes.generators.base import Dice
from quizzes.generators.cidr import CIDR
from quizzes.generators.numerals import NUMERALS
from quizzes.generators.ports import PORTS, SECURE_PORTS
from quizzes.generators.raid import RAID

GENERATORS = {
    generator.name: generator
    for generator in (SUBNETTING, CIDR, NUMERALS, PORTS, SECURE_PORTS, RAID)
}
LARGEST_SEED = 2**63 - 1  # what a database's big integer holds


def generate(name, params, seed):
    """The `Generated` question of a generator, its parameters and a seed: always the same.

    Raises KeyError for an unknown generator, and TypeError for parameters that it has not;
    `faults_in` says beforehand what is wrong, in words.
    """
    return GENERATORS[name].make(Dice(seed), **params)


def faults_in(name, params):
    """What is wrong with the choice of a generator and its parameters, as sentences."""
    if not name:
        return ["No generator is chosen."]
    if name not in GENERATORS:
        return [f"There is no generator “{name}”."]
    generator = GENERATORS[name]
    if not isinstance(params, dict):
        return [f"{generator.title}: the parameters are no table of names and values."]
    known = {param.name: param for param in generator.params}
    faults = [f"{generator.title} has no parameter “{name}”." for name in params.keys() - known]
    for param in generator.params:
        value = params.get(param.name)
        if value is None:
            faults.append(f"{generator.title}: “{param.label}” is not chosen.")
        elif not isinstance(value, str) or value not in param.choices:
            faults.append(f"{generator.title}: “{param.label}” cannot be “{value}”.")
    return faults


def describe(name, params):
    """A generator and its parameters in words, for staff, also when something is wrong."""
    if name not in GENERATORS or not isinstance(params, dict):
        return "no generator yet"
    generator = GENERATORS[name]
    chosen = [param.choices.get(str(params.get(param.name)), "?") for param in generator.params]
    return f"{generator.title}: {', '.join(chosen)}"
