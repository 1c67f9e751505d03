"""Shapes of text in kernel logs that are no message with a prefix: consoles, reports, lines that were joined."""

from __future__ import annotations

import re

import re2


def parts_of(text: str) -> list[str]:
    """The lines that one line was made of, where line ends were lost; nearly always the line itself."""
    if _JOINED.search(text) is None:
        return [text]
    starts = [found.start() for found in _PREFIX.finditer(text)]
    if len(starts) < 2 or text[: starts[0]].strip():
        return [text]
    ends = [*starts[1:], len(text)]
    return [text[start:end].strip() for start, end in zip(starts, ends, strict=True)]


def is_console_status(text: str) -> bool:
    """Whether systemd wrote the line to a console: `[  OK  ] Started …`."""
    return text.startswith("[") and _STATUS.match(text) is not None


def is_console_noise(text: str) -> bool:
    """Whether the line is a console's own: a greeting, a prompt, a job that systemd waits for."""
    return _NOISE.match(text) is not None


def is_report_line(text: str) -> bool:
    """Whether a message is a line of a report (trace, registers, modules) that belongs to another message."""
    return _REPORT.match(text) is not None


# One stamp of each form that can stand in front of a message.
_STAMP = (
    r"(?:<\d{1,3}>)?\[[ \d]{4}\d{1,7}\.\d{6}\] ?"
    r"|(?:kern|user|daemon) {0,3}:(?:emerg|alert|crit|err|warn|notice|info|debug) {0,3}: (?:\[[^\]]{8,40}\] ?)?"
    r"|\[[^\W\d]{1,6}\.?,? {1,2}[^\W\d]{1,6}\.? [ \d]\d \d\d:\d\d:\d\d \d{4}\] "
    r"|(?:[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{6})?(?:Z|[+-]\d\d:?\d\d))"
    r" [\w.-]{1,255} kernel: "
    r"|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d,\d{6}[+-]\d\d:\d\d "
)
_JOINED = re2.compile(rf"\S\s+(?:{_STAMP})")
_PREFIX = re.compile(rf"(?:^|(?<=\s))(?<!\] )(?<!kernel: )(?<!: \[ )(?<![+-]\d\d:\d\d )(?:{_STAMP})")

_STATUS = re.compile(r"\[(?:  OK  |FAILED|DEPEND| WARN | INFO |SKIP  | SKIP )\] ")
_NOISE = re.compile(
    r"[\w.-]{1,64} login:|Password: ?$|Login incorrect|Last login: |.{1,80} (?:ttyS\d+|ttyAMA\d+|hvc\d+|tty\d+)$"
    r"|\[[ *]{4,8}\] (?:\(\d+ of \d+\) )?A (?:start|stop) job is running|Kernel \S+ on an \S+"
    r"|(?:Starting|Stopping|Mounting|Unmounting) .{1,120}\.\.\.$|Welcome to .{1,80}!$|Press \S+ "
)
_REPORT = re.compile(
    r"\s*(?:Call Trace:|<(?:/?TASK|/?IRQ|/?NMI|/?SOFTIRQ|EOI|EOE|<EOE>)|\?? ?(?:\[<[0-9a-f]+>\] )?\(?\??[\w.]+\)?\+0x[0-9a-f]+"
    r"|\[<[0-9a-f]+>\]|(?:RIP|RSP|EIP|RAX|RBX|RCX|RDX|RSI|RDI|RBP|R\d\d|FS|CS|CR\d|DR\d|ORIG_RAX|PKRU|EAX|ESP|PGD|IP): ?"
    r"|[xr]\d{1,2} ?: |pc : |lr : |sp : |pstate: |Code: |Hardware name: |Workqueue: |Modules linked in: |CPU: \d+ |Pid: \d+"
    r"|---\[ |Stack:|Task dump for CPU|Sending NMI|NMI backtrace|Kernel Offset|Tainted: |Not tainted |task:\S+ +state:"
    r"|Mem-Info:|Memory cgroup stats for |Tasks state \(|\[ *pid *\]|\[ *\d+\] +\d+ +\d+ |Process \w|Dumping ftrace"
    r"|\S+ +[DRSTZ] (?:[0-9a-f]{8,16}|running|stack:| ) |last sysfs file: |Linux version |Exception stack)"
)
