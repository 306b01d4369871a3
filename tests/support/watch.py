"""What many daemons show of everybody's presence, followed through their events, all on one thread.

    with Watch(daemons) as watch:
        watch.until_all_see_all()
        since = time.monotonic()
        anna.call("presence.set", {"state": "away", "text": "at lunch"})
        print(quantiles(watch.times(anna, ("away", "at lunch"), since)))
"""
import selectors
import time

from daemons import PATIENCE
from follower import Follower

ONLINE, OFFLINE = "online", "offline"


def quantiles(seconds):
    """p50, p99 and the longest, in words."""
    ordered = sorted(seconds)
    p50, p99 = (ordered[min(len(ordered) - 1, int(len(ordered) * share))] for share in (0.5, 0.99))
    return f"p50 {p50:.3f} s, p99 {p99:.3f} s, max {ordered[-1]:.3f} s of {len(ordered)}"


class Watch(Follower):
    def __init__(self, daemons):
        super().__init__()
        self.controls = {}  # By observer.
        self.shown = {}  # (observer, person) to (presence, status text).
        self.changes = []  # (moment, observer, person, presence, status text), as they came.
        for daemon in daemons:
            self.add(daemon)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for daemon in list(self.controls):
            self.drop(daemon)
        self.selector.close()

    def add(self, daemon):
        control = daemon.control()
        self.controls[daemon] = control
        control.call("session.subscribe", {"kinds": ["presence.changed"]})
        for person in control.call("people.list")["people"]:
            self.shown[daemon, person["id"]] = (person["presence"], person["status_text"])
        self.selector.register(control.socket, selectors.EVENT_READ, daemon)
        self.take(daemon)

    def drop(self, daemon):
        """Of a daemon that was killed, or is of no interest any more."""
        control = self.controls.pop(daemon)
        self.selector.unregister(control.socket)
        control.close()

    def take(self, daemon):
        for event in self.controls[daemon].arrived():
            shown = (event["presence"], event["status_text"])
            self.shown[daemon, event["person"]] = shown
            self.changes.append((time.monotonic(), daemon, event["person"], *shown))

    def until(self, condition, what, seconds=PATIENCE):
        """Takes what comes until `condition` holds; gives how long that took."""
        begin = time.monotonic()
        if not self.follow_until(condition, seconds):
            raise AssertionError(f"{what()}: not within {seconds:.0f} s")
        return time.monotonic() - begin

    def presence(self, daemon, other):
        return self.shown.get((daemon, other.person), (OFFLINE, ""))[0]

    def missing(self, of=None, presence=ONLINE, by=None):
        """(Observer, other) for each pair that is not shown so."""
        observers = self.controls if by is None else by
        return [(one, other) for one in observers for other in (self.controls if of is None else of)
                if one is not other and self.presence(one, other) != presence]

    def until_all_see_all(self, seconds=PATIENCE):
        return self.until(lambda: not self.missing(), lambda: f"all see all, but {names(self.missing())}", seconds)

    def times(self, person, wanted, since, seconds=PATIENCE):
        """Waits until every observer shows `wanted`, a presence and perhaps a text; gives how long each needed."""
        others = [daemon for daemon in self.controls if daemon is not person]

        def late():
            return [one for one in others if self.shown.get((one, person.person), ())[:len(wanted)] != wanted]

        self.until(lambda: not late(), lambda: f"{person.name} is {wanted}, but to {[one.name for one in late()]}",
                   seconds)
        reached = {}
        for moment, one, whom, *shown in self.changes:
            if moment >= since and whom == person.person and tuple(shown[:len(wanted)]) == wanted:
                reached.setdefault(one, moment - since)
        return [reached[one] for one in others]

    def shown_offline(self, since, people):
        """(Observer, person) of those among `people` whom somebody has shown as offline after that moment."""
        names_of = {daemon.person: daemon.name for daemon in people}
        return [(one.name, names_of[whom]) for moment, one, whom, presence, _ in self.changes
                if moment >= since and presence == OFFLINE and whom in names_of]


def names(pairs):
    return [f"{one.name} of {other.name}" for one, other in pairs[:10]] + ([f"{len(pairs)} in all"] if pairs else [])
