"""What kubectl, oc, crictl, journalctl, ssh and shells say instead of, or beside, what they were asked for."""

from __future__ import annotations

import re


def tool_message(line: str) -> str | None:
    """error, notice or empty (a list without items) for a line that no data begins with; None for others.

    Strict enough to be asked about any line of a text of tables and descriptions, not of an application's log.
    """
    text = line.strip()
    if not text or len(text) > _LONGEST or text[0] in " \t{<":
        return None
    if _EMPTY.match(text):
        return "empty"
    if _ERROR.match(text):
        return "error"
    return "notice" if _NOTICE.match(text) else None


def is_error_text(text: str, *, of_log: bool = False) -> bool:
    """Whether nothing but messages, at least one of them an error, stands where output belongs.

    In the place of a log (`of_log`) only what kubectl says counts: an application may well say what curl says.
    """
    if len(text) > _MUCH:
        return False
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    if of_log:
        return any(map(_OF_KUBECTL.match, lines)) and all(
            _OF_KUBECTL.match(line) or _HINT.match(line) for line in lines
        )
    if _PAGE.match(text):
        return True
    found = [tool_message(line) or ("error" if _PLAIN_ERROR.match(line) else None) for line in lines]
    return "error" in found and all(kind or _LOOSE.match(line) for kind, line in zip(found, lines, strict=True))


def is_message_text(text: str) -> bool:
    """Whether nothing but notices and statements of empty lists stands there."""
    if len(text) > _MUCH:
        return False
    found = [tool_message(line) for line in text.split("\n") if line.strip()]
    return bool(found) and all(found)


_MUCH = 16_000
_LONGEST = 4000

_EMPTY = re.compile(
    r"No (?:resources|events|pods|nodes|objects) found\b|-- No entries --|No journal files were found"
    r"|(?:error: )?no (?:matching )?resources found\b|There are no .{1,60} in this cluster"
)
_OF_KUBECTL = re.compile(
    r"Error from server(?: \(\w+\))?[: ]|Unable to connect to the server|The connection to the server \S+ was refused"
    r"|unable to retrieve container logs|failed to try resolving symlinks|failed to (?:create fsnotify watcher|watch file)"
    r"|error: (?:You must be logged in|a container name must be specified|the server|no objects|expected|timed out waiting)"
    r"|[EWF]\d{4} .{10,60}(?:memcache|proxy_server)\.go:\d+\]|(?:error|Error): .{0,200}(?:container|pod) .{0,200}not (?:found|valid)"
    r"|rpc error: code = \w+ desc = .{0,80}(?:find container|no such container|an error occurred when try to find)"
)
_HINT = re.compile(
    r"Defaulted container |Defaulting container name|Use 'kubectl |Create log request error|Request log error"
)
_SHELL = r"(?:-?(?:ba|z|a|da|k|fi)?sh|/bin/(?:ba)?sh)(?:: line \d+)?(?:: \d+)?: "
_UNIX_TOOLS = (
    r"(?:cat|ls|grep|egrep|zgrep|tail|head|find|cp|tar|stat|du|df|wc|less|awk|sed|cd|mount|ps|free|top|sysctl|ip|ss"
    r"|dmesg|chroot|nsenter|sudo|su|watch|xargs|timeout|docker|podman|crictl|ctr|journalctl|systemctl|iptables)"
)
_ERROR = re.compile(
    r"Error from server(?: \(\w+\))?[: ]|Unable to connect to the server|The connection to the server \S+ was refused"
    r"|error: (?:You must be logged in|the server doesn't have a resource type|Metrics (?:API )?not available"
    r"|unable to (?:upgrade|forward|recognize|read|load|find)|error (?:executing|validating|loading|upgrading|parsing|when)"
    r"|no (?:kind|configuration|context|matches|objects)|a container name must be specified|timed out waiting|unknown (?:flag|shorthand|command)"
    r"|context |cluster |flag needs|resource |there is no|name cannot|invalid |current-context|stat |open |couldn't|cannot "
    r"|expected |arguments? |container |pods? |the path|lost connection|Internal error|http2: |Get |EOF|dial |must |you must )"
    r"|error: \S.{0,200}(?:not found|refused|forbidden|denied|timed? ?out|unauthorized|does not exist|not available)"
    r"|Error: (?:unknown (?:flag|command|shorthand)|flag needs|release: not found|Kubernetes cluster unreachable|INSTALLATION FAILED)"
    r"|unable to retrieve container logs|failed to try resolving symlinks|failed to (?:create fsnotify watcher|watch file)"
    r"|error when evicting pods?/|Cannot evict pod as it would violate the pod's disruption budget|couldn't get (?:current server API group|resource) list|[EWF]\d{4} .{10,60}(?:memcache|proxy_server|cached_discovery)\.go:\d+\]"
    r"|You must be logged in to the server|Forbidden$|Unauthorized$|command terminated with (?:non-zero )?exit code"
    r"|error trying to reach service|error dialing backend|Create log request error:|Request log error:"
    rf"|{_SHELL}.{{1,300}}(?:not found|No such file|Permission denied|Operation not permitted|cannot|syntax error|fork:)"
    r"|'[\w.-]{1,60}' is not recognized as an internal|\w[\w.-]* ?: The term '.{1,60}' is not recognized"
    r"|\S{1,40}: command not found|(?:zsh|fish): .*command not found"
    rf"|{_UNIX_TOOLS}: .{{1,500}}(?:No such file or directory|Permission denied|Is a directory|Invalid argument|not permitted"
    r"|Operation not supported|cannot (?:open|access|stat|execute)|command not found|a password is required|No such process"
    r"|No such device|Input/output error|unrecognized option|invalid option|unknown option|is not in the sudoers|not supported)"
    r"|dmesg: (?:read kernel buffer failed|klogctl)|Failed to (?:get journal access|connect to bus|open|add filter|list units|get properties)"
    r"|Unit \S+ could not be found|System has not been booted with systemd|Failed to (?:start|get) \S+\.service"
    r"|ssh: (?:connect to host|Could not resolve)|.{0,100}Permission denied \((?:publickey|password|gssapi)|Host key verification failed"
    r"|kex_exchange_identification|Connection (?:reset|refused|timed out)|Permission denied, please try again"
    r"|FATA\[\d+\]|ERRO\[\d+\]|Cannot connect to the Docker daemon|Error response from daemon:|Error: No such (?:container|object|image)"
    r"|curl: \(\d+\) |wget: |\* connect to .* failed|Error: (?:cannot connect to|failed to connect|context deadline)"
    r"|runtime connect using default endpoints.*failed|rpc error: code = \w+ desc = |Get \"?https?://\S+ .{0,200}(?:refused|timeout|timed out|EOF)"
    r"|panic: runtime error|Segmentation fault|Killed$|Terminated$|timeout: .*sending signal|Error: context deadline exceeded"
    r"|strict decoding error|The \w+ \".{1,250}\" is invalid"
)
_PLAIN_ERROR = re.compile(r"[Ee]rror: \S")
# Lines that go on with an error.
_LOOSE = re.compile(
    r"(?i:error|fatal|failed)(?:: | )\S|context deadline exceeded|net/http: |x509: |tls: |dial tcp |unexpected EOF|EOF$"
    r"|.{0,200}\b(?:forbidden|unauthorized|not found|connection refused|timed out|no such host|not permitted|not available)\b.{0,100}$"
    r"|[{}\[\]]|\"(?:kind|status|message|reason|code|apiVersion|metadata)\": |at line:\d+ char:\d+|\+ (?:CategoryInfo|FullyQualifiedErrorId)"
)
_PAGE = re.compile(
    r"\s*(?:HTTP/[\d.]+ [45]\d\d .*\n(?:.+\n)*\s*)?<(?:!DOCTYPE html|html\b)[\s\S]{0,2000}?<(?:title|h1)>", re.I
)
_NOTICE = re.compile(
    r"Defaulted container |Defaulting container name|Warning: |Flag --[\w-]+ has been deprecated|W\d{4} .{10,60}\] |I\d{4} .{10,60}(?:request|versioner)\.go:\d+\] "
    r"|Use 'kubectl describe|If you don't see a command prompt|Starting pod/|Creating debug(?:ging)? pod |To use host binaries|Pod IP: "
    r"|Removing debug pod|Temporary namespace |Using project |Now using project |Switched to context |Already on project "
    r"|WARN\[\d+\]|DEPRECATION|WARNING: (?:IPv4|No (?:swap|memory|blkio)|bridge-nf|API is deprecated|image)"
    r"|% Total +% Received|\s*Dload +Upload|\s*\d+ +[\d.]+[kMG]? +\d+ +[\d.]+[kMG]? +\d+ +\d+ +[\d.]+[kMG]? +[\d.]+[kMG]? +[\d:-]{6}"
    r"|Hint: You are currently not seeing|Users in (?:the )?groups|Pass -q to turn off|Connection to \S+ closed|Warning: Permanently added"
    r"|[a-z]+(?:\.[a-z0-9.]+)?/[a-z0-9.-]+ (?:created|configured|unchanged|deleted|patched|scaled|labeled|annotated|cordoned|uncordoned"
    r"|already (?:un)?cordoned|drained|evicted|restarted|rolled back|edited|exposed|replaced|tainted|condition met|already exists)\b"
    r"|(?:pod|node|service|namespace|deployment) \"[a-z0-9.-]+\" (?:deleted|force deleted|evicted|cordoned)|watch is only supported"
    r"|(?:Client|Server|Kustomize) Version: |.{1,60} is running at https?://|To further debug and diagnose cluster problems"
    r"|Error in sitecustomize|Last login: |Every \d+\.\d+s: |evicting pod |(?:logout|exit)$|node/\S+ (?:already )?(?:un)?cordoned"
)
