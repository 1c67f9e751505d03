"""Lines of kubelet and of the container runtimes, as the journal shows them."""

from __future__ import annotations

from datetime import datetime, timedelta

from story_maker.clock import nano
from story_maker.cluster import Cluster
from story_maker.node import Node
from story_maker.workload import Container, Pod, Run


class ServiceLog:
    """Lines of the services of one node, kept in order of time."""

    def __init__(self, node: Node, cluster: Cluster) -> None:
        self.node = node
        self._cluster = cluster
        self._pid = {"kubelet": self._main_pid("kubelet")}
        self._lines: list[tuple[datetime, str]] = []

    def kubelet(self, at: datetime, severity: str, source: str, text: str) -> None:
        """Append a klog line: severity I, W or E; source like kubelet.go:2497."""
        pid = self._pid["kubelet"]
        at = self._uneven(at, text)
        stamp = f"{severity}{at:%m%d %H:%M:%S.%f} {pid:7d} {source}]"
        self._say(at, f"kubelet[{pid}]: {stamp} {text}")

    def runtime(self, at: datetime, level: str, text: str) -> None:
        """Append a line of containerd or dockerd in logfmt; of CRI-O in its own form."""
        name = {"containerd": "containerd", "docker": "dockerd", "cri-o": "crio"}[self.node.runtime_name]
        pid = self._main_pid(name)
        at = self._uneven(at, text)
        stamp = f"{at:%Y-%m-%d %H:%M:%S.%f}000Z" if name == "crio" else nano(at)
        quoted = text.replace("\\", "\\\\").replace('"', '\\"')
        self._say(at, f'{name}[{pid}]: time="{stamp}" level={level} msg="{quoted}"')

    def unit(self, at: datetime, text: str) -> None:
        """Append a line of systemd."""
        self._say(at, f"systemd[1]: {text}")

    def died(self, at: datetime, pod: Pod, run: Run) -> None:
        """Append kubelet's notice that a run ended, and what it does with it."""
        event = f'{{"ID":"{pod.uid}","Type":"ContainerDied","Data":"{run.container_id}"}}'
        text = f'"SyncLoop (PLEG): event for pod" pod="{pod.key}" event={event}'
        self.kubelet(at, "I", "kubelet.go:2407", text)

    def back_off(self, at: datetime, pod: Pod, container: Container, delay: str) -> None:
        """Append kubelet's refusal to start a container again so soon."""
        name = f"{pod.name}_{pod.namespace}({pod.uid})"
        inner = (
            f'failed to \\"StartContainer\\" for \\"{container.name}\\" with CrashLoopBackOff: '
            f'\\"back-off {delay} restarting failed container={container.name} pod={name}\\"'
        )
        text = f'"Error syncing pod, skipping" err="{inner}" pod="{pod.key}" podUID="{pod.uid}"'
        self.kubelet(at, "E", "pod_workers.go:1301", text)

    def crash_loop(self, pod: Pod, container: Container, pauses: list[str]) -> None:
        """Append starts and ends of all runs; `pauses` are the back-off times after each end but the first."""
        started = {"containerd": "StartContainer for {} returns successfully", "cri-o": "Started container {}"}
        ended = {"containerd": "shim disconnected id={}"}
        name = self.node.runtime_name
        for number, run in enumerate(container.runs):
            if name in started:
                quoted = f'"{run.container_id}"' if name == "containerd" else run.container_id
                self.runtime(run.started, "info", started[name].format(quoted))
            if run.finished is None:
                continue
            if name == "docker":
                text = f"ignoring event container={run.container_id} module=libcontainerd namespace=moby"
                self.runtime(run.finished, "info", f"{text} topic=/tasks/delete type=*events.TaskDelete")
            elif name in ended:
                self.runtime(run.finished, "info", ended[name].format(run.container_id))
            self.died(run.finished + timedelta(milliseconds=690), pod, run)
            if number:
                self.back_off(run.finished + timedelta(milliseconds=910), pod, container, pauses[number - 1])

    def probe_kill(self, at: datetime, pod: Pod, container: Container, run: Run, output: str) -> None:
        """Append three failures of a liveness check, ten seconds apart, and kubelet's kill."""
        who = f'pod="{pod.key}" podUID="{pod.uid}" containerName="{container.name}"'
        quoted = output.replace('"', '\\"')
        for before in (20, 10, 0):
            failed = f'"Probe failed" probeType="Liveness" {who} probeResult="failure" output="{quoted}"'
            self.kubelet(at - timedelta(seconds=before, milliseconds=7), "I", "prober.go:107", failed)
        loop = f'"SyncLoop (probe)" probe="liveness" status="unhealthy" pod="{pod.key}"'
        self.kubelet(at, "I", "kubelet.go:2542", loop)
        status = f'{{"Type":"{self.node.runtime_name}","ID":"{run.container_id}"}}'
        message = f"Container {container.name} failed liveness probe, will be restarted"
        text = f'"Message for Container of pod" containerName="{container.name}" containerStatusID={status} '
        text += f'pod="{pod.key}" containerMessage="{message}"'
        self.kubelet(at + timedelta(milliseconds=1), "I", "kuberuntime_manager.go:1027", text)
        killing = f'"Killing container with a grace period" {who} containerID="{self.node.runtime_name}://'
        killing += f'{run.container_id}" gracePeriod=30'
        self.kubelet(at + timedelta(milliseconds=2), "I", "kuberuntime_container.go:779", killing)

    def lines(self) -> str:
        """Print the log as `journalctl -o short` does."""
        return "".join(text + "\n" for _, text in sorted(self._lines, key=lambda line: line[0]))

    def _say(self, at: datetime, text: str) -> None:
        self._lines.append((at, f"{at:%b} {at.day:2d} {at:%H:%M:%S} {self.node.name} {text}"))

    def _uneven(self, at: datetime, text: str) -> datetime:
        """Return the time with microseconds of its own: services never note a round one."""
        return at + timedelta(microseconds=self._cluster.dice.between(f"{at}{text}", 101, 997))

    def _main_pid(self, comm: str) -> int:
        return next(process.pid for _, process in self.node.host if process.comm == comm)
