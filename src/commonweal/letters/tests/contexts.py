"""One context for each kind of letter, as the rooms give them."""

CONTEXTS = {
    "order_to_confirm": {
        "member": "Amina Benali",
        "title": "Stage manager <two nights>",
        "first_on": "2026-05-15",
        "last_on": "2026-05-16",
        "price_cents": 120000,
        "vat_cents": 25200,
        "total_cents": 145200,
        "purchase_order": "PO 4471",
        "link": "https://localhost/order/abc?a=1&b=2",
        "expires_on": "2026-05-14",
    },
    "order_confirmed": {
        "client": "Festival de la Senne",
        "title": "Stage manager",
        "first_on": "2026-05-15",
        "last_on": "2026-05-15",
        "price_cents": 120000,
        "link": "https://localhost/my/orders/1/",
    },
    "declaration_refused": {
        "title": "Stage manager",
        "worker": "Bram De Smet",
        "first_on": "2026-05-15",
        "reason": "00913-355: the national number is unknown",
        "remedy": "correct the national number of Bram De Smet",
        "link": "https://localhost/my/orders/1/",
    },
    "invoice": {
        "number": "2026-000012",
        "title": "Stage manager",
        "member": "Amina Benali",
        "total_cents": 145200,
        "due_on": "2026-06-15",
        "iban": "BE69 0687 6543 2178",
        "reference": "+++090/9337/55493+++",
    },
    "wage_coming": {
        "title": "Stage manager",
        "net_cents": 61234,
        "due_on": "2026-05-23",
        "link": "https://localhost/my/pay/1/",
    },
    "account_changed": {
        "iban": "BE•• •••• 7034",
        "changed_at": "2026-05-04T09:00:00+02:00",
    },
    "sign_in": {"link": "https://localhost/account/invite/x", "expires_on": "2026-05-11"},
    "password_reset": {"link": "http://localhost/account/password/reset/key/1-x/"},
    "address_to_confirm": {"link": "http://localhost/account/confirm-email/x/"},
    "account_notice": {
        "what": "totp_activated",
        "link": "http://localhost/account/password/reset/",
    },
}
