"""Serials have no gap and no double, also when several are taken at once."""

import threading

import pytest
from flask import Flask
from sqlalchemy import select

from labelapp.certificates.models import SerialCounter
from labelapp.certificates.serials import take_serial
from labelapp.extensions import db


@pytest.mark.usefixtures("app")
def test_serials_count_up_by_letter_and_year() -> None:
    taken = [take_serial("G", 2026), take_serial("G", 2026), take_serial("S", 2026), take_serial("G", 2027)]
    assert taken == ["G-2026-0001", "G-2026-0002", "S-2026-0001", "G-2027-0001"]


@pytest.mark.usefixtures("app")
def test_serial_of_a_transaction_that_failed_is_given_to_the_next() -> None:
    take_serial("G", 2026)
    db.session.commit()
    take_serial("G", 2026)
    db.session.rollback()
    assert take_serial("G", 2026) == "G-2026-0002"


def test_serials_taken_at_once_are_all_different_and_have_no_gap(app: Flask) -> None:
    taken: list[str] = []
    start = threading.Barrier(6)

    def take() -> None:
        with app.app_context():
            start.wait(timeout=20)
            for round_ in range(5):
                serial = take_serial("G", 2026)
                if round_ == 3:
                    db.session.rollback()
                else:
                    db.session.commit()
                    taken.append(serial)
            db.session.remove()

    threads = [threading.Thread(target=take) for _number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert sorted(taken) == [f"G-2026-{number:04d}" for number in range(1, 25)]
    assert db.session.scalars(select(SerialCounter.last)).one() == 24
