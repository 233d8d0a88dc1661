"""What happens to partners, programmes and public reports, in the words of the log."""

from flask_babel import lazy_gettext as _l

from labelapp.events.telling import Topic, Words

_OTHER = Topic.OTHER
_REMIT = _l("The partner %(name)s has this remit now: countries %(countries)s, programmes %(programmes)s.")

WORDS = {
    "partner.created": Words(_OTHER, _REMIT),
    "partner.changed": Words(_OTHER, _REMIT),
    "partner.person_added": Words(_OTHER, _l("%(person)s works for the partner.")),
    "partner.person_removed": Words(_OTHER, _l("%(person)s no longer works for the partner.")),
    "programme.created": Words(_OTHER, _l("The programme %(name)s was entered.")),
    "programme.changed": Words(_OTHER, _l("The programme is now called %(name)s, or its country changed.")),
    "programme.cluster_added": Words(_OTHER, _l("%(cluster)s was entered in the programme.")),
    "programme.cluster_removed": Words(_OTHER, _l("%(cluster)s was taken out of the programme.")),
    "country_report.published": Words(
        _OTHER, _l("The report of %(country)s about %(year)s was made public.")
    ),
    "country_report.withdrawn": Words(
        _OTHER, _l("The report of %(country)s about %(year)s is not public any more.")
    ),
}
