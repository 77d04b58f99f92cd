// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/figures.h"

#include <array>
#include <cmath>

namespace causeway::app::widgets {

using namespace Qt::StringLiterals;

namespace {

// Three significant digits, but never a digit of a thousandth.
int decimals(double value) {
    const double size = std::abs(value);
    return size >= 99.95 || size == 0 ? 0 : size >= 9.995 ? 1 : 2;
}

QString number(double value, const QLocale& locale) {
    return locale.toString(value, 'f', decimals(value));
}

Figure stepped(double value, const QString& unit, const QLocale& locale) {
    static const std::array steps{QString(), u"k"_s, u"M"_s, u"G"_s};
    std::size_t step = 0;
    while (std::abs(value) >= 999.5 && step + 1 < steps.size()) {
        value /= 1000;
        ++step;
    }
    return {number(value, locale), steps[step] + unit};
}

} // namespace

Figure perSecond(std::optional<double> value, const QLocale& locale) {
    return value ? stepped(*value, u"/s"_s, locale) : Figure{};
}

Figure bytesPerSecond(std::optional<double> value, const QLocale& locale) {
    return value ? stepped(*value, u"B/s"_s, locale) : Figure{};
}

Figure milliseconds(std::optional<double> value, const QLocale& locale) {
    if (!value)
        return {};
    if (*value >= 9995)
        return {number(*value / 1000, locale), u"s"_s};
    if (*value < 0.995 && *value > 0)
        return {locale.toString(*value * 1000, 'f', 0), u"µs"_s};
    // From ten milliseconds on a tenth is noise.
    return {locale.toString(*value, 'f', *value < 9.95 && *value != 0 ? 1 : 0), u"ms"_s};
}

Figure share(std::optional<double> value, const QLocale& locale) {
    if (!value)
        return {};
    const double percent = *value * 100;
    const bool whole = percent == 100 || percent == 0;
    // Rounding must not hide the last failing request.
    const double shown = percent < 100 ? std::min(percent, 99.99) : percent;
    return {locale.toString(shown, 'f', whole ? 0 : percent >= 99 ? 2 : 1), u"%"_s};
}

Figure count(std::optional<double> value, const QLocale& locale) {
    if (!value)
        return {};
    if (std::abs(*value) < 10000)
        return {locale.toString(*value, 'f', 0), {}};
    return stepped(*value, {}, locale);
}

Figure rounded(Figure figure, const QLocale& locale) {
    if (!figure.value.contains(locale.decimalPoint()))
        return figure;
    while (figure.value.endsWith(locale.zeroDigit()))
        figure.value.chop(1);
    if (figure.value.endsWith(locale.decimalPoint()))
        figure.value.chop(1);
    return figure;
}

QString change(double value, const QLocale& locale) {
    const double percent = std::round(value * 100);
    if (percent == 0)
        return u"± 0 %"_s;
    const QString size = locale.toString(std::abs(percent), 'f', 0);
    return percent > 0 ? u"▲ +%1 %"_s.arg(size) : u"▼ −%1 %"_s.arg(size);
}

QString age(qint64 milliseconds) {
    const qint64 seconds = std::max<qint64>(0, milliseconds / 1000);
    if (seconds < 100)
        return u"%1 s"_s.arg(seconds);
    if (seconds < 100 * 60)
        return u"%1 min"_s.arg(seconds / 60);
    return u"%1 h"_s.arg(seconds / 3600);
}

} // namespace causeway::app::widgets
