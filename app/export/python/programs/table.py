# A CSV file as columns of texts. Delimiter, encoding and the like are given, or guessed by the csv module.
import csv
import gzip


def read_table(path, dialect=None, columns=None):
    """The columns of a file by name, each a list of texts. `columns`: their names, where the file's own are not to be used."""
    dialect = dialect or {}
    rows = _rows(path, dialect)
    skipped = dialect.get("skipped", 0)
    header = dialect.get("header", True)
    names = [name.strip() for name in rows[skipped]] if header else None
    names = columns or names or ["column_%d" % (k + 1) for k in range(len(rows[skipped]))]
    body = rows[skipped + (1 if header else 0): len(rows) - dialect.get("footer", 0)]
    kept = [_fitted(row, len(names), dialect) for row in body]
    kept = [row for row in kept if row is not None]
    return {name: [row[k] for row in kept] for k, name in enumerate(names)}


def _rows(path, dialect):
    opened = gzip.open if path.endswith(".gz") else open
    encoding = dialect.get("encoding", "utf-8")
    encoding = {"utf-8": "utf-8-sig", "windows-874": "cp874"}.get(encoding, encoding)
    with opened(path, "rt", encoding=encoding, newline="") as file:
        delimiter = dialect.get("delimiter", "guess")
        if delimiter == "guess":
            delimiter = _guessed(file.readline())
            file.seek(0)
        quote = dialect.get("quote", '"')
        settings = {"quoting": csv.QUOTE_NONE} if quote is None else {"quotechar": quote}
        if dialect.get("escape"):
            settings.update(escapechar=dialect["escape"], doublequote=False)
        csv.field_size_limit(2 ** 31 - 1)
        comment = dialect.get("comment")
        lines = (line for line in file if not (comment and line.startswith(comment)))
        return [row for row in csv.reader(lines, delimiter=delimiter or "\x1f", **settings) if row not in ([], [""])]


def _guessed(line):
    return max(",;\t|", key=line.count)


def _fitted(row, width, dialect):
    """The row with `width` fields; None where it is left out."""
    without = dialect.get("without", [])
    if without and next((cell.strip() for cell in row if cell.strip()), "") in without:
        return None
    if len(row) < width:
        return None if dialect.get("shortRows") == "leaveOut" else row + [""] * (width - len(row))
    if len(row) == width:
        return row
    return row[:width] if dialect.get("longRows") == "cut" else None
