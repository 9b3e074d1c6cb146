"""Mutation testing of the decision: every condition, taken away or turned round, must fail a test.

    python3 Tests/PolicyTests/Mutation/mutate.py [--list] [--only TEXT]…

The mutants are found in the source by pattern, so a new condition is covered without anyone
thinking of it. They are all built at once: each place asks at run time whether it is the one that
lies, and `MUTANT=17` says which. So there is one build, and a run of the two test suites for each
mutant: first the tests of single cases, and those of properties for what survives them.
Nothing of the working tree is touched.
"""

import argparse
import collections
import concurrent.futures
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

from mutants import EQUIVALENT, Mutant, Source

ROOT = pathlib.Path(__file__).resolve().parents[3]
FILES = [
    "Routing/Policy/DecisionCheck.swift",
    "Routing/Policy/PolicySnapshot+Decide.swift",
    "Routing/Policy/PolicySnapshot+Belief.swift",
    "Routing/Policy/PrincipalEntry.swift",
    "Routing/Policy/FlowEntry.swift",
    "Routing/Policy/DenyTable.swift",
    "Routing/Policy/Equipment.swift",
    "Routing/Policy/Edition.swift",
    "Routing/Policy/Subject.swift",
    "Routing/Labels/LabelScheme+Validity.swift",
    "Routing/Labels/CompiledLabel.swift",
    "Routing/Labels/CompiledClearance.swift",
    "Routing/Labels/BitSet.swift",
    "Routing/Labels/Name.swift",
]
TESTS = ["LabelsTests", "PolicyTests"]
# In this order: what most mutants fail at comes first, and what takes longest last.
STAGES = [
    ("a case", ["--filter", "EquipmentRuleTests"], None),
    ("a case", ["--filter", "DecisionTests|LinkTests|FreshnessTests|LabelsTests"], "LatticeTests"),
    ("a case", ["--filter", "PolicyTests|LabelsTests"], "PropertyTests|LatticeTests"),
    ("a property", ["--filter", "LatticeTests|that of the oracle"], None),
    ("a property", ["--filter", "PropertyTests"], "that of the oracle"),
]
# Seconds. What loops for ever is caught, too, and counted apart: so may be what only waits.
TIMEOUT = 300

SWITCH = """import Glibc

enum Mutant {
  static let number = getenv("MUTANT").flatMap { Int32(atoi($0)) } ?? 0

  static func bool(_ first: Int32, _ value: @autoclosure () -> Bool) -> Bool {
    switch number - first {
    case 0: true
    case 1: false
    case 2: !value()
    default: value()
    }
  }

  static func bool(
    _ first: Int32, _ value: @autoclosure () -> Bool, edge: @autoclosure () -> Bool
  ) -> Bool {
    number == first + 3 ? edge() : bool(first, value())
  }
}
"""

# Leaves the targets that the two suites need, and no product nor dependency.
PACKAGE = """
func needed(by roots: [String], among targets: [Target]) -> Set<String> {
  var needed = Set(roots)
  var open = roots
  while let name = open.popLast() {
    for dependency in targets.first(where: { $0.name == name })?.dependencies ?? [] {
      guard case .byNameItem(let other, _) = dependency else { continue }
      if needed.insert(other).inserted { open.append(other) }
    }
  }
  return needed
}
let kept = needed(by: [%s], among: package.targets)
package.targets = package.targets.filter { kept.contains($0.name) }
package.products = []
package.dependencies = []
"""


def copy(directory: pathlib.Path) -> list[Mutant]:
    """The sources with all mutants in them."""
    for folder in ("Routing", "Sources", "Tests"):
        shutil.copytree(ROOT / folder, directory / folder)
    manifest = (ROOT / "Package.swift").read_text().replace(".treatAllWarnings(as: .error),", "")
    roots = ", ".join(f'"{name}"' for name in TESTS)
    (directory / "Package.swift").write_text(manifest + PACKAGE % roots)
    mutants: list[Mutant] = []
    for path in FILES:
        source = Source(path, (ROOT / path).read_text())
        text, found = source.mutated(first=len(mutants) + 1)
        (directory / path).write_text(text)
        mutants += found
    for module in {str(pathlib.Path(path).parent) for path in FILES}:
        (directory / module / "Mutant.swift").write_text(SWITCH)
    return mutants


def build(directory: pathlib.Path) -> pathlib.Path:
    """The test program."""
    command = ["swift", "build", "--build-tests", "--package-path", str(directory)]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        sys.exit("the mutants do not build:\n" + done.stdout[-4_000:] + done.stderr[-4_000:])
    shown = subprocess.run([*command, "--show-bin-path"], capture_output=True, text=True)
    (program,) = pathlib.Path(shown.stdout.strip()).glob("*PackageTests.xctest")
    return program


def passes(program: pathlib.Path, number: int, choice: list[str]) -> bool | None:
    """None if it came to no end."""
    command = [program, "--testing-library", "swift-testing", "--no-parallel", *choice]
    try:
        done = subprocess.run(
            command,
            env={**os.environ, "MUTANT": str(number)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=TIMEOUT,
        )
    except subprocess.TimeoutExpired:
        return None
    return done.returncode == 0


def verdict(program: pathlib.Path, mutant: Mutant) -> str:
    for by, choice, skipped in STAGES:
        done = passes(
            program, mutant.number, choice + (["--skip", skipped] if skipped else [])
        )
        if not done:
            return by if done is False else "the clock"
    if mutant.number:
        print(f"not caught: {mutant}", file=sys.stderr, flush=True)
    return "nothing"


def report(mutants: list[Mutant], verdicts: list[str], are_all: bool = True) -> int:
    """Prints the table; how many survived that are not known to be equivalent."""
    table: dict[str, collections.Counter] = collections.defaultdict(collections.Counter)
    survivors, known = [], set()
    for mutant, by in zip(mutants, verdicts, strict=True):
        if by == "nothing" and mutant.key in EQUIVALENT:
            by = "equivalent"
            known.add(mutant.key)
        elif by == "nothing":
            survivors.append(mutant)
        table[mutant.path][by] += 1
    columns = ["a case", "a property", "the clock", "equivalent", "nothing"]
    print(f"{'caught by':46}" + "".join(f"{each:>12}" for each in columns))
    for path, counts in table.items():
        print(f"{path:46}" + "".join(f"{counts[each]:12}" for each in columns))
    total = sum(table.values(), collections.Counter())
    print(f"{f'{len(mutants)} mutants':46}" + "".join(f"{total[each]:12}" for each in columns))
    for mutant in survivors:
        print(f"survived: {mutant}")
    stale = EQUIVALENT.keys() - known if are_all else set()
    for key in stale:
        print(f"no longer equivalent, or gone: {key}")
    return len(survivors) + len(stale)


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--list", action="store_true", help="show the mutants, run nothing")
    parser.add_argument(
        "--only", action="append", help="only mutants whose line has this text, or another of them"
    )
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="mutation-") as folder:
        mutants = copy(pathlib.Path(folder))
        only = options.only or [""]
        chosen = [each for each in mutants if any(text in str(each) for text in only)]
        if options.list:
            print("\n".join(map(str, chosen)))
            return 0
        program = build(pathlib.Path(folder))
        if verdict(program, Mutant(0, "", 0, "", "")) != "nothing":
            sys.exit("the tests fail without any mutant")
        with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
            verdicts = list(pool.map(lambda each: verdict(program, each), chosen))
        return 1 if report(chosen, verdicts, not options.only) else 0


if __name__ == "__main__":
    sys.exit(main())
