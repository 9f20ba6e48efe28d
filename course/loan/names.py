"""What the name of a column says it holds, in the languages that plans are exported in.

A name is a hint and no proof: `course.loan.roles` weighs it against the numbers below it.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from course.content.language import marked

ROLES = {
    "number": marked("number"),
    "date": marked("date due"),
    "payment": marked("payment"),
    "principal": marked("principal"),
    "interest": marked("interest"),
    "fee": marked("fee"),
    "extra": marked("repayment on top"),
    "advance": marked("money paid out"),
    "added": marked("interest added to the debt"),
    "balance": marked("still owed afterwards"),
    "opening": marked("owed before"),
    "loan": marked("which loan"),
    "none": marked("not used"),
}
"""What a column may be told to hold."""
EXPLAINED = {
    "same": marked("the same as {column}"),
    "running": marked("running total of {column}"),
    "left": marked("still to pay in all"),
    "part": marked("a part of {column}"),
    "sum": marked("a sum of other columns"),
    "zeros": marked("only zeros"),
    "accrued": marked("interest as it grows"),
    "rate": marked("rate"),
    "days": marked("days"),
    "text": marked("text"),
    "paid": marked("what was paid so far"),
    "unexplained": marked("not explained"),
}
"""What a column turns out to hold that no figure is made of."""
MONEY = (
    "payment", "principal", "interest", "fee", "extra", "advance", "added", "balance", "opening",
)  # fmt: skip

RUNNING = re.compile(r"累计|累積|\b(cumulative|cum|accumulated|running|total|to date|paid)\b")
"""What a name has because its column is a running total, and without which it says of what."""

_TRADITIONAL = str.maketrans(
    "還應額費擔餘總數帳償號務單週貸計實際繳時間狀態備註發檔",
    "还应额费担余总数账偿号务单周贷计实际缴时间状态备注发档",
)
# In this order: the first that fits decides. "?" fits several roles, and the cells decide.
_PATTERNS = tuple(
    (role, re.compile(pattern))
    for role, pattern in (
        ("days", r"天数|日数|\bdays\b|\btage\b|\bjours\b|\bdias\b|\bgiorni\b"),
        ("rate", r"利率|年化|\b(interest|int|annual|monthly|yearly) rates?\b|\bapr\b|\btaxa\b"
                 r"|\btasa\b|\btaux\b|\btasso\b|zinssatz|^rate (p ?a|%)"),
        ("text", r"状态|备注|总期数|\b(status|remarks?|notes?|comments?|memo|statut|estado"
                 r"|bemerkung)\b|\b(remaining|pending) (months?|terms?|periods?|instal?lments?)\b"
                 r"|剩余期数"),
        ("running", r"累计|累積|\b(cumulative|cum|cumul\w*|accumulated|kumul\w*|acumulad\w*"
                    r"|running)\b|\bto date\b|\btotal (interest|principal) paid\b"),
        ("paid", r"实还|实际还|实付|已还|已付|\bactual|^paid$|\bpaid (on|date|amount|late)\b"
                 r"|\b(amount|already|date) paid\b|\bin advance\b|^late$|\bpaye\b|\bpagado\b"),
        ("days", r"剩余(月|天|日)数"),
        ("added", r"capitali[sz]ed|资本化"),
        ("extra", r"提前还|提前偿还|额外还|追加还|尾款|\bprepay\w*|\bpre payments?\b|\bextra\b"
                  r"|\badditional (payment|principal)\b|\blump sum\b|\bover ?payments?\b"
                  r"|\bballoon\b|sondertilgung|\banticip\w*|\badelant\w*"),
        ("advance", r"放款(金额)?$|提款|发放金额|\b(disburse\w*|drawdowns?|draws?|draw downs?)\b"
                    r"|auszahlung|\bdecaissement|\bdesembolso"),
        ("opening", r"(期|月|年)初|还款前|\b(opening|open|beginning|begin|starting|start|initial"
                    r"|prior|previous|old)\b.*\b(balance|principal|debt|capital)\b"
                    r"|\b(balance|principal)\b.*\b(before|brought forward|b/f|start|beginning"
                    r"|opening)\b|\b(balance|saldo|capital)\b.*\b(inicial|iniziale|initial)\b"
                    r"|\banfangs|schuld (am|zu) (jahres|monats)?(anfang|beginn)"
                    r"|\bdebut de periode|\bpending principal\b"),
        ("balance", r"(剩余|未还|待还|尚欠|结余)(贷款|借款)?本金|(本金|贷款|期末)余额|^余额$|负债"),
        ("balance", r"余额|剩余贷款|剩余欠款|\bbalance\b|\brestschuld|\brestkapital|\brestsaldo"
                    r"|\brestdarlehen|\bsaldo\b|\bcapital (restant|pendiente|vivo|restante)\b"
                    r"|\bcapital a rembourser|\bdebito residuo|\bdeuda\b|\bsolde\b"
                    r"|\bencours\b|\b(outstanding|remaining|unpaid) (loan )?(principal|capital)\b"),
        ("left", r"(剩余|未还|待还).*(本息|总额|合计)|\b(outstanding|remaining)\b"),
        ("balance", r"剩余|未还|待还"),
        ("loan", r"^(贷款|借款|合同|借据|账户)(编号|号码?|名称)$|合同号|借据号|贷款账号"
                 r"|\b(loan|account|contract|facility)\b ?(name|id|no|nr|number|#|ref)?$"
                 r"|\bvertrag|\bcontrato\b|\bpret\b$"),
        ("text", r"\b(branch|cust(omer)?|client|mobile|phone|zip|invoice|receipt|record|gl|officer"
                 r"|user|member|agent) ?(ids?|codes?|no|nr|number|acct|account|#)?$|^ids?$|\bids?$"
                 r"|客户|机构|网点|电话|手机|身份证"),
        ("date", r"(应还|还款|到期|付款|缴款|扣款|应付|缴费)款?(日|时间|年月)"),
        ("date", r"\b(due|payment|pay|instal?lment|maturity|repayment) ?(date|day)\b|\bdate due\b"),
        ("text", r"起息|开始日|起始日|\b(start|from|value|begin(ning)?) date\b"),
        ("date", r"日期|到期|付息日|结息日|账单日|^日$|^时间$|\bdates?\b|\bwhen\b|\bfecha\b"
                 r"|\bdata\b|\bdatum\b|\bvencimiento|\bvencimento|fallig|\bscadenza\b"),
        ("interest", r"\bfinance charges?\b"),
        ("discount", r"折扣|优惠|减免|抵扣|贴息|\b(discounts?|rebates?|coupons?|subsid(y|ies))\b"),
        ("payment", r"本息|还本付息|\bprincipal (and|&|\+|plus) interest\b|\bp ?[&+] ?i\b"),
        ("fee", r"费|违约金|滞纳金|罚息|复利|税"
                r"|\b(fees?|charges?|insurance|premium|guarantee|penalt"
                r"(y|ies)|pmi|escrow|tax|taxes|gst|vat|iva|iof|assurance|frais|seguros?|comision"
                r"(es)?|gastos|tarifas?|encargos|tac|spese|assicurazione)\b|gebuhr|versicherung"
                r"|\bkosten\b"),
        ("fee", r"\bservice\b"),
        ("principal", r"本金|还本|\b(principal|capital|amorti\w*|amortiz\w*|abono|debt payment)\b"
                      r"|tilgung|\bquota capitale\b"),
        ("interest", r"利息|[付还]息|息$|\b(interests?|finance charge|interets?|interes(es)?|juros"
                     r"|interessi)\b|zins"),
        ("number", r"期数|期次|期号|期序|期别|第几期|^序号$|编号"),
        ("number", r"^(no|nr|n|number|#|№|nº|n°|seq|sequence|inst|numero|num|rang|pos|t)\.?$"),
        ("number", r"\b(payment|instal?lment|inst|period|pmt|emi|loan)s? ?(no|nr|number|#)"),
        ("number", r"\bnumero de (pago|cuota|parcela)|\bn[o°º]? (cuota|parcela)\b"),
        ("?", r"^(instal?lments?|payments?|pmt|months?|periods?|terms?|weeks?|days?|years?"
              r"|quarters?|fortnights?|due|rate|期|账期|还款期|月份?|周|天|年|年度|季度?|mois|monat|mes|jahr"
              r"|annee|ano|echeance|cuota|parcela|pago|rata|periodo|periode|woche|semaine|semana)$"),
        ("payment", r"月供|期供|月还款|应还|还款|应付|供款|缴款|扣款"),
        ("payment", r"\b(payments?|repayments?|instal?lments?|emi|pmt|due|cuotas?|pagos?"
                    r"|mensualidad|prestac\w*|parcelas?|echeances?|mensualites?|annuites?"
                    r"|rata|annuitat|zahlung|leistung|monatsrate)\b|\brate\b"),
        ("payment", r"合计|总额|总计|金额|支付"
                    r"|\b(total|amount|sum|gesamt|montant|importe|valor)\b"),
    )
)  # fmt: skip


@lru_cache(maxsize=1000)
def hint(name: str) -> str:
    """The role that a name speaks for: one of ROLES or EXPLAINED, "?" for several, "" for none.

    >>> hint("应还本金(元)"), hint("OpeningBalance"), hint("Capital restant dû")
    ('principal', 'opening', 'balance')
    >>> hint("实还金额"), hint("Tilgungsanteil"), hint("Colour")
    ('paid', 'principal', '')
    """
    text = normal(name)
    return next((role for role, pattern in _PATTERNS if pattern.search(text)), "")


def normal(name: str) -> str:
    """A name in small letters, without accents, units in brackets and signs around it.

    >>> normal("Principal_Paid (Rs)"), normal("ClosingBalance"), normal("Échéance :")
    ('principal paid', 'closing balance', 'echeance')
    """
    text = unicodedata.normalize("NFKC", name[:80])
    text = re.sub(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ", text)
    text = unicodedata.normalize("NFKD", text.lower()).translate(_TRADITIONAL)
    text = "".join(sign for sign in text if not unicodedata.combining(sign))
    text = re.sub(r"\([^)]{0,40}\)|\[[^\]]{0,40}\]|[:*\"'.]", " ", text)
    text = re.sub(r"[_\n\r\t-]+", " ", text)
    text = re.sub(r"(?<=[^\x00-\x7f]) +(?=[^\x00-\x7f])", "", text)
    return " ".join(text.split())
