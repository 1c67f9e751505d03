"""The command line's entry: commands are imported only when they are run, so that help is quick."""

from __future__ import annotations

import contextlib
import gc
import importlib
import os
import sys
import traceback
from pathlib import Path
from typing import NoReturn

import click

from analyzer import __version__
from analyzer.model.errors import AnalyzerError, UsageError

_COMMANDS = {
    "analyze": "Say what broke, with the lines that prove it.",
    "show": "Everything about one pod or node on one page of text.",
    "report": "Render a JSON report again, without the bundle.",
    "rules": "List, show, check and test rules.",
    "tables": "The tables of a bundle.",
    "schema": "The JSON Schema of the report.",
    "explain": "Why a rule matched or did not, clause by clause.",
    "demo": "The shipped sample, analysed.",
    "version": "The versions of the program and its rules.",
}
_EPILOG = """\b
Examples:
  bundlescope ticket-4711.tar.gz
  bundlescope analyze must-gather/ --format json -o report.json
  bundlescope show pod payments/api-7d9f must-gather/
  bundlescope rules list
"""


class _Commands(click.Group):
    """Finds a command's module by its name; anything that is no command is a path to analyse."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in _COMMANDS:
            return None
        module = importlib.import_module(f"analyzer.cli.{cmd_name}")
        command: click.Command = module.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("Commands"):
            formatter.write_dl(list(_COMMANDS.items()))

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if args and args[0] not in _COMMANDS and (not args[0].startswith("-") or args[0] == "-"):
            args = ["analyze", *args]
        return super().parse_args(ctx, args)


@click.group(cls=_Commands, epilog=_EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="bundlescope")
def cli() -> None:
    """Read a Kubernetes support bundle, offline, and say what broke first, what followed, and what proves it."""


def main() -> None:
    """Run a command; an error is one line on standard error and the documented exit code."""
    # Rows and rules make objects by the hundred thousand and hardly any cycle: looking for those took a tenth of a run.
    gc.set_threshold(200_000)
    try:
        code = cli.main(prog_name="bundlescope", standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()
        sys.exit(UsageError.exit_code)
    except click.ClickException as error:
        _end(_wrong_usage(error), UsageError.exit_code)
    except click.exceptions.Abort:
        sys.exit(130)
    except AnalyzerError as error:
        _end(str(error), error.exit_code)
    except KeyboardInterrupt:
        sys.exit(130)
    except BrokenPipeError:
        sys.exit(0)
    except Exception as error:  # the last resort: whoever runs the program gets a line, not a traceback
        if os.environ.get("BUNDLESCOPE_DEBUG"):
            raise
        _end(_unforeseen(error), AnalyzerError.exit_code)
    _leave(code if isinstance(code, int) else 0)


def _leave(code: int) -> NoReturn:
    """End at once: everything is written, and tearing down the tables would take a twentieth of a small run."""
    with contextlib.suppress(BrokenPipeError):
        sys.stdout.flush()
        sys.stderr.flush()
    os._exit(code)


def _end(what: str, code: int) -> NoReturn:
    from analyzer.render.visible import one_line  # noqa: PLC0415  (help must not wait for it)

    click.echo(f"error: {one_line(what)} (exit {code})", err=True)
    sys.exit(code)


def _wrong_usage(error: click.ClickException) -> str:
    message = error.format_message()
    context = error.ctx if isinstance(error, click.UsageError) else None
    command = context.command_path if context else "bundlescope"
    return f"{message.rstrip('.')}; see `{command} --help`"


def _unforeseen(error: Exception) -> str:
    last = traceback.extract_tb(error.__traceback__)[-1]
    where = f"{Path(last.filename).name}:{last.lineno}"
    return f"{type(error).__name__} in {where}: {str(error)[:200]}; this is a fault of bundlescope, BUNDLESCOPE_DEBUG=1 shows where it comes from"


if __name__ == "__main__":
    main()
