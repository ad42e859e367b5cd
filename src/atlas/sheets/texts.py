"""Texts of the spreadsheet cards' errors: what happened, to which thing, what to do next."""

from __future__ import annotations

from atlas.kernel.language import _

TEXTS: dict[str, str] = {
    "session-file-unreadable": _("The session file cannot be read: %(reason)s. Mend it at this place."),
    "session-file-key-missing": _("%(key)s is missing. A session file needs it."),
    "session-file-key-unknown": _("A session file has no key %(key)s. Take it out, or correct its spelling."),
    "session-file-key-twice": _("%(key)s stands twice. Keep one of them."),
    "session-file-value": _("%(key)s must be a plain text or number. Found: %(found)s."),
    "session-file-register": _(
        "%(name)s must be a list of rows, each with plain values by column, or the name of a CSV file."
    ),
    "session-file-csv-beside": _(
        "%(found)s is not the name of a file beside the session file. Put the CSV file there and give its bare name."
    ),
    "session-file-csv-unreadable": _(
        "The CSV file %(found)s cannot be read: %(reason)s. It must lie beside the session file, saved as UTF-8."
    ),
    "session-file-csv-row": _("The row has not as many cells as the header (%(wanted)s). Check separators and quotes."),
    "session-file-column-unknown": _("There is no column %(found)s here. Known: %(known)s."),
    "session-file-template": _(
        "Version %(found)s of the Karta %(kind)s is not known; this program has version %(known)s. Correct the number."
    ),
    "form-gmina-outside": _(
        "Gmina %(gmina)s is not in the scope of session %(session)s. Known: %(known)s. Correct the code."
    ),
    "form-respondent-unknown": _(
        "Respondent %(respondent)s is not in the register of session %(session)s for the form %(kind)s. "
        "Correct the code, or add it to the session file."
    ),
    "form-not-invited": _(
        "Respondent %(respondent)s was not invited to file a Karta %(kind)s for gmina %(gmina)s in session "
        "%(session)s. Correct the gmina, or add the invitation to the session file."
    ),
    "form-previous-not-earlier": _(
        "This is the package of session %(found)s (sequence: %(found_sequence)s), which is not before session "
        "%(session)s (sequence: %(sequence)s). Give the package of the session before, or correct the sequence in the "
        "session file."
    ),
    "form-exists": _("The file is there already and may be filled in. Move it away, or choose another name."),
    "sheet-empty": _("The file is empty. Ask for it again."),
    "sheet-too-large": _(
        "The file has more than %(most_mb)s MB; a filled card has far less than one. Take out pictures and added "
        "sheets, or copy the answers into a fresh form."
    ),
    "sheet-unreadable": _("The file cannot be opened: %(reason)s. Check that it may be read, or ask for it again."),
    "sheet-encrypted": _(
        "The file is protected with a password. Open it, remove the password (File, Info, Protect Workbook), and save"
        " it again."
    ),
    "sheet-old-format": _("This is a file in the old Excel format (.xls). Open it and save it as .xlsx."),
    "sheet-ods": _("This is an OpenDocument spreadsheet (.ods). Open it and save it as .xlsx."),
    "sheet-pdf": _("This is a PDF. Cards are read from the .xlsx form: ask for it, or copy the answers into one."),
    "sheet-not-xlsx": _(
        "This is not an .xlsx spreadsheet. Ask for the filled form itself; a table saved as CSV or text has lost what"
        " it is recognised by. What is no card does not belong in this folder."
    ),
    "sheet-damaged": _(
        "The file is damaged (%(reason)s). Open it in a spreadsheet program and save it anew, or ask again."
    ),
    "sheet-too-many-parts": _(
        "The file consists of %(found)s parts; at most %(most)s are read. Copy the answers into a fresh form."
    ),
    "sheet-bomb": _(
        "The file unpacks to more than %(most_mb)s MB; no card does. It was not opened. Ask the sender what it is."
    ),
    "sheet-macros": _(
        "The file has macros; cards have none, and none are run. Save it as .xlsx without macros, or copy the answers"
        " into a fresh form."
    ),
    "sheet-external-links": _(
        "The file takes values from other files. Copy the answers into a fresh form as values (Paste Special)."
    ),
    "sheet-xml-dtd": _(
        "The part %(part)s of the file declares entities, which no spreadsheet program does. It was not read. Copy "
        "the answers into a fresh form."
    ),
    "sheet-xml-encoding": _(
        "The part %(part)s of the file is not written in UTF-8. Open it in a spreadsheet program and save it anew."
    ),
    "sheet-too-many-cells": _(
        "The sheet has more than %(most)s cells, or cells far below the form. Copy the answers into a fresh form."
    ),
    "sheet-too-slow": _("Opening the file took more than %(seconds)s seconds and was stopped. Use a fresh form."),
    "sheet-crashed": _("The file could not be opened within the memory that a card may need. Use a fresh form."),
    "filled-no-folder": _("There is no such folder. Give the folder with the filled cards."),
    "filled-no-files": _("There are no files in this folder. Put the filled cards into it."),
    "filled-not-a-form": _(
        "This is not a form made by atlas card new: its hidden sheet is missing. Copy the answers into the form that "
        "was sent out."
    ),
    "filled-layout": _(
        "The form has layout %(found)s, this program reads layout %(known)s. Make the form anew with atlas card new "
        "and copy the answers."
    ),
    "filled-template-version": _(
        "The form was made from version %(found)s of the %(kind)s template; this session uses version %(known)s. Make"
        " the form anew with atlas card new and copy the answers."
    ),
    "filled-other-session": _(
        "This is a form of session %(found)s, not of %(session)s. Take it out, or ask for the form of this session."
    ),
    "filled-nobodys": _(
        "The form does not say whose it is. Make it for its respondent with atlas card new --session and copy the "
        "answers. Likely in session %(session)s: %(likely)s."
    ),
    "filled-gmina-outside": _(
        "Gmina %(gmina)s is not in the scope of session %(session)s. Add it there, or take the file out."
    ),
    "filled-respondent-unknown": _(
        "%(respondent)s is not in the register of session %(session)s. Add it there, or make the form anew. Likely: "
        "%(likely)s."
    ),
    "filled-not-invited": _(
        "%(respondent)s was not invited to file a Karta %(kind)s for gmina %(gmina)s in session %(session)s. Add the "
        "invitation to the session file, or take the file out."
    ),
    "filled-twice": _(
        "The form %(kind)s of %(respondent)s for gmina %(gmina)s came twice; the other file is %(other)s. Keep the "
        "right one."
    ),
    "filled-two-izus": _(
        "Gmina %(gmina)s has two Karty IZUS: this one of %(respondent)s, and %(other)s. A gmina has one; keep the "
        "right one."
    ),
    "filled-line-unknown": _(
        "The hidden column holds %(found)s, which is no line of this form. Delete the added row, or use a fresh form."
    ),
    "filled-line-twice": _(
        "This line stands twice, in rows %(first)s and %(second)s. Delete the copy; each question has one row."
    ),
    "filled-line-moved": _(
        "Row %(row)s was moved: beside this question stands the number %(found)s. Put the rows back in order, or copy"
        " the answers into a fresh form."
    ),
    "filled-line-missing": _(
        "This line is missing in the sheet %(sheet)s; its row was deleted. Copy the answers into a fresh form."
    ),
    "filled-answer-outside": _(
        "%(found)s stands in a row that belongs to no question. Move it into the cell of its question."
    ),
    "filled-merged": _("The cell is merged with others. Unmerge the cells and enter one answer in each."),
    "filled-formula": _(
        "The cell holds a formula. Enter the number itself, or copy the cell and paste it as a value (Paste Special)."
    ),
    "filled-date-for-number": _(
        "The cell holds a date (%(found)s) where a number is needed. Set the cell's format to a number and type the "
        "number again."
    ),
    "filled-day": _("A day is needed here. Enter it like this: 2025-03-31 or 31.03.2025."),
    "filled-yes-no": _("'%(found)s' is neither yes nor no. Choose one of them from the list, or leave the cell empty."),
    "filled-tick": _(
        "'%(found)s' is not a tick. Enter x where the option applies, and leave the cell empty where not."
    ),
    "filled-choice": _("'%(found)s' cannot be chosen here. Choose from the list: %(wanted)s."),
    "filled-reason": _("'%(found)s' is not one of the reasons. Choose from the list: %(wanted)s."),
    "filled-source": _("'%(found)s' is not one of the sources. Choose from the list: %(wanted)s."),
    "filled-source-missing": _("The source of this figure is missing. Choose it from the list."),
    "filled-as-of-missing": _("The date of this figure is missing. Enter the day that it describes."),
    "filled-source-alone": _("A source or date stands here without a figure. Enter the figure, or clear this cell."),
    "filled-reason-and-value": _("There is an answer and also a reason why there is none. Clear one of the two cells."),
    "filled-none-and-others": _("'None of the above' is ticked together with other options. Untick one or the other."),
    "filled-text-too-long": _("The text has %(found)s characters; at most %(most)s fit. Shorten it."),
    "filled-required": _("This cell is empty; a card cannot be filed without it. Fill it in."),
    "filled-rule": _("Check this answer. %(message)s"),
    "upload-empty": _("The file is empty. Save the filled form once more and upload it again."),
    "upload-pdf": _(
        "This is a PDF. Only the spreadsheet form (.xlsx) can be uploaded. Download it from the card's page."
    ),
    "upload-not-xlsx": _(
        "This is not an .xlsx spreadsheet. Open the form that you downloaded from the card's page, save it as .xlsx "
        "and upload it again."
    ),
    "upload-damaged": _(
        "The file is damaged (%(reason)s). Open it in a spreadsheet program, save it once more and upload it again."
    ),
    "upload-bomb": _(
        "The file unpacks to more than %(most_mb)s MB; no card does. It was not opened. Copy the answers into a fresh "
        "form."
    ),
    "upload-not-a-form": _(
        "This spreadsheet is no form of a card: its hidden sheet is missing. Download the form from this card's page "
        "and copy the answers into it."
    ),
    "upload-other-kind": _(
        "This is a form of another kind (%(found)s), but this card is %(kind)s. Upload it to its own card, or choose "
        "another file."
    ),
    "upload-other-version": _(
        "The form was made from version %(found)s of the card; this card uses version %(known)s. Download the form "
        "anew from this card's page and copy the answers."
    ),
    "upload-nobodys": _(
        "The form does not say whose it is. Download the form from this card's page and copy the answers into it."
    ),
    "upload-other-session": _(
        "This is a form of session %(found)s; this card belongs to session %(known)s. Choose the form of this session."
    ),
    "upload-other-gmina": _(
        "This is a form about gmina %(found)s; this card is about gmina %(known)s. Upload it to the card of its gmina, "
        "or choose another file."
    ),
    "upload-other-respondent": _(
        "This is a form of participant %(found)s; this card belongs to %(known)s. Choose the form that was downloaded "
        "from this card's page."
    ),
}
