"""Finds things in a report, for tests."""

from atlas.report.model import IndicatorTable, Sides, Table


def blocks_of(report):
    sections = [part for section in report.sections for part in (section, *section.parts)]
    return [block for section in sections for block in section.blocks]


def rows_of(report):
    tables = [
        table
        for block in blocks_of(report)
        for table in (block.tables if isinstance(block, Sides) else [block])
        if isinstance(table, IndicatorTable)
    ]
    return {(row.indicator, row.option): row for table in tables for row in table.rows}


def table_of(report, identifier):
    return next(block for block in blocks_of(report) if isinstance(block, Table) and block.id == identifier)


def notes_of(row):
    return " ".join(note.text for note in row.notes)
