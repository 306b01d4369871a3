#include "gui/instance.hpp"

#include <QLocalSocket>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QThread>

#include "tests/gui/stage.hpp"
#include "tests/support/catch.hpp"

namespace earshot::gui {
namespace {

TEST_CASE("second start hands over what it was started for and the desktop's token", "[instance]") {
    begin_application();
    QTemporaryDir folder;
    const auto socket = folder.filePath("window");
    Instance first(socket);
    REQUIRE(first.listen());
    QSignalSpy called(&first, &Instance::called);

    SECTION("with a token") {
        bool is_taken = false;
        const std::unique_ptr<QThread> second(QThread::create(
            [&] { is_taken = Instance(socket).hand_over("earshot:abc", "token-7 \xC3\xA9"); }));
        second->start();
        REQUIRE(until([&] { return second->isFinished(); }));
        CHECK(is_taken);
        REQUIRE(called.size() == 1);
        CHECK(called[0][0].toString() == "earshot:abc");
        CHECK(called[0][1].toString() == QString("token-7 \xC3\xA9"));
    }
    SECTION("of an earlier version, which knows no tokens") {
        QLocalSocket second;
        second.connectToServer(socket);
        REQUIRE(second.waitForConnected());
        second.write("earshot:abc\n");
        REQUIRE(until([&] { return called.size() == 1; }));
        CHECK(called[0][0].toString() == "earshot:abc");
        CHECK(called[0][1].toString().isEmpty());
        REQUIRE(until([&] { return second.bytesAvailable() > 0; }));
    }
}

TEST_CASE("nobody takes what is handed over where no window is", "[instance]") {
    begin_application();
    QTemporaryDir folder;
    CHECK_FALSE(Instance(folder.filePath("window")).hand_over("", "token"));
}

TEST_CASE("what another start asks for comes with its token to whoever shows the window",
          "[instance]") {
    PaperOffice office;
    Stage stage(office);
    stage.open();
    QSignalSpy raised(&stage.session(), &Session::raise);
    stage.session().take_argument({}, "token-7");
    REQUIRE(raised.size() == 1);
    CHECK(raised[0][0].toString() == "token-7");
    // It was good for once: no program that the window starts inherits it.
    CHECK_FALSE(qEnvironmentVariableIsSet(Instance::activation_variable));
}

}  // namespace
}  // namespace earshot::gui
