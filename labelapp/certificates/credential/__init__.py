"""The award as a credential that machines check: Open Badges 3.0, which is a W3C Verifiable Credential 2.0."""

from flask import Flask

from labelapp.certificates.credential.keys import load_keys
from labelapp.certificates.credential.views import bp
from labelapp.settings import Settings


def init_app(app: Flask) -> None:
    """Bind the package to the app. Raises SettingsError when the keys that the settings name cannot be used."""
    chosen: Settings = app.extensions["settings"]
    if chosen.credential_key is not None or chosen.credential_folder.is_dir():
        load_keys(chosen)
    app.register_blueprint(bp)
