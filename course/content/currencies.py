"""The commoner currencies: their codes, signs and words, and how many decimals their money has."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache


@dataclass(frozen=True, slots=True)
class Currency:
    """A currency by its ISO 4217 code.

    `minor_digits`: the decimals of its smallest unit. `signs` stand before or behind an amount,
    `words` (without a plural's s) are what it is called in English and Chinese.
    """

    code: str
    minor_digits: int
    signs: tuple[str, ...]
    words: tuple[str, ...]


def _currency(code: str, minor_digits: int, signs: str, words: str) -> Currency:
    return Currency(code, minor_digits, tuple(signs.split()), tuple(words.split("|")))


# What several have in common, such as $, means the first of them where nothing else is known.
CURRENCIES: tuple[Currency, ...] = (
    _currency("CNY", 2, "CN¥ RMB ¥", "yuan|renminbi|人民币|块钱|块|元|圆"),
    _currency("USD", 2, "US$ $", "US dollar|dollar|美元|美金|美刀"),
    _currency("EUR", 2, "€", "euro|欧元"),
    _currency("GBP", 2, "£", "British pound|pound|sterling|英镑"),
    _currency("JPY", 0, "JP¥ ¥", "yen|日元|日圆|円"),
    _currency("KRW", 0, "₩", "South Korean won|won|韩元|韩圆|韩币|원"),
    _currency("INR", 2, "₹ Rs. Rs", "Indian rupee|rupee|印度卢比|卢比"),
    _currency("HKD", 2, "HK$ $", "Hong Kong dollar|dollar|港元|港币|港纸"),
    _currency("TWD", 2, "NT$ $", "New Taiwan dollar|dollar|新台币|新臺幣|台币|臺幣|元"),
    _currency("SGD", 2, "S$ $", "Singapore dollar|dollar|新加坡元|新币|新元|坡币"),
    _currency("AUD", 2, "AU$ A$ $", "Australian dollar|dollar|澳大利亚元|澳元|澳币"),
    _currency("CAD", 2, "CA$ C$ $", "Canadian dollar|dollar|加拿大元|加元|加币"),
    _currency("NZD", 2, "NZ$ $", "New Zealand dollar|dollar|新西兰元|纽元|纽币"),
    _currency("CHF", 2, "SFr. Fr.", "Swiss franc|franc|瑞士法郎|瑞郎|法郎"),
    _currency("SEK", 2, "kr", "Swedish krona|Swedish kronor|krona|kronor|瑞典克朗|克朗"),
    _currency("NOK", 2, "kr", "Norwegian krone|Norwegian kroner|krone|kroner|挪威克朗|克朗"),
    _currency("DKK", 2, "kr", "Danish krone|Danish kroner|krone|kroner|丹麦克朗|克朗"),
    _currency("ISK", 0, "kr", "Icelandic króna|Icelandic krónur|króna|krónur|冰岛克朗|克朗"),
    _currency("PLN", 2, "zł", "Polish zloty|zloty|złoty|波兰兹罗提|兹罗提"),
    _currency("CZK", 2, "Kč", "Czech koruna|koruna|捷克克朗|克朗"),
    _currency("HUF", 2, "Ft", "Hungarian forint|forint|匈牙利福林|福林"),
    _currency("RON", 2, "", "Romanian leu|Romanian lei|lei|leu|罗马尼亚列伊|列伊"),
    _currency("BGN", 2, "лв", "Bulgarian lev|Bulgarian leva|leva|保加利亚列弗|列弗"),
    _currency("RUB", 2, "₽ руб. руб", "Russian ruble|ruble|rouble|俄罗斯卢布|卢布"),
    _currency("UAH", 2, "₴", "Ukrainian hryvnia|hryvnia|乌克兰格里夫纳|格里夫纳"),
    _currency("TRY", 2, "₺ TL", "Turkish lira|lira|土耳其里拉|里拉"),
    _currency("ILS", 2, "₪", "Israeli new shekel|shekel|以色列新谢克尔|谢克尔"),
    _currency("AED", 2, "", "United Arab Emirates dirham|UAE dirham|dirham|阿联酋迪拉姆|迪拉姆"),
    _currency("SAR", 2, "", "Saudi riyal|riyal|沙特里亚尔|里亚尔"),
    _currency("KWD", 3, "", "Kuwaiti dinar|dinar|科威特第纳尔|第纳尔"),
    _currency("EGP", 2, "E£ £", "Egyptian pound|pound|埃及镑"),
    _currency("ZAR", 2, "R", "South African rand|rand|南非兰特|兰特"),
    _currency("NGN", 2, "₦", "Nigerian naira|naira|尼日利亚奈拉|奈拉"),
    _currency("KES", 2, "KSh", "Kenyan shilling|shilling|肯尼亚先令|先令"),
    _currency("GHS", 2, "GH₵ ₵", "Ghanaian cedi|cedi|加纳塞地|塞地"),
    _currency("BRL", 2, "R$", "Brazilian real|reai|巴西雷亚尔|雷亚尔"),
    _currency("MXN", 2, "MX$ Mex$ $", "Mexican peso|peso|墨西哥比索|比索"),
    _currency("ARS", 2, "AR$ $", "Argentine peso|peso|阿根廷比索|比索"),
    _currency("CLP", 0, "CLP$ $", "Chilean peso|peso|智利比索|比索"),
    _currency("COP", 2, "COL$ $", "Colombian peso|peso|哥伦比亚比索|比索"),
    _currency("PEN", 2, "S/. S/", "Peruvian sol|Peruvian sole|秘鲁索尔|索尔"),
    _currency("PHP", 2, "₱", "Philippine peso|peso|菲律宾比索|比索"),
    _currency("IDR", 2, "Rp. Rp", "Indonesian rupiah|rupiah|印度尼西亚卢比|印尼盾|印尼卢比"),
    _currency("MYR", 2, "RM", "Malaysian ringgit|ringgit|马来西亚林吉特|林吉特|马币"),
    _currency("THB", 2, "฿", "Thai baht|baht|泰铢"),
    _currency("VND", 0, "₫ đ", "Vietnamese dong|dong|越南盾"),
    _currency("PKR", 2, "Rs. Rs", "Pakistani rupee|rupee|巴基斯坦卢比|卢比"),
    _currency("BDT", 2, "৳", "Bangladeshi taka|taka|孟加拉塔卡|塔卡"),
    _currency("LKR", 2, "Rs. Rs", "Sri Lankan rupee|rupee|斯里兰卡卢比|卢比"),
    _currency("NPR", 2, "Rs. Rs", "Nepalese rupee|rupee|尼泊尔卢比|卢比"),
    _currency("KZT", 2, "₸", "Kazakhstani tenge|tenge|哈萨克斯坦坚戈|坚戈"),
    _currency("MOP", 2, "MOP$", "Macanese pataca|pataca|澳门币|澳门元"),
)
BY_CODE = {currency.code: currency for currency in CURRENCIES}

_CAPITALS = frozenset(("TRY", "TL", "PEN", "COP", "R", "RM", "Ft"))
"""Ordinary words or letters when they are written otherwise, or stand in a text."""
_COUNTING_ONLY = frozenset(("块", "won", "dong", "R", "Fr.", "đ"))
"""These mean money beside an amount and often something else in a text."""
_LONGEST = 500
"""Characters of a text that are looked at: the name of a column is shorter."""


def currency_in(text: str) -> str:
    """The code of the currency that a text names, "" if none.

    What only one currency is called goes before what several are: "$ (CAD)" is CAD. A sign or word
    that several share means the first of them in CURRENCIES: `$` USD, `¥` and 元 CNY, `Rs` INR,
    `kr` SEK, `£` GBP.

    >>> currency_in("应还本金(元)"), currency_in("Payment (Rs)"), currency_in("月供(日元 ¥)")
    ('CNY', 'INR', 'JPY')
    >>> currency_in("Payment, C$"), currency_in("3-month EURIBOR"), currency_in("Try it")
    ('CAD', '', '')
    """
    shared = ""
    for name in _names_in(" ".join(unicodedata.normalize("NFKC", text[:_LONGEST]).split())):
        codes = codes_of(name)
        if len(codes) == 1:
            return codes[0]
        shared = shared or codes[0]
    return shared


def codes_of(name: str) -> tuple[str, ...]:
    """The currencies that a code, sign or word may mean, the likeliest first; () if none.

    >>> codes_of("Rs"), codes_of("euros"), codes_of("¥")
    (('INR', 'PKR', 'LKR', 'NPR'), ('EUR',), ('CNY', 'JPY'))
    """
    names = _codes_by_name()
    name = " ".join(name.split()).casefold()
    return names.get(name) or names.get(name.removesuffix("s"), ())


@lru_cache
def _codes_by_name() -> dict[str, tuple[str, ...]]:
    names: dict[str, tuple[str, ...]] = {}
    for currency in CURRENCIES:
        for name in (currency.code, *currency.signs, *currency.words):
            key = name.casefold()
            names[key] = (*names.get(key, ()), currency.code)
    return names


@lru_cache
def _names_by_first_letter() -> dict[str, list[str]]:
    """The names that are money in a text too, the longest first."""
    found: dict[str, list[str]] = {}
    for currency in CURRENCIES:
        for name in (currency.code, *currency.signs, *currency.words):
            if name not in _COUNTING_ONLY:
                found.setdefault(name[0].casefold(), []).append(name)
    return {letter: sorted(names, key=len, reverse=True) for letter, names in found.items()}


def _names_in(text: str) -> Iterator[str]:
    """The names of currencies in a text, in order."""
    folded = text.casefold()
    if len(folded) != len(text):  # a letter that has no small one of its own
        text = folded
    names, place = _names_by_first_letter(), 0
    while place < len(text):
        for name in names.get(folded[place], ()):
            end = place + len(name)
            where, looked_for = (text, name) if name in _CAPITALS else (folded, name.casefold())
            if where.startswith(looked_for, place) and _stands_alone(folded, place, end):
                yield name
                place = end - 1
                break
        place += 1


def _stands_alone(text: str, begin: int, end: int) -> bool:
    """Whether letters of a name are not part of a longer word, but for a plural's s."""
    if _is_letter(text[begin]) and begin and _is_letter(text[begin - 1]):
        return False
    if not _is_letter(text[end - 1]):
        return True
    end += end - begin > 3 and text[end : end + 1] == "s"
    return end >= len(text) or not _is_letter(text[end])


def _is_letter(sign: str) -> bool:
    """Whether words are made of it: a letter, and none of a writing without spaces."""
    return sign.isalpha() and sign < "\u2e80"
