"""PDF through Typst and XLSX through XlsxWriter, with our fonts and our rules; knows neither cards nor reports."""
