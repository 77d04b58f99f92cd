// SPDX-License-Identifier: GPL-3.0-or-later
#include "theme/type_scale.h"

#include "theme/look.h"

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

int sized(double pixels) {
    return static_cast<int>(std::lround(pixels * typeSettings().scale));
}

} // namespace

void setTypeSettings(const TypeSettings& settings) {
    qApp->setProperty(kScaleProperty, settings.scale);
    qApp->setProperty(kFamilyProperty, settings.family);
}

// Kept with the application object, which lives exactly as long as fonts can be used.
TypeSettings typeSettings() {
    if (const Look* look = pinnedLook())
        return look->type;
    if (qApp == nullptr)
        return {};
    const QVariant scale = qApp->property(kScaleProperty);
    return {qApp->property(kFamilyProperty).toString(), scale.isValid() ? scale.toDouble() : 1.0};
}

double systemTextScale() {
    const QFont system = QFontDatabase::systemFont(QFontDatabase::GeneralFont);
    const double points = system.pointSizeF();
    // Only a deliberate enlargement counts: desktops differ by a point or two by default.
    return points > kUsualSystemPoints * 1.2 ? points / kUsualSystemPoints : 1.0;
}

QFont font(TextSize size, QFont::Weight weight) {
    const QString family = typeSettings().family;
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
