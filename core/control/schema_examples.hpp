#pragma once

/// Examples and phrases that the tables of methods and of events share. Macros, because literals
/// can only be joined by the preprocessor.

#define EARSHOT_EXAMPLE_PERSON                                                                 \
    R"({"id":"bob","name":"Bob","own_name":"Bob","alias":"",)"                                 \
    R"("presence":"online","status_text":"",)"                                                 \
    R"("addresses":["10.0.0.7:47700"],"verified":false,"state":"accepted",)"                   \
    R"("devices":["d1"],"last_seen":1700000000000,"nearby":true,"answers":true,"self":false,)" \
    R"("watched":false})"

#define EARSHOT_EXAMPLE_NUMBER "300354477692869396892869876765458257569162576843440918079131"

#define EARSHOT_EXAMPLE_CONVERSATION                                                   \
    R"({"id":"c1","kind":"direct","peer":"bob","peer_name":"Bob","unread":0,)"         \
    R"("first_unread":null,"last_message":"m1","preview":"hello","preview_own":true,)" \
    R"("preview_state":"delivered","time":1700000000000,"request":false,)"             \
    R"("muted":false,"draft":null})"

#define EARSHOT_EXAMPLE_DRAFT R"({"conversation":"c1","body":"Dear Bob"})"

#define EARSHOT_EXAMPLE_NOTIFY                                                         \
    R"({"snoozed_until":0,"privacy":"full","hours":"mon-fri 8-18","off_hours":false,)" \
    R"("conversations":[{"conversation":"c1","peer_name":"Bob","level":"none"}]})"

#define EARSHOT_EXAMPLE_MESSAGE                                                                \
    R"({"id":"m1","conversation":"c1","author":"me","author_name":"Alice","text":"hello",)"    \
    R"("state":"delivered","time":1700000000000,"order":"111411200000000000","author_seq":1,)" \
    R"("own":true})"

#define EARSHOT_EXAMPLE_INTERFACE                                                      \
    R"({"name":"eth0","index":2,"addresses":["10.0.0.5"],"up":true,"multicast":true,)" \
    R"("loopback":false,"used":true})"

#define EARSHOT_EXAMPLE_LAN \
    R"({"interface":"wlan0","id":"n1","gateway":"10.0.0.1","known":false,"visible":false})"

#define EARSHOT_EXAMPLE_SETTING                                                               \
    R"({"key":"log.level","value":"info","default":"info","type":"text","origin":"default",)" \
    R"("summary":"How much is logged"})"

#define EARSHOT_WHO_SUMMARY                                                                     \
    "A person id, a prefix of one of at least 4 characters, or a name if unique (an exact one " \
    "wins over one in other letter case)."

namespace earshot::control {}
