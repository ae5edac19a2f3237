"""Makes `postal_codes.csv` out of a postal code dump of GeoNames (tab-separated, one place a line).

    python3 rules/reference/postal_codes.py DUMP.tsv > rules/reference/postal_codes.csv

A code that several places share gets the mean of their points. Points have three decimals (about 100 m), which is finer
than a centre point is true. Rows are sorted by country and code, byte by byte: the table is searched, not parsed.
"""

import csv
import sys
from collections import defaultdict
from decimal import Decimal

# Great Britain, the Netherlands and Canada have only the part before the blank: SW1A, 1011, K1A.
COUNTRIES = "AT BE CA CH DE DK ES FR GB IT LI LU NL US".split()

HEAD = """\
# Centre points of postal codes: country, code, latitude, longitude, in degrees north and east.
# Origin: GeoNames postal codes, as of 2024-08 (CC BY 4.0, https://www.geonames.org)
# Changed: the countries below alone; one row a code, the mean of its places; three decimals.
# Made by postal_codes.py. Rows are sorted by country and code, byte by byte.
"""


def normal(country, code):
    """The code as leadsieve compares it; nothing for what is no code of a place."""
    code = code.strip().upper()
    if country == "US":
        code = code.split("-")[0]
    if country == "FR" and "CEDEX" in code:
        return None
    if country == "DK":
        code = code.removeprefix("DK-")
    if country == "LU":
        code = code.removeprefix("L-")
    return code.split()[0] if code else None


def main(dump):
    points = defaultdict(set)
    with open(dump, encoding="utf-8", newline="") as lines:
        for row in csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            country, code, latitude, longitude = row[0], row[1], row[9], row[10]
            if country in COUNTRIES and latitude and longitude and (code := normal(country, code)):
                points[country, code].add((Decimal(latitude), Decimal(longitude)))
    sys.stdout.write(HEAD)
    for (country, code), places in sorted(points.items(), key=lambda entry: ",".join(entry[0]).encode()):
        mean = [sum(place[axis] for place in places) / len(places) for axis in (0, 1)]
        print(country, code, *(f"{axis:.3f}".rstrip("0").rstrip(".") for axis in mean), sep=",")


if __name__ == "__main__":
    main(*sys.argv[1:])
