# The command line: predictions of a CSV file, or the check with the golden rows.
import csv
import sys


def run_command(model, predict, usage):
    arguments = sys.argv[1:]
    if arguments == ["--check"]:
        return check(model, predict)
    if len(arguments) != 1 or arguments[0].startswith("-"):
        raise SystemExit(usage)
    columns = predicted_columns(predict(read_table(arguments[0])), model)
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(columns)
    for row in zip(*columns.values()):
        writer.writerow([cell if isinstance(cell, str) else repr(float(cell)) for cell in row])
