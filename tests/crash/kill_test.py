"""kill -9 of either daemon at random moments while numbered messages stream from one to the other.

    kill_test.py MESSAGES ROUNDS [SEED]

Whatever `message.send` answered arrives exactly once and in order, and the sender learns of it. What was under way when
a daemon died is sent again with the same `ref`, as a client would, and must not arrive twice either.
"""
import collections
import random
import sys
import threading
import time
import unittest

from daemons import Household, befriend, delivered, until

MESSAGES = int(sys.argv[1]) if len(sys.argv) > 1 else 300
ROUNDS = int(sys.argv[2]) if len(sys.argv) > 2 else 3
SEED = int(sys.argv[3]) if len(sys.argv) > 3 else random.SystemRandom().randrange(10**6)
IN_FLIGHT = 32


class Stream:
    """Sends messages 0, 1, 2, ... over one pipelined control connection, and over a new one after each crash."""

    def __init__(self, sender, receiver, prefix="message"):
        self.sender, self.receiver, self.prefix = sender, receiver, prefix
        self.ids = {}  # What was answered: number -> message id.

    def run(self, first, last, deaths=None):
        """Sends numbers `first` to `last` - 1; gives the number of the first that was not answered.

        `deaths` are calls, by the number at whose answer they are made.
        """
        waiting = collections.deque()
        number = first
        try:
            with self.sender.control() as control:
                while number < last or waiting:
                    while number < last and len(waiting) < IN_FLIGHT:
                        waiting.append((number, self.post(control, number)))
                        number += 1
                    sent, call = waiting.popleft()
                    self.ids[sent] = control.answer(call)["id"]
                    if deaths and sent in deaths:
                        deaths.pop(sent)()
        except OSError:  # Killed.
            pass
        while first in self.ids:
            first += 1
        return first

    def post(self, control, number):
        return control.post("message.send", {"to": self.receiver.person, "body": f"{self.prefix} {number}",
                                             "ref": f"{self.prefix}-{number}".replace(" ", "-")})


class Kill(unittest.TestCase):
    def test_loses_and_doubles_nothing(self):
        random_ = random.Random(SEED)
        with Household() as house:
            bob = house.daemon("Bob")
            anna = house.daemon("Anna", seeds=[bob])
            until(lambda: anna.sees(bob) and bob.sees(anna), "they see each other")
            befriend(anna, bob)
            stream, begin = Stream(anna, bob), time.monotonic()
            following = 0
            for round_number in range(ROUNDS):
                last = MESSAGES * (round_number + 1) // (ROUNDS + 1)
                victim = random_.choice([anna, bob])
                number, delay = random_.randrange(following, last), random_.choice([0.0, random_.uniform(0.0, 0.02)])
                timer = threading.Timer(delay, victim.process.kill)
                following = stream.run(following, last, {number: timer.start})
                timer.join()
                victim.kill()
                victim.start()
                print(f"round {round_number + 1}: killed {victim.name} {delay * 1000:.1f} ms after message {number}; "
                      f"{following} answered, {len(bob.messages(anna))} arrived", flush=True)
                if random_.random() < 0.7:
                    until(lambda: anna.sees(bob), "Anna sees Bob again")
            following = stream.run(following, MESSAGES)
            self.assertEqual(MESSAGES, following)
            until(lambda: delivered(anna, bob), "all are delivered", 90 + MESSAGES / 50)
            self.check(stream, anna, bob)
            print(f"{MESSAGES} messages, {ROUNDS} kills, {time.monotonic() - begin:.1f} s", flush=True)

    def test_loses_and_doubles_nothing_when_both_speak(self):
        """Every answer brings new keys into the session, so that a crash meets each step of it."""
        random_ = random.Random(SEED + 1)
        count = MESSAGES // 4
        with Household() as house:
            bob = house.daemon("Bob")
            anna = house.daemon("Anna", seeds=[bob])
            until(lambda: anna.sees(bob) and bob.sees(anna), "they see each other")
            befriend(anna, bob)
            streams = [Stream(anna, bob), Stream(bob, anna)]
            done = [0, 0]
            for round_number in range(ROUNDS + 1):
                last = count * (round_number + 1) // (ROUNDS + 1)
                deaths = {}
                victim = random_.choice([anna, bob])
                if round_number < ROUNDS:
                    killer = random_.randrange(2)
                    timer = threading.Timer(random_.uniform(0.0, 0.02), victim.process.kill)
                    deaths = {random_.randrange(done[killer], last): timer.start} if done[killer] < last else {}
                speakers = [threading.Thread(target=self.speak, args=(
                    streams, done, speaker, last, deaths if round_number < ROUNDS and speaker == killer else None))
                    for speaker in (0, 1)]
                for speaker in speakers:
                    speaker.start()
                for speaker in speakers:
                    speaker.join()
                if round_number < ROUNDS:
                    victim.kill()
                    victim.start()
                    until(lambda: anna.sees(bob) and bob.sees(anna), "they see each other again")
            for speaker in (0, 1):
                done[speaker] = streams[speaker].run(done[speaker], count)
            self.assertEqual([count, count], done)
            for sender, receiver in ((anna, bob), (bob, anna)):
                until(lambda: delivered(sender, receiver), "all are delivered", 90 + count / 50)
            for reader, other in ((anna, bob), (bob, anna)):
                ids = [message["id"] for message in reader.messages(other)]
                self.assertEqual(2 * count, len(ids))
                self.assertEqual(set(ids), {each for stream in streams for each in stream.ids.values()})
                self.assertEqual([], reader.call("outbox.list")["outgoing"])

    def test_loses_and_doubles_nothing_while_a_session_is_set_up(self):
        """Whoever was forgotten is written to with keys that are agreed on anew."""
        random_ = random.Random(SEED + 2)
        with Household() as house:
            bob = house.daemon("Bob")
            anna = house.daemon("Anna", seeds=[bob])
            until(lambda: anna.sees(bob) and bob.sees(anna), "they see each other")
            befriend(anna, bob)
            for round_number in range(ROUNDS):
                sender, receiver = random_.sample([anna, bob], 2)
                victim = random_.choice([anna, bob])
                sender.call("people.forget", {"who": receiver.person})
                until(lambda: sender.sees(receiver), "who was forgotten is seen again")
                timer = threading.Timer(random_.uniform(0.0, 0.03), victim.process.kill)
                stream = Stream(sender, receiver, f"round {round_number}")
                timer.start()
                following = stream.run(0, 1)
                timer.join()
                victim.kill()
                victim.start()
                if following == 0:
                    until(lambda: sender.sees(receiver), "they see each other again")
                    self.assertEqual(1, stream.run(0, 1))
                until(lambda: delivered(sender, receiver), "it is delivered")
            texts = sorted(f"round {round_number} 0" for round_number in range(ROUNDS))
            for reader, other in ((anna, bob), (bob, anna)):
                self.assertEqual(texts, sorted(message["text"] for message in reader.messages(other)))

    @staticmethod
    def speak(streams, done, speaker, last, deaths):
        done[speaker] = streams[speaker].run(done[speaker], last, deaths)

    def check(self, stream, anna, bob):
        texts = [f"message {number}" for number in range(MESSAGES)]
        ids = [stream.ids[number] for number in range(MESSAGES)]
        for reader, other in ((bob, anna), (anna, bob)):
            messages = reader.messages(other)
            self.assertEqual(texts, [message["text"] for message in messages])
            self.assertEqual(ids, [message["id"] for message in messages])
        self.assertEqual([], anna.call("outbox.list")["outgoing"])


if __name__ == "__main__":
    print(f"seed {SEED}: kill_test.py {MESSAGES} {ROUNDS} {SEED}", flush=True)
    unittest.main(argv=sys.argv[:1], verbosity=2)
