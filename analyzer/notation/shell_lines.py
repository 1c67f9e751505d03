"""Lines of a shell session: the prompt, the command behind it, and what they tell about the output below.

Prompts: `root@host:/path#`, `[root@host path]#`, `root@host [ ~ ]#` (Photon), `sh-4.4#`, `/ #`, `$`, `~#`,
`C:\\>`, `PS C:\\>`, `->`, `+` of `set -x`, zsh with the time at the right. Where a prompt is weak or missing,
only a command that people run on clusters and nodes makes the line one.
"""

from __future__ import annotations

import re
from typing import NamedTuple


class ShellLine(NamedTuple):
    """A line that somebody typed.

    command  None behind a bare prompt
    host     host name that the prompt shows
    folder   working folder that the prompt shows, where it is a path
    """

    command: str | None
    host: str | None = None
    folder: str | None = None


def shell_line(line: str) -> ShellLine | None:
    """The prompt and command of a line; None for output."""
    if len(line) > _LONGEST:
        return None
    text = line.strip()
    if not text:
        return None
    if found := _STRONG.match(text):
        return _strong(found)
    text = _plain(text)
    if found := _WEAK.match(text):
        return ShellLine(_command(found["command"]), None, _path(found["folder"]))
    if _BARE.match(text):
        return ShellLine(_command(text))
    return None


def heading_command(line: str) -> str | None:
    """The command that a heading names: `==== dmesg ====`, ``Command `kubectl logs x` failed …``."""
    if len(line) > _LONGEST_HEADING:
        return None
    found = _HEADING.match(line.strip()) or _SAID.match(line.strip())
    return _command(found["command"]) if found and _BARE.match(found["command"]) else None


def heading_file(line: str) -> str | None:
    """The file that a heading names: `==> /proc/meminfo <==`, `/proc/meminfo:`, `--- /etc/fstab ---`."""
    if len(line) > _LONGEST or "/" not in line and "==>" not in line:
        return None
    found = _FILE_HEAD.match(line) or _FILE_TITLE.match(line)
    return next(value for value in found.groups() if value) if found else None


_LONGEST = 1500
_LONGEST_HEADING = 400

_TOOLS = r"(?:(?:sudo|time|watch)\s+(?:-\S+\s+){0,3}(?:\d+\s+)?)?(?:\./|/usr/(?:local/)?bin/|/bin/|/sbin/|/usr/sbin/)?"
_CLUSTER = (
    r"(?:(?:k3s|rke2|microk8s|minikube|k0s|snap run)\s+)?(?:kubectl(?:\.exe)?|oc|helm|omc|omg|istioctl|etcdctl|talosctl)"
    r"\s+(?:--)?[a-z][\w=./:-]*(?:\s|$)"
    r"|(?:k|kc|kubecolor|kn|ocp|ocn|kgp|kgpo|kgn|kdp|kdn|kd|kg|kl)(?:\s+\S|$)"
)
_NODE = (
    r"(?:dmesg|journalctl|crictl|docker|podman|nerdctl|ctr|systemctl|free|df|du|mount|findmnt|lsblk|ps|top|htop|atop"
    r"|uptime|uname|hostname|hostnamectl|ss|netstat|iptables|conntrack|sysctl|ulimit|nproc|lscpu|vmstat|iostat|sar"
    r"|mpstat|pidstat|slabtop|numactl|cat|zcat|tail|head|grep|egrep|zgrep|less|more|awk|sed|find|ls|ll|date|timedatectl"
    r"|chronyc|ip|ifconfig|ethtool|ping|telnet|nc|traceroute|tracepath|mtr|tcpdump|host|getent|getconf|curl|wget|nslookup|dig|openssl|kubeadm|last|lsof|pstree|strace|stat|swapon"
    r"|systemd-cgtop|systemd-cgls|nvidia-smi|virsh|ipvsadm|ssh|nsenter|chroot|exit|logout|for|while|echo|cd|env|id"
    r"|service|tree|wc|sort|xargs|vi|vim|nano|export|source|mkdir|rm|cp|mv|touch|chmod|apt|apt-get|yum|dnf|clear|stern"
    r"|kubelet|containerd|runc|bash|sh|w|who|whoami|jq|yq|python3?|make|tar|lsmod|modprobe|blkid|xfs_info|tune2fs)"
    r"(?![\w:=.])"
)
# Without a prompt, a command needs words that no sentence and no log begins with.
_PLAINLY = (
    r"(?:(?:k3s|rke2|microk8s|minikube)\s+)?(?:kubectl(?:\.exe)?|oc)\s+(?:-\S+(?:\s+[a-z0-9][\w.-]*)?\s+)*?"
    r"(?:get|describe|logs?|top|exec|events?|apply|create|delete|edit|debug|cordon|uncordon|drain|rollout|adm"
    r"|explain|version|config|cluster-info|api-resources|whoami|project|run|scale|patch|label|taint|wait|port-forward)"
    r"(?:\s+[^:,;]\S*|$)"
    r"|(?:k|ocp)\s+(?:get|describe|logs?|top|-n)\s+\S"
    r"|(?:c?at|zcat|less|more)\s+(?:-\S+\s+)*/(?:sys|proc|etc|var|run|host|tmp|home|root|dev)/\S*(?:\s+[|>/].*)?$"
    r"|(?:cat|tail|head|grep|zgrep)\s+(?:-\S+\s+|\d+\s+){0,4}(?:\"[^\"]*\"|'[^']*'|\S+)?\s*(?:[^\s/.*]*[/.*]\S*(?:\s+|$)){1,12}(?:[|>].*)?$"
    r"|dmesg(?:\s+(?:-\S+|\|.*))*$|journalctl\s+-\S.*|date(?:\s+[-+]\S*)?$|uptime$|uname\s+-[a-z]+$|free(?:\s+-\w+)*$"
    r"|crictl\s+(?:-\S+\s+)*(?:ps|pods|images|inspectp?|stats|logs|info|version)\b.*|docker\s+(?:ps|inspect|logs|stats|info)\b.*"
    r"|df(?:\s+-\w+)+(?:\s+/\S*)*(?:\s*\|.*)?$|systemctl\s+(?:status|list-units|show|cat|is-active)\s+\S+.*"
    r"|(?:top|ps|ss|netstat|vmstat|iostat|sar|sysctl|lsblk|mount|ip|conntrack)\s+-\w+(?:\s.*)?$|ps\s+(?:aux|axu|ef)\S*(?:\s.*)?$"
    r"|lsblk$|lscpu$|nproc$|hostnamectl$|timedatectl$|nvidia-smi$|ulimit\s+-a$|ip\s+(?:a|addr|route|link)\b[\w\s]*$"
)
_FOLDER = r"(?P<folder>[^\s#$%>\]]{0,400})"
_STRONG = re.compile(
    r"(?:\[?\d\d:\d\d(?::\d\d)?\]?\s+)?(?:\([\w./:@-]{1,80}\)\s*)?(?:"
    # [root@m01 log]#
    r"\[[\w.\\-]{1,60}@(?P<host>[\w.-]{1,120})(?:[ :]+(?P<folder>[^\]\n]{0,200}))?\]\s?[#$%>]"
    # root@host:/path#, root@host [ ~ ]#, user@host ~ (main) $
    r"|[\w.\\+-]{1,60}@(?P<host2>[\w.-]{1,120})(?:(?::|\s(?=[~/]))(?P<folder2>[^\s#$%>]{0,400}))?"
    r"(?:\s\[[^\]]{1,120}\]|\s\([^)]{1,80}\))?\s?[#$%]"
    # node-1:/var/log#
    r"|(?P<host3>[\w.-]{1,120}):(?P<folder3>[~/][^\s#$%>]{0,400})\s?[#$](?=\s|$)"
    # sh-4.4#
    r"|(?:sh|bash|ash|dash|zsh)-\d{1,2}\.\d{1,3}\s?[#$]"
    # PS C:\Users\me>
    r"|(?:PS\s)?[A-Za-z]:\\[^<>|\n]{0,200}>|PS\s+/\S{0,200}>"
    r")(?:\s+|$|(?=[a-z.]))(?P<command>.*)"
)
_WEAK = re.compile(
    r"(?:\[?\d\d:\d\d(?::\d\d)?\]?\s+)?(?:[\w.@-]{1,80}:)?(?P<folder>[~/][^\s#$%>]{0,400})?"
    r"(?:[\w.-]{1,60}(?=[#$%>]))?\s?(?:[#$%>❯➜λ»]{1,3}|->|=>|\+{1,3})\s{0,4}(?:~\s+)?"
    rf"(?P<command>{_TOOLS}(?:{_CLUSTER}|{_NODE}).*)"
)
_BARE = re.compile(rf"{_TOOLS}(?:{_PLAINLY})")
_HEADING = re.compile(r"(?:[=#*+~-]{2,}|#)\s*(?:\d{1,2}[.)]\s*)?(?P<command>[a-z./].*?)\s*[=#*+~:-]*$")
_SAID = re.compile(
    r"(?:Command|COMMAND|Cmd|cmd|Running|Executing|Output of)(?: command)?:?\s+[`'\"]?(?P<command>[a-z./][^`\"]*)[`'\"]?"
)
_FILE_HEAD = re.compile(r"==> (\S.{0,600}?) <==$")
_FILE_TITLE = re.compile(
    r"(?:[=#*+-]{2,}\s*|# )((?:/host)?/(?:proc|sys|etc|var|run)/[^\s=]{1,600})\s*[=#*+:-]*$"
    r"|((?:/host)?/(?:proc|sys/fs/cgroup|sys/kernel|etc|var/log)/[^\s:]{1,600}):?\s*$"
)
# zsh prints the time, and how the last command ended, at the right border.
_RIGHT_PROMPT = re.compile(r"\s{3,}(?:[✔✘⎈⏱]\s?)?\S{0,30}\s?\[?\d\d:\d\d:\d\d(?: [AP]M)?\]?\s*$")
_NUMBERED = re.compile(r"\d{1,2}[.)]\s+(?=\S)")


def _plain(text: str) -> str:
    """Without list numbers and the marks of Markdown around a command."""
    if text[0].isdigit():
        text = _NUMBERED.sub("", text, count=1)
    for mark in ("**", "`"):
        if text.startswith(mark) and text.rstrip(":").endswith(mark) and len(text) > 2 * len(mark):
            return text.rstrip(":")[len(mark) : -len(mark)].strip()
    return text


def _strong(found: re.Match[str]) -> ShellLine | None:
    command = found["command"].strip()
    host = found["host"] or found["host2"] or found["host3"]
    folder = found["folder"] or found["folder2"] or found["folder3"]
    # `user@example.com> wrote:` is a mail; `root@host:~#` alone is a prompt.
    if command and not _SHELLISH.match(command):
        return None
    return ShellLine(_command(command) if command else None, host, _path(folder))


_SHELLISH = re.compile(r"[\w./~$(\"'!\\-][\w./~=:+@-]*(?:\s|$|[;|&>)\"'\\(])")


def _command(text: str) -> str:
    return _RIGHT_PROMPT.sub("", text).strip().rstrip("\\").strip()


def _path(folder: str | None) -> str | None:
    return folder if folder and folder.startswith("/") else None
