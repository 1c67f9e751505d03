"""bundlescope: reads a Kubernetes support bundle offline and says, with the line that proves it, what broke."""

__version__ = "0.1.0"
