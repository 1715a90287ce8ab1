# The command line: predictions of a CSV file, with intervals if they are asked for, or the check with the golden rows.
import csv
import math
import sys


def run_command(model, predict, usage):
    arguments = sys.argv[1:]
    if arguments == ["--check"]:
        return check(model, predict)
    share = None
    if len(arguments) == 3 and arguments[1] == "--interval":
        share = share_of(arguments[2])
        arguments = arguments[:1]
    if len(arguments) != 1 or arguments[0].startswith("-"):
        raise SystemExit(usage)
    columns = predicted_columns(predict(read_table(arguments[0])), model, share)
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(columns)
    for row in zip(*columns.values()):
        writer.writerow([cell if isinstance(cell, str) else repr(float(cell)) for cell in row])


def share_of(text):
    try:
        share = float(text)
    except ValueError:
        share = math.nan
    if not 0 < share < 1:
        raise SystemExit("--interval takes a share of rows between 0 and 1, such as 0.9.")
    return share
