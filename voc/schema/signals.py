"""What is told of issues beyond their counts: the tables of repeats, ratings, money, places, words, effects.

Each stands in a snapshot under its name in `SIGNAL_TABLES`; one that was not measured is published empty.
"""

from collections.abc import Mapping

import polars as pl

Schema = Mapping[str, pl.DataType]

CALENDAR: Schema = {
    # One row a week, from the first week of all data to the week that as-of cuts.
    "week": pl.String(),
    "contacts": pl.Int64(),  # all, with or without an issue
    "exposure": pl.Float64(),  # what rates are told by: orders, customers, ... else the week's contacts
    "is_complete": pl.Boolean(),  # false: the week still ran at as-of
    "is_estimated": pl.Boolean(),  # the exposure was not delivered for this week
    "late_contacts": pl.Int64(),  # that came after the snapshot that first showed the week complete
    "holidays": pl.List(  # of the workspace's country, where one is configured
        pl.Struct({"day": pl.Date(), "es": pl.String(), "en": pl.String()})
    ),
    "silent_sources": pl.List(pl.String()),  # that had begun, and fell silent beyond chance
}

EXPOSURES: Schema = {
    # What was delivered to divide by, a week; every configured one.
    "name": pl.String(),  # orders, customers, ...
    "week": pl.String(),
    "value": pl.Float64(),
}

REPEATS: Schema = {
    # One row an issue that has a contact, and one for all (issue_id null): there a contact counts once
    # while a chain is still about one issue. Intervals are of 95 %, with people as clusters.
    "issue_id": pl.String(),
    "contact_count": pl.Int64(),  # with an issue and a known customer: what the rate is of
    "customer_count": pl.Int64(),
    "unknown_count": pl.Int64(),  # with an issue, without a known customer: nobody can tell
    "repeat_count": pl.Int64(),
    "repeat_rate": pl.Float64(),  # 0 to 1; null: no customer is known
    "repeat_low": pl.Float64(),
    "repeat_high": pl.Float64(),
    "repeat_cost": pl.Float64(),  # of the repeat contacts, whole, in the workspace's currency
    "chain_count": pl.Int64(),  # of contacts no more than the window apart
    "once_count": pl.Int64(),  # chains of one time; contacts of one instant are one time
    "twice_count": pl.Int64(),
    "thrice_count": pl.Int64(),
    "more_count": pl.Int64(),  # chains of four times and more
    "open_count": pl.Int64(),  # chains that may still grow: the window after their last contact is open
    "gap_days_low": pl.Float64(),  # quartiles of the days from one time to the next in a chain; null: none
    "gap_days_middle": pl.Float64(),
    "gap_days_high": pl.Float64(),
    "settled_count": pl.Int64(),  # chains whose first contact's window has closed
    "resolved_count": pl.Int64(),  # those of them where nobody came back within it
    "resolved_rate": pl.Float64(),  # first-contact resolution, at most; null: no window has closed
    "resolved_low": pl.Float64(),
    "resolved_high": pl.Float64(),
    "said_count": pl.Int64(),  # of unknown_count, those whose words say that it is not the first time
    "further_count": pl.Int64(),  # of contact_count, those that say so and are no repeats: of what we missed
    "longest": pl.List(  # the longest chains of two times and more, the most times first
        pl.Struct({"times": pl.Int64(), "days": pl.Float64(), "contact_ids": pl.List(pl.String())})
    ),
}

REPEAT_WEEKS: Schema = {
    # How many of a week's contacts were followed by another; every issue and all (issue_id null), every week.
    "issue_id": pl.String(),
    "week": pl.String(),
    "contact_count": pl.Int64(),  # with an issue and a known customer
    "followed_count": pl.Int64(),  # whose customer came back about the same issue within the window
    "forward_rate": pl.Float64(),  # 0 to 1; null: no contacts
    "forward_low": pl.Float64(),
    "forward_high": pl.Float64(),
    "is_final": pl.Boolean(),  # the window had closed for the whole week at as-of; else it may rise
}

SAID: Schema = {
    # What contacts say of their own handling, in words; one row a contact and thing said, no other contacts.
    "contact_id": pl.String(),
    "sign": pl.String(),  # again, solved, unsolved, kind, unkind, right, wrong
}

ANSWERS_GIVEN: Schema = {
    # The three questions a customer would ask: one row an issue (null: all contacts), question and witness.
    "issue_id": pl.String(),
    "question": pl.String(),  # solved, treated, right
    "witness": pl.String(),  # words (the customer's own), notes (an agent's), ratings, repeats
    "scale": pl.String(),  # of ratings, else null
    "count": pl.Int64(),  # contacts that tell; of `right` by repeats, chains
    "customer_count": pl.Int64(),  # people behind them; a contact without a customer counts as one
    "yes_count": pl.Int64(),
    "yes_share": pl.Float64(),  # 0 to 1; null: nothing is known
    "yes_low": pl.Float64(),  # 95 %, with people as clusters
    "yes_high": pl.Float64(),
    "of_count": pl.Int64(),  # contacts that could have told
    "reason": pl.String(),  # why nothing is known: nobody_asked, nobody_says, no_customers, window_open
    "no_contact_ids": pl.List(pl.String()),  # of those that say no, the latest first
}

BUDGET: Schema = {
    # One row: how many false alarms the workspace's own volumes give, replayed with nothing happening.
    "weeks": pl.Int64(),  # of its own history that were replayed
    "issues": pl.Int64(),
    "replays": pl.Int64(),
    "false_per_week": pl.Float64(),  # alarms a week, over all issues
    "false_per_issue_week": pl.Float64(),
    "raised_count": pl.Int64(),  # alerts that were really raised in these weeks
}

VOGUE: Schema = {
    # Words in vogue: said more of late than in the 13 weeks before. Of all contacts and the last complete
    # week (issue_id null), or of an issue and the last four weeks. The strongest first within a scope.
    "issue_id": pl.String(),
    "week": pl.String(),  # the last of those in question
    "week_count": pl.Int64(),  # how many are in question: 1, or 4
    "phrase": pl.String(),  # in its commonest form, lower case; customers' words
    "also": pl.List(pl.String()),  # what the same contacts say besides, most telling first
    "language": pl.String(),
    "contacts": pl.Int64(),  # that say it in these weeks, copies not counted
    "customers": pl.Int64(),  # behind them; a contact without a customer counts as one
    "copies": pl.Int64(),  # contacts that say it again word for word
    "before_count": pl.Int64(),  # people who said it in the weeks before, a person once a week
    "expected": pl.Float64(),  # people in these weeks, at the rate of the weeks before, source by source
    "z": pl.Float64(),  # of the log-odds with prior, source by source, over the scatter of weeks
    "q": pl.Float64(),  # share of false ones among those that are as unlikely, 0 to 1
    "contact_ids": pl.List(pl.String()),  # the earliest first, copies included
    "issue_ids": pl.List(pl.String()),  # that these mentions lie in, most contacts first
    "unassigned_share": pl.Float64(),  # of the contacts, those of which no mention that says it has an issue
}

MONEY: Schema = {
    # One row a month and issue with a contact in it; the contacts without an issue are a row without one.
    "month": pl.String(),  # 2026-03, in the workspace's zone
    "issue_id": pl.String(),  # null: no issue
    "contacts": pl.Int64(),
    "repeat_count": pl.Int64(),  # of them, repeats of this issue
    "cost": pl.Float64(),  # of the contacts, whole, repeats included: may add up to more than was spent
    "repeat_cost": pl.Float64(),  # of the repeats among them
    "shared_cost": pl.Float64(),  # a contact split equally among its issues: adds up to what was spent
    "shared_repeat_cost": pl.Float64(),
}

RATINGS: Schema = {
    # One row an issue, scale and measure, and one for all ratings of the scale (issue_id null).
    "issue_id": pl.String(),
    "scale": pl.String(),  # of RATING_SCALES; "source NAME" where a source's scale is not known
    "measure": pl.String(),  # mean: of the scale; nps: -100 to 100; csat: % satisfied, 0 to 100
    "is_primary": pl.Boolean(),  # the scale that `rating_effect` of the issue is told in
    "contact_count": pl.Int64(),  # of the issue, rated or not
    "rated_count": pl.Int64(),  # of those, rated on this scale
    "rated_share": pl.Float64(),
    "person_count": pl.Int64(),  # who rated them; a contact without a customer is one of its own
    "level": pl.Float64(),  # the measure over the rated contacts
    "level_low": pl.Float64(),  # 95 % by drawing people again, as of the effect
    "level_high": pl.Float64(),
    "rest_level": pl.Float64(),  # over all rated contacts without the issue
    "effect": pl.Float64(),  # measure of all less that of the rest; negative = goes with lower ratings
    "effect_low": pl.Float64(),
    "effect_high": pl.Float64(),
    "adjusted": pl.Float64(),  # how its contacts rate against the rest of the same source and product
    "adjusted_low": pl.Float64(),
    "adjusted_high": pl.Float64(),
    "points_to_win": pl.Float64(),  # what the measure would gain if they rated like those
    "points_low": pl.Float64(),
    "points_high": pl.Float64(),
    "importance": pl.Float64(),  # share of the measure's variance that goes with the issue (LMG), 0 to 1
    "lost_share": pl.Float64(),  # of its ratings, at the low end (NPS: 0 to 6)
    "won_share": pl.Float64(),  # at the high end (NPS: 9 and 10)
    "penalty": pl.Float64(),  # by how much more of its raters are lost, adjusted likewise; 0.1 is 10 in 100
    "penalty_low": pl.Float64(),
    "penalty_high": pl.Float64(),
    "reward": pl.Float64(),  # by how much more of them are won
    "reward_low": pl.Float64(),
    "reward_high": pl.Float64(),
    "asymmetry": pl.Float64(),  # -1: only the low end differs, 1: only the high end
    "side": pl.String(),  # dissatisfier, satisfier, reliever, both; null: neither end surely differs
    "reason": pl.String(),  # why figures are missing: few_raters, few_others, not_separable; or null
}

_PLACE: Schema = {
    "contacts": pl.Int64(),
    "customers": pl.Int64(),  # a contact without a customer counts as one
    "known_count": pl.Int64(),  # contacts with a known customer
    "repeat_count": pl.Int64(),  # of them, repeats: of the issue, or of any of its issues
    "cost": pl.Float64(),  # each contact whole
    "rating_scale": pl.String(),  # that most of them were rated on; null: none was
    "rating_mean": pl.Float64(),  # on that scale, raw
    "rating_count": pl.Int64(),  # contacts rated on it
    "ranked_count": pl.Int64(),  # contacts rated on any known scale or source
    "rating_rank": pl.Float64(),  # where they stand among all of their scale, 0 worst to 1 best; .5 as all
}

PLACES: Schema = {
    # Where it hurts: one row a dimension, value and issue that meet in a contact; issue null: no issue.
    "dimension": pl.String(),  # touchpoint, product, channel
    "value": pl.String(),
    "issue_id": pl.String(),
    **_PLACE,
    "share": pl.Float64(),  # of the place's contacts, 0 to 1
    "lift": pl.Float64(),  # people here who have the issue, over what it would be if places did not matter
    "lift_low": pl.Float64(),  # 95 %
    "lift_high": pl.Float64(),
    "p_value": pl.Float64(),  # of so many people or more by chance
    "q_value": pl.Float64(),  # adjusted over all cells of the dimension
    "hurting_count": pl.Int64(),  # contacts but for the valuable ones (praise, wants to buy)
    "repeat_factor": pl.Float64(),  # 1 as everywhere in the dimension
    "rating_factor": pl.Float64(),  # 1 as everywhere; above: rated worse
    "pain": pl.Float64(),  # hurting_count × repeat_factor × rating_factor, in contacts; null without an issue
}

PLACE_TOTALS: Schema = {
    # One row a dimension and value; value null: the contacts that do not tell it.
    "dimension": pl.String(),
    "value": pl.String(),
    "position": pl.Int64(),  # from 1; null for those that do not tell
    "is_cycle": pl.Boolean(),  # the order is that of the service cycle, not of contacts
    **_PLACE,
}

PROPOSED_LEVERS: Schema = {
    # One row an issue that has a contact. Factors and scores are from 0 to 1; the weights are in
    # voc/signals/levers.py. A factor that is not known is null, and counts a half.
    "issue_id": pl.String(),
    "contact_count": pl.Int64(),
    "kind_count": pl.Int64(),  # of those, with a kind
    "lever": pl.String(),  # of LEVERS: the highest score; null: too few have a kind
    "runner_up": pl.String(),
    "lead": pl.Float64(),  # of the best score over the next
    "eliminate": pl.Float64(),  # the levers' scores
    "automate": pl.Float64(),
    "simplify": pl.Float64(),
    "improve": pl.Float64(),
    "defect": pl.Float64(),  # shares of the contacts with a kind; they sum to 1
    "confusion": pl.Float64(),
    "question": pl.Float64(),
    "formality": pl.Float64(),
    "wish": pl.Float64(),
    "customer_value": pl.Float64(),  # 0: irritates the customer, 1: wanted
    "company_value": pl.Float64(),
    "repeats": pl.Float64(),  # repeat rate against the average issue's, a half where equal; null: unknown
    "cost": pl.Float64(),  # likewise; null: nothing costs anything
    "size": pl.Float64(),  # likewise, of contacts
    "growth": pl.Float64(),  # rate of the last weeks against those before, a half where equal; or null
    "rating_loss": pl.Float64(),  # a half where it rates like the rest, 1 at half the scale lower; or null
    "priority": pl.Float64(),  # of size, growth, cost, repeats and rating_loss
    "reasons": pl.List(pl.String()),  # what stands out, as codes
    "reason": pl.String(),  # why there is no lever: few_contacts; or null
}

SIGNAL_TABLES: Mapping[str, Schema] = {
    "places": PLACES,
    "place_totals": PLACE_TOTALS,
    "money": MONEY,
    "vogue": VOGUE,
    "budget": BUDGET,
    "calendar": CALENDAR,
    "exposures": EXPOSURES,
    "repeats": REPEATS,
    "repeat_weeks": REPEAT_WEEKS,
    "said": SAID,
    "answers_given": ANSWERS_GIVEN,
    "ratings": RATINGS,
    "levers": PROPOSED_LEVERS,
}
