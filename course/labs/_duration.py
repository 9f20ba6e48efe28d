"""A number of months in words, shared by the labs about repaying."""

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
