"""What does a new workspace look like?

The template is a whole voc.toml that loads as it stands: people change a working file more surely
than they fill an empty one.
"""

from pathlib import Path

from voc.errors import CallError
from voc.settings.workspace import CONFIG_NAME

INBOX_FOLDERS = ("notes", "surveys", "calls", "web")

TEMPLATE = """\
# The configuration of a voc workspace. Lines that begin with # are comments.
# Change what differs at your company, put files into inbox/, then: voc run

[workspace]
name = "My company"
timezone = "Europe/Madrid"         # for times without a zone, and for weeks
languages = ["es", "en"]           # what your customers write in; others are stored and counted apart
currency = "EUR"
# country = "ES"                   # marks its public holidays; with a region: "ES-MD"

# A source is a folder of files of one shape. In [sources.fields], on the left our name of a field,
# on the right the column's name in your file (of JSON: a path with dots, like "ticket.created_at").
# Formats: CSV, TSV, JSON, JSON Lines, Parquet, Excel (also .xls, .ods), SPSS, WebVTT, SubRip, e-mail (.eml,
# .mbox); each may be gzipped (.gz) or zipped. `voc sources probe FILE` proposes a block for a file, and
# `voc sources` lists the presets of common systems: preset = "zendesk" instead of [sources.fields].

[[sources]]
name = "notes"                     # unique; it is part of each contact's identity, so keep it
channel = "agent_note"             # agent_note, survey, call, web, email, chat, social or kiosk
path = "inbox/notes/*.csv"         # from this folder, or absolute
# format = "csv"                   # only where the file's ending does not say it
# date_order = "month_first"        # or day_first: where 03/04/2026 may be either and no other date tells
# withdrawals = "inbox/notes/deleted-*.csv"   # files that list the ids of rows deleted at the source
[sources.fields]
id = "ticket_id"                   # required
text = "note"                      # required
occurred_at = "created_at"         # required
customer = "customer_id"           # replaced by a pseudonym before it is stored
agent = "agent_id"                 # likewise
department = "team"
product = "product"
# minutes = "handling_minutes"     # how long it took to handle: 7.5, or 0:07:30
# touchpoint = "stage"             # the moment of the service: buying, delivery, billing, ...
# language = "lang"                # else it is identified from the text

[[sources]]
name = "surveys"
channel = "survey"
path = "inbox/surveys/*.csv"       # also what Qualtrics exports, with its extra header rows
[sources.fields]
id = "ResponseId"
text = "comment"
occurred_at = "RecordedDate"
customer = "customer_id"
rating = "nps"
rating_scale = "nps"               # not a column: nps (0-10), csat5 (1-5), stars5 (1-5) or ces7 (1-7)

[[sources]]
name = "calls"
channel = "call"
path = "inbox/calls/*.vtt"         # also .srt, and .json with turns
metadata = "inbox/calls/index.csv" # one row a transcript; its id is the file's name without the ending
customer_speakers = ["Cliente", "Customer"]
[sources.fields]                   # columns of the metadata
id = "call_id"
occurred_at = "started_at"
customer = "customer_id"
agent = "agent_id"
department = "queue"

[[sources]]
name = "web"
channel = "web"
path = "inbox/web/*.jsonl"
[sources.fields]
id = "id"
text = "comment"
occurred_at = "submitted_at"
touchpoint = "page"
rating = "stars"
rating_scale = "stars5"

# What rates and alerts are told by: orders, active customers, invoices, by day or by week. Without one it is
# the week's contacts. Several may be given; the first is the master figure's (contacts per order).
# [[exposure]]
# name = "orders"
# path = "inbox/exposure/*.csv"      # or url and query, as of a source
# how = "sum"                        # a week's days add up; "mean" for a level, such as active customers
# [exposure.fields]
# date = "day"                       # a date, or a week such as 2026-W20
# value = "orders"

[council]
recurring_min_customers = 3        # an issue recurs with at least so many different customers
recurring_min_weeks = 2            # in at least so many different weeks
repeat_window_days = 14            # the same customer about the same issue again, within so many days
silent_multiplier = 26             # customers who stay silent for each who speaks (TARP)

# [naming]                         # off: names are customers' own words. An OpenAI-compatible endpoint may
# url = "https://example.com/v1"   # propose better ones; redacted texts travel there, and what it answers
# model = "a-model"                # holds only where customers say each of its words
# key_env = "NAMING_KEY"           # the environment variable that holds the key

[mining]
# encoder = "use+tfidf"            # what tells texts apart: use (the default), e5, tfidf, a mix, or
                                   # model2vec:NAME, sentence-transformers:NAME (a name or a folder). Before
                                   # a change: voc mine --try-encoder NAME
granularity = "auto"               # how finely issues are told apart: auto goes by what is in the texts;
                                   # coarse (about 12), medium (25), fine (50), or a number from 5 to 70

[privacy]
k_people = 3                       # customers from which on an issue's quotes are shown
# keep_months = 36                 # contacts older than this are removed
# encrypt = true                   # warehouse and snapshots; the key is in VOC_ENCRYPTION_KEY
# names_model = "es_core_news_lg"  # an installed spaCy model that finds names beside the rules

# What one contact costs, by channel, in the currency above. A channel that is left out costs nothing.
# call = { minutes = 7.5, rate = 0.9 } is minutes times the cost of a minute: a contact's own minutes where
# its source has them (minutes = "handling_minutes" in its fields), else these.
[costs]
call = 6.5
agent_note = 4.0

# New prices, from the midnight of a day on; what a block leaves out keeps the price it had.
# [[tariffs]]
# from = 2027-01-01
# call = 6.9
"""


def write_template(folder: Path) -> Path:
    """Make a workspace: a commented voc.toml and the inbox's folders.

    Returns:
        The voc.toml that was written.

    Raises:
        CallError: there is a voc.toml already, or the folder cannot be written.
    """
    path = folder / CONFIG_NAME
    try:
        for name in INBOX_FOLDERS:
            (folder / "inbox" / name).mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(TEMPLATE)
    except FileExistsError:
        raise CallError(
            f"{path} is there already; nothing was changed\nRemove it, or choose another folder."
        ) from None
    except OSError as error:
        raise CallError(f"{folder}: cannot make a workspace here: {error.strerror}") from None
    return path
