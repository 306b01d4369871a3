"""What the tests of sealed messages share: Bob is a real daemon, Eve and whoever else is needed are of this folder."""
import unittest

from correspondent import Correspondent
from daemons import Household


class Case(unittest.TestCase):
    kind = Correspondent

    def setUp(self):
        self.house = self.enterContext(Household())
        self.bob = self.house.daemon("Bob")
        self.eve = self.correspondent("Eve", 1)

    def correspondent(self, name, number, is_contact=True):
        one = self.enterContext(self.kind(name, number))
        one.dial(self.bob)
        one.shown_by(self.bob)
        if is_contact:
            self.bob.call("requests.accept", {"who": one.person})
        return one

    def bob_writes(self, *texts):
        for text in texts:
            self.bob.call("message.send", {"to": self.eve.person, "body": text})

    def assert_shown(self, *expected):
        """Bob's history with Eve: pairs of who wrote and what, in its order."""
        said = self.bob.json("read", self.eve.person)
        names = {self.eve.person: "Eve", self.bob.person: "Bob"}
        self.assertEqual(list(expected), [(names[one["author"]], one["text"]) for one in said])

    def assert_delivered(self):
        """Bob knows of all that he wrote that it arrived."""
        def delivered():
            own = [one for one in self.bob.json("read", self.eve.person) if one["author"] == self.bob.person]
            return all(one["state"] == "delivered" for one in own)
        self.eve.until(delivered, "Bob takes the acknowledgements")
