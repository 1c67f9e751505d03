"""A session is cut at what was typed."""

from __future__ import annotations

import pytest

from analyzer.bundle.transcript import parts


def found(text: str) -> list[tuple[int, dict[str, str], str]]:
    return [(part.first, part.context, part.text.strip()) for part in parts(text)]


def test_each_command_has_its_output():
    """The lines between two prompts are the output of the first; the prompts belong to none."""
    text = "root@cp:~# kubectl get po -n shop\nNAME\nweb-0\nroot@cp:~# uptime\n 10:00:00 up 3 days\nroot@cp:~# \n"
    assert found(text) == [
        (2, {"command": "kubectl get po -n shop", "namespace": "shop"}, "NAME\nweb-0"),
        (5, {"node": "cp", "command": "uptime"}, "10:00:00 up 3 days"),
    ]


def test_the_node_is_where_the_session_is():
    """`oc debug`, `ssh` and `kubectl exec` open a shell elsewhere; `exit` ends it."""
    text = (
        "$ oc debug node/worker-1\nsh-4.4# chroot /host\nsh-4.4# cat /proc/meminfo\nMemTotal: 1 kB\nsh-4.4# exit\n"
        "[me@bastion ~]$ ssh -i key core@worker-2\n[core@worker-2 ~]$ dmesg\n[ 1.0] a\n[core@worker-2 ~]$ exit\n"
        "[me@bastion ~]$ kubectl exec -it web-0 -c app -n shop -- sh\n/ # free -m\nMem: 1\n"
    )
    assert [context for _, context, _ in found(text)] == [
        {"node": "worker-1", "command": "cat /proc/meminfo", "file": "/proc/meminfo"},
        {"node": "worker-2", "command": "dmesg"},
        {"pod": "web-0", "container": "app", "command": "free -m"},
    ]


def test_a_command_may_name_its_place_itself():
    """One line that runs something elsewhere."""
    text = (
        "$ ssh core@n1 sudo journalctl -k\nx\n$ kubectl debug node/n2 -it --image=busybox -- dmesg\ny\n"
        "$ kubectl exec web-0 -- cat /sys/fs/cgroup/memory.max\nmax\n"
    )
    assert [(c.get("node"), c.get("pod"), c.get("file")) for _, c, _ in found(text)] == [
        ("n1", None, None),
        ("n2", None, None),
        (None, "web-0", "/sys/fs/cgroup/memory.max"),
    ]


@pytest.mark.parametrize(
    "prompt",
    [
        "root@host:/path# ", "[root@m01 log]# ", "root@master [ ~ ]# ./", "$ ", "~# ", "~$ ", "$$$ ", "% ", "-> ", "+ ",
        "sh-4.2$ ", "sh-4.4# ", "bash-5.1# ", "/ # ", "C:\\>", "C:\\Users\\me> ", "PS C:\\Users\\me> ", "➜  ~ ", "❯ ",
        "> ", "", "1. ", "user@host:~/x (main)$ ", "(base) me@laptop ~ % ", "10:22:31 me@x:~$ ", "node-1:~ # ", "# ",
    ],
)  # fmt: skip
def test_prompts_of_many_shells(prompt):
    """The prompt says little; the command behind it is what counts."""
    ((first, context, _),) = found(f"{prompt}kubectl get pods\nNAME\n")
    assert first == 2
    assert context["command"].removeprefix("./") == "kubectl get pods"


@pytest.mark.parametrize(
    ("line", "command"),
    [
        ("=== kubectl get nodes ===", "kubectl get nodes"),
        ("### dmesg -T", "dmesg -T"),
        ("**kubectl get nodes**", "kubectl get nodes"),
        ("`kubectl get nodes`:", "kubectl get nodes"),
        ("Command: kubectl get nodes", "kubectl get nodes"),
        ("~ ❯ kubectl get nodes                                     10:11:12", "kubectl get nodes"),
        ("% ocp -n pipelines-as-code", "ocp -n pipelines-as-code"),
        ("$ sudo dmesg | tail", "sudo dmesg | tail"),
    ],
)
def test_headings_name_commands(line, command):
    """Collecting scripts and people write the command above its output; zsh adds the time."""
    ((_, context, _),) = found(f"{line}\nx\n")
    assert context["command"] == command


@pytest.mark.parametrize(
    "line",
    [
        "# a comment",
        "[ 8812.104422] Memory cgroup out of memory",
        "%Cpu(s):  1.2 us,  0.5 sy",
        "-> not a command",
        "tail of queue reached",
        "> app@1.0.0 start /usr/src/app",
        "joe@example.com> wrote: hello",
        "#1 SMP Debian 5.10.1",
        "at /usr/src/app/index.js:12",
        "Warning: kubectl apply should be used",
        "$5 for the first",
        "2024-01-01 10:00:00 root@x logged in",
        "date 2020-01-01 is over",
    ],
)
def test_output_is_no_command(line):
    """What looks a little like a prompt stays output."""
    assert found(f"{line}\nx\n") == [(1, {}, f"{line}\nx")]


@pytest.mark.parametrize(
    ("line", "file"),
    [
        ("==> /proc/meminfo <==", "/proc/meminfo"),
        ("/sys/fs/cgroup/kubepods.slice/memory.max", "/sys/fs/cgroup/kubepods.slice/memory.max"),
        ("--- /proc/vmstat ---", "/proc/vmstat"),
        ("/proc/buddyinfo:", "/proc/buddyinfo"),
    ],
)
def test_headings_name_files(line, file):
    """`tail -n +1`, `find -exec` and scripts name the file above its content."""
    assert found(f"{line}\n1\n") == [(2, {"file": file}, "1")]


def test_a_folder_completes_a_file():
    """The prompt shows where a relative name lies."""
    ((_, context, _),) = found("/sys/fs/cgroup/kubepods.slice$ cat cpu.stat\nusage_usec 5\n")
    assert context["file"] == "/sys/fs/cgroup/kubepods.slice/cpu.stat"


def test_wrappers_write_headers():
    """HolmesGPT: records of JSON, or the failed command, then the streams."""
    text = '{"tool_name": "kubectl_get"}\n{"status": "success", "invocation": "kubectl get po -n x"}\nstdout:\nweb-0\n\nstderr:\n'
    assert found(text) == [(4, {"command": "kubectl get po -n x", "namespace": "x"}, "web-0")]
    text = "Command `kubectl logs web-0 -n shop` failed with return code 1\nstdout:\n\nstderr:\nError from server: x\n"
    assert found(text) == [(5, {"command": "kubectl logs web-0 -n shop", "namespace": "shop"}, "Error from server: x")]


def test_large_texts_are_cut_too():
    """A log of many megabytes between two prompts."""
    text = (
        "root@n1:~# dmesg\n" + "[ 8812.104422] foo bar\n" * 100_000 + "root@n1:~# date\nMon Nov 13 10:00:00 UTC 2023\n"
    )
    assert [(first, context["command"]) for first, context, _ in found(text)] == [(2, "dmesg"), (100_003, "date")]
