"""The door of the command line: parses, reads the environment once, runs one command, and answers with an exit code.

| code | meaning |
|---|---|
| 0 | done |
| 1 | an error; the message says what, with which file or value, and what to do |
| 2 | wrong arguments |
| 3 | the book does not cover what was asked |
| 130 | interrupted |

A value comes from its flag, else from its environment variable (see `options`), else from the default.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Mapping, Sequence

from ..errors import InsufficientEvidence, T2VError
from . import cache, chunk, doctor, evaluate, explain, plan, queue, render, search
from .progress import TerminalHost

DONE, ERROR, USAGE, INSUFFICIENT_EVIDENCE, INTERRUPTED = 0, 1, 2, 3, 130
_EPILOG = "exit codes: 0 done, 1 error, 2 wrong arguments, 3 the book does not cover the question, 130 interrupted"
_COMMANDS = (explain, chunk, search, plan, render, queue, evaluate, cache, doctor)


def main(argv: Sequence[str] | None = None, environment: Mapping[str, str] | None = None) -> int:
    """Run one command and return its exit code (see the table above)."""
    args = build_parser(os.environ if environment is None else environment).parse_args(argv)
    host = TerminalHost(quiet=args.quiet)
    try:
        return args.run(args, host)
    except InsufficientEvidence as e:
        return _fail(host, e, INSUFFICIENT_EVIDENCE)
    except BrokenPipeError:  # the reader of our output, such as `head`, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except (T2VError, OSError) as e:
        return _fail(host, e, ERROR)
    except KeyboardInterrupt:
        return _fail(host, "Stopped.", INTERRUPTED)
    finally:
        host.close()


def build_parser(environment: Mapping[str, str]) -> argparse.ArgumentParser:
    """The parser with every command; defaults come from `environment` where it has them."""
    parser = argparse.ArgumentParser(
        prog="python -m t2v_core",
        description="A book and a topic become a faithful explainer film.",
        epilog=_EPILOG,
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for command in _COMMANDS:
        command.add(commands, environment)
    for sub in commands.choices.values():
        sub.add_argument("--quiet", action="store_true", help="no progress bar")
    return parser


def _fail(host: TerminalHost, message: object, code: int) -> int:
    host.close()
    print(f"{'' if code == INTERRUPTED else 'error: '}{message}", file=sys.stderr)
    return code
