"""What happens to accounts, in the words of the log."""

from flask_babel import lazy_gettext as _l

from labelapp.events.telling import Topic, Words

_OTHER = Topic.OTHER

WORDS = {
    "account.created": Words(_OTHER, _l("The account was created.")),
    "account.invited": Words(_OTHER, _l("The person was invited.")),
    "account.invitation_accepted": Words(_OTHER, _l("The invitation was accepted.")),
    "account.changed": Words(_OTHER, _l("The account was changed.")),
    "account.roles_changed": Words(_OTHER, _l("The roles of the account were changed.")),
    "account.deactivated": Words(_OTHER, _l("The account was closed.")),
    "account.reactivated": Words(_OTHER, _l("The account was opened again.")),
    "account.password_reset": Words(_OTHER, _l("The password was reset.")),
    "account.password_changed": Words(_OTHER, _l("The password was changed.")),
}
