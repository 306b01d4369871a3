#include "tests/gui/comparison.hpp"

#include <QPainter>

#include "tests/gui/stage.hpp"
#include "tests/support/catch.hpp"

namespace earshot::gui {
namespace {

/// As a window of the design: two papers that are nearly the same, a button, words.
struct Drawing {
    QColor paper{"#F9F8F6"};
    QColor sidebar{"#ECEAE6"};
    QColor accent{"#176B7C"};
    QString words = QStringLiteral("Within earshot");
    int letters_at = 40;

    QImage grabbed() const {
        QImage image(1200, 800, QImage::Format_RGB32);
        image.fill(paper);
        QPainter painter(&image);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.fillRect(0, 0, 316, 800, sidebar);
        painter.setPen(Qt::NoPen);
        painter.setBrush(accent);
        painter.drawRoundedRect(1000, 700, 40, 36, 10, 10);
        painter.setPen(QColor("#1E2224"));
        for (int line = 0; line < 20; ++line) painter.drawText(letters_at, 40 + 30 * line, words);
        return image;
    }
    Difference from(const Drawing& stored) const {
        return difference(stored_form(grabbed()), in_few_colors(stored_form(stored.grabbed())));
    }
};

TEST_CASE("picture is like itself in few colours", "[pictures]") {
    begin_application();
    const auto [far, plain] = Drawing{}.from({});
    CHECK(far <= far_max);
    CHECK(plain == 0);
}

TEST_CASE("comparison finds a plain colour that has moved a little, and a small area of one",
          "[pictures]") {
    begin_application();
    const Drawing changed = GENERATE(Drawing{.paper = "#F9F8F3"}, Drawing{.sidebar = "#EFEDE9"},
                                     Drawing{.accent = "#176F80"});
    const auto [far, plain] = changed.from({});
    CHECK(far <= far_max);  // Which is why there is another bound.
    CHECK(plain > plain_max);
}

TEST_CASE("comparison forgives letters drawn a little differently, and no other words",
          "[pictures]") {
    begin_application();
    const auto shifted = Drawing{.letters_at = 41}.from({});
    CHECK(shifted.plain <= plain_max);
    const auto other = Drawing{.words = "Somebody is within earshot of you"}.from({});
    CHECK(other.far > far_max);
}

TEST_CASE("comparison of pictures of different sizes, or with none, is a difference",
          "[pictures]") {
    begin_application();
    const auto picture = stored_form(Drawing{}.grabbed());
    CHECK(difference(picture, picture.copy(0, 0, 10, 10)).far == 1);
    CHECK(difference(picture, {}).plain == 1);
    CHECK(difference({}, {}).far == 1);
}

}  // namespace
}  // namespace earshot::gui
