"""Well-known ports, and the ports of protocols that replace cleartext ones."""

from dataclasses import dataclass

from quizzes.generators.base import Generator, Param, Possible, compose

REFERENCE = "IANA Service Name and Transport Protocol Port Number Registry, port {}"


@dataclass(frozen=True)
class Service:
    """A service on its well-known port. Of one family are those that are easily mixed up."""

    port: int
    name: str
    use: str
    transport: str
    family: str
    exams: str = ""  # a: listed for A+ Core 1; n: for Network+

    @property
    def where(self):
        return f"{self.transport} port {self.port}"


SERVICES = [
    Service(21, "FTP", "control connections of FTP", "TCP", "files", "an"),
    Service(22, "SSH", "remote shells over SSH", "TCP", "remote", "an"),
    Service(23, "Telnet", "remote shells over Telnet", "TCP", "remote", "an"),
    Service(25, "SMTP", "mail that servers relay with SMTP", "TCP", "mail", "an"),
    Service(53, "DNS", "name queries to a DNS server", "TCP and UDP", "names", "an"),
    Service(67, "DHCP server", "requests of clients to a DHCP server", "UDP", "names", "an"),
    Service(68, "DHCP client", "replies of a DHCP server to its clients", "UDP", "names", "an"),
    Service(69, "TFTP", "configuration files fetched with TFTP", "UDP", "files", "n"),
    Service(80, "HTTP", "web pages over HTTP without TLS", "TCP", "web", "an"),
    Service(110, "POP3", "mail that clients download with POP3", "TCP", "mail", "a"),
    Service(123, "NTP", "time queries to an NTP server", "UDP", "names", "n"),
    Service(137, "NetBIOS name service", "NetBIOS name queries", "UDP", "names", "a"),
    Service(139, "NetBIOS session service", "NetBIOS sessions", "TCP", "files", "a"),
    Service(143, "IMAP", "mail that clients read with IMAP", "TCP", "mail", "a"),
    Service(161, "SNMP agent", "SNMP queries to an agent", "UDP", "watching", "n"),
    Service(162, "SNMP traps", "SNMP traps to a manager", "UDP", "watching", "n"),
    Service(389, "LDAP", "directory queries over LDAP", "TCP", "directory", "an"),
    Service(443, "HTTPS", "web pages over HTTPS", "TCP", "web", "an"),
    Service(445, "SMB", "file shares over SMB", "TCP", "files", "an"),
    Service(514, "Syslog", "log messages sent with syslog over UDP", "UDP", "watching", "n"),
    Service(587, "SMTP submission", "mail that clients submit with STARTTLS", "TCP", "mail", "n"),
    Service(636, "LDAPS", "directory queries over LDAPS", "TCP", "directory", "n"),
    Service(1433, "SQL Server", "queries to Microsoft SQL Server", "TCP", "data", "n"),
    Service(3389, "RDP", "remote desktops over RDP", "TCP and UDP", "remote", "an"),
    Service(5060, "SIP", "call signalling with SIP, unencrypted", "TCP and UDP", "voice", "n"),
    Service(5061, "SIP over TLS", "call signalling with SIP over TLS", "TCP", "voice", "n"),
]


def _ports(dice, *, asks, services):
    listed = [service for service in SERVICES if services in service.exams]
    asked = dice.one(listed)
    others = dice.shuffled([service for service in listed if service is not asked])
    # Those of its family come first; the sort keeps the order of the others.
    others.sort(key=lambda service: service.family != asked.family)
    if asks == "port":
        stem = (
            f"The default rule of a firewall denies everything. It must now let through {asked.use}"
            ". Which destination port does the new rule allow?"
        )
        key = _as_port(asked, f"{asked.name} is registered for {asked.where}.")
        wrong = [_as_port(each, f"{each.where} is for {each.use}.") for each in others]
    else:
        stem = (
            f"The log of a firewall shows new traffic to {asked.where} of a host. Which"
            " service is registered for it?"
        )
        key = _as_name(asked, f"{asked.where} is for {asked.use}.")
        wrong = [_as_name(each, f"{each.name} is registered for {each.where}.") for each in others]
    return compose(
        dice,
        stem=stem,
        key=key,
        wrong=wrong,
        rationale=f"A client finds a service at its well-known port unless it is told otherwise."
        f" For {asked.use} that is {asked.where}.",
        reference=REFERENCE.format(asked.port),
    )


def _as_port(service, why):
    return Possible(service.port, str(service.port), _sentence(why))


def _as_name(service, why):
    return Possible(service.name.casefold(), service.name, _sentence(why))


def _sentence(why):
    return why[0].upper() + why[1:]


PORTS = Generator(
    "ports",
    "Well-known ports",
    (
        Param(
            "asks",
            "what is asked",
            "Wrong choices are real ports too.",
            {"port": "the port of a service", "service": "the service of a port"},
        ),
        Param(
            "services",
            "services",
            "Those that the objectives of an exam list.",
            {"a": "of A+ Core 1", "n": "of Network+"},
        ),
    ),
    _ports,
)


# Cleartext protocols and what replaces them

SECURE = {
    (21, "FTP"): Service(22, "SFTP", "file transfer over SSH", "TCP", "files"),
    (23, "Telnet"): Service(22, "SSH", "remote shells over SSH", "TCP", "remote"),
    (53, "DNS"): Service(853, "DNS over TLS", "name queries inside TLS", "TCP", "names"),
    (80, "HTTP"): Service(443, "HTTPS", "HTTP inside TLS", "TCP", "web"),
    (110, "POP3"): Service(995, "POP3S", "POP3 inside TLS", "TCP", "mail"),
    (143, "IMAP"): Service(993, "IMAPS", "IMAP inside TLS", "TCP", "mail"),
    (389, "LDAP"): Service(636, "LDAPS", "LDAP inside TLS", "TCP", "directory"),
    (514, "Syslog over UDP"): Service(
        6514, "syslog over TLS", "log messages inside TLS", "TCP", "watching"
    ),
    (5060, "SIP"): Service(5061, "SIP over TLS", "SIP inside TLS", "TCP", "voice"),
    (5985, "WinRM over HTTP"): Service(
        5986, "WinRM over HTTPS", "WinRM inside TLS", "TCP", "remote"
    ),
}


def _secure_ports(dice, *, asks):
    (old_port, old), new = dice.one(list(SECURE.items()))
    ports = {}
    for (port, name), secure in dice.shuffled(list(SECURE.items())):
        ports[port] = f"It is the port of {name}, which this change leaves as it is."
        ports[secure.port] = f"It is the port of {secure.name}, which this change does not touch."
    del ports[old_port], ports[new.port]
    if asks == "open":
        question = "Which destination port must a firewall let through for the new protocol?"
        key = (new.port, f"{new.name}, which is {new.use}, is registered for {new.where}.")
        typical = (old_port, f"It is the port of {old}, which sends everything in cleartext.")
    else:
        question = "Which port can a firewall block once no device uses the old protocol any more?"
        key = (old_port, f"Only {old} used it here, and sent everything in cleartext.")
        typical = (new.port, f"{new.name} needs it: it is the registered port of {new.use}.")
    return compose(
        dice,
        stem=f"A hardening project replaces {old} with {new.name} on all devices, each on its"
        f" registered port. {question}",
        key=Possible(key[0], str(key[0]), _sentence(key[1])),
        wrong=[
            Possible(port, str(port), _sentence(why)) for port, why in (typical, *ports.items())
        ],
        rationale=f"{old} has port {old_port}, no encryption. {_sentence(new.name)} does the same"
        f" work encrypted, on {new.where}: this one opens, and the other one can close.",
        reference=REFERENCE.format(f"{old_port} and {new.port}"),
    )


SECURE_PORTS = Generator(
    "secure-ports",
    "Secure ports",
    (
        Param(
            "asks",
            "what is asked",
            "Of a cleartext protocol that an encrypted one replaces.",
            {"open": "the port to open", "close": "the port to close"},
        ),
    ),
    _secure_ports,
)
