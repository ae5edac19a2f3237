"""leadsieve beside the same job by hand in Polars and DuckDB, and the floor: python benches/compare.py [ROWS [ROUNDS]].

Makes the leads once (make_leads.py, seed 7), builds the release binary, then runs all in turn, ROUNDS times, and prints
the counts, which must be equal, and for each the ratio of the medians. The floor is peers/floor: the file parsed on
all cores and its bytes written out again, with no job done. Ratios of one run only: the machine
may be busy, and absolute times say nothing about another one. Needs faker, duckdb and polars from PyPI.
"""
import json, os, pathlib, shutil, statistics, subprocess, sys, tempfile, time

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent
NAMES = ("prospect", "review", "rejected", "duplicate")


def clear(path):
    """Removes what an earlier round wrote: giving its memory back takes as long as a tenth of the work. What another
    one has left to be flushed is flushed now, not while the next one is timed."""
    shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink(missing_ok=True)
    os.sync()


def timed(command):
    """Seconds, peak memory in MB, and the last line printed."""
    start = time.perf_counter()
    child = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    out = child.stdout.read()
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        sys.exit(f"{command[0]} ended with {child.returncode}")
    return time.perf_counter() - start, usage.ru_maxrss / 1024, out.strip().splitlines()[-1:] or [""]


def main():
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 5
    work = pathlib.Path(tempfile.gettempdir()) / f"leadsieve-bench-{rows}"
    work.mkdir(exist_ok=True)
    leads = work / "leads.csv"
    if not leads.exists():
        subprocess.run([sys.executable, HERE / "peers" / "make_leads.py", str(rows), leads, "7"], check=True)
    floor = HERE / "peers/floor"
    subprocess.run(["cargo", "build", "--release", "--quiet"], cwd=ROOT, check=True)
    subprocess.run(["cargo", "build", "--release", "--quiet", "--target-dir", str(work / "target")], cwd=floor, check=True)
    ours = [str(ROOT / "target/release/leadsieve"), "qualify", str(leads), "--profile",
            str(HERE / "rules/profiles/bench.toml"), "--out", str(work / "leadsieve"), "--formats", "csv", "--quiet"]
    contenders = {
        "leadsieve": ours,
        "polars": [sys.executable, str(HERE / "peers/peer_polars.py"), str(leads), str(work / "polars")],
        "duckdb": [sys.executable, str(HERE / "peers/peer_duckdb.py"), str(leads), str(work / "duckdb")],
        "floor": [str(work / "target/release/floor"), str(leads), str(work / "floor.csv")],
    }
    outputs = {name: work / name for name in contenders} | {"floor": work / "floor.csv"}
    seconds, memory, counts = ({name: [] for name in contenders} for _ in range(3))
    for _ in range(rounds):
        for name, command in contenders.items():
            clear(outputs[name])
            took, peak, last = timed(command)
            seconds[name].append(took)
            memory[name].append(peak)
            if name == "leadsieve":
                found = json.loads((work / "leadsieve/summary.json").read_text())["dispositions"]
                counts[name] = {key: found[key] for key in NAMES}
            elif name != "floor":
                counts[name] = json.loads(last[0])["counts"]
    for name in contenders:
        median = statistics.median(seconds[name])
        ratio = median / statistics.median(seconds["leadsieve"])
        print(f"{name:10} {median:7.2f} s  {ratio:5.2f} times leadsieve  {max(memory[name]):7.0f} MB  {counts[name] or ''}")
    same = all(counts[name] == counts["leadsieve"] for name in contenders if name != "floor")
    print("counts are equal" if same else "COUNTS DIFFER")
    sys.exit(not same)


if __name__ == "__main__":
    main()
