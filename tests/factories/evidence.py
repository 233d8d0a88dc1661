"""Documents for tests, received like any upload."""

import io
import itertools

from werkzeug.datastructures import FileStorage

from labelapp.accounts.models import User
from labelapp.clusters.models import Cluster
from labelapp.evidence.models import Document
from labelapp.evidence.operations import store_upload
from tests.factories.accounts import make_user

_numbers = itertools.count(1)


def upload(content: bytes, filename: str) -> FileStorage:
    """A file as a browser sends it."""
    return FileStorage(io.BytesIO(content), filename=filename)


def make_document(
    cluster: Cluster,
    content: bytes | None = None,
    filename: str = "members.csv",
    title: str | None = None,
    by: User | None = None,
) -> Document:
    """A document in the library; without `content` a list of members of its own."""
    if content is None:
        content = f"name;town\nMember {next(_numbers)};Esbjerg\n".encode()
    return store_upload(cluster, upload(content, filename), title=title, by=by or make_user("Jonas Krag"))
