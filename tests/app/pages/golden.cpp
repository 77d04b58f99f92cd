// SPDX-License-Identifier: GPL-3.0-or-later
#include "golden.h"

#include <QColor>
#include <QDir>
#include <QFileInfo>

#include <algorithm>
#include <cstdlib>

namespace causeway::app {

using namespace Qt::StringLiterals;

namespace {

constexpr int kChannelTolerance = 24;     // of 255: another minor version's antialiasing
constexpr double kShareTolerance = 0.002; // of all pixels

int farthest(QRgb a, QRgb b) {
    return std::max({std::abs(qRed(a) - qRed(b)), std::abs(qGreen(a) - qGreen(b)),
                     std::abs(qBlue(a) - qBlue(b))});
}

} // namespace

QString differenceToGolden(const QImage& picture, const QString& name) {
    const QString file = QStringLiteral(CAUSEWAY_SOURCE_DIR "/tests/golden/%1.png").arg(name);
    if (qgetenv("CAUSEWAY_GOLDEN") == "update") {
        QDir().mkpath(QFileInfo(file).path());
        return picture.save(file) ? QString() : u"cannot write %1"_s.arg(file);
    }
    const QImage golden = QImage(file).convertToFormat(QImage::Format_RGB32);
    const QImage now = picture.convertToFormat(QImage::Format_RGB32);
    const QString kept =
        QDir::tempPath() + u"/golden-%1.png"_s.arg(QString(name).replace(u'/', u'-'));
    if (golden.size() != now.size()) {
        picture.save(kept);
        return u"%1 has another size or is missing; the new picture is %2"_s.arg(file, kept);
    }
    qint64 different = 0;
    for (int y = 0; y < now.height(); ++y)
        for (int x = 0; x < now.width(); ++x)
            different += farthest(now.pixel(x, y), golden.pixel(x, y)) > kChannelTolerance ? 1 : 0;
    const double share = double(different) / (double(now.width()) * now.height());
    if (share <= kShareTolerance)
        return {};
    picture.save(kept);
    return u"%1: %2 % of the pixels differ; the new picture is %3"_s.arg(file)
        .arg(share * 100, 0, 'f', 2)
        .arg(kept);
}

} // namespace causeway::app
