"""The badge: a small picture that a holder puts on its web site, and that says what the certificate is worth today."""

from labelapp.certificates.badge import views

__all__ = ["PICTURE", "views"]
PICTURE = "certificates.show_badge"
