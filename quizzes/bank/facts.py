"""What a list can tell about the world: ports, commands and addresses that questions may name."""

from ipaddress import ip_network

# {service: its ports}, for the services whose ports the exams ask. Source: IANA Service Name and
# Transport Protocol Port Number Registry; RFC 8314 (465), RFC 6409 (587), RFC 7858 (853).
SERVICES = {
    "FTP": {20, 21},
    "FTPS": {989, 990},
    "SSH": {22},
    "SFTP": {22},
    "SCP": {22},
    "Telnet": {23},
    "SMTP": {25, 587},
    "SMTPS": {465, 587},
    "TACACS+": {49},
    "DNS": {53, 853},
    "DHCP": {67, 68},
    "DHCPv6": {546, 547},
    "TFTP": {69},
    "HTTP": {80, 8080},
    "HTTPS": {443, 8443},
    "Kerberos": {88},
    "POP3": {110},
    "POP3S": {995},
    "NTP": {123},
    "NetBIOS": {137, 138, 139},
    "IMAP": {143},
    "IMAPS": {993},
    "SNMP": {161, 162},
    "LDAP": {389},
    "LDAPS": {636},
    "DoH": {443},
    "DoT": {853},
    "SMB": {445},
    "IKE": {500, 4500},
    "syslog": {514, 6514},
    "L2TP": {1701},
    "RADIUS": {1812, 1813, 1645, 1646},
    "MySQL": {3306},
    "RDP": {3389},
    "SIP": {5060, 5061},
    "VNC": {5900},
    "WinRM": {5985, 5986},
}

# What else is registered, or so common that a choice may name it: ni-ftp, RPC, SQL, HL7, NFS …
OTHER_PORTS = {7, 43, 47, 111, 119, 135, 179, 194, 443, 464, 515, 520, 548, 554, 631, 860, 1194}
OTHER_PORTS |= {1433, 1434, 1521, 1720, 1723, 1883, 1900, 2049, 2055, 2575, 3128, 3260, 3268, 3269}
OTHER_PORTS |= {3307, 4739, 4789, 5353, 5355, 5432, 5671, 5672, 6081, 6379, 6432, 6633, 6653, 8000}
OTHER_PORTS |= {8081, 8883, 9100, 9418, 27017}
PORTS = OTHER_PORTS.union(*SERVICES.values())

# {command: its switches}. A word without a prefix lists one-letter switches that may be joined
# (-ano); nothing at all means that the list cannot tell. Sources: Microsoft's Windows Commands
# reference, manual pages of Linux and macOS, reference of Nmap.
_COMMANDS = """
arp aAdDeEgHinNsvV
bootrec /fixmbr /fixboot /scanos /rebuildbcd
chkdsk /f /r /x /v /i /c /l /b /scan /spotfix /perf /offlinescanandfix /forceofflinefix
chmod RfvcugorwxXst
chown RfhvcHLP
cipher /e /d /c /k /r /u /w /x /y /s /b /h /n
df aBhHiklPtTx
dig 46bcfhikmpqrtuvxy
dism /online /image /cleanup-image /checkhealth /scanhealth /restorehealth /source /limitaccess
dism /startcomponentcleanup /resetbase /enable-feature /disable-feature /get-features /featurename
dism /get-packages /add-package /packagepath /capture-image /apply-image /mount-image /norestart
dpkg lLsSiPrcpCI
du abcdDhHklmsSxX0
format /fs /v /q /c /x /r /d /l /a /p
gpresult /r /v /z /h /x /f /s /u /p /scope /user
gpupdate /force /target /wait /logoff /boot /sync
grep acEFGhHiIlLmnoPqrRsTUvVwxyzZeAfBCD
icacls /grant /deny /reset /t /c /l /q /inheritance /setowner /save /restore /remove /verify
ipconfig /all /release /release6 /renew /renew6 /flushdns /displaydns /registerdns
ipconfig /showclassid /setclassid /allcompartments
ls aAbBcCdDfFgGhHiIklLmnNopqQrRsStTuUvwxXZ1
manage-bde -status -on -off -lock -unlock -pause -resume -protectors -forcerecovery
mbr2gpt /validate /convert /disk /logs /map /allowfullos
mount aABfFhilLnNoOrRsStTUvVw
msiexec /i /x /a /f /p /l /qn /qb /quiet /passive /norestart /log
net /delete /add /user /persistent /savecred /domain /active /yes /no /times /y
netstat abceEfFgilnopqrstuvWxyW
nmap AFnORpvd6 -sS -sT -sU -sV -sn -sA -sN -sF -sX -sC -Pn -iL -oN -oX -oG -oA -PR -T0 -T1 -T2
nmap -T3 -T4 -T5
nslookup -type -query -q -debug -port -timeout -class -norecurse
pathping 46ghinpqw
ping aAbBcCdDfFhiIjklLmMnOpqQrRsStTUvVwW46
powershell -command -file -encodedcommand -executionpolicy -noprofile -noninteractive
powershell -windowstyle -version -nologo -enc -nop -ep -w
restorecon efFhiImnnopRrvxT0W
robocopy /s /e /mir /purge /copy /copyall /sec /dcopy /mov /move /z /b /zb /r /w /mt /l /log /v
robocopy /np /nfl /ndl /tee /eta /xo /xn /xx /xl /xf /xd /xj
sfc /scannow /verifyonly /scanfile /verifyfile /offbootdir /offwindir
shutdown /s /r /g /h /l /a /p /e /i /o /f /t /m /d /c /hybrid /fw /sg /soft
smartctl aAcCdfgHhiIjlnoPqrsStTvVxXB
ss 046abdefHiKlmnNoOpPrsStTuvVwxZE
stat cfLtvxFnrs
taskkill /im /pid /f /t /s /u /p /fi
tasklist /v /svc /m /s /u /p /fi /fo /nh /apps
tcpdump AbBcCdDeEfFGhHiIjJkKlLmMnNOpPqQrRsStTuUvVwWxXyzZ
traceroute 46AdDeEfFgiIlmMnNpPqrsTUVwz
tracert 46dhjRSw
vssadmin /all /for /oldest /quiet /shadow /on /maxsize
whoami /all /user /groups /priv /claims /logonid /fqdn /upn /fo /nh
xcopy /a /m /d /p /s /e /v /w /c /i /q /f /l /g /h /r /t /u /k /n /o /x /y /z /b /j
"""
COMMANDS = {}
for _line in _COMMANDS.strip().splitlines():
    _name, *_switches = _line.split()
    COMMANDS.setdefault(_name, set()).update(_switches)
_OTHER_COMMANDS = """
apt bcdedit blkid cat cd cp curl diskpart dnf docker dscl ethtool fdisk find fsck head
hostname id ifconfig iperf iperf3 ip iw iwconfig journalctl kill less ln lsblk lsof mkdir
mkfs mv nbtstat nc netsh nmcli openssl passwd ps pwd regsvr32 rm rsync scp sc sed
setfacl sftp ssh ssh-keygen su sudo sysctl systemctl tail tar top touch umount useradd
usermod verify wget who winget wsl yum
"""
COMMANDS |= dict.fromkeys(_OTHER_COMMANDS.split(), frozenset())

# Programs and consoles of Windows that a choice may name.
_PROGRAMS = """
certlm.msc certmgr.msc compmgmt.msc devmgmt.msc diskmgmt.msc dsa.msc eventvwr.msc fsmgmt.msc
gpedit.msc gpmc.msc lusrmgr.msc perfmon.msc printmanagement.msc secpol.msc services.msc
taskschd.msc tpm.msc virtmgmt.msc wf.msc
appwiz.cpl desk.cpl firewall.cpl inetcpl.cpl main.cpl mmsys.cpl ncpa.cpl powercfg.cpl
sysdm.cpl timedate.cpl
certreq.exe cleanmgr.exe cmd.exe control.exe dfrgui.exe dxdiag.exe explorer.exe mmc.exe
msconfig.exe msinfo32.exe mstsc.exe notepad.exe perfmon.exe powershell.exe regedit.exe
resmon.exe services.exe sfc.exe svchost.exe taskmgr.exe tpmtool.exe vssadmin.exe
winver.exe winword.exe
"""
PROGRAMS = set(_PROGRAMS.split())

# RFC 5737, RFC 1918, RFC 6598, RFC 3927, RFC 1122, and what is no host: masks, multicast. Of IPv6
# RFC 3849, RFC 4291, RFC 4193, RFC 6052.
_ADDRESSES = """
0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.2.0/24
192.168.0.0/16 198.51.100.0/24 203.0.113.0/24 224.0.0.0/3
::/127 2001:db8::/32 fe80::/10 fc00::/7 ff00::/8 64:ff9b::/96
"""
ADDRESSES = [ip_network(text) for text in _ADDRESSES.split()]
