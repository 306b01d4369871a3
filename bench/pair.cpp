#include "bench/pair.hpp"

#include <stdexcept>
#include <thread>

namespace earshot::bench {

void pause_for(std::chrono::milliseconds time) {
    // tidy(sleep): what is measured here is a wall clock's business.
    std::this_thread::sleep_for(time);
}

Pair::Pair(const std::string& program)
    : bob(program, folder.path() + "/bob", {"--name", "Bob", "--no-mdns"}),
      alice(program, folder.path() + "/alice",
            {"--name", "Alice", "--no-mdns", "--seed", "127.0.0.1:" + bob.port()}) {}

void wait_for_bob(ControlClient& alice) {
    for (int tries = 0; tries < 1000; ++tries) {
        const auto people = alice.answer(1, "people.list", R"({"filter":"nearby"})");
        if (people.find(R"("name":"Bob")") != std::string::npos) return;
        pause_for(std::chrono::milliseconds{10});
    }
    throw std::runtime_error{"Bob did not appear"};
}

void accept_alice(const Pair& pair) {
    ControlClient bob(pair.bob.socket_path());
    for (int tries = 0; tries < 1000; ++tries) {
        const auto answer = bob.answer(1, "requests.accept", R"({"who":"Alice"})");
        if (answer.find(R"("state":"accepted")") != std::string::npos) return;
        pause_for(std::chrono::milliseconds{10});
    }
    throw std::runtime_error{"Bob did not meet Alice"};
}

}  // namespace earshot::bench
