"""Zoo: small tables that carry every oddity of the publisher's files between them."""

from tests.stand_in.world import DataFile, World

SLUG, TITLE = (
    "suspensions-and-permanent-exclusions-in-england",
    "Suspensions and permanent exclusions in England",
)
GEOGRAPHY = "time_identifier,time_period,geographic_level,country_code,country_name"
PLACES = "region_name,region_code,old_la_code,la_name,new_la_code"
AP_SPELLINGS = (
    *("Alternative Provision", "AP/PRU - Academy", "State funded alternative provision"),
    *("State-funded alternative provision", "Alternative provision", "State-funded AP school"),
    *("Pupil referral unit", "LA maintained special or PRU", "Special or PRU"),
)
OUTER_LONDON = "Regional,E92000001,England,Outer London,E13000002,,,,Total,952590,61185,6.42301"
INDICATORS = ("headcount", "suspension", "susp_rate")


def exclusions(year="202324", *, rows=(), more=""):
    """Return a table by geography: the usual columns in an unusual order, a name with a comma, marks."""
    head = f"{GEOGRAPHY},{PLACES},education_phase,headcount,suspension,susp_rate{more}"
    lines = [
        "National,E92000001,England,,,,,,Total,8453910,954952,11.29598",
        "Regional,E92000001,England,Inner London,E13000001,,,,Total,467310,18950,4.05512",
        "Regional,E92000001,England,London,E12000007,,,,Total,1419900,80135,5.64371",
        'Local authority,E92000001,England,South West,E12000009,801,"Bristol, City of",E06000023,Total,6,z,x',
        "Local authority,E92000001,England,London,E12000007,201,City of London,E09000001,Total,300,c,low",
        *rows,
    ]
    return "\n".join([head, *(f"Academic year,{year},{line}" for line in lines)]) + "\n"


def quoted_break():
    """Return an all-quoted table with CRLF whose one name runs over two lines: one line more than records."""
    head = [*GEOGRAPHY.split(","), "setting_type", "placements"]
    rows = [
        ["Academic year", "202425", "National", "E92000001", "England", "Total", "25,655"],
        [
            "Academic year",
            "202425",
            "National",
            "E92000001",
            "England",
            "Other unregistered\r\nprovider",
            "k",
        ],
        ["Academic year", "202425", "National", "E92000001", "England", "One on one tuition", "~"],
        ["Academic year", "202425", "National", "E92000001", "England", "Registered provider", ":"],
    ]
    return "".join(",".join(f'"{cell}"' for cell in row) + "\r\n" for row in [head, *rows])


def row_numbers():
    """Return a table written by R: a first column without a name, and 100000 as it prints it."""
    head = ",time_period,time_identifier,geographic_level,country_code,school_urn,school_name,pupil_count"
    rows = [
        "1,202425,Academic year,School,E92000001,1e+05,Sir John Cass's,12",
        "2,202425,Academic year,School,E92000001,100001,St Jude's,u",
    ]
    return "\n".join([head, *rows]) + "\n"


def versions():
    """Return a year twice, Revised and Final, after a byte-order mark, with AP in several spellings."""
    head = "time_period,time_identifier,geographic_level,country_code,version,establishment_type,pupil_count"
    thousands = {"Final": '"48,552.50"', "Revised": '"8,397,320.00"'}
    rows = [
        f"202223,Academic year,National,E92000001,{version},{spelling},{count}"
        for version in ("Revised", "Final")
        for spelling, count in zip(AP_SPELLINGS, ("9105", thousands[version], ""), strict=False)
    ]
    rows += [f"202223,Academic year,National,E92000001,Final,{spelling},~" for spelling in AP_SPELLINGS[3:]]
    return "\ufeff" + "\r\n".join([head, *rows]) + "\r\n"


def weeks():
    """Return weeks of one year, whose periods sort as text and not as time."""
    head = "time_period,time_identifier,geographic_level,country_code,attendance_date,attendance_perc"
    dates = {8: "19/02/2025", 9: "26/02/2025", 10: "05/03/2025"}
    rows = [f"2025,Week {n},National,E92000001,{date},9{n % 4}.1" for n, date in dates.items()]
    return "\n".join([head, *rows]) + "\n"


def zoo():
    """Return a world of one publication for each trouble, each with the one public file that has it."""
    world = World()
    tables = {
        "geography": (exclusions(rows=[OUTER_LONDON]), INDICATORS),
        "setting": (quoted_break(), ("placements",)),
        "schools": (row_numbers(), ("pupil_count",)),
        "attainment": (versions(), ("pupil_count",)),
        "weeks": (weeks(), ("attendance_perc",)),
    }
    release = world.release(world.publication(SLUG, TITLE), "2023-24")
    for name, (text, indicators) in tables.items():
        file = DataFile(f"Zoo: {name}", f"zoo_{name}.csv", text.encode(), indicators=indicators)
        world.file(release, file, api=name != "schools")
    world.support(release, "Notes", "notes.txt", b"Notes on the tables.")
    return world


def many_rows(count):
    """Return the pieces of a school-level table of so many rows: never whole in memory."""
    yield b"time_period,time_identifier,geographic_level,country_code,school_urn,pupil_count\n"
    for start in range(0, count, 1000):
        numbers = range(start, min(start + 1000, count))
        rows = (f"202526,Academic year,School,E92000001,{100001 + n},{n % 997}\n" for n in numbers)
        yield "".join(rows).encode()
