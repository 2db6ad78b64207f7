"""CIDR: prefix lengths, masks and how many addresses or subnets they make."""

from ipaddress import ip_network

from quizzes.generators.addresses import (
    OCTET,
    PREFIXES,
    REFERENCE,
    address_choice,
    draw_network,
)
from quizzes.generators.base import Generator, Param, Possible, compose


def _usable(prefix):
    return 2 ** (32 - prefix) - 2


def _mask(prefix):
    return ip_network((0, prefix)).netmask


def _cidr(dice, *, asks, octet):
    return CIDR_QUESTIONS[asks](dice, dice.one(PREFIXES[octet]))


def _hosts(dice, prefix):
    bits, usable = 32 - prefix, _usable(prefix)
    subnet = draw_network(dice, prefix, margin=0)
    wrong = [
        (usable + 2, f"It counts all 2^{bits} addresses, with network and broadcast address."),
        (usable + 1, "It leaves out one address only; network and broadcast address are two."),
        (usable - 1, "It leaves out the gateway too, which is one of the usable addresses."),
        (_usable(prefix + 1), f"It is what /{prefix + 1} has, with {bits - 1} host bits."),
        (_usable(prefix - 1), f"It is what /{prefix - 1} has, with {bits + 1} host bits."),
        (2 ** (bits - 1), f"It is 2^{bits - 1}, for one host bit less, with nothing left out."),
    ]
    return compose(
        dice,
        stem=f"A team gets the subnet {subnet}. How many addresses can it give to hosts, its"
        " gateway among them?",
        key=_count(usable, f"2^{bits} − 2: {usable + 2:,} addresses less the two reserved ones."),
        wrong=[_count(*pair) for pair in dice.shuffled(wrong)],
        rationale=f"/{prefix} leaves 32 − {prefix} = {bits} bits for hosts, 2^{bits} ="
        f" {usable + 2:,} addresses. The first one names the network and the last one is its"
        " broadcast address, so two are not given to hosts.",
        reference=REFERENCE,
    )


def _count(value, why):
    return Possible(value, f"{value:,}", why)


def _prefix(dice, prefix):
    prefix = min(prefix, 29)
    usable, short = _usable(prefix), _usable(prefix + 1)
    # Half of the time a number for which the two reserved addresses decide.
    hosts = dice.one([short + 1, short + 2, dice.number(short + 3, usable), usable])
    wrong = []
    for length in range(prefix + 1, min(prefix + 3, 30) + 1):
        less = _usable(length)
        why = f"It has {less:,} usable addresses, fewer than {hosts:,}."
        if less + 2 >= hosts:
            why = f"Of its {less + 2:,} addresses two are reserved: {less:,} do not hold {hosts:,}."
        wrong.append((length, why))
    for length in range(prefix - 3, prefix):
        more = _usable(length)
        wrong.append((length, f"Its {more:,} usable addresses hold them, but /{prefix} does too."))
    return compose(
        dice,
        stem=f"A new subnet must have addresses for {hosts:,} hosts, its gateway among them. Which"
        " prefix length makes the SMALLEST subnet that is large enough?",
        key=_length(prefix, f"It has {usable:,} usable addresses; /{prefix + 1} has {short:,}."),
        wrong=[_length(*pair) for pair in dice.shuffled(wrong)],
        rationale=f"{32 - prefix} host bits give 2^{32 - prefix} − 2 = {usable:,} usable addresses,"
        f" one bit less gives {short:,}. For {hosts:,} hosts the former is needed: 32 −"
        f" {32 - prefix} = {prefix}.",
        reference=REFERENCE,
    )


def _length(value, why):
    return Possible(value, f"/{value}", why)


def _mask_of(dice, prefix):
    subnet = draw_network(dice, prefix, margin=0)
    octet, step = ("fourth", 2 ** (32 - prefix)) if prefix > 24 else ("third", 2 ** (24 - prefix))
    bare = int(_mask(24 if prefix > 24 else 16)) + step * (1 if prefix > 24 else 256)
    wrong = [
        (int(subnet.hostmask), "It is the wildcard mask, in which the bits are turned around."),
        (bare, f"It writes the size of a block, {step}, where the mask has 256 − {step}."),
        *(
            (int(_mask(length)), f"It has {length} one bits: it is the mask for /{length}.")
            for length in (prefix - 2, prefix - 1, prefix + 1, prefix + 2)
            if length <= 30
        ),
    ]
    return compose(
        dice,
        stem=f"A plan gives the subnet {subnet} to a branch. The form of its router takes a dotted"
        " decimal mask only. Which mask is it?",
        key=address_choice(int(subnet.netmask), f"Its first {prefix} bits are 1, the others 0."),
        wrong=[address_choice(*pair) for pair in dice.shuffled(wrong)],
        rationale=_bits_of_mask(subnet, octet, step),
        reference=REFERENCE,
    )


def _length_of(dice, prefix):
    subnet = draw_network(dice, prefix, margin=0)
    octet, step = ("fourth", 2 ** (32 - prefix)) if prefix > 24 else ("third", 2 ** (24 - prefix))
    near = [length for length in range(prefix - 3, prefix + 4) if length <= 30 and length != prefix]
    zeros = (32 - prefix, f"It counts the {32 - prefix} zero bits, which are for hosts.")
    wrong = [(length, f"It would be the mask {_mask(length)}.") for length in near]
    return compose(
        dice,
        stem=f"A server is configured with the network {subnet[0]} and the mask {subnet.netmask}."
        " Which prefix length goes into the documentation?",
        key=_length(prefix, f"The mask has {prefix} one bits."),
        wrong=[_length(*pair) for pair in [zeros, *dice.shuffled(wrong)]],
        rationale=_bits_of_mask(subnet, octet, step),
        reference=REFERENCE,
    )


def _bits_of_mask(subnet, octet, step):
    ones, full = subnet.prefixlen % 8, subnet.prefixlen // 8
    return (
        f"{full} full octets of 255 are {8 * full} bits. The {octet} octet adds {ones} more:"
        f" {256 - step} is {256 - step:08b} in binary. {8 * full} + {ones} = {subnet.prefixlen}, so"
        f" /{subnet.prefixlen} is {subnet.netmask}."
    )


def _subnets(dice, prefix):
    bits = dice.number(3, 6)
    parent = draw_network(dice, prefix - bits, margin=0)
    number, usable = 2**bits, _usable(prefix)
    wrong = [
        (number - 2, "It leaves out two as if subnets were hosts; all of them can be used."),
        (number // 2, f"It is 2^{bits - 1}, one bit less than the {bits} between the prefixes."),
        (number * 2, f"It is 2^{bits + 1}, one bit more than the {bits} between the prefixes."),
        (bits, f"It is the number of bits between the prefixes; they make 2^{bits} subnets."),
        (usable, f"It is the number of usable addresses in each /{prefix}."),
    ]
    return compose(
        dice,
        stem=f"A site gets the block {parent} and splits it into subnets with the prefix length"
        f" /{prefix}. How many of them does the block hold?",
        key=_count(number, f"{prefix} − {prefix - bits} = {bits} bits make 2^{bits} subnets."),
        wrong=[_count(*pair) for pair in dice.shuffled(wrong)],
        rationale=f"Between /{prefix - bits} and /{prefix} there are {bits} bits. Each of their"
        f" 2^{bits} = {number} patterns is one subnet, the lowest and the highest too.",
        reference="RFC 4632 section 3.1 (prefix notation); RFC 1878 (all subnets can be used)",
    )


CIDR_QUESTIONS = {
    "hosts": _hosts,
    "prefix": _prefix,
    "mask": _mask_of,
    "length": _length_of,
    "subnets": _subnets,
}
CIDR = Generator(
    "cidr",
    "CIDR",
    (
        Param(
            "asks",
            "what is asked",
            "“Smallest” is the hardest: two reserved addresses often decide.",
            {
                "hosts": "usable hosts of a prefix",
                "prefix": "smallest prefix for so many hosts",
                "mask": "mask of a prefix",
                "length": "prefix of a mask",
                "subnets": "subnets in a block",
            },
        ),
        OCTET,
    ),
    _cidr,
)
