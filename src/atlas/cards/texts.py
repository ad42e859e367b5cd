"""Texts of the cards' errors: what happened, to which thing, what to do next."""

from __future__ import annotations

from atlas.kernel.language import _

TEXTS: dict[str, str] = {
    "card-not-found": _("There is no such card, or it is not yours. Look at the list of your cards."),
    "version-not-found": _("This card has no such version. Go back to its history and choose one there."),
    "card-not-yours": _("You may read this card, but only the people who represent its participant can change it."),
    "card-not-opened": _(
        "Nobody of the Centre changes a participant's card by the way. Open it on their behalf first, with the channel"
        " by which it came."
    ),
    "channel-not-on-behalf": _("The Centre enters cards that came on paper, by e-mail or by telephone. Choose one."),
    "takeover-reason-needed": _(
        "The participant has begun this card by themselves. Write why the Centre goes on with it: their people"
        " are told."
    ),
    "source-needed-first": _(
        "The card was not submitted: attach what it was entered from first, the scan, the file or the note of the call."
    ),
    "source-empty": _("There is nothing in this file or note. Choose another one."),
    "source-too-large": _("This file has more than %(most_mb)s MB. Scan it in grey or with fewer dots per inch."),
    "source-of-other-type": _(
        "This is no PDF, JPEG, PNG or XLSX, or its name ends otherwise than its content. Save it as one of these."
    ),
    "source-damaged": _("This file cannot be opened; it is damaged or incomplete. Scan or save it once more."),
    "source-too-many-pixels": _(
        "This picture has more than %(most_millions)s million dots. Scan it with fewer dots per inch."
    ),
    "source-two-in-one": _(
        "Something else stands behind the end of this file, so it was not kept. Scan or save it once more, as a PDF."
    ),
    "source-active": _(
        "This PDF runs a program or holds other files, so it was not kept. Print it into a new PDF and attach that."
    ),
    "source-known": _("This file is attached already."),
    "source-too-many": _("%(most)s documents are attached already. Put several pages into one PDF."),
    "source-submitted": _("The card was submitted with this document, so it stays."),
    "source-gone": _("The file “%(name)s” is no longer in its place. Tell whoever keeps the server: see its backups."),
    "source-changed": _(
        "The file “%(name)s” is not the one that was attached: its SHA-256 differs. Tell whoever keeps the server."
    ),
    "card-transition": _("That cannot be done with this card: its state has changed meanwhile. Open its page again."),
    "izus-accepted-already": _(
        "A Karta IZUS of gmina %(gmina)s is accepted already, and a package takes one. Set this card aside, with a"
        " reason."
    ),
    "card-is-filed": _(
        "This card is submitted already, so nothing was changed. Withdraw it first if you want to correct it."
    ),
    "card-changed-meanwhile": _(
        "Somebody changed this card while you were looking at it. Read it once more, then press the button again."
    ),
    "card-not-ready": _("The card was not submitted: %(count)s things are still to be mended. They stand below."),
    "session-not-open-yet": _("This session takes cards from %(opens_on)s on. Come back on that day."),
    "session-over": _(
        "This session has been closed for cards since %(closes_on)s, 23:59. Your draft is kept. Write to the Monitoring"
        " Centre if you want to submit the card later."
    ),
    "session-closed-early": _(
        "The Centre closed this session for cards before its deadline. Your draft is kept. Write to the Monitoring"
        " Centre if you want to submit the card."
    ),
    "session-not-verified-now": _(
        "Cards of this session are not verified now: it is not open yet, or closed already. Nothing was changed."
    ),
    "review-taken": _(
        "%(name)s has been looking at this card since %(since)s. Your decision was not kept: talk to them, or take the"
        " card over on its page."
    ),
    "question-needed": _("Ask at least one question at an item, so that it is known what to correct."),
    "question-not-at-item": _("The form has no item “%(item)s” to ask about. Choose one of its items."),
    "set-aside-reason-needed": _("Say why the card is set aside: the participant reads it."),
    "flags-stay": _(
        "This card does not wait for a decision any more, so its flags stay as they are. Open its page again."
    ),
    "flag-not-found": _("This card has no such flag any more. Open its page again."),
    "answer-needed": _("Fill this in: a card cannot be submitted without it."),
    "not-an-address": _("This is no e-mail address. Write it like this: biuro@example.org."),
    "not-a-phone": _("This is no telephone number. Write it like this: 81 123 45 67."),
    "not-a-day": _("This is no day. Write it like this: 2026-04-15 or 15.04.2026."),
    "not-an-option": _("“%(found)s” cannot be chosen here. Choose one of the answers that the form offers."),
    "none-and-others": _("“None of the above” is ticked together with other answers. Untick one or the other."),
    "reason-and-answer": _("There is an answer and also a reason why there is none. Clear one of the two."),
    "text-too-long": _("The text has %(found)s characters; at most %(most)s fit. Shorten it."),
    "day-to-come": _("This day is still to come. Enter today, or the day on which you finished the card."),
    "source-and-day-needed": _("Choose where this figure comes from, and say for which day it holds."),
    "source-needed": _("Say where this figure comes from: choose its source."),
    "as-of-needed": _("Say for which day this figure holds."),
    "source-alone": _("A source or a day stands here without a figure. Enter the figure, or clear them."),
    "place-unknown": _("There is no gmina and no powiat “%(found)s”. Write its name or its TERYT code."),
    "place-ambiguous": _("Several places are called “%(found)s”. Choose one: %(known)s."),
    "look-again": _("What you typed here could not be read. Look at it again."),
    "upload-missing": _(
        "No file was chosen. Choose the filled form on your computer, then press the button once more."
    ),
    "upload-gone": _("The uploaded file is no longer kept here, so nothing was changed. Upload it once more."),
    "copy-of-other-kind": _("A card can only be copied to a card of the same kind and participant."),
    "extension-reason-needed": _("Write why this participant gets more time. Whoever verifies the card reads it."),
}
