"""A laptop that was away for minutes is back; it cannot connect to anybody, and others have stopped trying often."""
import time
import unittest

from daemons import until
from messages_test import Case
from office import require

AWAY = 130  # Seconds, after which somebody who is not heard tries once a minute.
SOON = 10  # Seconds; it takes one.


class Returns(Case):
    def test_who_can_only_be_dialled_is_dialled_when_back(self):
        with self.office(2) as (office, (desk, laptop)):
            office.drop_dials(2)
            desk.start()
            laptop.start()
            self.assert_see([desk, laptop])
            self.send(desk, laptop, ["before"])
            self.assert_arrive(desk, laptop, ["before"])
            office.cut(2)
            self.send(desk, laptop, ["while you were away"])
            time.sleep(AWAY)
            office.plug(2)
            until(lambda: len(laptop.messages(desk)) == 2, "the message", SOON)


if __name__ == "__main__":
    require()
    unittest.main(verbosity=2)
