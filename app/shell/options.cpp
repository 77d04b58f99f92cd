// SPDX-License-Identifier: GPL-3.0-or-later
#include "shell/options.h"

#include <QCommandLineParser>
#include <QRegularExpression>

namespace causeway::app::shell {

using namespace Qt::StringLiterals;

namespace {

const QStringList& pages() {
    static const QStringList names{u"fleet"_s, u"links"_s, u"graph"_s, u"metrics"_s};
    return names;
}

tl::unexpected<Error> wrong(const QString& flag, const QString& found, const QString& right) {
    return fail(ErrorKind::InvalidInput,
                u"--%1: found \"%2\", expected %3"_s.arg(flag, found, right).toStdString());
}

Result<QSize> parseSize(const QString& text) {
    static const QRegularExpression form(u"^(\\d{3,5})x(\\d{3,5})$"_s);
    const QRegularExpressionMatch match = form.match(text);
    if (!match.hasMatch())
        return wrong(u"size"_s, text, u"WIDTHxHEIGHT, for example 1600x1000"_s);
    return QSize(match.captured(1).toInt(), match.captured(2).toInt());
}

Result<std::chrono::milliseconds> parseDuration(const QString& flag, const QString& text) {
    static const QRegularExpression form(u"^(\\d{1,6})(ms|s|m)$"_s);
    const QRegularExpressionMatch match = form.match(text);
    if (!match.hasMatch())
        return wrong(flag, text, u"a duration, for example 2m, 5s or 500ms"_s);
    const int number = match.captured(1).toInt();
    const QString unit = match.captured(2);
    return std::chrono::milliseconds(unit == "m"_L1   ? number * 60'000
                                     : unit == "s"_L1 ? number * 1000
                                                      : number);
}

} // namespace

Result<Options> parseOptions(const QStringList& arguments) {
    QCommandLineParser parser;
    parser.setApplicationDescription(u"Console for a service mesh over many clusters and clouds"_s);
    parser.addHelpOption();
    parser.addVersionOption();
    parser.addOptions({
        {u"fleet"_s, u"Open this fleet file."_s, u"FILE"_s},
        {u"scene"_s, u"Replay this recorded scene instead of a fleet."_s, u"FILE"_s},
        {u"page"_s, u"Start on this page: %1."_s.arg(pages().join(u", "_s)), u"NAME"_s},
        {u"theme"_s, u"light or dark, for this run."_s, u"NAME"_s},
        {u"language"_s, u"For this run, for example da."_s, u"CODE"_s},
        {u"size"_s, u"Of the window, for example 1600x1000."_s, u"WxH"_s},
        {u"time-first-paint"_s, u"Print how long the window took to appear."_s},
        {u"back"_s, u"Start with the time cursor that long before the newest data."_s,
         u"DURATION"_s},
        {u"capture"_s, u"Write what the window shows to this PNG file and end."_s, u"FILE"_s},
        {u"after"_s, u"How long after the start to capture (2s)."_s, u"DURATION"_s},
    });
    parser.process(arguments);
    Options options;
    options.fleet = parser.isSet(u"scene"_s) ? parser.value(u"scene"_s) : parser.value(u"fleet"_s);
    options.page = parser.value(u"page"_s);
    options.language = parser.value(u"language"_s);
    options.capture = parser.value(u"capture"_s);
    options.timeFirstPaint = parser.isSet(u"time-first-paint"_s);
    if (!options.page.isEmpty() && !pages().contains(options.page))
        return wrong(u"page"_s, options.page, pages().join(u", "_s));
    if (const QString theme = parser.value(u"theme"_s); !theme.isEmpty()) {
        if (theme != "light"_L1 && theme != "dark"_L1)
            return wrong(u"theme"_s, theme, u"light or dark"_s);
        options.dark = theme == "dark"_L1;
    }
    if (parser.isSet(u"size"_s)) {
        CAUSEWAY_TRY(options.size, parseSize(parser.value(u"size"_s)));
    }
    if (parser.isSet(u"after"_s)) {
        CAUSEWAY_TRY(options.captureAfter, parseDuration(u"after"_s, parser.value(u"after"_s)));
    }
    if (parser.isSet(u"back"_s)) {
        CAUSEWAY_TRY(options.back, parseDuration(u"back"_s, parser.value(u"back"_s)));
    }
    return options;
}

} // namespace causeway::app::shell
