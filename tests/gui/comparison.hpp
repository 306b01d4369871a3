#pragma once

#include <QImage>

/// Pictures of the window beside stored ones. Stored pictures are half as large as the window and
/// in few colours: small files, and the edge of a letter, which differs between versions of a font
/// library, weighs little in them.
namespace earshot::gui {

/// Shares of all pixels; 1 when the sizes differ.
struct Difference {
    /// Far from the stored colour: something is elsewhere, is there or is not.
    double far = 0;
    /// In plain areas of both pictures and not of the stored colour: something has another colour.
    double plain = 0;
};

constexpr double far_max = 0.003;
constexpr double plain_max = 0.0002;  // A square of 14 by 14 pixels in a window of 1200 by 800.

Difference difference(const QImage& seen, const QImage& wanted);

/// Half the size.
QImage stored_form(const QImage& grabbed);
/// The picture with the colours of its plain areas, exactly; others become the nearest of these and
/// of means of all others.
QImage in_few_colors(const QImage& picture);

}  // namespace earshot::gui
