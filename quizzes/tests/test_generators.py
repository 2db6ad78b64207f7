"""Generators: the same seed, the same question; one right choice by somebody else's arithmetic."""

import hashlib
import json
import re
from collections import Counter
from dataclasses import asdict
from ipaddress import IPv4Address, IPv4Interface, IPv4Network
from itertools import combinations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.generators import GENERATORS, LARGEST_SEED, describe, faults_in, generate

RECIPES = [
    (generator.name, dict(zip([param.name for param in generator.params], values, strict=True)))
    for generator in GENERATORS.values()
    for values in product(*(param.choices for param in generator.params))
]
IDS = [" ".join([name, *params.values()]) for name, params in RECIPES]


# What is right, worked out from the stem alone


def right_addresses(params, stem):
    address, mask = re.search(r"address ([\d./]+?)(?: with the mask ([\d.]+))?\. ", stem).groups()
    own = IPv4Interface(f"{address}/{mask}" if mask else address)
    net = own.network
    ends = (net.network_address, net.broadcast_address)
    right = dict(zip(("network", "broadcast"), ends, strict=True))
    right |= {"first": net[1], "last": net[-2]}
    if params["asks"] == "same":
        return lambda text: IPv4Address(text) in net and IPv4Address(text) not in (own.ip, *ends)
    return str(right[params["asks"]]).__eq__


def right_cidr(params, stem):
    numbers = [int(text.replace(",", "")) for text in re.findall(r"\d[\d,]*", stem)]
    if params["asks"] == "prefix":
        [hosts] = numbers
        fit = max(p for p in range(1, 31) if IPv4Network((0, p)).num_addresses - 2 >= hosts)
        return f"/{fit}".__eq__
    if params["asks"] == "length":
        network, mask = re.search(r"network ([\d.]+) and the mask ([\d.]+)\. ", stem).groups()
        return f"/{IPv4Network(f'{network}/{mask}').prefixlen}".__eq__
    block = IPv4Network(re.search(r"[\d.]+/\d+", stem)[0])
    if params["asks"] == "mask":
        return str(block.netmask).__eq__
    if params["asks"] == "hosts":
        return f"{block.num_addresses - 2:,}".__eq__
    [prefix] = re.findall(r"length /(\d+)", stem)
    return f"{len(list(block.subnets(new_prefix=int(prefix)))):,}".__eq__


def right_numeral(params, stem):
    def read(text, writing):
        return int(text, {"binary": 2, "decimal": 10, "hex": 16}[writing])

    given, wanted = params["asks"].split("-")
    octet = read(re.search(r"(?:0x)?[\dA-F]+(?=\. What)", stem)[0], given)
    return lambda text: read(text, wanted) == octet


# From the lists of the exams, each with a word that the stem must have.
PORTS = {
    21: "FTP", 22: "SSH", 23: "Telnet", 25: "SMTP", 53: "DNS", 67: "DHCP", 68: "DHCP", 69: "TFTP",
    80: "HTTP", 110: "POP3", 123: "NTP", 137: "NetBIOS", 139: "NetBIOS", 143: "IMAP", 161: "SNMP",
    162: "SNMP", 389: "LDAP", 443: "HTTPS", 445: "SMB", 514: "syslog", 587: "submi", 636: "LDAPS",
    1433: "SQL", 3389: "RDP", 5060: "SIP", 5061: "SIP over TLS",
}  # fmt: skip
TELLS = {67: "requests", 68: "replies", 137: "name", 139: "session", 161: "agent", 162: "traps"}
TELLS |= {80: "without TLS", 5060: "unencrypted"}
SECURE = {
    "Telnet with SSH": (23, 22),
    "FTP with SFTP": (21, 22),
    "DNS with DNS over TLS": (53, 853),
    "HTTP with HTTPS": (80, 443),
    "POP3 with POP3S": (110, 995),
    "IMAP with IMAPS": (143, 993),
    "LDAP with LDAPS": (389, 636),
    "Syslog over UDP with syslog over TLS": (514, 6514),
    "SIP with SIP over TLS": (5060, 5061),
    "WinRM over HTTP with WinRM over HTTPS": (5985, 5986),
}


def names(port, text):
    """Whether the text names the service of the port, and none that is spelt like it."""
    word = PORTS[port]
    is_named = re.search(rf"\b{word}(?!\w)" if word != "submi" else "submi", text, re.IGNORECASE)
    return bool(is_named) and TELLS.get(port, "").lower() in text.lower()


def right_port(params, stem):
    if params["asks"] == "port":
        use = re.search(r"let through (.*)\. Which", stem)[1]
        ports = [port for port in PORTS if names(port, use)]
        if "SIP over TLS" in use:
            ports = [5061]
        if "STARTTLS" in use:
            ports = [587]
        [port] = ports
        return str(port).__eq__
    port = int(re.search(r"port (\d+)", stem)[1])
    titles = {67: "DHCP server", 68: "DHCP client", 80: "HTTP", 161: "SNMP agent", 5060: "SIP"}
    titles |= {587: "SMTP submission", 25: "SMTP", 22: "SSH", 5061: "SIP over TLS"}
    return lambda text: text == titles[port] if port in titles else names(port, text)


def right_secure_port(params, stem):
    change = re.search(r"replaces (.*?) on all", stem)[1]
    old, new = SECURE[change]
    return str(new if params["asks"] == "open" else old).__eq__


def held(level, drives, size):
    """The TB that an array holds, or None where it cannot be."""
    return {
        "RAID 0": drives * size,
        "RAID 1": size,
        "RAID 5": (drives - 1) * size if drives >= 3 else None,
        "RAID 6": (drives - 2) * size if drives >= 4 else None,
        "RAID 10": drives * size // 2 if drives >= 4 and drives % 2 == 0 else None,
    }[level]


def survived(level, drives):
    """The most drives of which any may fail, tried out with every set of that many."""

    def is_readable(failed):
        if level == "RAID 1":
            return len(failed) < drives
        if level == "RAID 10":
            return all(not {first, first + 1} <= set(failed) for first in range(0, drives, 2))
        return len(failed) <= {"RAID 0": 0, "RAID 5": 1, "RAID 6": 2}[level]

    return max(
        count
        for count in range(drives)
        if all(map(is_readable, combinations(range(drives), count)))
    )


COUNTS = ["No drive", "One drive", "Two drives", "Three drives", "Four drives"]


def right_raid(params, stem):
    numbers = [int(number) for number in re.findall(r"(\d+) (?:drives|TB)", stem)]
    level = (re.findall(r"RAID \d+", stem) or [None])[0]
    if params["asks"] == "capacity":
        return f"{held(level, *numbers[:2])} TB".__eq__
    if params["asks"] == "survives":
        return COUNTS[survived(level, numbers[0])].__eq__
    if params["asks"] == "fewest":
        need, size = numbers
        fit = [n for n in range(2, 40) if (held(level, n, size) or 0) >= need]
        return f"{min(fit)} drives".__eq__
    drives, size, need = numbers
    failures = 2 if "any two drives fail" in stem else 1
    assert "any two drives fail" in stem or "any one drive fails" in stem
    return lambda text: (
        (held(text, drives, size) or 0) >= need
        and survived(text, drives) >= failures
        and not ("without calculating parity" in stem and text in ("RAID 5", "RAID 6"))
    )


RIGHT = {
    "subnetting": right_addresses,
    "cidr": right_cidr,
    "numerals": right_numeral,
    "ports": right_port,
    "secure-ports": right_secure_port,
    "raid": right_raid,
}
ANY = (st.sampled_from(RECIPES), st.integers(1, LARGEST_SEED))


@given(*ANY)
def test_has_one_right_choice_of_four_different_ones(recipe, seed):
    name, params = recipe
    made = generate(name, params, seed)
    texts = [choice["text"] for choice in made.choices]
    assert len(set(texts)) == 4
    is_right = RIGHT[name](params, made.stem)
    keys = [choice["text"] for choice in made.choices if choice["is_key"]]
    assert [text for text in texts if is_right(text)] == keys
    assert len(keys) == 1


@given(*ANY)
def test_explains_every_choice_and_cites_a_source(recipe, seed):
    made = generate(*recipe, seed)
    reasons = [choice["rationale"] for choice in made.choices]
    assert all(re.fullmatch(r"[A-Z0-9(].*\.", reason) for reason in reasons), reasons
    assert made.stem.endswith("?")
    assert made.rationale.endswith(".")
    assert made.reference
    assert all(len(choice["text"]) <= 300 for choice in made.choices)


@given(*ANY)
def test_uses_addresses_that_nobody_owns(recipe, seed):
    made = generate(*recipe, seed)
    text = " ".join([made.stem, made.rationale, *(str(choice) for choice in made.choices)])
    for address in re.findall(r"\d+\.\d+\.\d+\.\d+", text):
        assert IPv4Address(address).is_private, address  # masks count as reserved


@given(*ANY)
def test_makes_the_same_of_the_same_seed(recipe, seed):
    assert generate(*recipe, seed) == generate(*recipe, seed)
    stored = asdict(generate(*recipe, seed))
    assert json.loads(json.dumps(stored)) == stored


@pytest.mark.parametrize("recipe", RECIPES, ids=IDS)
def test_betrays_the_key_by_neither_place_nor_length(recipe):
    places, longest, stems = Counter(), 0, set()
    for seed in range(1, 301):
        made = generate(*recipe, seed)
        texts = [choice["text"] for choice in made.choices]
        [key] = [place for place, choice in enumerate(made.choices) if choice["is_key"]]
        places[key] += 1
        longest += len(texts[key]) > max(len(text) for text in texts if text != texts[key])
        stems.add(made.stem)
    assert max(places.values()) < 0.7 * 300
    assert longest < 0.4 * 300
    assert len(stems) >= 8


# These stay for ever: who has seen one may look at it again.
PINNED = [
    (
        "subnetting",
        {"asks": "broadcast", "octet": "fourth"},
        7,
        ["10.166.163.126", "10.166.163.127", "10.166.163.128", "10.166.163.255"],
        "10.166.163.127",
        "713ad8a5365f2890e7cf25c9fa35e26fada19560a0b9f3c762b4027ffb864be5",
    ),
    (
        "cidr",
        {"asks": "prefix", "octet": "third"},
        7,
        ["/16", "/19", "/20", "/22"],
        "/19",
        "ec217902334759f0b98671c3957e37c87f4ff76a778ebeed7c616baf8fa08274",
    ),
    (
        "numerals",
        {"asks": "hex-binary"},
        7,
        ["00111111", "01111111", "10000000", "11110111"],
        "01111111",
        "adae58d58e8d7dba79fc1ce3a79cc48a4aa685ca6892ea7d23ca30af894bd890",
    ),
    (
        "ports",
        {"asks": "service", "services": "n"},
        7,
        ["FTP", "SMB", "SMTP", "TFTP"],
        "TFTP",
        "ff9b2a85b5db1339abe06ccbc47cd2e7025a6de30218c1f7e57aee100c166cf9",
    ),
    (
        "secure-ports",
        {"asks": "open"},
        9223372036854775807,
        ["80", "389", "443", "636"],
        "443",
        "bbc58635c6272a2a8525bf7b4ab030f807284e8e3ce01d4cc43fbd493edf058b",
    ),
    (
        "raid",
        {"asks": "capacity", "levels": "5-6-10"},
        7,
        ["20 TB", "24 TB", "32 TB", "40 TB"],
        "32 TB",
        "6798abab830b0224c0cf06c57537ecfc2f4629ab9eeeb1a181d0f72713c3fc16",
    ),
]


@pytest.mark.parametrize(("name", "params", "seed", "texts", "key", "digest"), PINNED)
def test_never_changes_what_a_seed_means(name, params, seed, texts, key, digest):
    made = generate(name, params, seed)
    assert [choice["text"] for choice in made.choices] == texts
    assert [choice["text"] for choice in made.choices if choice["is_key"]] == [key]
    assert sha256(made) == digest, "another stem, reason, rationale or reference"


def sha256(made):
    return hashlib.sha256(json.dumps(asdict(made), sort_keys=True).encode()).hexdigest()


def test_pins_every_generator():
    assert {name for name, *_ in PINNED} == set(GENERATORS)


@pytest.mark.parametrize("recipe", RECIPES, ids=IDS)
def test_finds_no_fault_in_what_it_offers(recipe):
    assert faults_in(*recipe) == []
    assert "?" not in describe(*recipe)


@pytest.mark.parametrize(
    ("name", "params", "faults"),
    [
        ("", {}, ["No generator is chosen."]),
        ("dice", {}, ["There is no generator “dice”."]),
        ("numerals", {}, ["Hexadecimal and binary: “what is asked” is not chosen."]),
        (
            "ports",
            {"asks": "colour", "services": "n", "speed": 3},
            [
                "Well-known ports has no parameter “speed”.",
                "Well-known ports: “what is asked” cannot be “colour”.",
            ],
        ),
        (
            "raid",
            {"asks": ["level"], "levels": "5-6"},
            ["RAID: “what is asked” cannot be “['level']”."],
        ),
        ("cidr", ["hosts"], ["CIDR: the parameters are no table of names and values."]),
    ],
)
def test_says_in_words_what_is_wrong(name, params, faults):
    assert faults_in(name, params) == faults
    assert isinstance(describe(name, params), str)
