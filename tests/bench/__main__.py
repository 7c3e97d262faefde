"""Run the benches: `python dev.py bench [NAME …] [--quick] [--json]`; exits 1 when any figure or peer is missing."""

from __future__ import annotations

import argparse
import importlib
import json
import sys
import traceback
from pathlib import Path

from tests.bench.harness import Bench, MissingPeer

NAMES = sorted(p.stem.removeprefix("bench_") for p in Path(__file__).parent.glob("bench_*.py"))


def main() -> int:
    """Run the named benches (default: all); the last line is the tally."""
    parser = argparse.ArgumentParser(prog="dev.py bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(NAMES))
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    if unknown := set(args.names) - set(NAMES):
        parser.error(f"no bench {', '.join(sorted(unknown))}; there are {', '.join(NAMES)}")
    say = (
        (lambda text: print(text, file=sys.stderr, flush=True)) if args.json else (lambda text: print(text, flush=True))
    )
    results = [run(name, args.quick, say) for name in args.names or NAMES]
    if args.json:
        print(json.dumps(results, indent=1))
    goals = [f for r in results for f in r["figures"] if f["goal"]]
    missed = sum(not f["ok"] for f in goals)
    broken = sum(bool(r["error"]) for r in results)
    say(f"{len(goals) - missed} of {len(goals)} goals met, {missed} missed, {broken} of {len(results)} benches broken")
    return 1 if missed or broken else 0


def run(name: str, quick: bool, say) -> dict:
    """One bench: its figures, and the reason when it could not be finished."""
    module = importlib.import_module(f"tests.bench.bench_{name}")
    say(f"{name}: {(module.__doc__ or '').strip().splitlines()[0]}")
    bench, error = Bench(name, quick, say=say), ""
    try:
        module.run(bench)
    except MissingPeer as e:
        error = str(e)
    except Exception as e:  # noqa: BLE001 - a broken bench must not hide the others' figures
        error = f"{type(e).__name__}: {e}"
        say(traceback.format_exc())
    if error:
        say(f"  FAIL {error}")
    return {"name": name, "figures": bench.figures, "error": error}


if __name__ == "__main__":
    sys.exit(main())
