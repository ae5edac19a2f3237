"""leadsieve beside itself: python benches/measure.py [ROUNDS]. Threads, processors, sheets, size of the list, start-up.

Runs over the leads that compare.py makes (run that first), each pair in turn, ROUNDS times, and prints the ratios or
differences of the medians. Those of 10,000,000 leads only where compare.py 10000000 has made them.
"""
import os, pathlib, shutil, statistics, sys, tempfile

from compare import HERE, ROOT, clear, timed

BINARY = str(ROOT / "target/release/leadsieve")
TEMPORARY = pathlib.Path(tempfile.gettempdir())
OUT = TEMPORARY / "leadsieve-bench-measure"


def qualify(leads, *more, formats="csv", profile=HERE / "rules/profiles/bench.toml"):
    return [BINARY, "qualify", str(leads), "--profile", str(profile), "--out", str(OUT), "--formats", formats,
            "--quiet", *more]


def medians(rounds, *commands):
    """The median seconds and the greatest peak memory of each, run in turn."""
    seconds, memory = [[] for _ in commands], [0] * len(commands)
    for _ in range(rounds):
        for place, command in enumerate(commands):
            clear(OUT)
            took, peak, _ = timed(command)
            seconds[place].append(took)
            memory[place] = max(memory[place], peak)
    return [statistics.median(each) for each in seconds], memory


def main():
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    million, ten = (TEMPORARY / f"leadsieve-bench-{rows}" / "leads.csv" for rows in (1_000_000, 10_000_000))
    (one, two), _ = medians(rounds, qualify(million, "--threads", "1"), qualify(million, "--threads", "2"))
    print(f"2 threads against 1: {one / two:.2f} times as fast")
    if shutil.which("taskset") and os.cpu_count() > 1:
        on = [["taskset", "-c", cores] + qualify(million, "--threads", "2") for cores in ("0", "0,1")]
        (one, two), _ = medians(rounds, *on)
        print(f"2 processors against 1: {one / two:.2f} times as fast")
    (plain, sheets), memory = medians(rounds, qualify(million), qualify(million, formats="csv,xlsx"))
    print(f"with sheets of prospects and reviews: {sheets - plain:.2f} s more ({plain:.2f} s without), {memory[1]:.0f} MB")
    if ten.exists():
        (small, large), memory = medians(min(rounds, 3), qualify(million), qualify(ten))
        print(f"10,000,000 leads: {large / small:.2f} times as long as 1,000,000; {memory[0]:.0f} and {memory[1]:.0f} MB")
    with tempfile.TemporaryDirectory() as folder:
        lead = pathlib.Path(folder) / "lead.csv"
        lead.write_text("First Name,Last Name,Email,Company\nAda,Lake,ada@lake.example,Lake Ltd\n")
        shipped = qualify(lead, profile=ROOT / "rules/profiles/b2b-mid-market.toml")
        (start,), _ = medians(rounds * 4, shipped)
    print(f"one lead under the shipped B2B profile, from start to end: {start * 1000:.0f} ms")


if __name__ == "__main__":
    main()
