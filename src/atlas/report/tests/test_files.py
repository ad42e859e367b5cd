from atlas.report.files import FORMATS, WORTH_PROCESSES, Order, file_name, write_report, write_reports

CODES = ["0605053", "0605063", "0605", "06", "PL"]


def test_a_report_is_written_in_every_format_under_its_own_name(report_of, tmp_path):
    names = write_report(report_of("0605", audience="public", language="pl"), Order(FORMATS, tmp_path))
    assert names == [f"raport-mp-2026-1-0605.{one}" for one in ("html", "pdf", "xlsx")]
    starts = [(tmp_path / name).read_bytes()[:4] for name in names]
    assert starts == [b"<!do", b"%PDF", b"PK\x03\x04"]


def test_another_audience_or_language_is_another_file(report_of):
    assert file_name(report_of("06", audience="centre", language="en"), "pdf") == "raport-mp-2026-1-06-centre-en.pdf"


def test_two_processes_write_the_same_bytes_in_the_same_order_as_one(report_of, tmp_path):
    reports = [report_of(code, audience="public", language="pl") for code in CODES]
    many = reports + [report_of(code, audience="centre", language="pl") for code in CODES]
    assert len(many) >= WORTH_PROCESSES
    folders = [tmp_path / name for name in ("one", "two")]
    for folder in folders:
        folder.mkdir()
    orders = [Order(("html", "xlsx"), folder) for folder in folders]
    alone = [name for report in many for name in write_report(report, orders[0])]
    together = [name for names in write_reports(iter(many), orders[1], number=len(many)) for name in names]
    assert together == alone
    assert all((folders[0] / name).read_bytes() == (folders[1] / name).read_bytes() for name in alone)


def test_drawn_charts_are_kept_in_the_folder_one_asks_for(report_of, tmp_path):
    store = tmp_path / "charts"
    write_report(report_of("06", audience="public"), Order(("html",), tmp_path, store=store))
    assert len(list(store.glob("*.svg"))) >= 6
