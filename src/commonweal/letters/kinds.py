"""The kinds of letter, each with the words its context must have (amounts in cents, days ISO)."""

KINDS: dict[str, tuple[str, ...]] = {
    "order_to_confirm": (
        "member",
        "title",
        "first_on",
        "last_on",
        "price_cents",
        "vat_cents",
        "total_cents",
        "purchase_order",
        "link",
        "expires_on",
    ),
    "order_confirmed": ("client", "title", "first_on", "last_on", "price_cents", "link"),
    "declaration_refused": ("title", "worker", "first_on", "reason", "remedy", "link"),
    "invoice": ("number", "title", "member", "total_cents", "due_on", "iban", "reference"),
    "credit_note": ("number", "invoice", "title", "member", "total_cents", "reason"),
    "wage_coming": ("title", "net_cents", "due_on", "link"),
    "account_changed": ("iban", "changed_at"),
    "sign_in": ("link", "expires_on"),
    "password_reset": ("link",),
    "address_to_confirm": ("link",),
    "account_notice": ("what", "link"),
    "opening_papers": ("activity", "remark", "adviser", "link"),
    "opening_accepted": ("activity", "remark", "adviser", "link"),
    "opening_refused": ("activity", "remark", "adviser", "link"),
}
