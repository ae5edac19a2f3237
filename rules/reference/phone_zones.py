"""Makes `phone_zones.csv` out of the map of time zones in the Python package phonenumbers.

    python3 rules/reference/phone_zones.py VERSION > rules/reference/phone_zones.csv

Needs the package phonenumbers of that version, and the system's time zone database. Of zones that a prefix cannot tell
apart and whose clocks agree today, the first one in the database's own order stays; a prefix that says what a shorter
one says is left out.
"""

import sys
from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from phonenumbers.tzdata.data0 import data

DAYS = [datetime(2027, 1, 1, tzinfo=timezone.utc) + timedelta(days=day) for day in range(366)]


def order():
    rows = [line.split("\t") for line in open("/usr/share/zoneinfo/zone.tab") if not line.startswith("#")]
    whole = [line.split("\t") for line in open("/usr/share/zoneinfo/zone1970.tab") if not line.startswith("#")]
    names = [row[2].strip() for row in whole] + [row[2].strip() for row in rows]
    return {name: place for place, name in reversed(list(enumerate(names)))}


ORDER = order()
CLOCKS = {}


def clock(zone):
    if zone not in CLOCKS:
        CLOCKS[zone] = tuple(day.astimezone(ZoneInfo(zone)).utcoffset() for day in DAYS)
    return CLOCKS[zone]


def different(zones):
    kept = {}
    for zone in sorted(zones, key=lambda zone: ORDER.get(zone, len(ORDER))):
        kept.setdefault(clock(zone), zone)
    return tuple(sorted(kept.values()))


def shorter(prefix, kept):
    return next((kept[prefix[:end]] for end in range(len(prefix) - 1, 0, -1) if prefix[:end] in kept), None)


def main(version):
    print("# Time zones of telephone numbers: the first digits behind the plus, then zones with a blank between them.")
    print(f"# Origin: libphonenumber's map of time zones, as of the package phonenumbers {version}")
    print("# Changed: one of zones that agree and cannot be told apart; only rows that say more than a shorter one.")
    print("# Licence: Apache 2.0, copyright The Libphonenumber Authors, see LICENCES.md.")
    kept = {}
    for prefix in sorted(data, key=lambda prefix: (len(prefix), prefix)):
        zones = different(data[prefix])
        if shorter(prefix, kept) != zones:
            kept[prefix] = zones
    for prefix in sorted(kept):
        print(f"{prefix},{' '.join(kept[prefix])}")


main(sys.argv[1])
