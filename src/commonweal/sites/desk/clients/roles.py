"""Who reads clients at the desk, who corrects them, who blocks them."""

READERS = (
    "adviser", "payroll", "finance_maker", "finance_checker", "customer_service", "legal",
    "administrator", "auditor",
)  # fmt: skip
EDITORS = ("adviser", "finance_maker", "customer_service", "administrator")
BLOCKERS = ("finance_maker", "finance_checker", "legal", "administrator")
