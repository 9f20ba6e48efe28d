"""What the ids in the data files are called where a reader sees them, to be translated there."""

from course.content.language import marked

LENDER_KINDS = {
    "bank": marked("Bank"),
    "car-finance-company": marked("Car finance company"),
    "individual": marked("Private person"),
    "instalment-provider": marked("Provider of instalments at the checkout"),
    "internet-lender": marked("Internet lender"),
    "pawnbroker": marked("Pawnbroker"),
    "payday-lender": marked("Payday lender"),
    "rental-shop": marked("Rent-to-own shop"),
    "short-term-lender": marked("Short-term lender"),
    "trust-company": marked("Trust company"),
    "wage-advance-provider": marked("Wage advance provider"),
}
PAYEES = {
    "lender": marked("Lender"),
    "platform": marked("Platform"),
    "guarantor": marked("Guarantee company"),
    "insurer": marked("Insurer"),
    "dealer": marked("Dealer"),
    "broker": marked("Broker"),
}
# Charges that the kind of terms brings with it; the others are named in the offer.
ITEMS = {
    "interest": marked("Interest"),
    "instalment_fee": marked("Instalment fee"),
    "overdraft_fee": marked("Overdraft fee"),
    "overdraft_daily_fee": marked("Overdraft fee by the day"),
    "rollover_fee": marked("Fee for each term"),
}
JURISDICTIONS = {
    "CN": marked("China"),
    "US": marked("United States"),
    "EU": marked("European Union"),
    "UK": marked("United Kingdom"),
}
CURRENCIES = {"CN": "CNY", "US": "USD", "EU": "EUR", "UK": "GBP"}
# The rules of each jurisdiction; an offer names which of them is shown first.
RULES = {
    "CN": ("cn-irr-nominal", "cn-irr-effective", "cn-simple", "cn-added"),
    "US": ("us-reg-z",),
    "EU": ("eu-ccd",),
    "UK": ("uk",),
}
