#pragma once

#include <QSize>
#include <functional>
#include <string>
#include <vector>

#include "tests/gui/stage.hpp"

/// What the golden pictures show: an office of people and what they have said, and where to look.
namespace earshot::gui {

/// Twelve people, seven conversations, one request, two of one name: everything a usual day has.
struct UsualDay {
    UsualDay() = default;  ///< Nobody is there.
    explicit UsualDay(PaperOffice& office);

    std::string bob;
    std::string vera;
    std::string ada;
    std::string liu;
    std::string noor;         ///< Asks to write.
    std::string eve;          ///< Is called like Bob.
    std::string long_name{};  ///< On a busy day only,
    std::string hebrew{};     ///< and so here.
};

/// A window over the usual day.
struct Office {
    PaperOffice paper;
    UsualDay day{paper};
    Stage stage{paper};
};

/// The usual day, three hundred people nearby, and names and words that are long or run from right
/// to left.
UsualDay busy_day(PaperOffice& office);

/// Three messages wait, one of them for somebody who has not accepted us.
void script_queue(PaperOffice& office);

/// One message of Bob's is found, whatever is looked for.
void script_search(PaperOffice& office, const UsualDay& day);

/// A conversation with Vera of `count` more messages that was read up to the tenth of them; gives
/// the eleventh.
std::string leave_unread(PaperOffice& office, const UsualDay& day, int count);

struct Scene {
    std::string name;
    int width;
    int height;
    std::function<UsualDay(PaperOffice&)> fill;
    bool is_first_run = false;
    /// Brings the window to where the picture is taken.
    std::function<void(Stage&, const UsualDay&)> show;
    /// A main screen: there is one in a wide window and, called `-narrow`, one in a narrow one.
    bool is_main = false;

    /// Opens the window for it, in no less than this size.
    void open(Stage& stage, QSize least = {0, 0}) const;
};

const std::vector<Scene>& scenes();

}  // namespace earshot::gui
