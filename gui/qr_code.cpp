#include "gui/qr_code.hpp"

#include <qrencode.h>

#include <QPainter>
#include <memory>

namespace earshot::gui {
namespace {

constexpr int quiet_zone = 4;  // ISO/IEC 18004: so many light modules all around.

}  // namespace

void QrCode::set_text(const QString& text) {
    if (text == text_) return;
    text_ = text;
    modules_ = 0;
    dark_.clear();
    const std::unique_ptr<QRcode, decltype(&QRcode_free)> code{
        text.isEmpty()
            ? nullptr
            : QRcode_encodeString(text.toUtf8().constData(), 0, QR_ECLEVEL_L, QR_MODE_8, 1),
        QRcode_free};
    if (code) {
        modules_ = code->width;
        dark_.reserve(modules_ * modules_);
        for (int i = 0; i < modules_ * modules_; ++i)
            dark_.append(static_cast<char>(code->data[i] & 1));
    }
    emit text_changed();
    update();
}

void QrCode::paint(QPainter* painter) {
    painter->fillRect(QRectF{0, 0, width(), height()}, Qt::white);
    if (modules_ == 0) return;
    const int across = modules_ + 2 * quiet_zone;
    const int module = std::max(1, static_cast<int>(std::min(width(), height())) / across);
    const int left = (static_cast<int>(width()) - module * modules_) / 2;
    const int top = (static_cast<int>(height()) - module * modules_) / 2;
    for (int y = 0; y < modules_; ++y)
        for (int x = 0; x < modules_; ++x)
            if (dark_[y * modules_ + x] != 0)
                painter->fillRect(left + x * module, top + y * module, module, module, Qt::black);
}

}  // namespace earshot::gui
