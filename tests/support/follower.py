"""Many sources of bytes, followed on one thread."""
import selectors
import time


class Follower:
    """Whoever inherits registers sources in `selector`, each with its key, and takes what comes in `take`."""

    def __init__(self):
        self.selector = selectors.DefaultSelector()

    def follow(self, seconds):
        """Takes what comes for so long."""
        self.follow_until(lambda: False, seconds)

    def follow_until(self, condition, seconds):
        """Takes what comes until `condition` holds. False when it does not in that time."""
        deadline = time.monotonic() + seconds
        while not condition():
            left = deadline - time.monotonic()
            if left <= 0:
                return False
            for key, _ in self.selector.select(left):
                self.take(key.data)
        return True
