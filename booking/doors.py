"""The closed lists of the doors: what strangers may reach, and where a file may be sent."""

PUBLIC = frozenset(
    {
        "static",
        "bootstrap.static",
        "accounts.login",
        "accounts.invitation",  # opened by its signed link
        "accounts.ask_reset",  # says nothing of who has an account
        "accounts.reset",  # opened by its signed link
        "home.health",
        "offline.worker",  # a script, which holds no data
        "offline.token",  # says only whether one is signed in
        "mailed.show",  # opened by its signed link: one act, one person, once
        "signing.linked",  # opened by its signed link: one person, papers to sign, once
        "signing.linked_pdf",  # the same link, for the paper as it is printed
        "pools.public",  # of the pools that publish it
        "api-docs.openapi_json",  # says what programs may ask, holds no data
    }
)
"""Every route that a stranger may reach; all others refuse them (design § 6)."""

UNASKED = frozenset({"accounts.ask_function", "accounts.logout"})
"""What a shared mailbox reaches before it said who opens it."""
UPLOADS = frozenset(
    {
        "acts.add",
        "acts.edit",
        "files.add_photo",
        "files.add_document",
        "files.logo",
        "handing.record",
        "incidents.report",
        "api-files.add_photo",
        "api-papers.attach",
        "inspections.record",
        "papers.attach",
        "promises.deposit",
        "returning.record",
        "signing.deposit",
    }
)
"""Every route to which a file may be sent, once one is signed in; elsewhere a form is short."""
SHOTS = frozenset({"handing.record", "incidents.report", "returning.record"})
"""Those of them to which many photos may be sent at once, as a telephone made them."""
