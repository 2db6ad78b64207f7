"""Subnetting: private IPv4 addresses (RFC 1918) and the subnets that they belong to."""

from ipaddress import IPv4Address, ip_network

from quizzes.generators.base import Generator, Param, Possible, compose

PRIVATE = [ip_network(block) for block in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16")]
PREFIXES = {"fourth": range(25, 31), "third": range(17, 24)}
OCTET_CHOICES = {"fourth": "/25 to /30, in the fourth octet", "third": "/17 to /23, in the third"}
OCTET = Param(
    "octet", "where subnets end", "The third octet is harder than the fourth.", OCTET_CHOICES
)
REFERENCE = (
    "RFC 4632 section 3.1 (prefix notation); RFC 1122 section 3.2.1.3 (addresses of all-zero and "
    "all-one host bits)"
)


def draw_network(dice, prefix, *, margin):
    """A private network of that prefix length with `margin` as large ones on both sides."""
    parents = [
        net
        for net in PRIVATE
        if net.prefixlen <= prefix and 2 ** (prefix - net.prefixlen) > 2 * margin
    ]
    parent = dice.one(parents)
    blocks = 2 ** (prefix - parent.prefixlen)
    place = dice.number(margin, blocks - 1 - margin)
    return ip_network((int(parent.network_address) + place * 2 ** (32 - prefix), prefix))


OWNERS = (
    "A server has the address {}.",
    "A printer was given the static address {}.",
    "An inventory lists a workstation with the address {}.",
    "A router interface has the address {}.",
)
QUESTIONS = {
    "network": "What is the network address of its subnet?",
    "broadcast": "What is the broadcast address of its subnet?",
    "first": "What is the first usable host address of its subnet?",
    "last": "What is the last usable host address of its subnet?",
    "same": "Which of these addresses belongs to a host in the same subnet?",
}


def _subnetting(dice, *, asks, octet):
    subnet = draw_network(dice, dice.one(PREFIXES[octet]), margin=2)
    first, last = int(subnet[0]), int(subnet[-1])
    host = dice.number(first + 1 + (asks == "first"), last - 1 - (asks == "last"))
    key, wrong = MISTAKES[asks](dice, subnet, first, last, host)
    address = IPv4Address(host)
    written = dice.one(
        [f"{address}/{subnet.prefixlen}", f"{address} with the mask {subnet.netmask}"]
    )
    return compose(
        dice,
        stem=f"{dice.one(OWNERS).format(written)} {QUESTIONS[asks]}",
        key=address_choice(*key),
        wrong=[address_choice(*pair) for pair in dice.shuffled(wrong)],
        rationale=_principle(subnet, address),
        reference=REFERENCE,
    )


def address_choice(value, why):
    """The address with the number `value`, as a choice."""
    return Possible(value, str(IPv4Address(value)), why)


def _principle(subnet, address):
    prefix = subnet.prefixlen
    name, step = ("fourth", 2 ** (32 - prefix)) if prefix > 24 else ("third", 2 ** (24 - prefix))
    return (
        f"/{prefix} is the mask {subnet.netmask}, so a new subnet begins every {step} in the {name}"
        f" octet. {address} lies in {subnet}, which runs from {subnet[0]} to {subnet[-1]}; hosts"
        f" may use {subnet[1]} to {subnet[-2]}."
    )


def _around(subnet, host):
    """The subnets that somebody gets who takes a bit too few or too many, or none at all."""
    wider, octets = subnet.supernet(), subnet.supernet(new_prefix=subnet.prefixlen // 8 * 8)
    halves = list(subnet.subnets()) if subnet.prefixlen < 30 else []
    half = [net for net in halves if IPv4Address(host) in net]
    return [
        (octets, f"for /{octets.prefixlen}, which ignores the last bits of the mask"),
        (wider, f"for /{wider.prefixlen}, one bit short of /{subnet.prefixlen}"),
        *((net, f"for /{net.prefixlen}, one bit more than /{subnet.prefixlen}") for net in half),
    ]


def _mistaken_network(dice, subnet, first, last, host):
    size = subnet.num_addresses
    wrong = [
        (first - size, f"It begins the subnet before, which ends at {subnet[0] - 1}."),
        (first + size, f"It begins the next subnet; {IPv4Address(host)} comes before it."),
        (first + 1, "It is the first usable host address, one after the network address."),
        (last, "Its host bits are all 1: it is the broadcast address."),
        *((int(net[0]), f"It is the network address {why}.") for net, why in _around(subnet, host)),
    ]
    return (first, f"Its host bits are all 0, and {subnet} holds {IPv4Address(host)}."), wrong


def _mistaken_broadcast(dice, subnet, first, last, host):
    size = subnet.num_addresses
    wrong = [
        (last - 1, "It is the last usable host address, one before the broadcast address."),
        (last + 1, "It is one too far: the network address of the next subnet."),
        (last - size, f"It ends the subnet before; {IPv4Address(host)} comes after it."),
        (last + size, f"It ends the next subnet, which begins at {subnet[-1] + 1}."),
        (first, "Its host bits are all 0: it is the network address."),
        *(
            (int(net[-1]), f"It is the broadcast address {why}.")
            for net, why in _around(subnet, host)
        ),
    ]
    return (last, f"Its host bits are all 1: it is the last address of {subnet}."), wrong


def _mistaken_first(dice, subnet, first, last, host):
    size = subnet.num_addresses
    wrong = [
        (first, "It is the network address, which no host may use."),
        (first + 2, f"It is the second one: {subnet[1]} is usable too, even if a gateway has it."),
        (first + 1 - size, f"It is the first one of the subnet before {subnet}."),
        (first + 1 + size, f"It is the first one of the subnet after {subnet}."),
        (last - 1, "It is the last usable one, just before the broadcast address."),
        (last, "It is the broadcast address, which no host may use."),
        *(
            (int(net[1]), f"It is the first usable address {why}.")
            for net, why in _around(subnet, host)
        ),
    ]
    return (first + 1, f"It follows the network address {subnet[0]}, which no host may use."), wrong


def _mistaken_last(dice, subnet, first, last, host):
    size = subnet.num_addresses
    wrong = [
        (last, "It is the broadcast address, which no host may use."),
        (last - 2, f"It is one too low: {subnet[-2]} is usable too."),
        (last + 1, "It is the network address of the next subnet."),
        (last - 1 - size, f"It is the last one of the subnet before {subnet}."),
        (last - 1 + size, f"It is the last one of the subnet after {subnet}."),
        (first + 1, "It is the first usable one, just after the network address."),
        *(
            (int(net[-2]), f"It is the last usable address {why}.")
            for net, why in _around(subnet, host)
        ),
    ]
    return (last - 1, f"It comes just before the broadcast address {subnet[-1]}."), wrong


def _mistaken_neighbour(dice, subnet, first, last, host):
    size = subnet.num_addresses
    others = [first - 2, last + 2]
    others += [dice.number(first + 1, last - 1) + size * blocks for blocks in (-2, -1, 1, 2)]
    wrong = []
    for value in others:
        net = ip_network((value, subnet.prefixlen), strict=False)
        wrong.append((value, f"It belongs to {net}, which runs from {net[0]} to {net[-1]}."))
    key = dice.number(first + 1, last - 2)
    key += key >= host
    return (
        key,
        f"It lies between {subnet[0]} and {subnet[-1]}, as {IPv4Address(host)} does.",
    ), wrong


MISTAKES = {
    "network": _mistaken_network,
    "broadcast": _mistaken_broadcast,
    "first": _mistaken_first,
    "last": _mistaken_last,
    "same": _mistaken_neighbour,
}
SUBNETTING = Generator(
    "subnetting",
    "Subnetting",
    (
        Param(
            "asks",
            "what is asked",
            "Of the subnet to which a given address belongs.",
            {
                "network": "network address",
                "broadcast": "broadcast address",
                "first": "first usable host",
                "last": "last usable host",
                "same": "another host in the same subnet",
            },
        ),
        OCTET,
    ),
    _subnetting,
)
