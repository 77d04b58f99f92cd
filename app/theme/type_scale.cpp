// SPDX-License-Identifier: GPL-3.0-or-later
#include "theme/type_scale.h"

#include <QFontDatabase>
#include <QGuiApplication>

#include <array>
#include <cmath>

namespace causeway::app::theme {

using namespace Qt::StringLiterals;

namespace {

constexpr std::array kPixels{11, 13, 16, 22};
constexpr double kUsualSystemPoints = 10.0;
constexpr auto kScaleProperty = "causewayTextScale";
constexpr auto kFamilyProperty = "causewayFontFamily";

// Kept with the application object, which lives exactly as long as fonts can be used.
double currentScale() {
    const QVariant scale = qApp != nullptr ? qApp->property(kScaleProperty) : QVariant();
    return scale.isValid() ? scale.toDouble() : 1.0;
}

int sized(double pixels) {
    return static_cast<int>(std::lround(pixels * currentScale()));
}

} // namespace

void setTypeSettings(const TypeSettings& settings) {
    qApp->setProperty(kScaleProperty, settings.scale);
    qApp->setProperty(kFamilyProperty, settings.family);
}

double systemTextScale() {
    const QFont system = QFontDatabase::systemFont(QFontDatabase::GeneralFont);
    const double points = system.pointSizeF();
    // Only a deliberate enlargement counts: desktops differ by a point or two by default.
    return points > kUsualSystemPoints * 1.2 ? points / kUsualSystemPoints : 1.0;
}

QFont font(TextSize size, QFont::Weight weight) {
    const QString family = qApp->property(kFamilyProperty).toString();
    QFont result(family.isEmpty() ? u"Open Sans"_s : family);
    result.setPixelSize(sized(kPixels[static_cast<std::size_t>(size)]));
    result.setWeight(weight);
    return result;
}

QFont codeFont() {
    QFont result(u"JetBrains Mono"_s);
    result.setStyleHint(QFont::Monospace);
    result.setPixelSize(sized(kPixels[1] - 1));
    return result;
}

int scaled(int pixels) {
    return sized(pixels);
}

} // namespace causeway::app::theme
