"""The six queries of the benchmark: in this program's language, in SQL, and what their answers are held to.

What the peers compute is what the language means: a case is placed in time by the measure's own date (resolved cases by
their finish, new ones by their receipt); a rate leaves out cases without a due date; processing days are those of
finished cases.
"""
import csv
import io
import math
import pathlib

DATASETS = pathlib.Path(__file__).resolve().parent.parent.parent / "datasets"
PROVINCE, DISTRICT = "Bắc Giang", "Huyện Lạng Giang"
KEYS = {"province", "district", "agency", "channel", "quarter", "procedure"}
EXACT, RELATIVE_ERROR = 0, 1e-9


class Query:
    """`text` is ours; `sql` a template of `{}` fields that each dialect fills in; `errors` says how near each value
    must be; `bytes_per_row` the width of the columns it reads; `has_absent_zeros` that a group not shown counts 0."""

    def __init__(self, text, sql, errors, bytes_per_row, top=None, has_absent_zeros=False):
        self.text, self.sql, self.errors, self.bytes_per_row = text, " ".join(sql.split()), errors, bytes_per_row
        self.top, self.has_absent_zeros = top, has_absent_zeros


QUERIES = [
    Query("resolved_overdue by district from cases where quarter = Q2/2021",
          """SELECT province, district, count(*) FROM cases WHERE finished_on >= {day:2021-04-01}
             AND finished_on <= {day:2021-06-30} AND {overdue} GROUP BY province, district""",
          [EXACT], 6, has_absent_zeros=True),
    Query("received_new by province, channel from cases where year = 2021",
          """SELECT province, channel, count(*) FROM cases WHERE received_on >= {day:2021-01-01}
             AND received_on <= {day:2021-12-31} GROUP BY province, channel""",
          [EXACT], 4, has_absent_zeros=True),
    Query("overdue_rate by province, quarter from cases",
          """SELECT province, {quarter} AS quarter, {overdue_rate} FROM cases WHERE {is_finished}
             GROUP BY province, {quarter}""",
          [RELATIVE_ERROR], 5),
    Query('avg(processing_days) by procedure from cases where province = "Nghệ An" having count() >= 30 top 10',
          """SELECT procedure, {average_days} AS days FROM cases WHERE province = 'Nghệ An'
             GROUP BY procedure HAVING count(*) >= 30 {top}""",
          [RELATIVE_ERROR], 7, top=10),
    Query("pending by agency from cases where date = 30/06/2021",
          """SELECT province, agency, count(*) FROM cases WHERE received_on <= {day:2021-06-30}
             AND ({is_unfinished} OR finished_on > {day:2021-06-30}) GROUP BY province, agency""",
          [EXACT], 6, has_absent_zeros=True),
    Query("resolved, overdue_rate, avg(processing_days) from cases "
          f'where district = "{DISTRICT}" and quarter = Q2/2021',
          f"""SELECT count(*), {{overdue_rate}}, {{average_days}} FROM cases WHERE province = '{PROVINCE}'
              AND district = '{DISTRICT}' AND finished_on >= {{day:2021-04-01}}
              AND finished_on <= {{day:2021-06-30}}""",
          [EXACT, RELATIVE_ERROR, RELATIVE_ERROR], 8),
]


class Dialect:
    """How a database says what the queries are made of."""

    def __init__(self, overdue, quarter, overdue_rate, average_days, day="DATE '{}'",
                 is_finished="finished_on IS NOT NULL", is_unfinished="finished_on IS NULL"):
        self.parts = {"overdue": overdue, "quarter": quarter, "overdue_rate": overdue_rate,
                      "average_days": average_days, "is_finished": is_finished, "is_unfinished": is_unfinished}
        self.day = day

    def sql(self, query, has_top=True):
        text = query.sql
        for day in ("2021-01-01", "2021-04-01", "2021-06-30", "2021-12-31"):
            text = text.replace(f"{{day:{day}}}", self.day.format(day))
        top = f"ORDER BY days DESC NULLS LAST, procedure LIMIT {query.top}" if has_top else ""
        return text.format(top=top, **self.parts)


DUCKDB = Dialect(
    overdue="finished_on > due_on", quarter="date_trunc('quarter', finished_on)",
    overdue_rate="count(*) FILTER (finished_on > due_on) / count(due_on)",
    average_days="avg(finished_on - received_on)")
# Without Nullable, as ClickHouse's own advice is: a missing day is the first one.
CHDB = Dialect(
    overdue="due_on != toDate(0) AND finished_on > due_on", quarter="toStartOfQuarter(finished_on)",
    overdue_rate="countIf(due_on != toDate(0) AND finished_on > due_on) / countIf(due_on != toDate(0))",
    average_days="avgIf(finished_on - received_on, finished_on != toDate(0))", day="toDate('{}')",
    is_finished="finished_on != toDate(0)", is_unfinished="finished_on = toDate(0)")
SQLITE = Dialect(
    overdue="finished_on > due_on", day="'{}'",
    quarter="substr(finished_on, 1, 4) || '-Q' || ((substr(finished_on, 6, 2) + 2) / 3)",
    overdue_rate="sum(finished_on > due_on) * 1.0 / count(due_on)",
    average_days="avg(julianday(finished_on) - julianday(received_on))")


def our_groups(query, text):
    """The answer of `| csv` as groups: members (as they stand in the file of cases) to values."""
    channels = names_of("members/channels.csv")
    columns, *rows = csv.reader(io.StringIO(text))
    groups = {}
    for row in rows:
        key = tuple(channels.get(cell, cell) if column == "channel" else cell
                    for column, cell in zip(columns, row) if column in KEYS)
        values = [number(cell) for column, cell in zip(columns, row) if column not in KEYS]
        if key in groups:
            raise AssertionError(f"{query.text}: two rows for {key}")
        groups[key] = values
    return groups


def peer_groups(query, rows):
    count = len(query.errors)
    return {tuple(member(cell) for cell in row[:-count]): [number(cell) for cell in row[-count:]] for row in rows}


def names_of(table):
    with open(DATASETS / table, newline="", encoding="utf8") as file:
        return {row["id"]: row["name_vi"] for row in csv.DictReader(file)}


def member(cell):
    """A quarter's first day is the quarter."""
    text = str(cell)
    if len(text) >= 10 and text[4] == text[7] == "-" and text[:4].isdigit():
        return f"{text[:4]}-Q{(int(text[5:7]) + 2) // 3}"
    return text


def number(cell):
    """`None` where there is none, or none that is defined."""
    if cell is None or cell == "":
        return None
    value = float(cell)
    return None if math.isnan(value) else value


def differences(query, ours, theirs):
    """What is unlike, one line each. With `top`, `theirs` holds all groups: of equal values at the cut any may be
    shown."""
    expected = theirs
    if query.top is not None:
        ranked = sorted(theirs.values(), key=lambda values: (values[0] is not None, values[0] or 0), reverse=True)
        cut = ranked[:query.top]
        if len(ours) != len(cut):
            return [f"{len(ours)} rows, not {len(cut)}"]
        shown = list(ours.values())
        lines = [f"row {place + 1}: {mine} is not {other}" for place, (mine, other) in enumerate(zip(shown, cut))
                 if not all(map(is_near, mine, other, query.errors))]
        expected = {key: theirs.get(key) for key in ours}
    else:
        lines = []
    nothing = [0.0] * len(query.errors) if query.has_absent_zeros else [None] * len(query.errors)
    for key in sorted(ours.keys() | expected.keys()):
        mine, other = ours.get(key, nothing), expected.get(key) or nothing
        if len(mine) != len(other) or not all(map(is_near, mine, other, query.errors)):
            lines.append(f"{', '.join(key) or 'all'}: {mine} is not {other}")
    return lines


def is_near(mine, other, error):
    if mine is None or other is None:
        return mine is other
    return abs(mine - other) <= error * max(abs(mine), abs(other))
