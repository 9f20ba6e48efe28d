"""How a plan of repayment ends, in words: shared by the labs about repaying."""

from __future__ import annotations

from course.content.language import Language


def duration(months: int, language: Language) -> str:
    """
    >>> from course.content.language import language
    >>> [duration(n, language("en")) for n in (9, 24, 232)]
    ['9 months', '2 years', '19 years and 4 months']
    """
    years, rest = divmod(months, 12)
    if not years:
        return language.months(rest)
    if not rest:
        return language.years(years)
    return language.text(
        "{years} and {months}", years=language.years(years), months=language.months(rest)
    )


def months_and_duration(months: int, language: Language) -> str:
    """
    >>> from course.content.language import language
    >>> [months_and_duration(n, language("en")) for n in (9, 232)]
    ['9 months', '232 months (19 years and 4 months)']
    """
    if months <= 12:
        return language.months(months)
    return language.text(
        "{months} ({duration})", months=language.months(months), duration=duration(months, language)
    )


def outcome(
    paid_minor: int,
    interest_minor: int,
    owed_minor: int,
    months: int,
    never_ends: bool,
    currency: str,
    language: Language,
) -> str:
    """What a plan comes to after so many months, as the end of a sentence.

    >>> from course.content.language import language
    >>> outcome(820279, 320279, 0, 57, False, "USD", language("en"))
    'you pay $8,202.79 in 57 months (4 years and 9 months), $3,202.79 of it interest.'
    """
    values = {
        "paid": language.money_minor(paid_minor, currency),
        "interest": language.money_minor(interest_minor, currency),
        "owed": language.money_minor(owed_minor, currency),
        "months": months_and_duration(months, language),
        "time": duration(months, language),
    }
    if never_ends:
        return language.text(
            "it never ends: after {time} you have paid {paid} and owe {owed}.", **values
        )
    return language.text("you pay {paid} in {months}, {interest} of it interest.", **values)
